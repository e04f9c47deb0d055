"""`check` exits with 5 where something needs somebody; `wait` returns when videos are done."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from command_line import ask
from patience import until
from scripted_server import ScriptedServer, answer, page
from turned_clock import TurnedClock

from kinescope_tui.api import errors
from kinescope_tui.api.client import Page
from kinescope_tui.api.exchange import Attempt, Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.wait import wait_for
from kinescope_tui.services.inbox.check import Check
from kinescope_tui.services.inbox.finding import Finding, FindingKind
from kinescope_tui.services.time.age import parse_age
from kinescope_tui.services.workspace.journal import Journal

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
LATELY = datetime.now(UTC).isoformat()
DENIED = answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden")


def video(status: str, name: str = "v1") -> dict[str, Any]:
    return {"id": name, "title": f"A {status}", "status": status, "created_at": LATELY}


def test_a_check_exits_with_5_and_writes_what_it_found(scripted: ScriptedServer) -> None:
    scripted.script = [page(video("error")), page(), page()]
    told = ask(scripted, "check", "--failed", "1", "--format", "json")
    assert told.exit_code == 5
    (row,) = json.loads(told.stdout)
    assert (row["kind"], row["count"], row["newest"]) == ("failed", 1, "A error")
    assert "1 finding." in told.stderr
    assert len(scripted.requests) == 3


def test_a_check_that_finds_nothing_is_silent_and_one_that_cannot_read_fails(
    scripted: ScriptedServer,
) -> None:
    scripted.script = [page()]
    told = ask(scripted, "check", "--overdue")
    assert (told.exit_code, told.output) == (0, "")
    scripted.script = [DENIED]
    told = ask(scripted, "check", "--overdue")
    assert told.exit_code == 0
    assert "Invoices were not checked" in told.stderr
    scripted.script = [DENIED]
    assert ask(scripted, "check", "--stuck", "2h").exit_code == 1
    assert ask(scripted, "check", "--stuck", "soon").exit_code == 2


class Found:
    """An inbox that found something."""

    async def find(self, *kinds: FindingKind, **_: object) -> list[Finding]:
        old, new = NOW - timedelta(days=2), NOW - timedelta(hours=1)
        found = [
            Finding(FindingKind.FAILED, 40, ids={"a": new, "b": old}),
            Finding(FindingKind.ABORTED, 3, ids={"c": old}),
            Finding(FindingKind.OVERDUE, 1, ids={"d": old}),
        ]
        return [finding for finding in found if finding.kind in kinds]


@pytest.mark.parametrize(("failed", "kinds"), [(1, ["failed"]), (2, []), (None, [])])
async def test_only_videos_that_are_new_enough_count_as_failed(
    failed: int | None, kinds: list[str]
) -> None:
    inbox: Any = Found()
    check = Check(NOW - timedelta(days=1), failed, is_overdue=True)
    found = await check.run(inbox)
    assert [one.id for one in found] == [*kinds, "overdue"]
    assert [one.count for one in found] == [1] * len(found)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("-30m", 1800), ("6 H", 21_600), ("2d", 172_800), ("0h", None), ("9", None)],
)
def test_a_length_of_time_is_typed_in_one_word(text: str, seconds: int | None) -> None:
    assert parse_age(text) == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(("status", "code"), [("done", 0), ("error", 6), ("suspended", 6)])
def test_waiting_ends_with_how_the_video_did(
    scripted: ScriptedServer, status: str, code: int
) -> None:
    scripted.script = [page(video(status))]
    told = ask(scripted, "wait", "v1")
    assert (told.exit_code, told.stdout) == (code, f"v1\t{status}\n")
    assert "video_ids[]=v1" in scripted.requests[0].target.replace("%5B%5D", "[]")


HELD_UP: dict[str, str] = {}
"""Instead of an answer: its turn does not come."""


class Waiting:
    """A session whose videos go on with every request."""

    def __init__(self, *answers: dict[str, str] | errors.KinescopeError) -> None:
        self.clock = TurnedClock(NOW)
        self.client = SimpleNamespace(videos=self.videos)
        self.journal = Journal()
        self.answers = list(answers)
        self.asked: list[float] = []
        self.said = ""

    async def videos(self, *, video_ids: Sequence[str], **_: Any) -> Page[Video]:
        self.asked.append(self.clock.turned_s)
        exchange = Exchange("GET", "/v1/videos", (), NOW)
        self.journal.record(exchange)
        if self.answers == [HELD_UP]:
            await self.clock.sleep(3_600)
        exchange.attempts.append(Attempt("sent"))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, errors.KinescopeError):
            raise found
        videos = [Video(id=one, status=found[one]) for one in video_ids if one in found]
        return Page(videos, 1, 100, len(videos), Order(), exchange)

    async def until_done(self, limit_s: float) -> int:
        """Return with which status it ends."""
        session: Any = self
        waiting = asyncio.create_task(
            wait_for(session, ["a", "b"], limit=timedelta(seconds=limit_s))
        )
        for _ in until(waiting.done):
            await asyncio.sleep(0)
            if len(self.clock.waits) == 2:  # until it asks again, and until the time is over
                self.clock.turn(min(self.clock.waits))
        try:
            waiting.result()
        except CommandFailedError as error:
            self.said = str(error)
            return int(error.status)
        return 0


async def test_waiting_asks_for_all_videos_every_15_seconds_and_outlasts_what_passes() -> None:
    waiting = Waiting(
        {"a": "processing", "b": "uploading"},
        errors.ServerError("overloaded", status=503),
        {"a": "done", "b": "processing"},
        {"b": "done"},
    )
    assert await waiting.until_done(3_600) == 0
    assert waiting.asked == [0, 15, 30, 45]


async def test_a_status_that_nobody_documented_is_waited_on_and_told_as_it_came() -> None:
    waiting = Waiting(
        {"a": "queued", "b": "Transcoding"},
        {"a": "", "b": "\tSomething else"},
        {"a": "DONE", "b": " Done "},
    )
    assert await waiting.until_done(3_600) == 0
    assert waiting.asked == [0, 15, 30]
    late = Waiting({"a": "queued", "b": "done"})
    assert (await late.until_done(40), late.said) == (7, "Timed out: a (queued).")
    assert await Waiting({"a": "ERROR", "b": "done"}).until_done(40) == 6


async def test_waiting_ends_with_7_when_the_time_is_over_and_6_for_what_is_not_there() -> None:
    assert await Waiting({"a": "processing", "b": "done"}).until_done(40) == 7
    assert await Waiting({"a": "done"}).until_done(40) == 6


async def test_a_time_that_is_over_before_anything_was_sent_says_so() -> None:
    held_up, working = Waiting(HELD_UP), Waiting({"a": "processing", "b": "done"})
    assert (await held_up.until_done(5), await working.until_done(5)) == (7, 7)
    assert held_up.said == "Timed out before anything could be sent: a (unknown), b (unknown)."
    assert working.said == "Timed out: a (processing)."


async def test_what_is_not_there_has_not_failed() -> None:
    gone, both = Waiting({"a": "done"}), Waiting({"a": "error"})
    assert (await gone.until_done(40), gone.said) == (6, "Not in this workspace: b.")
    assert await both.until_done(40) == 6
    failed, _, absent = both.said.partition("\n")
    assert failed.startswith("Not done: a. The API does not say why")
    assert absent == gone.said
