"""What is shown of a range while keys and answers cross: one rule for analytics and for usage."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from patience import until
from scripted_server import ScriptedServer, answer
from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeClient, Page, errors
from kinescope_tui.api.client import Item
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.models import Overview
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Pacer, Window
from kinescope_tui.presentation.analytics.range_words import answer_notes, range_line
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.billing.usage import UsageMeter
from kinescope_tui.services.time.range_model import RangeModel
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import RangeError, parse_range, range_words

NOW = datetime(2026, 11, 25, 14, 33, 20, tzinfo=UTC)
EXCHANGE = Exchange("GET", "/", (), NOW)
REFUSED = errors.ForbiddenError("no", status=403)


class Client:
    """Answers when it is told to.

    Attributes:
        asked: The ranges that were asked for, and where each answer goes.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[DateRange, asyncio.Future[None]]] = []

    async def _answer(self, dates: DateRange) -> None:
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.asked.append((dates, answer))
        await answer

    async def overview(self, dates: DateRange, **_more: object) -> Item[Overview]:
        await self._answer(dates)
        return Item(Overview(), {}, EXCHANGE, zone="UTC")

    async def usage(self, dates: DateRange, **_more: object) -> Page[Any]:
        await self._answer(dates)
        return Page([], 1, 100, 0, Order(), EXCHANGE)

    @property
    def pending(self) -> list[tuple[DateRange, asyncio.Future[None]]]:
        """What is waited for."""
        return [(dates, answer) for dates, answer in self.asked if not answer.done()]

    async def end(self, place: int = -1, error: errors.KinescopeError | None = None) -> None:
        """Answer one of the pending questions."""
        answer = self.pending[place][1]
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(None)
        await pass_on()


async def pass_on() -> None:
    """Let everything happen that nothing has to come for."""
    for _ in range(12):
        await asyncio.sleep(0)


Model = RangeModel[Any]


def made(
    kind: str, state: dict[str, object] | None = None, client: Any = None
) -> tuple[Model, Any, TurnedClock]:
    client, clock = client or Client(), TurnedClock(NOW)
    source: Any = (Analytics if kind == "analytics" else UsageMeter)(client, clock.utc_now)
    model: Model = RangeModel(
        source,
        Question.of if kind == "analytics" else source.question,
        "28d",
        clock=clock,
        run=lambda work: asyncio.get_running_loop().create_task(work()),
        state=state or {},
    )
    return model, client, clock


both = pytest.mark.parametrize("kind", ["analytics", "usage"])


async def opened(kind: str) -> tuple[Model, Client, TurnedClock]:
    """Return a model that shows its first range."""
    model, client, clock = made(kind)
    model.ask()
    await pass_on()
    await client.end()
    return model, client, clock


async def shift(model: Model, clock: TurnedClock, windows: int = -1) -> None:
    """Move, and wait until that is asked for."""
    model.shift(windows)
    clock.turn(0.2)
    await pass_on()


def told(model: Model) -> str:
    """The line that a screen has of it."""
    return range_line(model, lambda question: range_words(question.range, NOW), ["UTC"])


def days(model: Model) -> str:
    return range_words(model.shown.range, NOW)


@both
async def test_ranges_that_are_turned_to_fast_are_one_request(kind: str) -> None:
    model, client, clock = await opened(kind)
    for _ in range(6):
        model.shift(-1)
        clock.turn(0.1)
        await pass_on()
    clock.turn(0.1)
    await pass_on()
    assert len(client.asked) == 2
    first, last = client.asked[0][0], client.asked[1][0]
    assert first.start.toordinal() - last.start.toordinal() == 6 * 28
    await client.end()
    assert days(model) == f"{last.start} {last.end}"


@both
async def test_a_range_whose_place_another_takes_is_given_up(kind: str) -> None:
    model, client, clock = await opened(kind)
    await shift(model, clock)
    superseded = client.asked[-1][1]
    await shift(model, clock)
    assert superseded.cancelled()
    assert len(client.pending) == 1
    model.close()
    await pass_on()
    assert client.pending == []


@both
async def test_a_range_that_failed_is_offered_again_and_what_is_shown_stays(kind: str) -> None:
    model, client, clock = await opened(kind)
    failures: list[errors.KinescopeError] = []
    model.on_failed = failures.append
    await shift(model, clock)
    await client.end(error=REFUSED)
    assert failures == [model.failure] == [REFUSED]
    assert (model.is_another_asked, model.is_stale, days(model)) == (True, False, "28d")
    wanted = model.asked
    words = range_words(wanted.range, NOW)
    assert told(model) == f" ✗ not loaded: {words} · r reloads · shown: 28d · UTC"
    model.ask()
    await pass_on()
    await client.end()
    assert (model.shown, model.failure) == (wanted, None)
    assert told(model) == f" {words} · UTC"


