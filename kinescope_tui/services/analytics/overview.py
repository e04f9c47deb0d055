"""Answers about analytics, kept as far as they were asked for before."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from kinescope_tui.api.client import Item, KinescopeClient
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.time.range_source import Question, RangeSource
from kinescope_tui.services.time.zones import DayZone, zone_of

_MAX_EXACT = 2**53
_MAX_DIGITS = 30  # of a whole number that is written out
_MAX_MOMENTS = 100_000  # of all remembered answers together, about 20 MB
_BESIDES = 1_600  # what an answer takes besides its moments, as if it had so many more
_MANY = 500  # moments; more of them are added up beside the keys


class Answer(msgspec.Struct, frozen=True):
    """An answer of the API.

    Attributes:
        question: What it answers.
        course: The buckets that came with a date, and those that are missing between them.
        sums: Theirs.
        zone: At whose midnights the buckets begin.
        came_at: When.
        dates: From when to when it is, as it says itself.
    """

    question: Question
    overview: Overview
    course: Course
    sums: Sums
    exchange: Exchange
    zone: DayZone
    came_at: datetime
    drift: int = 0
    dates: tuple[str, str] = ("", "")

    @property
    def timeline(self) -> list[TimelinePoint]:
        """The buckets in their order, each date in UTC."""
        return self.course.moments

    @property
    def total(self) -> TimelinePoint:
        """All of the range."""
        return self.overview.total or TimelinePoint()

    @property
    def edges(self) -> tuple[datetime, datetime]:
        """The ends of its range, in UTC."""
        return self.question.range.edges(self.zone.zone)

    @property
    def is_final(self) -> bool:
        """Whether its range was over when it came."""
        return self.edges[1] <= self.came_at


class Analytics(RangeSource[Answer]):
    """Asks each question once, however many wait for it, and keeps the last answers.

    Attributes:
        zone_name: The workspace's time zone, as it was said last; empty before.
    """

    def __init__(
        self,
        client: KinescopeClient,
        utc_now: Callable[[], datetime],
    ) -> None:
        super().__init__(
            utc_now, room=_MAX_MOMENTS, weigh=lambda answer: len(answer.timeline) + _BESIDES
        )
        self._client = client
        self._ahead: set[Question] = set()
        self.zone_name = ""

    @property
    def zone(self) -> tzinfo:
        """The workspace's time zone; this computer's as long as it is not known."""
        return self.day_zone("").zone

    def learn_zone(self, said: str) -> None:
        """Take the workspace's time zone from an answer, where it names one."""
        if zone_of(said) is not None:
            self.zone_name = said

    def day_zone(self, said: str) -> DayZone:
        """Return the zone whose days are meant where an answer calls it so."""
        return DayZone.of(said, self.zone_name)

    async def ask(self, question: Question) -> Answer:
        """Return a fresh answer to what the range means by now.

        Only an answer tells whose days are meant: where the first one says that it is another day
        there than here, that day is asked for.

        Raises:
            KinescopeError: There is none; what is remembered stays.
        """
        was_known, asked = bool(self.zone_name), self._meant(question)
        answer = await self._answers.fetch(asked)
        meant = self._meant(question)
        return answer if was_known or meant == asked else await self._answers.fetch(meant)

    async def ahead(self, question: Question) -> Answer:
        """Return what is remembered, and changes no more, else an answer asked for after all else.

        Raises:
            KinescopeError: There is none.
        """
        meant = self._meant(question)
        remembered = self.remembered(meant)
        if remembered is not None and remembered.is_final:
            return remembered
        self._ahead.add(meant)
        try:
            return await self.ask(meant)
        finally:
            self._ahead.discard(meant)

    async def _ask(self, question: Question) -> Answer:
        item = await self._client.overview(
            question.range.dates,
            bucket=question.bucket,
            video_id=question.video_id,
            priority=Priority.AHEAD if question in self._ahead else Priority.LOOKED_AT,
        )
        self.learn_zone(item.zone)
        zone, came_at = self.day_zone(item.zone), self.utc_now()
        steps = question.range.length / question.bucket.length  # that may be missing
        if is_long(item.value.timeline) or steps > _MANY:
            return await asyncio.to_thread(_answer, question, item, zone, came_at)
        return _answer(question, item, zone, came_at)


def is_long(timeline: Sequence[TimelinePoint]) -> bool:
    """Return whether to go through a timeline takes longer than a key may wait."""
    return len(timeline) > _MANY


def _answer(question: Question, item: Item[Overview], zone: DayZone, came_at: datetime) -> Answer:
    course, edges = Course.of(item.value.timeline), question.range.edges(zone.zone)
    if not question.range.is_of_days:
        # Whether the end belongs to a range is documented nowhere; the next hour does not.
        inside = [one for one in course.moments if one.date is None or one.date < edges[1]]
        course = msgspec.structs.replace(course, moments=inside)
    course = course.filled(question.bucket, zone.zone, edges)
    return Answer(
        question,
        item.value,
        course,
        Sums(course.moments),
        item.exchange,
        zone,
        came_at,
        len(item.drift),
        item.dates,
    )


def plus(one: float | None, other: float | None) -> float | None:
    """Return a sum to which a missing number adds nothing; two missing ones make none.

    Fractions are added to a millionth: what is behind it is noise.
    """
    if one is None or other is None:
        return other if one is None else one
    total = float(one + other)
    return total if total.is_integer() else round(total, 6)


def exact(value: Any) -> Any:
    """Return a number as it was sent, whole ones without a fraction."""
    number = Decimal(value.text) if isinstance(value, Numeral) else value
    if isinstance(number, Decimal):
        is_whole = number.adjusted() < _MAX_DIGITS and number == number.to_integral_value()
        return int(number) if is_whole else Numeral(str(value))
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _MAX_EXACT
    return int(value) if is_whole else value
