"""The rate windows, on scaled-down rates.

Moments are compared so that a slow machine cannot fail a test: a turn is granted after its caller
asked and before its caller goes on.
"""

import asyncio
import gc
from typing import Any

import pytest
from pyrate_limiter import Rate

from kinescope_tui.api import Pacer, Priority

WINDOW_S = 0.1


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_no_window_is_exceeded_also_across_a_rest() -> None:
    pacer = Pacer(Rate(5, 100))
    asked, granted = [], []
    for number in range(18):
        if number == 3:
            await asyncio.sleep(WINDOW_S * 0.6)  # the next ones stand across a window's edge
        asked.append(now())
        await pacer.turn()
        granted.append(now())
    for first, sixth in zip(asked, granted[5:], strict=False):
        assert sixth - first >= WINDOW_S


async def test_a_crowd_is_spread_over_windows() -> None:
    pacer = Pacer(Rate(5, 100))
    began = now()
    granted: list[float] = []

    async def go() -> None:
        await pacer.turn()
        granted.append(now() - began)

    await asyncio.gather(*(go() for _ in range(23)))
    assert all(granted[n] >= WINDOW_S * (n // 5) for n in range(23))


async def test_the_longer_window_holds_too() -> None:
    pacer = Pacer(Rate(3, 20), Rate(6, 250))
    began = now()
    for _ in range(7):
        await pacer.turn()
    assert now() - began >= 0.25


async def test_a_first_handful_goes_at_once() -> None:
    pacer = Pacer()
    async with asyncio.timeout(1):  # the default windows let ten go
        await asyncio.gather(*(pacer.turn() for _ in range(10)))
    assert pacer.pace.used == 10


async def test_many_clients_share_one_pacer() -> None:
    pacer = Pacer(Rate(4, 100))
    began = now()

    async def client() -> None:
        for _ in range(3):
            await pacer.turn()

    await asyncio.gather(*(client() for _ in range(3)))
    assert now() - began >= WINDOW_S * 2


async def test_what_is_looked_at_goes_first_and_equals_in_order_of_arrival() -> None:
    pacer = Pacer(Rate(100, 1_000))
    order: list[str] = []

    async def go(name: str, priority: Priority) -> None:
        await pacer.turn(priority)
        order.append(name)

    pacer.pause(0.02)
    await asyncio.gather(
        go("export 1", Priority.BULK),
        go("ahead", Priority.AHEAD),
        go("export 2", Priority.BULK),
        go("looked at 1", Priority.LOOKED_AT),
        go("looked at 2", Priority.LOOKED_AT),
    )
    assert order == ["looked at 1", "looked at 2", "ahead", "export 1", "export 2"]


async def test_who_comes_while_the_window_is_full_still_goes_before_exports() -> None:
    pacer = Pacer(Rate(1, 60))
    order: list[Priority] = []

    async def go(priority: Priority) -> None:
        await pacer.turn(priority)
        order.append(priority)

    await pacer.turn()
    exports = [asyncio.create_task(go(Priority.BULK)) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await go(Priority.LOOKED_AT)
    await asyncio.gather(*exports)
    assert order == [Priority.LOOKED_AT, Priority.BULK, Priority.BULK]


async def test_a_pause_holds_everybody_and_a_shorter_one_does_not_end_it() -> None:
    pacer = Pacer(Rate(100, 1_000))
    began = now()
    pacer.pause(0.1)
    pacer.pause(0.01)
    await asyncio.gather(*(pacer.turn(priority) for priority in Priority))
    assert now() - began >= 0.1


async def test_a_pause_holds_also_those_who_wait_already() -> None:
    pacer = Pacer(Rate(1, 30))
    await pacer.turn()
    waiting = asyncio.create_task(pacer.turn())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    began = now()
    pacer.pause(0.1)
    await waiting
    assert now() - began >= 0.1


async def test_who_gives_up_costs_no_place_and_blocks_nobody() -> None:
    pacer = Pacer(Rate(3, 60_000))
    pacer.pause(0.02)
    given_up = [asyncio.create_task(pacer.turn()) for _ in range(3)]
    others = [asyncio.create_task(pacer.turn(Priority.BULK)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in given_up:
        task.cancel()
    async with asyncio.timeout(5):
        await asyncio.gather(*others)
    assert pacer.pace.used == 3


async def test_when_everybody_gave_up_nothing_breaks_and_the_next_one_goes() -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said))
    pacer = Pacer(Rate(5, 1_000))
    pacer.pause(0.02)
    only = asyncio.create_task(pacer.turn())
    await asyncio.sleep(0)
    only.cancel()
    await asyncio.sleep(0.05)  # past the pause: the place would be given now
    await pacer.turn()
    gc.collect()
    assert pacer.pace.used == 1
    assert complaints == []


async def test_used_tells_what_the_server_may_still_count() -> None:
    pacer = Pacer(Rate(5, 50))
    for _ in range(4):
        await pacer.turn()
    assert 1 <= pacer.pace.used <= 4
    while pacer.pace.used:
        await asyncio.sleep(0.01)


def test_one_pacer_serves_one_event_loop_after_the_other() -> None:
    pacer = Pacer(Rate(3, 60_000))

    async def leave_somebody_waiting() -> None:
        pacer.pause(0.05)
        task = asyncio.create_task(pacer.turn())
        await asyncio.sleep(0)
        assert not task.done()

    asyncio.run(pacer.turn())
    asyncio.run(leave_somebody_waiting())
    asyncio.run(asyncio.wait_for(pacer.turn(), 5))
    asyncio.run(asyncio.wait_for(pacer.turn(), 5))
    assert pacer.pace.used == 3


@pytest.mark.parametrize("times", [1, 3])
async def test_a_pacer_at_rest_starts_again(times: int) -> None:
    pacer = Pacer()
    for _ in range(times):
        await pacer.turn()
        await asyncio.sleep(0.01)
    assert pacer.pace.used == times


async def test_a_place_counts_from_the_moment_when_its_request_leaves() -> None:
    pacer = Pacer(Rate(3, 100))
    sends = [await pacer.reserve() for _ in range(3)]
    waiting = asyncio.create_task(pacer.turn())
    await asyncio.sleep(0.25)  # connecting takes longer than the window
    assert not waiting.done()
    left = now()
    for send in sends:
        send()
    await waiting
    assert now() - left >= 0.09


async def test_a_caller_who_leaves_with_a_place_gives_it_back() -> None:
    pacer = Pacer(Rate(2, 50))
    for _ in range(5):
        asked = asyncio.create_task(pacer.reserve())
        while not pacer.pace.used:
            await asyncio.sleep(0)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        await asyncio.sleep(0.06)
    await pacer.turn()