@both
async def test_what_is_asked_for_is_told_until_it_is_here_also_where_nothing_ever_came(
    kind: str,
) -> None:
    model, client, clock = made(kind)
    model.ask()
    assert told(model) == " ◌ 28d"
    await pass_on()
    await client.end(error=REFUSED)
    model.turn_to(parse_range("7d", NOW))
    assert told(model) == " ◌ 7d"
    clock.turn(0.2)
    await pass_on()
    await client.end(error=REFUSED)
    assert told(model) == " 7d · UTC"
    assert answer_notes(model, NOW, "7 days") == ""
    model.ask()
    await pass_on()
    await client.end()
    now = NOW + timedelta(minutes=3, seconds=1)
    notes = answer_notes(
        model, now, "7 days", (0, "thing", "odd"), (1_200, "field", "could not be read")
    )
    assert (
        notes.replace("\xa0", " ") == "7 days · updated 3 min ago · 1 200 fields could not be read"
    )


@both
async def test_a_range_that_failed_can_be_given_up(kind: str) -> None:
    model, client, clock = await opened(kind)
    await shift(model, clock)
    await client.end(error=REFUSED)
    model.give_up()
    assert (model.is_another_asked, model.failure) == (False, None)
    await shift(model, clock)
    model.give_up()
    await pass_on()
    assert client.pending == []
    assert days(model) == "28d"


@both
async def test_a_refresh_that_failed_leaves_what_is_shown_and_says_that_it_is_old(
    kind: str,
) -> None:
    model, client, _ = await opened(kind)
    model.ask()
    await pass_on()
    await client.end(error=REFUSED)
    assert (model.is_stale, model.is_another_asked) == (True, False)
    model.give_up()
    assert model.is_stale
    model.ask()
    await pass_on()
    await client.end()
    assert not model.is_stale


@both
async def test_a_range_that_was_seen_before_comes_from_memory_until_all_is_forgotten(
    kind: str,
) -> None:
    model, client, clock = await opened(kind)
    await shift(model, clock)
    await client.end()
    model.shift(1)
    assert (days(model), len(client.asked)) == ("28d", 2)
    model.ask_all()
    await pass_on()
    await client.end()
    await shift(model, clock)
    assert len(client.asked) == 4


@both
async def test_a_refresh_on_another_day_is_of_that_day(kind: str) -> None:
    model, client, clock = await opened(kind)
    keeps: list[bool] = []
    model.on_shown = keeps.append
    clock.set(NOW + timedelta(days=1))
    model.ask()
    await pass_on()
    await client.end()
    assert str(model.shown.range.dates.end) == "2026-11-26"
    assert model.shown.range.name == "28 days"
    assert keeps == [False]  # other buckets
    model.ask()
    await pass_on()
    await client.end()
    assert keeps == [False, True]


@both
async def test_a_range_that_is_given_up_takes_no_window_before_with_it(kind: str) -> None:
    model, client, clock = await opened(kind)
    model.compare()
    await pass_on()
    wanted = client.pending[-1][0]
    await shift(model, clock)
    model.give_up()
    await pass_on()
    assert client.pending[-1][0] == wanted
    await client.end()
    assert model.before is not None


@both
async def test_the_window_before_is_asked_for_only_while_it_is_wanted(kind: str) -> None:
    model, client, clock = await opened(kind)
    model.compare()
    await pass_on()
    asked, _ = client.asked[-1]
    assert client.asked[0][0].start.toordinal() == asked.end.toordinal() + 1
    model.compare()
    await pass_on()
    assert client.pending == []
    model.compare()
    await pass_on()
    await client.end(error=REFUSED)
    assert (model.before, model.failure) == (None, None)
    model.ask()
    await pass_on()
    await client.end()
    await client.end()
    assert model.before is not None
    assert model.before.question == model.shown.before
    count = len(client.asked)
    model.shift(-1)  # it is there already; the one before that is not
    clock.turn(0.2)
    await pass_on()
    assert (model.before, len(client.asked)) == (None, count + 1)


@both
async def test_a_window_before_that_was_not_over_when_it_came_is_asked_for_again(
    kind: str,
) -> None:
    model, client, clock = made(kind, {"range": "2026-11-25 2026-11-25"})
    model.ask()
    await pass_on()
    await client.end()
    clock.set(NOW + timedelta(days=1))
    model.turn_to(parse_range("2026-11-26 2026-11-26", NOW + timedelta(days=1)))
    clock.turn(0.2)
    await pass_on()
    await client.end()
    for _ in range(2):
        model.compare()
        model.compare()
    model.compare()
    await pass_on()
    await client.end()
    assert model.before is not None
    assert model.before.is_final


