"""Each question is asked once, however many wait; what nobody waits for any more is given up."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.answer_cache import AnswerCache


class Source:
    """Answers when it is told to.

    Attributes:
        asked: The questions that were asked, and where each answer goes.
        given_up: Those that were cancelled.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, asyncio.Future[str]]] = []
        self.given_up: list[str] = []

    async def ask(self, question: str) -> str:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.asked.append((question, answer))
        try:
            return await answer
        except asyncio.CancelledError:
            self.given_up.append(question)
            raise


async def pass_on() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def made(room: int = 9) -> tuple[Source, AnswerCache[str, str]]:
    source = Source()
    return source, AnswerCache(source.ask, room=room, weigh=len)


async def waiter(cache: AnswerCache[str, str], question: str = "q") -> asyncio.Task[str]:
    task = asyncio.create_task(cache.fetch(question))
    await pass_on()
    return task


async def test_many_wait_for_one_answer_which_is_kept() -> None:
    source, cache = made()
    tasks = [await waiter(cache) for _ in range(3)]
    source.asked[0][1].set_result("a")
    assert [await task for task in tasks] == ["a"] * 3
    assert await cache.get_or_fetch("q") == cache.get("q") == "a"
    assert len(source.asked) == 1


async def test_it_is_given_up_with_the_last_who_waits_and_asked_anew_by_the_next() -> None:
    source, cache = made()
    one, other = await waiter(cache), await waiter(cache)
    one.cancel()
    await pass_on()
    assert source.given_up == []
    other.cancel()
    new = asyncio.create_task(cache.fetch("q"))  # before the old one has ended
    await pass_on()
    assert source.given_up == ["q"]
    source.asked[1][1].set_result("new")
    assert await new == cache.get("q") == "new"


async def test_a_failure_is_told_to_those_who_wait_and_not_kept() -> None:
    source, cache = made()
    tasks = [await waiter(cache) for _ in range(2)]
    source.asked[0][1].set_exception(LookupError())
    for task in tasks:
        with pytest.raises(LookupError):
            await task
    again = await waiter(cache)
    source.asked[1][1].set_result("a")
    assert await again == "a"


async def test_a_fresh_answer_that_fails_leaves_the_one_that_is_kept() -> None:
    source, cache = made()
    task = await waiter(cache)
    source.asked[0][1].set_result("old")
    await task
    task = await waiter(cache)
    source.asked[1][1].set_exception(LookupError())
    with pytest.raises(LookupError):
        await task
    assert cache.get("q") == "old"


async def test_what_was_forgotten_while_it_was_under_way_is_told_and_not_kept() -> None:
    source, cache = made()
    old = await waiter(cache)
    cache.forget()
    new = await waiter(cache)
    source.asked[1][1].set_result("new")
    assert await new == "new"
    source.asked[0][1].set_result("old")
    assert await old == "old"
    assert cache.get("q") == "new"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 12)), max_size=20))
def test_the_last_answers_are_kept_as_far_as_there_is_room(asked: list[tuple[str, int]]) -> None:
    async def run() -> None:
        source, cache = made(room=9)
        kept: dict[str, str] = {}
        for question, weight in asked:
            task = await waiter(cache, question)
            source.asked[-1][1].set_result(question * weight)
            kept.pop(question, None)
            kept[question] = await task
            while sum(map(len, kept.values())) > 9 and len(kept) > 1:
                del kept[next(iter(kept))]
        assert {one: found for one in "abcdef" if (found := cache.get(one))} == kept

    asyncio.run(run())
