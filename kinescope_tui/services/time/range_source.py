"""Questions about ranges, and who answers them."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Generic, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.services.answer_cache import AnswerCache
from kinescope_tui.services.time.time_range import Bucket, TimeRange


class Question(msgspec.Struct, frozen=True):
    """A question: a range, its steps, and a video; of all without one."""

    range: TimeRange
    bucket: Bucket
    video_id: str = ""

    @classmethod
    def of(cls, asked: TimeRange, bucket: str = "", video_id: str = "") -> "Question":
        """Return the question in these steps if they fit the range, else in its usual ones."""
        fitting = asked.buckets
        chosen = next((one for one in (bucket, asked.usual_bucket) if one in fitting), fitting[0])
        return cls(asked, Bucket(chosen), video_id)

    @property
    def before(self) -> "Question":
        """The same of the window before.

        Raises:
            RangeError: The calendar begins with this one.
        """
        return replace(self, range=self.range.previous)


class RangeAnswer(Protocol):
    """What came of a range: what it answers, what brought it, and when.

    `is_final` says whether the range was over when it came.
    """

    @property
    def question(self) -> Question: ...  # noqa: D102 - see above

    @property
    def exchange(self) -> Exchange: ...  # noqa: D102 - see above

    @property
    def came_at(self) -> datetime: ...  # noqa: D102 - see above

    @property
    def is_final(self) -> bool: ...  # noqa: D102 - see above


A = TypeVar("A", bound=RangeAnswer)


class RangeSource(Generic[A]):
    """Asks each question once, however many wait for it, and keeps the last answers.

    Args:
        utc_now: Tells what time it is.
        room: How much is kept.
        weigh: How much of it an answer takes.
    """

    def __init__(
        self,
        utc_now: Callable[[], datetime],
        *,
        room: int,
        weigh: Callable[[A], int] = lambda _answer: 1,
    ) -> None:
        self.utc_now = utc_now
        self._answers: AnswerCache[Question, A] = AnswerCache(self._ask, room=room, weigh=weigh)

    @property
    def zone(self) -> tzinfo:
        """The time zone whose days are meant."""
        return UTC

    @property
    def now(self) -> datetime:
        """What time it is there."""
        return self.utc_now().astimezone(self.zone)

    def remembered(self, question: Question) -> A | None:
        """Return the answer to a question that was asked before, if it is still here."""
        return self._answers.get(question)

    async def ask(self, question: Question) -> A:
        """Return a fresh answer to what the range means by now.

        Raises:
            KinescopeError: There is none; what is remembered stays.
        """
        return await self._answers.fetch(self._meant(question))

    async def answer(self, question: Question) -> A:
        """Return what is remembered, else a fresh answer.

        Raises:
            KinescopeError: There is none.
        """
        return self.remembered(question) or await self.ask(question)

    def forget(self) -> None:
        """Ask anew from now on."""
        self._answers.forget()

    def _meant(self, question: Question) -> Question:
        return replace(question, range=question.range.renewed(self.now))

    async def _ask(self, question: Question) -> A:
        raise NotImplementedError
