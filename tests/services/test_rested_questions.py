"""What a cursor rests on is asked about half a second later, once, and one at a time."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api.errors import ServerError
from kinescope_tui.services.rested import Rested


class Server:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.under_way: list[asyncio.Future[str]] = []

    async def ask(self, question: str) -> str:
        self.asked.append(question)
        self.under_way.append(asyncio.get_running_loop().create_future())
        return await self.under_way[-1]


def run(work: Callable[[], Coroutine[None, None, None]]) -> "asyncio.Task[None]":
    return asyncio.get_running_loop().create_task(work())


async def turns() -> None:
    for _ in range(9):
        await asyncio.sleep(0)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def rested(server: Server, clock: TurnedClock) -> Rested[str, str]:
    return Rested(server.ask, clock, run)


async def test_a_cursor_that_moves_on_asks_nothing_and_one_that_rests_asks_once(
    server: Server, rested: Rested[str, str], clock: TurnedClock
) -> None:
    told: list[str | None] = []
    rested.on_known = lambda: told.append(rested.get("c"))
    for place in "abc":
        rested.rest_on(place)
        clock.turn(0.4)
    await turns()
    assert server.asked == []
    clock.turn(0.1)
    await turns()
    assert server.asked == ["c"]
    server.under_way[0].set_result("story of c")
    await turns()
    assert told == ["story of c"]
    rested.rest_on(None)
    rested.rest_on("c")
    clock.turn(9)
    await turns()
    assert server.asked == ["c"]


async def test_one_is_under_way_and_of_those_rested_on_meanwhile_the_last_is_next(
    server: Server, rested: Rested[str, str], clock: TurnedClock
) -> None:
    for place in "abc":
        rested.rest_on(place)
        clock.turn(1)
        await turns()
    assert server.asked == ["a"]
    server.under_way[0].set_result("A")
    await turns()
    assert server.asked == ["a", "c"]
    assert rested.get("a") == "A"


async def test_what_failed_is_said_and_not_asked_again_before_all_is_forgotten(
    server: Server, rested: Rested[str, str], clock: TurnedClock
) -> None:
    rested.rest_on("a")
    clock.turn(1)
    await turns()
    assert not rested.failed("a")
    server.under_way[0].set_exception(ServerError("", status=500))
    await turns()
    assert rested.failed("a")
    rested.rest_on("b")
    rested.rest_on("a")
    clock.turn(1)
    await turns()
    assert server.asked == ["a"]
    rested.forget()
    rested.rest_on("a")
    clock.turn(1)
    await turns()
    assert server.asked == ["a", "a"]


async def test_an_answer_that_was_under_way_when_all_was_forgotten_is_asked_for_anew(
    server: Server, rested: Rested[str, str], clock: TurnedClock
) -> None:
    rested.rest_on("a")
    clock.turn(1)
    await turns()
    rested.forget()
    rested.rest_on("a")
    clock.turn(1)
    server.under_way[0].set_result("of before")
    await turns()
    assert rested.get("a") is None
    assert server.asked == ["a", "a"]
    server.under_way[1].set_result("of now")
    await turns()
    assert rested.get("a") == "of now"


async def test_two_that_share_a_turn_ask_one_after_the_other(
    server: Server, clock: TurnedClock
) -> None:
    turn = asyncio.Lock()
    one, other = (Rested(server.ask, clock, run, turn) for _ in range(2))
    one.rest_on("a")
    other.rest_on("b")
    clock.turn(1)
    await turns()
    assert server.asked == ["a"]
    server.under_way[0].set_result("A")
    await turns()
    assert server.asked == ["a", "b"]