@both
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("7d", "7d"),
        ("this-month", "this-month"),
        ("2026-10-01 2026-10-31", "last-month"),
        ("2026-10-02 2026-10-05", "2026-10-02 2026-10-05"),
        ("nonsense", "28d"),
        ("2099-01-01", "28d"),
        ("None", "28d"),
    ],
)
async def test_what_was_looked_at_is_where_the_next_one_begins(
    kind: str, words: str, kept: str
) -> None:
    model, client, _ = made(kind, {"range": words, "bucket": "week", "compares": True})
    model.ask()
    await pass_on()
    await client.end()
    assert model.state["range"] == kept
    assert model.state["compares"]
    again, _, _ = made(kind, model.state)
    assert again.asked == model.shown


@pytest.mark.parametrize("words", ["2026-11-20T06:00:00Z 2026-11-20T18:00:00Z", "24h"])
async def test_moments_come_back_as_they_were(words: str) -> None:
    model, _, _ = made("analytics", {"range": words, "bucket": "hour"})
    assert model.state == {"range": words, "bucket": "hour", "compares": False}


@both
async def test_what_is_superseded_while_it_waits_for_its_turn_is_never_sent(
    kind: str, server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    server.script = [answer({"data": []} if kind == "usage" else {"data": {}})]
    paced = TurnedClock()
    pacer = Pacer([Window(1, 60)], clock=paced)
    async with make_client(server.url, pacer=pacer) as client:
        model, _, clock = made(kind, client=client)
        shown = asyncio.Event()
        model.on_shown = lambda _keeps: shown.set()
        model.ask()
        await shown.wait()
        for _ in range(5):
            await shift(model, clock)
            assert pacer.pace.wait_s > 0
        shown.clear()
        paced.turn(60)
        await shown.wait()
        assert len(server.requests) == 2
        assert pacer.pace.wait_s == 0
        assert f"from={model.asked.range.dates.start}" in server.requests[-1].target


class Ranges(RuleBasedStateMachine):
    """Somebody presses keys while answers come in any order, late, or not at all."""

    @initialize(kind=st.sampled_from(["analytics", "usage"]))
    def begin(self, kind: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.run(lambda: self._make(kind))
        self.run(self.model.ask)

    def _make(self, kind: str) -> None:
        self.model, self.client, self.clock = made(kind)

    def run(self, act: Callable[[], object]) -> None:
        async def once() -> None:
            act()
            await pass_on()

        self.loop.run_until_complete(once())

    @rule(windows=st.sampled_from([-2, -1, 1]))
    def shift(self, windows: int) -> None:
        def act() -> None:
            try:
                self.model.shift(windows)
            except RangeError:
                return
            assert self.model.asked.range.dates.end <= NOW.date()

        self.run(act)

    @rule(seconds=st.sampled_from([0.1, 0.2]))
    def wait(self, seconds: float) -> None:
        self.run(lambda: self.clock.turn(seconds))

    @rule(place=st.integers(0, 3), fails=st.booleans())
    def answer(self, place: int, fails: bool) -> None:
        if self.client.pending:
            place %= len(self.client.pending)
            asked = self.model.asked
            error = REFUSED if fails else None
            self.loop.run_until_complete(self.client.end(place, error))
            assert self.model.asked == asked

    @rule()
    def refresh(self) -> None:
        self.run(self.model.ask)

    @rule()
    def compare(self) -> None:
        self.run(self.model.compare)

    @rule()
    def give_up(self) -> None:
        self.run(self.model.give_up)

    @invariant()
    def is_consistent(self) -> None:
        model, client = self.model, self.client
        assert len(client.pending) <= 2
        if model.answer is not None:
            assert model.answer.question == model.shown
        if model.before is not None:
            assert model.compares
            assert model.before.question == model.shown.before

    def teardown(self) -> None:
        """All comes in the end, and the last range that was asked for is shown."""

        async def end() -> None:
            if self.model.failure is not None:
                self.model.ask()
            self.clock.turn(1)
            await pass_on()
            for _ in until(lambda: not self.client.pending):
                await self.client.end()
            assert not self.model.is_another_asked

        if hasattr(self, "loop"):
            self.loop.run_until_complete(end())
            self.loop.close()


def test_whatever_crosses_the_last_range_asked_for_is_shown() -> None:
    examples = 100 if FULL else 15
    run_state_machine_as_test(
        Ranges,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
