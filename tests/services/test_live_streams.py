"""A stream is watched as it arrives: what is wrong is named, and told once when it begins."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient, Pacer, Token
from kinescope_tui.api.client import Item, Page
from kinescope_tui.api.errors import ServerError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import LiveEvent, Quality, Schedule, Stream
from kinescope_tui.api.order import Order
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.presentation.live.live_words import fault_told, live_sections, stream_cell
from kinescope_tui.presentation.live.quality_chart import STREAM_METRICS, QualityChart
from kinescope_tui.services.live.stream_state import StreamState, began, has_begun, stream_state
from kinescope_tui.services.live.stream_watch import StreamFault, StreamWatch, stream_faults

BEGIN = datetime(2026, 8, 22, 12, tzinfo=UTC)
NAIVE = datetime(2026, 8, 22, 12)  # noqa: DTZ001 - what a server may send
EVENT = LiveEvent(id="e", stream=Stream(id="s", status="active", started_at=BEGIN))


def at(number: int) -> datetime:
    return BEGIN + timedelta(seconds=30 * number)


def points(*statuses: int, first: int = 0) -> list[Quality]:
    return [Quality(time=at(first + n), status=status) for n, status in enumerate(statuses)]


class Server:
    """Answers with these points, in pages of so many."""

    def __init__(self, *given: Quality, per_page: int | None = None) -> None:
        self.points: Sequence[Quality] = given
        self.asked: list[int] = []
        self.error: Exception | None = None
        self.status = "active"
        self.page_waits: Sequence[asyncio.Event] = ()  # of the first requests
        self.item_waits: asyncio.Event | None = None
        self.item_waits_for = 0
        self._per_page = per_page

    async def page(self, path: str, _model: type[Quality], *, page: int, **_: Any) -> Page[Quality]:
        self.asked.append(page)
        if self.error is not None:
            raise self.error
        if len(self.asked) <= len(self.page_waits):
            await self.page_waits[len(self.asked) - 1].wait()
        size, total = self._per_page or len(self.points) or 1, len(self.points)
        shown = self.points[(page - 1) * size : page * size]
        total_told = total if self._per_page else None
        exchange = Exchange("GET", path, (), BEGIN)
        return Page(shown, page, self._per_page or 100, total_told, Order(), exchange)

    async def item(self, path: str, _model: type[LiveEvent]) -> Item[LiveEvent]:
        if self.item_waits is not None:
            self.item_waits_for += 1
            await self.item_waits.wait()
        stream = Stream(id="s", status=self.status)
        return Item(LiveEvent(id="e", stream=stream), {}, Exchange("GET", path, (), BEGIN))


def watch_of(server: Server, clock: TurnedClock) -> StreamWatch:
    return StreamWatch(cast("KinescopeClient", server), "e", clock)


def test_points_in_a_row_that_arrive_badly_are_one_fault_and_a_gap_is_another() -> None:
    found = stream_faults([*points(0, 3, 3, 5, 0), *points(0, 4, first=9)])
    assert found == [
        StreamFault(3, at(1), at(2)),
        StreamFault(5, at(3), at(3)),
        StreamFault(None, at(4), at(9)),
        StreamFault(4, at(10), at(10), goes_on=True),
    ]
    told = [fault_told(fault) for fault in found]
    assert [text.partition(" since")[0] for text in told] == [
        "rare key frames", "lost packets", "no data", "very rare key frames",
    ]  # fmt: skip
    assert fault_told(StreamFault(77, at(0), at(0))).startswith("fault 77")


async def test_a_fault_is_new_once_and_those_of_the_first_answer_are_not(
    clock: TurnedClock,
) -> None:
    server = Server(*points(5, 0))
    watch = watch_of(server, clock)
    assert await watch.ask() == []
    for statuses, new in (((5, 0, 3), [3]), ((5, 0, 3, 3), []), ((5, 0, 3, 3, 0, 5), [5])):
        server.points = points(*statuses)
        clock.turn(30)
        assert [fault.status for fault in await watch.ask()] == new
    assert watch.fault is not None
    for seconds, silences in ((89, 0), (1, 1), (30, 0)):
        clock.turn(seconds)
        assert [fault.status for fault in await watch.ask()] == [None] * silences
    server.points = points(5, 0, 3, 3, 0, 5) + points(0, first=12)
    assert [fault.status for fault in await watch.ask()] == []  # it was told while it went on
    assert watch.fault is None


async def test_an_event_that_is_over_is_not_silent(clock: TurnedClock) -> None:
    watch = watch_of(Server(*points(0, 0)), clock)
    await watch.ask(is_running=False)
    clock.turn(3600)
    assert (await watch.ask(is_running=False), watch.faults) == ([], [])
    server = Server(*points(0, 0))
    watch = watch_of(server, clock)
    await watch.ask()
    clock.turn(3600)
    server.status = "finished"  # while somebody looked at something else of it
    assert (await watch.ask(), watch.faults, watch.is_over) == ([], [], True)


async def test_an_older_question_does_not_call_a_stream_silent_of_which_more_came(
    clock: TurnedClock,
) -> None:
    server = Server(*points(0, 0))
    watch = watch_of(server, clock)
    await watch.ask()
    clock.turn(3600)
    server.item_waits = asyncio.Event()
    older = asyncio.ensure_future(watch.ask())
    for _ in until(lambda: server.item_waits_for):
        await asyncio.sleep(0)
    server.points = points(0, 0, 0)
    assert await watch.ask() == []
    server.item_waits.set()
    assert ([*await older], watch.fault) == ([], None)


async def test_of_many_pages_the_last_two_are_read_and_then_what_follows(
    clock: TurnedClock,
) -> None:
    server = Server(*points(*[0] * 45), per_page=10)
    watch = watch_of(server, clock)
    await watch.ask()
    assert (server.asked, len(watch.points)) == ([1, 4, 5], 15)
    assert watch.faults == []  # between the first page and the last two it was not looked
    server.points = points(*[0] * 52)
    await watch.ask()
    assert (server.asked[3:], watch.points[-1].time) == ([5, 6], at(51))
    server.points = points(*[0] * 12, first=100)  # another stream
    await watch.ask()
    await watch.ask()
    assert server.asked[5:] == [6, 1, 1, 2]


async def test_an_older_question_takes_no_page_from_a_newer_one(clock: TurnedClock) -> None:
    server = Server(*points(*[0] * 45), per_page=10)
    watch = watch_of(server, clock)
    server.page_waits = [asyncio.Event(), asyncio.Event()]
    older = asyncio.ensure_future(watch.ask())
    newer = asyncio.ensure_future(watch.ask())
    for _ in until(lambda: len(server.asked) >= 2):
        await asyncio.sleep(0)
    for question, answer in zip((older, newer), server.page_waits, strict=True):
        answer.set()
        assert [*await question] == []
    assert (watch.points[0].time, watch.points[-1].time) == (at(30), at(44))
    assert watch.faults == []


async def test_an_id_that_cannot_be_asked_for_is_a_failure_like_others(clock: TurnedClock) -> None:
    watch = StreamWatch(cast("KinescopeClient", Server(*points(0))), "..", clock)
    assert (await watch.ask(), watch.points) == ((), ())
    assert watch.failure is not None


async def test_what_fails_leaves_the_points_and_says_why(clock: TurnedClock) -> None:
    server = Server(*points(0))
    watch = watch_of(server, clock)
    await watch.ask()
    server.error = ServerError("no", status=500)
    assert await watch.ask() == ()
    assert (len(watch.points), watch.failure) == (1, server.error)
    told = "\n".join(
        cell.text for row in live_sections(EVENT, watch, at(1))[0].rows for cell in row
    )
    assert "The server failed" in told
    server.error = None
    await watch.ask()
    assert watch.failure is None


@pytest.mark.parametrize(
    ("stream", "state"),
    [
        (None, StreamState.COMING),
        (Stream(status=" Pending"), StreamState.COMING),
        (Stream(status="on air?"), StreamState.RUNNING),
        (Stream(status="active", finished_at=at(1)), StreamState.OVER),
        (Stream(status="active", started_at=at(2), finished_at=NAIVE), StreamState.RUNNING),
        (Stream(status="finished"), StreamState.OVER),
    ],
)
def test_an_unknown_status_is_that_of_a_stream_that_runs(
    stream: Stream | None, state: StreamState
) -> None:
    event = LiveEvent(id="e", stream=stream, scheduled=Schedule(time=NAIVE))
    assert stream_state(event) is state
    assert ("●" in stream_cell(event).text) == (state is StreamState.RUNNING)


@pytest.mark.parametrize(
    ("status", "hours", "is_begun"),
    [
        ("pending", (None, None), False),
        ("waiting", (None, None), False),
        ("pending", (-25, None), False),  # the times of the stream before may still stand there
        ("pending", (-25, -24), False),
        ("finished", (-25, -24), False),
        ("finished", (-25, None), False),
        ("waiting", (-2, None), True),  # somebody began early
        ("pending", (0.1, None), True),
        ("finished", (-2, 0.5), True),
        ("finished", (-5, 0.5), True),
        ("finished", (-1.5, -0.1), True),  # it ended just before its time
        ("finished", (None, -0.1), True),
        ("finished", (-8, -2.5), False),
        ("finished", (0.2, -24), True),
        ("finished", (None, None), True),
        ("active", (-25, None), True),  # it runs
        ("active", (-25, -24), False),
        ("active", (None, None), True),
    ],
)
def test_a_stream_of_an_earlier_time_is_not_the_one_that_is_to_begin(
    status: str, hours: tuple[float | None, float | None], is_begun: bool
) -> None:
    begin, end = (None if n is None else BEGIN + timedelta(hours=n) for n in hours)
    stream = Stream(id="s", status=status, started_at=begin, finished_at=end)
    event = LiveEvent(id="e", stream=stream, scheduled=Schedule(time=BEGIN))
    assert has_begun(event) is is_begun
    if stream_state(event) is StreamState.COMING:
        assert began(event) == (begin if is_begun else None)
    assert not has_begun(LiveEvent(scheduled=Schedule(time=BEGIN)))


def test_where_no_point_came_the_chart_has_a_gap() -> None:
    chart = QualityChart([*points(0, 0), Quality(time=at(4), frame_rate=25, status=5)])
    video, _, frames = STREAM_METRICS
    assert [bar.value for bar in chart.bars(frames, 10)] == [None, None, None, None, 25]
    readings = [[cell.text for cell in chart.reading(frames, bar)] for bar in chart.bars(video, 10)]
    assert readings[2] == ["no data"]
    assert readings[4] == ["12:02:00", "—", "! lost packets"]
    assert [card.value for card in chart.cards] == ["—", "—", "25 fps"]


@pytest.mark.parametrize("apart_s", [7, 20, 30, 31])
def test_the_chart_has_each_point_whatever_the_time_between_them(apart_s: int) -> None:
    late_s = (0, 1, -1, 0, 2, 0)
    given = [
        Quality(
            time=BEGIN + timedelta(seconds=apart_s * n + late_s[n % 6]), status=5 * (n % 4 == 2)
        )
        for n in range(100)
    ]
    video = STREAM_METRICS[0]
    chart = QualityChart(given)
    assert len(chart) == len(given)
    (bar,) = chart.bars(video, 1)
    assert chart.reading(video, bar)[-1].text == "! lost packets"
    assert sum(fault.status == 5 for fault in stream_faults(given)) == 25
    told = [chart.reading(video, bar)[-1].text for bar in chart.bars(video, 100)]
    assert told.count("! lost packets") == 25
    del given[40:43]
    assert len(QualityChart(given)) == 100


NUMBERS = st.sampled_from([None, 0, -1, 30, 2438, 1e300, 2**60])
MOMENTS = st.none() | st.integers(-1000, 1000).map(at) | st.just(NAIVE)


@settings(max_examples=30, deadline=None)
@given(
    given=st.lists(
        st.builds(
            Quality,
            time=MOMENTS,
            status=NUMBERS,
            bitrate_video=NUMBERS,
            bitrate_audio=NUMBERS,
            frame_rate=NUMBERS,
        ),
        max_size=6,
    ),
    begin=MOMENTS,
    end=MOMENTS,
)
async def test_any_points_are_told_and_charted(
    given: list[Quality], begin: datetime | None, end: datetime | None
) -> None:
    watch = watch_of(Server(*given), TurnedClock())
    await watch.ask()
    await watch.ask()
    stream = Stream(id="s", status="x", started_at=begin, finished_at=end)
    event = LiveEvent(id="e", stream=stream)
    assert live_sections(event, watch, at(5))
    chart = QualityChart(watch.points)
    assert len(chart.cards) == len(STREAM_METRICS)
    for metric in STREAM_METRICS:
        for bar in chart.bars(metric, 3):
            assert chart.reading(metric, bar)


# The demo's events, which go on.


@pytest.fixture
def demo_clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def server(demo_clock: TurnedClock) -> Iterator[DemoServer]:
    workspace = Workspace(5, now=BEGIN, elapsed=lambda: demo_clock.turned_s)
    with DemoServer(workspace, limits=False) as running:
        yield running


async def test_events_of_the_demo_run_begin_break_and_end(
    server: DemoServer, demo_clock: TurnedClock
) -> None:
    async with KinescopeClient(
        Token.parse(server.token), base_url=server.base_url, pacer=Pacer(clock=demo_clock)
    ) as client:

        async def events() -> dict[str, LiveEvent]:
            found = await client.page("/v2/live/events", LiveEvent)
            return {event.name: event for event in found.items}

        def states(found: dict[str, LiveEvent]) -> list[StreamState]:
            named = ("Live Q&A", "Day of open doors", "Camera on the roof")
            return [stream_state(found[name]) for name in named]

        began = await events()
        assert states(began) == [StreamState.RUNNING, StreamState.COMING, StreamState.RUNNING]
        camera = StreamWatch(client, began["Camera on the roof"].id, demo_clock)
        await camera.ask()
        count = len(camera.points)
        told: list[StreamFault] = []
        for _ in range(12):
            demo_clock.turn(30)
            told += await camera.ask()
        assert len(camera.points) == count + 6
        assert [fault.status for fault in told].count(None) == 1
        later = await events()
        assert states(later) == [StreamState.RUNNING] * 3
        mirrors = [[other.status for other in event.restreams or []] for event in later.values()]
        assert len({status for statuses in mirrors for status in statuses}) >= 3
        demo_clock.turn(3600)
        assert states(await events()) == [StreamState.RUNNING, *[StreamState.OVER] * 2]
        again = StreamWatch(client, began["Day of open doors"].id, demo_clock)
        await again.ask(is_running=False)
        assert len(again.points) == (20 * 60 - 90) / 30
