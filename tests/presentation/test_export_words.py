"""An export in words: each sentence is true in its state, and names a way on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kinescope_tui.api import Exchange, Page
from kinescope_tui.api.errors import ServerError, StoppedError, UnreachableError
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Pace, Priority
from kinescope_tui.presentation.lists.export_words import (
    export_progress,
    export_told,
    stake_told,
    wait_told,
)
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.records import FileFormat

NOW = datetime.now(UTC)
EXCHANGE = Exchange("GET", "/v1/videos", (), NOW)


def page(number: int, total: int | None, *, dropped: int = 0) -> Page[Video]:
    items = [Video(id=f"v{number}-{n}") for n in range(100)] if number < 3 else []
    return Page(items, number, 100, total, Order(), EXCHANGE, dropped=dropped)


def failing(error: Exception) -> Callable[[int], Page[Video]]:
    def answer(number: int) -> Page[Video]:
        if number == 2:
            raise error
        return page(number, 200)

    return answer


ANSWERS: dict[str, Callable[[int], Page[Video]]] = {
    "proved": lambda _number: Page([], 1, 100, 0, Order(), EXCHANGE),
    "counted": lambda number: page(number, 200),
    "uncounted": lambda number: page(number, None),
    "unreadable": lambda number: page(number, 201, dropped=number == 1),
    "lied to": lambda number: page(number, 250),
    "unreachable": failing(UnreachableError("gone")),
    "stopped": failing(StoppedError("stopped")),
    "broken": failing(TypeError("with a secret in it")),
    "taken": lambda number: page(number, 200),
}
SAID = {
    "proved": "0 of 0 videos in",
    "counted": "200 of 200 videos in {path}. Based on the server's count",
    "uncounted": "200 videos in {path}. The server reports no total",
    "unreadable": "INCOMPLETE: 200 of 201 videos; 1 row could not be read. Saved to",
    "lied to": "INCOMPLETE: 200 of 250 videos; the server returned another number of rows",
    "unreachable": "Stopped at 100 of 200 videos: The server cannot be reached. Nothing",
    "stopped": "Stopped at 100 of 200 videos; nothing is saved yet.",
    "broken": "Stopped at 100 of 200 videos: A bug in this program (TypeError). Nothing",
    "taken": "x.csv was created in the meantime. Enter again replaces it, or choose another name.",
}


@pytest.mark.parametrize("case", ANSWERS)
async def test_what_is_said_is_so_and_names_a_way_on(tmp_path: Path, case: str) -> None:
    async def fetch(number: int, _per_page: int, _priority: Priority) -> Page[Video]:
        return ANSWERS[case](number)

    path = tmp_path / "x.csv"
    export = Export(path, FileFormat.CSV, "videos", Video, fetch)
    if case == "taken":
        path.write_bytes(b"somebody's")
    await export.run()
    told, keys = (text.replace("\N{NO-BREAK SPACE}", " ") for text in export_told(export))
    assert SAID[case].format(path=path) in told
    assert "secret" not in told
    assert ("enter closes" in keys) is export.has_ended
    assert ("saved yet" in told) is not export.has_ended
    assert bool(export_progress(export)) is not export.has_ended
    if not export.has_ended:
        assert "enter continues" in keys or "enter replaces it" in keys
        title, text = stake_told(export)
        assert title == "An export is not saved"
        assert f"{export.written} of 200 videos are written" in text
    export.discard()
    assert export.state is State.DROPPED or export.saved is not None


def test_what_is_waited_for_is_told() -> None:
    assert wait_told(Pace(300, 0.4), NOW) == ""
    assert wait_told(Pace(300, 12.0), NOW) == " · the rate limit: 12 s"
    assert wait_told(Pace(300, 12.0, is_paused=True), NOW) == " · too many requests: 12 s"
    failed = Attempt(sent_id="1", error=ServerError("oops", status=503))
    again = Exchange(
        "GET", "/v1/videos", (), NOW, [failed], Outcome.RETRYING, priority=Priority.BULK
    )
    again.next_try_at = NOW + timedelta(seconds=90)
    told = wait_told(Pace(), NOW, [EXCHANGE, again])
    assert "503" in told
    assert told.endswith(", next try in 90 s")
