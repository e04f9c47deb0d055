"""Asks how often videos were watched, and writes it beside them into the index."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from msgspec.structs import replace

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import InvalidRequestError, KinescopeError
from kinescope_tui.api.nouns import noun_of
from kinescope_tui.services.analytics.report import VIDEOS, Report, report
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.index.storage_price import find_storage_price, told_trouble
from kinescope_tui.services.index.view_counts import (
    LATELY_DAYS,
    CountedSpan,
    ViewCounts,
    write_view_counts,
)
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.time.zones import local_day, zone_of

Views = dict[str, float | None]

_LONGEST = timedelta(days=10 * 365)
_MOST_PARTS = 64  # in which a span is asked for
_ROUND = 1_000  # a multiple of this is a number of rows that a limit has


class ViewCounter:
    """Reads the views of a span of days by video; days are those of the workspace.

    An answer that is refused, or has so many rows as limits have, is asked for in two halves.
    Nothing is written of a span that could not be read whole.
    """

    def __init__(self, client: KinescopeClient, database: IndexDatabase, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._zone: tzinfo = UTC  # whose days are counted, as it was said last

    async def read(self) -> ViewCounts:
        """Ask for the views lately and ever, and for the price of storage, and write them.

        Raises:
            KinescopeError: Not even the views lately could be read; what was known stays.
            IndexFaultError: The index cannot be written.
        """
        today = self._clock.utc_now().date()
        oldest = await call_in_daemon(self._oldest_day, limit_s=None)
        begins = today - timedelta(days=LATELY_DAYS)
        trouble: dict[str, str] = {}
        lately, recent_views = await self._span(begins, today)
        there = local_day(self._clock.utc_now(), self._zone)
        if there != today:  # only an answer tells whose days they are
            begins += there - today
            lately, recent_views = await self._span(begins, there)
            today = there
        ever: CountedSpan | None = None
        ever_views: Views = {}
        try:
            earlier = max(oldest, today - _LONGEST) if oldest is not None else begins
            ever, ever_views = await self._before(earlier, lately, recent_views, begins)
        except KinescopeError as error:
            trouble["ever"] = error.message
        try:
            price = await find_storage_price(self._client)
        except (KinescopeError, LookupError) as error:
            price, trouble["price"] = None, told_trouble(error)
        now = int(self._clock.utc_now().timestamp() * 1000)
        counts = ViewCounts(now, lately, ever, trouble, price)

        def write() -> None:
            with self._database.writing() as base:
                write_view_counts(base, counts, recent_views, ever_views)

        await call_in_daemon(write, limit_s=None)
        return counts

    async def _before(
        self, earlier: date, lately: CountedSpan, recent: Views, begins: date
    ) -> tuple[CountedSpan, Views]:
        """Return the views of all days: those lately, and those before."""
        if earlier >= begins:
            return lately, recent
        before, views = await self._span(earlier, begins - timedelta(days=1))
        known = before.said is not None and lately.said is not None
        whole = CountedSpan(
            before.first,
            lately.last,
            before.views + lately.views,
            (before.said or 0) + (lately.said or 0) if known else None,
            before.unnamed + lately.unnamed,
            before.uncounted + lately.uncounted,
            before.unread + lately.unread,
            before.parts + lately.parts,
        )
        return whole, {
            video_id: _sum(views.get(video_id, 0), recent.get(video_id, 0))
            for video_id in {**views, **recent}
        }

    async def _span(self, first: date, last: date) -> tuple[CountedSpan, Views]:
        """Return what was watched from one day to another, by video.

        Raises:
            KinescopeError: That is not known: an answer did not come, or lacks all rows.
        """
        asked = TimeRange.of(first, last)
        overview = await self._client.overview(asked.dates, bucket=asked.buckets[-1])
        total, self._zone = overview.value.total, zone_of(overview.zone) or UTC
        said = float(total.views) if total is not None and total.views is not None else None
        span = CountedSpan(str(first), str(last), said=said, parts=0)
        views: Views = {}
        left = [(first, last)]
        while left:
            begin, end = left.pop()
            can_halve = begin < end and span.parts + len(left) < _MOST_PARTS
            try:
                found = await report(
                    self._client, TimeRange.of(begin, end), VIDEOS, expects_rows=bool(said)
                )
            except InvalidRequestError:
                if not can_halve:
                    raise
                left += _halves(begin, end)
                continue
            if can_halve and found.received and found.received % _ROUND == 0:
                left += _halves(begin, end)
                continue
            span = _with(span, found, views)
        if not views and said != 0:
            counts = (
                "does not report the number of views"
                if said is None
                else f"reports {said:g} {noun_of(said, 'view')}"
            )
            told = f"The server {counts} from {first} to {last}, but returned no row for any video."
            raise IndexFaultError(f"{told} No video can be called unwatched.")
        return span, views

    def _oldest_day(self) -> date | None:
        """Return when the oldest video was made; None if nobody said."""
        with self._database.writing() as base:
            query = "SELECT min(created) FROM fact WHERE created > 0"
            (oldest,) = base.execute(query).fetchone()
        return None if oldest is None else datetime.fromtimestamp(oldest / 1000, UTC).date()


def _halves(begin: date, end: date) -> list[tuple[date, date]]:
    middle = begin + (end - begin) // 2
    return [(begin, middle), (middle + timedelta(days=1), end)]


def _with(span: CountedSpan, found: Report, views: Views) -> CountedSpan:
    """Return a span with what an answer adds, and add its views."""
    unnamed = 0.0
    for row in found.rows:
        if row.id:
            views[row.id] = _sum(views.get(row.id, 0), row.views)
        else:
            unnamed += float(row.views or 0)
    return replace(
        span,
        views=span.views + float(found.views or 0) - unnamed,
        unnamed=span.unnamed + unnamed,
        uncounted=span.uncounted + found.uncounted,
        unread=span.unread + found.unread,
        parts=span.parts + 1,
    )


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else float(one + other)
