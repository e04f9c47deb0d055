"""Who watched what, as the API answers it, and as far as it was asked before."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from operator import attrgetter
from typing import Any

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.time.time_range import Bucket, TimeRange
from kinescope_tui.services.time.zones import DayZone, zone_of

_MAX_ANSWERS = 60
_MAX_EXACT = 2**53
_MAX_MOMENTS = 100_000  # of all remembered answers together, about 20 MB
_YEARS = range(2, 9999)  # in which a moment has a day, and a month before and after it, everywhere


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: when, in what steps, and of which video; of all without one."""

    range: TimeRange
    bucket: Bucket
    video_id: str = ""

    @property
    def before(self) -> "Question":
        """The same of the window before.

        Raises:
            RangeError: The calendar begins with this one.
        """
        return Question(self.range.previous, self.bucket, self.video_id)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said.

    Attributes:
        question: What it answers.
        timeline: The buckets that came with a date, in its order, each date in UTC.
        sums: Theirs.
        zone: At whose midnights the buckets begin.
        came_at: When.
        undated: How many buckets came without a date, or with none of any calendar in use.
    """

    question: Question
    overview: Overview
    timeline: list[TimelinePoint]
    sums: Sums
    exchange: Exchange
    zone: DayZone
    drift: int = 0
    came_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    undated: int = 0

    @property
    def total(self) -> TimelinePoint:
        """All of the range."""
        return self.overview.total or TimelinePoint()

    @property
    def edges(self) -> tuple[datetime, datetime]:
        """When its range begins and is over, in UTC."""
        return self.question.range.edges(self.zone.zone)

    @property
    def is_final(self) -> bool:
        """Whether its range was over when it came."""
        return self.edges[1] <= self.came_at


class Analytics:
    """Asks each question once, however many wait for it, and keeps the last answers.

    Attributes:
        zone_name: The workspace's time zone, as it was said last; empty before.
    """

    def __init__(
        self,
        client: KinescopeClient,
        utc_now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._utc_now = utc_now
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._under_way: dict[Question, asyncio.Task[Answer]] = {}
        self.zone_name = ""

    @property
    def zone(self) -> tzinfo:
        """The workspace's time zone; this computer's as long as it is not known."""
        return self.day_zone("").zone

    def day_zone(self, said: str) -> DayZone:
        """Return the zone whose days are meant where an answer calls it so."""
        return DayZone.of(said, self.zone_name)

    @property
    def now(self) -> datetime:
        """What time it is in the workspace."""
        return self._utc_now().astimezone(self.zone)

    def remembered(self, question: Question) -> Answer | None:
        """Return the answer to a question that was asked before, if it is still here."""
        answer = self._answers.get(question)
        if answer is not None:
            self._answers.move_to_end(question)
        return answer

    async def ask(self, question: Question) -> Answer:
        """Return a fresh answer to what the range means by now.

        Only an answer tells whose days are meant: where the first one says that it is another day
        there than here, that day is asked for.

        Raises:
            KinescopeError: There is none; what is remembered stays.
        """
        was_known, asked = bool(self.zone_name), self._meant(question)
        answer = await self._once(asked)
        meant = self._meant(question)
        return answer if was_known or meant == asked else await self._once(meant)

    def _meant(self, question: Question) -> Question:
        return replace(question, range=question.range.renewed(self.now))

    async def _once(self, question: Question) -> Answer:
        if question not in self._under_way:
            task = asyncio.get_running_loop().create_task(self._asked(question))
            task.add_done_callback(lambda task: self._end(question, task))
            self._under_way[question] = task
        return await asyncio.shield(self._under_way[question])

    def _end(self, question: Question, task: "asyncio.Task[Answer]") -> None:
        del self._under_way[question]
        if not task.cancelled():
            task.exception()  # whoever still waits is told; perhaps nobody does

    async def answer(self, question: Question) -> Answer:
        """Return what is remembered, else a fresh answer.

        Raises:
            KinescopeError: There is none.
        """
        return self.remembered(question) or await self.ask(question)

    async def final(self, question: Question) -> Answer:
        """Return what is remembered if its range was over by then, else a fresh answer.

        Raises:
            KinescopeError: There is none.
        """
        remembered = self.remembered(question)
        if remembered is not None and remembered.is_final:
            return remembered
        return await self.ask(question)

    def forget(self) -> None:
        """Ask anew from now on."""
        self._answers.clear()

    async def _asked(self, question: Question) -> Answer:
        item = await self._client.overview(
            question.range.dates, bucket=question.bucket, video_id=question.video_id
        )
        if zone_of(item.zone) is not None:
            self.zone_name = item.zone
        timeline = dated(item.value.timeline)
        undated = len(item.value.timeline) - len(timeline)
        if not question.range.is_of_days:
            # Whether the end belongs to a range is documented nowhere; the next hour does not.
            end = question.range.edges(UTC)[1]
            timeline = [moment for moment in timeline if moment.date is None or moment.date < end]
        answer = Answer(
            question,
            item.value,
            timeline,
            Sums(timeline),
            item.exchange,
            self.day_zone(item.zone),
            len(item.drift),
            self._utc_now(),
            undated,
        )
        self._answers[question] = answer
        self._answers.move_to_end(question)
        while len(self._answers) > 1 and (
            len(self._answers) > _MAX_ANSWERS
            or sum(len(kept.timeline) for kept in self._answers.values()) > _MAX_MOMENTS
        ):
            self._answers.popitem(last=False)
        return answer


def plus(one: float | None, other: float | None) -> float | None:
    """Return a sum to which a missing number adds nothing; two missing ones make none.

    Fractions are added to a millionth: what is behind it is noise.
    """
    if one is None or other is None:
        return other if one is None else one
    total = float(one + other)
    return total if total.is_integer() else round(total, 6)


def exact(value: Any) -> Any:
    """Return a number as it was sent: models hold floats, and counts are whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _MAX_EXACT
    return int(value) if is_whole else value


def dated(moments: list[TimelinePoint]) -> list[TimelinePoint]:
    """Return the moments that say when they were; one without a zone is taken for UTC.

    What is dated at an edge of the calendar, as programs write it that know no date, has none.
    """
    found = []
    for moment in moments:
        if moment.date is not None and moment.date.year in _YEARS:
            date = moment.date if moment.date.tzinfo else moment.date.replace(tzinfo=UTC)
            moment.date = date.astimezone(UTC)
            found.append(moment)
    found.sort(key=attrgetter("date"))
    return found
