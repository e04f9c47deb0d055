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


def listed(*ids: int, number: int, total: int) -> bytes:
    return page(*({"id": f"{n}"} for n in ids), number=number, total=total)


def test_rows_that_moved_to_an_earlier_page_come_in_their_place(scripted: ScriptedServer) -> None:
    scripted.script = [
        listed(*range(100), number=1, total=300),
        listed(*range(101, 201), number=2, total=299),  # the first row went
        listed(*range(1, 101), number=1, total=299),
        listed(*range(101, 201), number=2, total=299),
    ]
    told = ask(scripted, "videos", "--limit", "150", "--format", "csv", "--fields", "id")
    assert told.stdout.splitlines()[1:] == [f"{n}" for n in range(150)]
    assert told.exit_code == ExitStatus.OK
    assert len(scripted.requests) == 4


def test_rows_that_were_added_meanwhile_are_not_among_the_first(scripted: ScriptedServer) -> None:
    scripted.script = [
        listed(*range(100), number=1, total=300),
        listed(*range(99, 199), number=2, total=301),
        listed(*range(201, 301), number=3, total=299),
        listed(301, 302, *range(103, 201), number=2, total=299),  # two came, four went
        listed(*range(201, 301), number=3, total=299),
    ]
    told = ask(scripted, "videos", "--limit", "250", "--format", "csv", "--fields", "id")
    assert told.stdout.splitlines()[1:] == [f"{n}" for n in range(250)]
    assert told.exit_code == ExitStatus.OK
    assert len(scripted.requests) == 5


def test_more_rows_than_a_page_may_go(scripted: ScriptedServer) -> None:
    scripted.script = [
        listed(*range(100), number=1, total=400),
        listed(*range(100, 200), number=2, total=400),
        listed(*range(350, 400), number=3, total=250),
        listed(*range(250, 350), number=2, total=250),
        listed(*range(150, 250), number=1, total=250),
        listed(*range(250, 350), number=2, total=250),
    ]
    told = ask(scripted, "videos", "--limit", "300", "--format", "csv", "--fields", "id")
    assert told.stdout.splitlines()[1:] == [f"{n}" for n in range(300)]
    assert told.exit_code == ExitStatus.OK
    assert len(scripted.requests) == 6


def test_a_total_that_only_the_first_page_has_is_no_change(scripted: ScriptedServer) -> None:
    rest = answer({"data": [{"id": f"{n}"} for n in range(100, 200)]})
    scripted.script = [listed(*range(100), number=1, total=300), rest]
    told = ask(scripted, "videos", "--limit", "150", "--format", "csv", "--fields", "id")
    assert told.stdout.splitlines()[1:] == [f"{n}" for n in range(150)]
    assert told.exit_code == ExitStatus.OK
    assert len(scripted.requests) == 2


@pytest.mark.parametrize("key", ["id", "name"])
def test_a_list_that_does_not_rest_is_told(scripted: ScriptedServer, key: str) -> None:
    pages = {n: [{key: f"{row}"} for row in range(100 * n - 100, 100 * n)] for n in (1, 2)}
    order = (1, 2, 1, 2, 1, 2, 1, 2) if key == "id" else (1, 2)
    scripted.script = [
        page(*pages[number], number=number, total=300 - (n + 1) // 2)
        for n, number in enumerate(order)
    ]
    told = ask(scripted, "videos", "--limit", "150", "--format", "jsonl")
    assert len(told.stdout.splitlines()) == 150
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 150 of 150 videos; the list changed while it was read." in told.stderr


def test_an_empty_page_is_no_repeated_one(scripted: ScriptedServer) -> None:
    scripted.script = [page(*rows(0, 100), total=300), page(total=300)]
    told = ask(scripted, "videos", "--limit", "150", "--format", "jsonl")
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 100 of 150 videos; page 2 came back empty." in told.stderr


def test_an_empty_page_does_not_end_a_list_that_goes_on(scripted: ScriptedServer) -> None:
    full = [page(*rows(n, n + 1), total=3, per_page=1) for n in range(3)]
    scripted.script = [full[0], page(total=3, per_page=1), full[2]]
    told = ask(scripted, "videos", "--all", "--per-page", "1", "--format", "jsonl")
    assert len(told.stdout.splitlines()) == 2
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 2 of 3 videos; page 2 came back empty." in told.stderr
