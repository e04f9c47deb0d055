"""The rate windows, by a clock that the tests turn."""

import asyncio
import gc
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import Pacer, Priority
from kinescope_tui.api.pacing import (
    BURSTS,
    EVENLY_S,
    LONGEST_PAUSE_S,
    PER_MINUTE,
    PER_SECOND,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Callable


async def calm() -> None:
    """Let everybody go on who can."""
    for _ in range(5):
        await asyncio.sleep(0)


class Crowd:
    """Callers of a pacer, by the names that they are given.

    Attributes:
        gone: Who may go, with the time on the clock at which they might.
    """

    def __init__(self, *windows: Window) -> None:
        self.clock = TurnedClock()
        self.pacer = Pacer(windows or (PER_SECOND, PER_MINUTE), clock=self.clock)
        self.gone: list[tuple[str, float]] = []

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.gone]

    async def come(self, *names: str, priority: Priority = Priority.LOOKED_AT) -> None:
        self.tasks = [asyncio.create_task(self._go(name, priority)) for name in names]
        await calm()

    async def _go(self, name: str, priority: Priority) -> None:
        await self.pacer.turn(priority)
        self.gone.append((name, self.clock.turned_s))

    async def turn(self, seconds: float) -> None:
        """Turn the clock from one who may go to the next."""
        until_s = self.clock.turned_s + seconds
        for _ in until(
            lambda: not self.clock.waits or self.clock.turned_s + self.clock.waits[0] > until_s
        ):
            self.clock.turn(self.clock.waits[0])
            await calm()
        self.clock.turn(until_s - self.clock.turned_s)
        await calm()


async def test_a_crowd_is_spread_over_windows() -> None:
    crowd = Crowd(Window(5, 1))
    await crowd.come(*map(str, range(12)))
    await crowd.turn(3)
    assert [at_s for _, at_s in crowd.gone] == [0] * 5 + [1] * 5 + [2] * 2


async def test_the_longer_window_holds_too() -> None:
    crowd = Crowd(Window(3, 1), Window(6, 10))
    await crowd.come(*map(str, range(7)))
    await crowd.turn(9.75)
    assert len(crowd.gone) == 6
    await crowd.turn(0.25)
    assert len(crowd.gone) == 7


async def test_a_first_handful_goes_at_once() -> None:
    crowd = Crowd()
    await crowd.come(*map(str, range(11)))
    assert len(crowd.gone) == 10
    assert crowd.pacer.pace.used == 10
    assert crowd.pacer.pace.wait_s == pytest.approx(PER_SECOND.seconds)


async def test_what_is_looked_at_goes_first_and_equals_in_order_of_arrival() -> None:
    crowd = Crowd()
    crowd.pacer.pause(1)
    await crowd.come("export 1", priority=Priority.BULK)
    await crowd.come("ahead", priority=Priority.AHEAD)
    await crowd.come("export 2", priority=Priority.BULK)
    await crowd.come("looked at 1", "looked at 2")
    await crowd.turn(1)
    assert crowd.names == ["looked at 1", "looked at 2", "ahead", "export 1", "export 2"]


async def test_exports_fill_the_windows_while_nobody_looks() -> None:
    crowd = Crowd()
    await crowd.come(*(f"export {n}" for n in range(900)), priority=Priority.BULK)
    await crowd.turn(2 * PER_MINUTE.seconds + 300 * EVENLY_S)
    assert len(crowd.gone) == 900


