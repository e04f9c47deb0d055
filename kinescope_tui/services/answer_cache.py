"""Answers to questions: each asked once, however many wait for it, and the last ones kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class _Flight(msgspec.Struct, Generic[A], eq=False):
    """A question that is under way, and how many wait for its answer."""

    task: asyncio.Task[A]
    waiters: int = 0


class AnswerCache(Generic[Q, A]):
    """Asks each question once, however many wait for its answer, and keeps the last answers.

    What failed is told to those who wait for it, and not kept. What nobody waits for any more is
    cancelled: a request that is not sent yet never is. Whoever asks that next asks anew.

    Args:
        ask: Asks a question.
        room: How much is kept; the last answer is in any case.
        weigh: How much of it an answer takes.
    """

    def __init__(
        self,
        ask: Callable[[Q], Coroutine[Any, Any, A]],
        *,
        room: int,
        weigh: Callable[[A], int] = lambda _answer: 1,
    ) -> None:
        self._ask = ask
        self._room = room
        self._weigh = weigh
        self._answers: OrderedDict[Q, A] = OrderedDict()
        self._flights: dict[Q, _Flight[A]] = {}

    def get(self, question: Q) -> A | None:
        """Return the answer that is kept; None if there is none."""
        if question in self._answers:
            self._answers.move_to_end(question)
        return self._answers.get(question)

    async def fetch(self, question: Q) -> A:
        """Return a fresh answer, that of a question that is under way if it is the same.

        Raises:
            Exception: Whatever asking raises; what is kept stays.
        """
        flight = self._flights.get(question)
        if flight is None:
            flight = _Flight(asyncio.get_running_loop().create_task(self._ask(question)))
            flight.task.add_done_callback(partial(self._land, question, flight))
            self._flights[question] = flight
        flight.waiters += 1
        try:
            await asyncio.wait({flight.task})  # goes on if only this one is cancelled
            return flight.task.result()
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                self._leave(question, flight)
                flight.task.cancel()

    async def get_or_fetch(self, question: Q) -> A:
        """Return the answer that is kept, else a fresh one.

        Raises:
            Exception: Whatever asking raises.
        """
        kept = self.get(question)
        return kept if kept is not None else await self.fetch(question)

    def forget(self) -> None:
        """Ask anew from now on; what is under way is told to those who wait, and not kept."""
        self._answers.clear()
        self._flights.clear()

    def _leave(self, question: Q, flight: _Flight[A]) -> bool:
        """Let a flight be joined no more, and tell whether it could be."""
        is_current = self._flights.get(question) is flight
        if is_current:
            del self._flights[question]
        return is_current

    def _land(self, question: Q, flight: _Flight[A], task: asyncio.Task[A]) -> None:
        is_current = self._leave(question, flight)
        # A failure is looked at, so that one that nobody awaits any more is no warning.
        if task.cancelled() or task.exception() is not None or not is_current:
            return
        self._answers[question] = task.result()
        self._answers.move_to_end(question)
        taken = sum(map(self._weigh, self._answers.values()))
        while taken > self._room and len(self._answers) > 1:
            taken -= self._weigh(self._answers.popitem(last=False)[1])
