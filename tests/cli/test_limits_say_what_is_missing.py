"""So many rows as were wanted, or all that there are, or a word on why not."""

import pytest
from command_line import ask
from scripted_server import ScriptedServer, answer, page

from kinescope_tui.headless.exit_status import ExitStatus


def rows(first: int, end: int) -> list[dict[str, object]]:
    return [{"id": f"{n}"} for n in range(first, end)]


@pytest.mark.parametrize("same", [page(*rows(0, 100), total=300), answer({"data": rows(0, 100)})])
def test_a_server_that_gives_the_same_rows_again_is_told(
    scripted: ScriptedServer, same: bytes
) -> None:
    scripted.script = [same, same]
    told = ask(scripted, "videos", "--limit", "150", "--format", "jsonl")
    assert len(told.stdout.splitlines()) == 100
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 100 of 150 videos; the server returned the same rows again." in told.stderr


def test_pages_may_be_smaller_than_they_are_said_to_be(scripted: ScriptedServer) -> None:
    scripted.script = [page(*rows(n, n + 20), total=50) for n in (0, 20)]
    scripted.script.append(page(*rows(40, 50), total=50))
    told = ask(scripted, "videos", "--limit", "70", "--format", "jsonl")
    assert len(told.stdout.splitlines()) == 50
    assert told.exit_code == ExitStatus.OK
    assert len(scripted.requests) == 3