async def test_what_is_short_goes_at_once_and_what_is_long_evenly() -> None:
    crowd = Crowd()
    await crowd.come(*(f"export {n}" for n in range(300)), priority=Priority.BULK)
    await crowd.turn(PER_MINUTE.seconds)
    moments = [at_s for _, at_s in crowd.gone]
    assert moments[:BURSTS] == [
        pytest.approx(PER_SECOND.seconds * (place // 10)) for place in range(BURSTS)
    ]
    gaps = [after - before for before, after in pairwise(moments)]
    assert gaps[150:] == [pytest.approx(EVENLY_S)] * 149
    assert all(sum(gaps[n : n + 10]) >= PER_SECOND.seconds - 0.001 for n in range(290))


async def test_going_evenly_is_told_from_a_limit_that_is_reached() -> None:
    crowd = Crowd()
    await crowd.come(*(f"export {n}" for n in range(400)), priority=Priority.BULK)
    assert (crowd.pacer.pace.used_now, crowd.pacer.pace.is_spacing) == (10, False)
    await crowd.turn(PER_MINUTE.seconds / 2)
    assert 130 < crowd.pacer.pace.used < 300
    assert crowd.pacer.pace.is_spacing
    await crowd.turn(PER_MINUTE.seconds / 4)
    assert (crowd.pacer.pace.used, crowd.pacer.pace.is_spacing) == (300, False)
    assert crowd.pacer.pace.wait_s > 0
    await crowd.turn(PER_MINUTE.seconds / 4 + 1)
    assert crowd.pacer.pace.is_spacing
    crowd.pacer.pause(1)
    assert not crowd.pacer.pace.is_spacing


async def test_who_looks_at_something_does_not_wait_for_an_export_to_go_evenly() -> None:
    crowd = Crowd()
    await crowd.come(*(f"export {n}" for n in range(200)), priority=Priority.BULK)
    await crowd.turn(20)
    await crowd.turn(EVENLY_S / 4)
    before = len(crowd.gone)
    await crowd.come("looked at")
    assert crowd.names[before:] == ["looked at"]


async def test_after_a_refusal_nothing_long_comes_in_a_burst_again() -> None:
    crowd = Crowd()
    crowd.pacer.refused(1, crowd.clock.monotonic())
    await crowd.come(*(f"export {n}" for n in range(10)), priority=Priority.BULK)
    await crowd.turn(3)
    moments = [at_s for _, at_s in crowd.gone]
    assert moments == [pytest.approx(1 + EVENLY_S * place) for place in range(10)]
    await crowd.come(*(f"looked at {n}" for n in range(5)))
    assert len(crowd.gone) == 15


async def test_exports_leave_places_to_who_looks_at_something_beside_them() -> None:
    crowd = Crowd()
    await crowd.come(*(f"export {n}" for n in range(1_000)), priority=Priority.BULK)
    await crowd.come("looked at first")
    for second in range(120):
        await crowd.turn(PER_SECOND.seconds)
        if second % 4 == 0:
            await crowd.come(f"looked at {second}")
            assert crowd.names[-1] == f"looked at {second}"
    assert len(crowd.gone) > 500


async def test_a_pause_holds_everybody_and_a_shorter_one_does_not_end_it() -> None:
    crowd = Crowd(Window(1, 1))
    await crowd.come("first", "waits already")
    crowd.pacer.pause(60)
    crowd.pacer.pause(1)
    await crowd.come("comes later")
    await crowd.turn(59.75)
    assert crowd.names == ["first"]
    assert crowd.pacer.pace.is_paused
    assert crowd.pacer.pace.wait_s == pytest.approx(0.25)
    await crowd.turn(2)
    assert crowd.names == ["first", "waits already", "comes later"]


async def test_a_pause_can_be_ended() -> None:
    crowd = Crowd()
    crowd.pacer.pause(3_600)
    await crowd.come("waits")
    crowd.pacer.resume()
    await calm()
    assert crowd.names == ["waits"]


async def test_without_windows_nobody_waits_but_for_the_server() -> None:
    clock = TurnedClock()
    pacer = Pacer((), clock=clock)
    for _ in range(1_000):
        await pacer.turn()
    pacer.pause(1)
    waiting = asyncio.create_task(pacer.turn())
    await calm()
    assert not waiting.done()
    clock.turn(1)
    await waiting


# What is refused.


def test_what_the_server_asks_for_holds_for_all_up_to_an_hour() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock=clock)
    assert pacer.refused(90, clock.monotonic()) == 90
    assert pacer.refused(5, clock.monotonic()) == 5  # the longer pause stays
    clock.turn(89)
    before = pacer.pace
    clock.turn(1)
    assert (before.is_paused, pacer.pace.is_paused) == (True, False)
    assert pacer.refused(1e308, clock.monotonic()) == LONGEST_PAUSE_S


def test_a_refusal_without_a_word_waits_for_a_window_and_then_for_the_longer_one() -> None:
    clock = TurnedClock()
    pacer = Pacer(clock=clock)
    pauses = []
    for _ in range(3):
        left_at = clock.monotonic()
        at_once = [pacer.refused(None, left_at) for _ in range(10)]
        assert max(at_once) < min(at_once) * 1.2  # they were refused for one reason
        pauses.append(min(at_once))
        clock.turn(max(at_once) + 0.001)  # sums of fractions are not exact
    assert PER_SECOND.seconds <= pauses[0] < PER_SECOND.seconds * 1.2
    assert all(PER_MINUTE.seconds <= pause < PER_MINUTE.seconds * 1.2 for pause in pauses[1:])
    pacer.accepted(clock.monotonic())
    assert pacer.refused(None, clock.monotonic()) < 2


# Who gives up.


async def test_who_gives_up_costs_no_place_and_blocks_nobody() -> None:
    crowd = Crowd(Window(3, 60))
    crowd.pacer.pause(1)
    await crowd.come("a", "b", "c")
    for task in crowd.tasks:
        task.cancel()
    await crowd.come("d", "e", "f", priority=Priority.BULK)
    await crowd.turn(1)
    assert crowd.names == ["d", "e", "f"]
    assert crowd.pacer.pace.used == 3


async def test_when_everybody_gave_up_nothing_breaks_and_the_next_one_goes() -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said))
    crowd = Crowd()
    crowd.pacer.pause(1)
    await crowd.come("only")
    crowd.tasks[0].cancel()
    await crowd.turn(2)
    await crowd.come("next")
    gc.collect()
    assert crowd.names == ["next"]
    assert crowd.pacer.pace.used == 1
    assert complaints == []


