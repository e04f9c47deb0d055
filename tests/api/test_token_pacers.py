"""All clients of a token in a process keep the limits together, and nothing keeps the token."""

import asyncio
import gc
import threading
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType

from conftest import TOKEN
from patience import until
from scripted_server import ScriptedServer, page
from turned_clock import TurnedClock

from kinescope_tui.api import KinescopeClient, Pacer, Token
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.pacing import PER_SECOND, Window
from kinescope_tui.api.shared_limits import SharedLimits
from kinescope_tui.api.token_pacers import TOKEN_PACERS, TokenPacers

HERE, THERE = "https://api.kinescope.io", "https://api.example"


async def test_two_clients_of_one_token_share_both_windows(server: ScriptedServer) -> None:
    clock = TurnedClock()
    server.script = [page()]
    used = 0

    def came(requests: int) -> bool:
        return len(server.requests) >= requests

    for number in range(4):  # the third and fourth after others were closed
        async with (
            KinescopeClient(Token(TOKEN), base_url=server.url, clock=clock) as one,
            KinescopeClient(Token(TOKEN), base_url=f"{server.url}/", clock=clock) as other,
        ):
            asked = [asyncio.ensure_future(c.videos()) for c in (one, other) for _ in range(7)]
            for _ in until(partial(came, used + PER_SECOND.requests)):
                await asyncio.sleep(0)
            await asyncio.wait(asked[:7])
            assert len(server.requests) == used + PER_SECOND.requests
            clock.turn(PER_SECOND.seconds)
            await asyncio.gather(*asked)
            used += len(asked)
            clock.turn(PER_SECOND.seconds)
            pacer = TOKEN_PACERS.of(Token(TOKEN), server.url, clock)
            assert pacer.pace.used == used, number  # of the minute


def test_another_token_another_address_and_another_time_count_by_themselves() -> None:
    pacers, clock = TokenPacers(), TurnedClock()
    first = pacers.of(Token(TOKEN), HERE, Clock())
    assert pacers.of(Token.parse(f"Bearer {TOKEN}"), HERE, Clock()) is first
    others = [
        pacers.of(Token(TOKEN[::-1]), HERE, Clock()),
        pacers.of(Token(TOKEN), THERE, Clock()),
        pacers.of(Token(TOKEN), HERE, clock),
    ]
    assert len({id(pacer) for pacer in (first, *others)}) == 4
    assert pacers.of(Token(TOKEN), HERE, clock) is others[-1]


def test_what_is_in_use_is_found_however_many_came_after_it() -> None:
    pacers = TokenPacers()
    first = pacers.of(Token("first"), HERE, Clock())
    for number in range(200):
        pacers.of(Token(f"token {number}"), HERE, Clock())
    assert pacers.of(Token("first"), HERE, Clock()) is first
    assert sum(isinstance(found, Pacer) for found in reached(pacers)) <= 101


async def test_no_token_is_within_reach_of_a_pacer(server: ScriptedServer, tmp_path: Path) -> None:
    clock = TurnedClock()
    server.script = [page()]
    pacer = TOKEN_PACERS.of(Token(TOKEN), server.url, clock)
    pacer.shared = SharedLimits(tmp_path / "limits", Token(TOKEN), server.url)
    async with KinescopeClient(Token(TOKEN), base_url=server.url, clock=clock) as client:
        await client.videos()
    assert any(isinstance(found, SharedLimits) for found in reached(TOKEN_PACERS))
    gc.collect()  # what other tests had may still be on the way out
    for found in reached(TOKEN_PACERS):
        assert not isinstance(found, Token)
        text = found if isinstance(found, str) else repr(found) if isinstance(found, bytes) else ""
        assert TOKEN not in text


async def test_threads_with_loops_of_their_own_keep_the_limits_together() -> None:
    clock = TurnedClock()
    pacer = Pacer([Window(1, 60.0)], clock=clock)
    send = await pacer.reserve()
    began, turns = threading.Event(), list[float]()

    async def take_turns() -> None:
        for _ in range(2):
            began.set()
            await pacer.turn()
            turns.append(clock.turned_s)

    def took(number: int) -> bool:
        return len(turns) >= number

    other = threading.Thread(target=lambda: asyncio.run(take_turns()))
    other.start()
    began.wait()
    for _ in until(lambda: pacer.pace.wait_s):  # the other one waits
        await asyncio.sleep(0)
    assert turns == []
    send()
    for number in (1, 2):
        for _ in until(lambda: pacer.pace.wait_s):
            await asyncio.sleep(0)
        assert len(turns) == number - 1
        clock.turn(60)
        for _ in until(partial(took, number)):
            await asyncio.sleep(0)
    await asyncio.to_thread(other.join)
    assert turns == [60, 120]
    clock.turn(60)
    await pacer.turn()  # the loop that has ended holds nobody up


async def test_a_loop_that_ended_in_the_middle_holds_nobody_up() -> None:
    clock = TurnedClock()
    pacer = Pacer([Window(1, 60.0)], clock=clock)

    def leave() -> None:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(pacer.reserve())  # nothing is ever sent
        waiting = loop.create_task(pacer.turn())
        loop.run_until_complete(asyncio.sleep(0))
        waiting.cancel()
        loop.run_until_complete(asyncio.gather(waiting, return_exceptions=True))
        loop.close()

    await asyncio.to_thread(leave)
    await pacer.turn()
    assert pacer.pace.used == 1


def reached(start: object) -> list[object]:
    """Everything that can be got at from an object, but for code."""
    found: dict[int, object] = {}
    left = [start]
    while left:
        one = left.pop()
        if id(one) not in found and not isinstance(one, type | ModuleType | FunctionType):
            found[id(one)] = one
            left += gc.get_referents(one)
    return list(found.values())
