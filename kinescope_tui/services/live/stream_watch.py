"""How a live stream arrives: its points so far, and the faults among them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from kinescope_tui.api.client import PER_PAGE, KinescopeClient, Page, quote_segment
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.dates import in_zone
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import LiveEvent, Quality
from kinescope_tui.services.live.stream_state import StreamState, stream_state

if TYPE_CHECKING:
    from kinescope_tui.api.exchange import Exchange

POINT = timedelta(seconds=30)
"""What a point stands for, as the API documents it."""

_MOST = 720  # points that are kept: six hours
_SILENCE = 3 * POINT  # without a point; one that is late is no fault


class StreamFault(msgspec.Struct, frozen=True):
    """Points in a row that arrived badly in the same way, or a time in which none came.

    Attributes:
        status: As the API numbers it; None where nothing came.
        begin: When the first of the points was, or the last one before the silence.
        end: When the last of the points was, or the first one after the silence.
        goes_on: Whether nothing better came since.
    """

    status: int | None
    begin: datetime
    end: datetime
    goes_on: bool = False


class StreamWatch:
    """The points of one event's stream as they come, from answers of any shape.

    Attributes:
        event_id: Whose stream.
        points: The latest ones in the order of time, one for each moment.
        faults: What was wrong, the oldest first.
        failure: Why they could not be read when they were asked for last; None if they could.
        exchange: What brought them last; None before that.
        is_over: Whether the event was over when it was silent.
    """

    def __init__(self, client: KinescopeClient, event_id: str, clock: Clock) -> None:
        self.event_id = event_id
        self.points: Sequence[Quality] = ()
        self.faults: Sequence[StreamFault] = ()
        self.failure: KinescopeError | None = None
        self.exchange: Exchange | None = None
        self.is_over = False
        self._client = client
        self._clock = clock
        self._first_page = 1  # of those that may hold something new
        self._question: object = None
        self._grown_s = clock.monotonic()
        self._told: tuple[datetime, bool] | None = None

    @property
    def fault(self) -> StreamFault | None:
        """What is wrong now."""
        last = self.faults[-1] if self.faults else None
        return last if last is not None and last.goes_on else None

    async def ask(self, *, is_running: bool = True) -> Sequence[StreamFault]:
        """Ask for what is new, and return the faults that began since the answer before.

        Those of the first answer are not new. An answer to an older question is dropped, and what
        fails leaves the points as they were.

        Args:
            is_running: Whether points are to come, so that it is a fault if none does.
        """
        question = self._question = object()
        try:
            pages = await self._read()
        except KinescopeError as error:
            if question is self._question:
                self.failure = error
            return ()
        if question is not self._question:
            return ()
        self.failure = None
        self._take_in(pages)
        silent_s = self._clock.monotonic() - self._grown_s
        is_silent = is_running and silent_s >= _SILENCE.total_seconds()
        if is_silent:
            runs = await self._runs()
            if question is not self._question:
                return ()
            self.is_over = not runs
        return self._judge(is_silent=is_silent and not self.is_over)

    async def _runs(self) -> bool:
        """Return whether the event runs: one that has ended is silent for good."""
        try:
            item = await self._client.item(self._event_path, LiveEvent)
        except KinescopeError:
            return True  # as far as is known
        return stream_state(item.value) is StreamState.RUNNING

    async def _read(self) -> dict[int, Page[Quality]]:
        """Return the pages that may hold something new, by number; of many the last two."""
        begin = self._first_page  # another question's answer may move it meanwhile
        first = await self._read_page(begin)
        total = first.total or 0
        # A server that knows no pages gives all at once.
        last = 1 if len(first.items) >= total else -(-total // max(1, first.per_page))
        if begin > last:  # another stream has fewer
            return {1: await self._read_page(1)}
        others = range(max(begin + 1, last - 1), last + 1)
        pages = {number: await self._read_page(number) for number in others}
        is_joined = others.start == begin + 1
        return {begin: first, **pages} if is_joined else pages

    @property
    def _event_path(self) -> str:
        # An id from outside may be none that can be asked for, which is told as any failure.
        return f"/v2/live/events/{quote_segment(self.event_id)}"

    async def _read_page(self, number: int) -> Page[Quality]:
        # An event without points is answered with 404.
        return await self._client.page(
            f"{self._event_path}/qos", Quality, page=number, per_page=PER_PAGE, is_optional=True
        )

    def _take_in(self, pages: dict[int, Page[Quality]]) -> None:
        if min(pages) > self._first_page:  # what is between was not asked for, and is no silence
            self.points = ()
        self._first_page = max(pages)
        self.exchange = pages[self._first_page].exchange
        known = {point.time: point for point in self.points}
        before = len(known)
        for point in (point for page in pages.values() for point in page.items):
            if point.time is not None:
                point.time = in_zone(point.time, UTC)  # some servers tell no zone
                known[point.time] = point
        if len(known) > before:
            self._grown_s = self._clock.monotonic()
        times = sorted(time for time in known if time is not None)[-_MOST:]
        self.points = tuple(known[time] for time in times)

    def _judge(self, *, is_silent: bool) -> Sequence[StreamFault]:
        """Find the faults, and return those that are new."""
        self.faults = stream_faults(self.points, is_silent=is_silent)
        last = self.points[-1].time if self.points else None
        told, self._told = self._told, (last, is_silent) if last is not None else None
        # A silence begins where the last point stands that was told of.
        return [f for f in self.faults if told and (f.begin, f.status is None) > told]


def stream_faults(points: Sequence[Quality], *, is_silent: bool = False) -> list[StreamFault]:
    """Return what was wrong with a stream, the oldest first.

    Args:
        points: In the order of time; those without one are left out.
        is_silent: Whether nothing has come after them for too long.
    """
    found: list[StreamFault] = []
    before: datetime | None = None
    for point in points:
        if point.time is None:
            continue
        if before is not None and point.time - before > _SILENCE:
            found.append(StreamFault(None, before, point.time))
        if point.status:
            last = found[-1] if found else None
            is_same = last is not None and (last.status, last.end) == (point.status, before)
            begin = found.pop().begin if last is not None and is_same else point.time
            found.append(StreamFault(point.status, begin, point.time))
        before = point.time
    if before is not None and is_silent:
        found.append(StreamFault(None, before, before, goes_on=True))
    elif found and found[-1].end == before and found[-1].status is not None:
        last = found.pop()
        found.append(StreamFault(last.status, last.begin, last.end, goes_on=True))
    return found
