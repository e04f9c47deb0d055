"""Questions about what a cursor rests on: each asked once, one at a time, after everything else."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, Protocol, TypeVar

from kinescope_tui.api.clock import Alarm, Clock
from kinescope_tui.api.errors import KinescopeError

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")

_REST_S = 0.5
_ROOM = 60  # answers


class _Cancellable(Protocol):
    def cancel(self) -> object: ...


class Rested(Generic[Q, A]):
    """Asks about what a cursor rests on for half a second, unless that is known already.

    One question is under way at a time, which ends though the cursor moves on; of those that it
    rested on meanwhile the last one is next. What failed is not asked again before all is
    forgotten: nothing is to hang on these answers.

    Attributes:
        on_known: Called when an answer came, or will not.

    Args:
        ask: Asks a question.
        clock: Measures the rest.
        run: Runs in the background what takes a while.
        turn: Held while a question is under way; those that share it ask one at a time together.
    """

    def __init__(
        self,
        ask: Callable[[Q], Coroutine[Any, Any, A]],
        clock: Clock,
        run: Callable[[Callable[[], Coroutine[None, None, None]]], _Cancellable],
        turn: asyncio.Lock | None = None,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._run = run
        self._turn = turn or asyncio.Lock()
        self._answers: OrderedDict[Q, A | None] = OrderedDict()
        self._resting: Q | None = None
        self._due: Q | None = None
        self._is_asking = False
        self._alarm: Alarm | None = None
        self.on_known: Callable[[], None] = lambda: None

    def rest_on(self, question: Q | None) -> None:
        """Take in what the cursor is on; None is nothing to ask about."""
        if question == self._resting:
            return
        self._resting, self._due = question, None
        if self._alarm is not None:
            self._alarm.cancel()
        if question is not None and question not in self._answers:
            self._alarm = self._clock.call_later(_REST_S, self._begin)

    def get(self, question: Q | None) -> A | None:
        """Return the answer to a question; None if it is not here."""
        return self._answers.get(question) if question is not None else None

    def failed(self, question: Q | None) -> bool:
        """Return whether a question was asked in vain."""
        return question is not None and self._answers.get(question, question) is None

    def forget(self) -> None:
        """Ask anew from now on; what is under way is not kept."""
        self._answers = OrderedDict()
        self._resting = self._due = None

    def _begin(self) -> None:
        self._due = self._resting
        if not self._is_asking:
            self._is_asking = True
            self._run(self._work)

    async def _work(self) -> None:
        try:
            while (question := self._due) is not None and question not in self._answers:
                self._due, answers = None, self._answers
                try:
                    async with self._turn:
                        answer = await self._ask(question)
                except KinescopeError:
                    answer = None
                if answers is self._answers:
                    self._keep(question, answer)
        finally:
            self._is_asking = False

    def _keep(self, question: Q, answer: A | None) -> None:
        self._answers[question] = answer
        while len(self._answers) > _ROOM:
            self._answers.popitem(last=False)
        self.on_known()