async def test_a_caller_who_leaves_with_a_place_gives_it_back() -> None:
    crowd = Crowd(Window(2, 60))
    for _ in range(5):
        crowd.pacer.pause(1)
        asked = asyncio.create_task(crowd.pacer.reserve())
        await calm()
        crowd.pacer.resume()  # it has a place by now, and does not know it
        assert crowd.pacer.pace.used == 1
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    await crowd.come("a", "b")
    assert crowd.names == ["a", "b"]


# What counts.


async def test_used_tells_what_the_server_may_still_count() -> None:
    crowd = Crowd(Window(5, 10))
    await crowd.come("a", "b")
    await crowd.turn(5)
    await crowd.come("c")
    assert crowd.pacer.pace.used == 3
    await crowd.turn(5)
    assert crowd.pacer.pace.used == 1
    await crowd.turn(5)
    assert crowd.pacer.pace.used == 0


async def test_a_place_counts_from_the_moment_when_its_request_leaves() -> None:
    crowd = Crowd(Window(3, 10))
    sends = [await crowd.pacer.reserve() for _ in range(3)]
    await crowd.come("next")
    await crowd.turn(25)  # connecting takes longer than the window
    for send in sends:
        send()
        send()  # once is enough
    await crowd.turn(9.75)
    assert crowd.names == []
    await crowd.turn(0.25)
    assert crowd.names == ["next"]
    assert crowd.pacer.pace.used == 1


def test_one_pacer_serves_one_event_loop_after_the_other() -> None:
    clock = TurnedClock()
    pacer = Pacer((Window(3, 60),), clock=clock)

    async def leave_somebody_waiting() -> None:
        pacer.pause(5)
        task = asyncio.create_task(pacer.turn())
        await calm()
        assert not task.done()

    asyncio.run(pacer.turn())
    asyncio.run(leave_somebody_waiting())
    clock.turn(5)
    asyncio.run(pacer.turn())
    asyncio.run(pacer.turn())
    assert pacer.pace.used == 3


WINDOWS = (Window(3, 1.0), Window(7, 5.0))
STEPS = st.one_of(
    st.tuples(st.just("come"), st.sampled_from(Priority)),
    st.tuples(st.just("leave"), st.integers(0, 30)),
    st.tuples(st.just("cancel"), st.integers(0, 30)),
    st.tuples(st.just("turn"), st.sampled_from([0.0, 0.01, 0.3, 0.999, 1.0, 4.0, 20.0])),
    st.tuples(st.just("pause"), st.sampled_from([0.0, 0.5, 3.0])),
    st.tuples(st.just("resume"), st.none()),
)


class Play:
    """A pacer's callers, who do what is drawn.

    Attributes:
        left: When requests left, by the turned clock.
    """

    def __init__(self) -> None:
        self.clock = TurnedClock()
        self.pacer = Pacer(WINDOWS, clock=self.clock)
        self.left: list[float] = []
        self._granted: list[Callable[[], None]] = []
        self.waiting: list[asyncio.Task[None]] = []

    def come(self, priority: Priority) -> None:
        self.waiting.append(asyncio.create_task(self._reserve(priority)))

    async def _reserve(self, priority: Priority) -> None:
        self._granted.append(await self.pacer.reserve(priority))

    def leave(self, number: int) -> None:
        if self._granted:
            self._granted.pop(number % len(self._granted))()
            self.left.append(self.clock.turned_s)

    def cancel(self, number: int) -> None:
        if self.waiting:
            self.waiting.pop(number % len(self.waiting)).cancel()

    def turn(self, seconds: float) -> None:
        self.clock.turn(seconds)

    def pause(self, seconds: float) -> None:
        self.pacer.pause(seconds)

    def resume(self, _: None) -> None:
        self.pacer.resume()


@settings(max_examples=2_000 if FULL else 30, deadline=None)
@given(st.lists(STEPS, max_size=80))
def test_no_window_is_ever_exceeded_and_nobody_waits_in_vain(
    steps: list[tuple[str, Any]],
) -> None:
    """Whoever comes, leaves late or gives up, in whatever order, and whatever pauses."""

    async def play() -> None:
        playing = Play()
        for name, how in [*steps, *[("turn", 0.75), ("leave", 0)] * 120]:
            getattr(playing, name)(how)
            if how != 0.0:
                await calm()
        assert all(task.done() for task in playing.waiting)
        left = playing.left
        for window in WINDOWS:
            for first, beyond in zip(left, left[window.requests :], strict=False):
                assert beyond - first >= window.seconds - 1e-9

    asyncio.run(play())
