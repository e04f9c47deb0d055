"""The inbox finds what needs somebody with six requests, and knows what was looked at."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.api.client import KinescopeClient, Page
from kinescope_tui.api.errors import KinescopeError, NoAnswerError, ServerError, StoppedError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow, LiveEvent, Schedule, Stream
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.left_drafts import LeftDraft
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.inbox.finding import Finding, FindingKind, Look
from kinescope_tui.services.inbox.inbox import Inbox

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer(Workspace(60, now=NOW), limits=False) as server:
        yield server


class Room:
    """An inbox at a demo server, with what it asked."""

    def __init__(self, demo: DemoServer, client: KinescopeClient, asked: list[Exchange]) -> None:
        self.asked = asked
        self.clock = TurnedClock(NOW)
        self.lately: list[Exchange] = []
        self.export: Export[Any] | None = None
        self.left: list[LeftDraft] = []
        self.inbox = Inbox(
            client,
            self.clock,
            requests=self._requests,
            export=lambda: self.export,
            drafts=self._drafts,
        )
        self._demo = demo

    async def _requests(self) -> Sequence[Exchange]:
        return self.lately

    async def _drafts(self) -> Sequence[LeftDraft]:
        return self.left

    async def round(self, *faults: str) -> list[str]:
        """Return what is found, by its kind."""
        self._demo.faults[:] = map(Fault.parse, faults)
        try:
            await self.inbox.refresh()
        finally:
            self._demo.faults.clear()
        return [finding.id for finding in self.inbox.findings]

    def found(self, kind: FindingKind) -> Finding:
        return next(finding for finding in self.inbox.findings if finding.kind is kind)


@pytest.fixture
async def room(demo: DemoServer, make_client: Callable[..., KinescopeClient]) -> Room:
    asked: list[Exchange] = []
    client = make_client(demo, lambda one: asked.append(one) if one not in asked else None)
    return Room(demo, client, asked)


@pytest.fixture
async def make_client() -> Any:
    made: list[KinescopeClient] = []

    def make(demo: DemoServer, on_change: Callable[[Exchange], None]) -> KinescopeClient:
        from kinescope_tui.api.retry import RetryPolicy

        client = KinescopeClient(
            Token.parse(demo.token),
            base_url=demo.base_url,
            on_change=on_change,
            retry=RetryPolicy(attempts=1),
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


def failed(minutes: float, error: KinescopeError, path: str = "/v1/videos") -> Exchange:
    exchange = Exchange("GET", path, (), NOW - timedelta(minutes=minutes))
    exchange.error = error
    return exchange


async def test_a_round_is_six_requests_of_the_lowest_priority_and_shows_every_kind(
    room: Room, tmp_path: Path
) -> None:
    room.lately = [
        failed(9, NoAnswerError("none"), "/v1/projects"),
        failed(5, NoAnswerError("none")),
        failed(1, StoppedError("by the user")),
        failed(25 * 60, NoAnswerError("yesterday")),
    ]
    room.export = Export(tmp_path / "rows.csv", FileFormat.CSV, "rows", AnyRow, [])
    room.export.stop()
    await room.export.run()
    room.left = [LeftDraft("/home/me/all.csv", "/home/me/.all.part", str(NOW))]
    assert await room.round() == [str(kind) for kind in FindingKind]
    assert len(room.asked) == 6
    assert {one.priority for one in room.asked} == {Priority.BULK}
    requests = room.found(FindingKind.REQUESTS)
    assert (requests.count, requests.newest) == (2, "GET /v1/videos · no response")
    room.export.discard()

    stuck = room.found(FindingKind.STUCK)
    assert stuck.since is not None
    assert stuck.newest_at is not None
    assert stuck.since <= stuck.newest_at < NOW - timedelta(hours=6)
    assert stuck.view.values("status[]") == ("pending", "uploading", "pre-processing", "processing")
    overdue = room.found(FindingKind.OVERDUE)
    assert overdue.view.here.values == (("number", overdue.newest),)


async def test_an_event_is_late_until_a_stream_of_its_own_time_began() -> None:
    plan = Schedule(time=NOW - timedelta(hours=1))
    begin, end = NOW - timedelta(hours=25), NOW - timedelta(hours=24)
    streams = [
        Stream(status="pending"),
        Stream(status="waiting"),
        Stream(status="pending", started_at=begin),
        Stream(status="finished", started_at=begin, finished_at=end),
        Stream(status="active", started_at=NOW),
    ]
    events = [LiveEvent(id=f"{n}", scheduled=plan, stream=one) for n, one in enumerate(streams)]

    async def page(path: str, *_model: object, **_asked: object) -> Page[LiveEvent]:
        return Page(events, 1, 100, len(events), Order(), Exchange("GET", path, (), NOW))

    client: Any = SimpleNamespace(page=page)
    none: Any = None
    (late,) = await Inbox(client, TurnedClock(NOW), requests=none).find(FindingKind.LATE_LIVE)
    assert list(late.ids) == ["0", "1", "2", "3"]


async def test_nothing_is_new_once_it_was_looked_at_and_a_look_outlasts_the_program(
    room: Room,
) -> None:
    await room.round()
    failures = room.found(FindingKind.FAILED)
    assert room.inbox.new(failures) == failures.count >= 1
    room.inbox.look_at(failures)
    assert room.inbox.new(failures) == 0

    written = room.inbox.written()
    again = Inbox(room.inbox._client, room.clock, requests=room._requests)  # noqa: SLF001
    again.restore(written)
    await again.refresh()
    assert [again.new(one) for one in again.findings if one.kind is FindingKind.FAILED] == [0]
    assert all(again.new(one) for one in again.findings if one.kind is not FindingKind.FAILED)


@pytest.mark.parametrize(
    "written", [{"failed": 7}, {"failed": {"ids": "x"}}, {"failed": {"ids": [3], "horizon": []}}]
)
def test_what_was_written_of_any_shape_harms_nothing(room: Room, written: dict[str, Any]) -> None:
    room.inbox.restore(written)
    assert room.inbox.new(Finding(FindingKind.FAILED, 1, ids={"a": NOW})) == 1


def test_what_is_older_than_all_that_was_seen_is_not_new() -> None:
    look = Look(frozenset({"b"}), horizon=NOW)
    older, newer = NOW - timedelta(days=1), NOW + timedelta(days=1)
    finding = Finding(FindingKind.FAILED, 4, ids={"a": older, "b": NOW, "c": newer, "d": None})
    assert look.new_in(finding) == 2


async def test_what_cannot_be_read_keeps_what_was_found_and_is_told(room: Room) -> None:
    before = await room.round()
    assert await room.round("403@/v2/live/events") == before
    assert list(room.inbox.unread) == ["live events"]
    await room.round("404@/v1/billing/invoices")  # a list that no document has
    assert not room.inbox.unread
    assert FindingKind.OVERDUE not in {finding.kind for finding in room.inbox.findings}
    with pytest.raises(KinescopeError):
        await room.round("503")
    assert len(room.inbox.unread) == 6


async def test_who_comes_while_a_round_is_under_way_has_its_end_or_asks_if_it_is_given_up(
    room: Room, demo: DemoServer
) -> None:
    demo.faults[:] = [Fault.parse("503")]
    demo.held.set()
    given_up = asyncio.create_task(room.inbox.refresh())
    for _ in until(lambda: len(room.asked) >= 6):
        await asyncio.sleep(0)
    given_up.cancel()
    others = [asyncio.create_task(room.inbox.refresh()) for _ in range(2)]
    for _ in until(lambda: len(room.asked) >= 12 or all(other.done() for other in others)):
        await asyncio.sleep(0)
    demo.held.clear()
    ends = await asyncio.gather(*others, return_exceptions=True)
    assert [type(end) for end in ends] == [ServerError] * 2
    demo.faults.clear()
    await asyncio.gather(room.inbox.refresh(), room.inbox.refresh())
    assert len(room.asked) == 18
    assert room.inbox.came_at is not None


async def test_only_what_is_wanted_is_asked_for(room: Room) -> None:
    found = await room.inbox.find(FindingKind.FAILED, FindingKind.OVERDUE)
    assert [finding.kind for finding in found] == [FindingKind.FAILED, FindingKind.OVERDUE]
    assert len(room.asked) == 2
