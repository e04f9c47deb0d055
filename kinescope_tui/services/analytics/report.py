"""Reports of `GET /v1/analytics`: what was watched, by video, country, device and the like."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial, reduce

import msgspec

from kinescope_tui.api.client import PER_PAGE, KinescopeClient, Page
from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.errors import OrderFieldError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import RawModel, ReportRow, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.analytics.overview import exact, plus
from kinescope_tui.services.analytics.sums import Pair
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.time.time_range import Bucket, TimeRange

_NUMBERS = ("view", "unique_view", "player_load", "watch_time")
_SECOND = timedelta(seconds=1)
_BY_VIEWS = Order.parse("view.desc")


class Dimension(msgspec.Struct, frozen=True):
    """The dimension of a report: what its rows are of.

    Attributes:
        name: "video", as people call it.
        entity: As the API calls it.
        name_field: The field with its name, where there is one beside the id.
        id_of: Its id in a row; empty where it is unknown.
        name_of: Its name in a row; empty where it has to be looked up.
    """

    name: str
    entity: str
    id_of: Callable[[ReportRow], str]
    name_of: Callable[[ReportRow], str] = lambda _row: ""
    name_field: str = ""


VIDEOS = Dimension("video", "video_id", lambda row: row.video_id)
COUNTRIES = Dimension("country", "country_code", lambda row: row.country_code)
DIMENSIONS = (
    VIDEOS,
    COUNTRIES,
    Dimension("city", "city", lambda row: row.city),
    Dimension("device", "device", lambda row: row.device),
    Dimension(
        "project",
        "project_id",
        lambda row: row.project_id or row.project_name,
        lambda row: row.project_name,
        "project_name",
    ),
    Dimension(
        "folder",
        "folder_id",
        lambda row: row.folder_id or row.folder_name,
        lambda row: row.folder_name,
        "folder_name",
    ),
)


class ReportEntry(RawModel):
    """One thing of a report, with what was counted over all its buckets.

    Attributes:
        unique_views: Added up over buckets, so at most that many viewers were unique.
        before: Its views in the bucket before, where two are compared.
        rated: Views and player loads of the buckets that have both; None if nothing was added up.
        averaged: The same, watch time in seconds and views.
    """

    name: str = ""
    views: float | None = None
    unique_views: float | None = None
    player_loads: float | None = None
    watch_time_s: float | None = None
    before: float | None = None
    rated: Pair | None = None
    averaged: Pair | None = None

    @property
    def difference(self) -> float:
        """The difference in views to the bucket before."""
        return (self.views or 0.0) - (self.before or 0.0)

    def call(self, name: str) -> None:
        """Give it a name."""
        self.name = name
        self.raw["name"] = name


class Report(msgspec.Struct, frozen=True):
    """The rows of a report, the most watched first.

    Attributes:
        asks: How often it had to be asked.
        buckets: In how many buckets things were counted.
        exchange: What brought them.
        unread: How many rows could not be read at all.
        uncounted: How many things came without their views.
        part: How long from its beginning each bucket was compared, if not as a whole.
        dates: From when to when it is, as the answer says itself.
        received: How many rows came, each of one thing in one bucket.
    """

    rows: list[ReportEntry]
    asks: int
    buckets: int
    exchange: Exchange
    unread: int = 0
    uncounted: int = 0
    part: timedelta | None = None
    dates: tuple[str, str] = ("", "")
    received: int = 0

    @property
    def views(self) -> float | None:
        """The sum of the views that came; None if none came."""
        return reduce(plus, (row.views for row in self.rows), None)


async def report(
    client: KinescopeClient,
    asked: TimeRange,
    dimension: Dimension,
    *,
    expects_rows: bool,
    priority: Priority = Priority.LOOKED_AT,
) -> Report:
    """Return what was watched in a range, by one dimension.

    Args:
        client: Asks.
        asked: When.
        dimension: By what.
        expects_rows: Whether an empty answer contradicts what is known, so that it is asked again
            in the other form that the API may mean.
        priority: Who goes first under the rate limits.

    Raises:
        KinescopeError: There is none.
    """
    bucket = asked.buckets[-1]  # the coarsest has the fewest rows
    page, asks = await _rows(
        client, asked.dates, bucket, dimension, expects_rows=expects_rows, priority=priority
    )
    items = page.items
    if not asked.is_of_days:
        # Whether the end belongs to a range is documented nowhere; the next hour does not.
        _, end = asked.edges(UTC)
        items = [row for row in items if row.date is None or _aware(row.date) < end]
    rows = _counted(items, dimension)
    dates = {row.date for row in items}
    return Report(
        sorted(rows, key=lambda row: -(row.views or 0)),
        asks,
        len(dates),
        page.exchange,
        unread=page.dropped + page.lacking,
        uncounted=sum(row.views is None for row in rows),
        dates=page.dates,
        received=len(page.items) + page.dropped,
    )


async def movers(
    client: KinescopeClient,
    edges: tuple[datetime, datetime, datetime],
    bucket: Bucket,
    now: datetime | None = None,
    priority: Priority = Priority.LOOKED_AT,
) -> Report:
    """Return the videos of two neighbouring buckets, those that changed most first.

    A bucket that is not over is compared with as much of the one before it. A video that is listed
    in one of them only was not watched in the other.

    Args:
        client: Asks.
        edges: When the first one begins, the second one begins, and that one ends.
        bucket: How long each is.
        now: What time it is; without it the second one is over.
        priority: Who goes first under the rate limits.

    Raises:
        KinescopeError: There are none.
    """
    first, start, end = (edge.astimezone(UTC) for edge in edges)
    ask = partial(
        _rows, client, bucket=bucket, dimension=VIDEOS, expects_rows=True, priority=priority
    )
    part = None
    if now is None or end <= now:
        page, asks = await ask(dates=DateRange(first, end))
        pages = [page]
    else:
        part = min(max(now.astimezone(UTC).replace(microsecond=0) - start, _SECOND), start - first)
        pages, asks = [], 0
        for begin in (first, start):
            page, more = await ask(dates=DateRange(begin, begin + part))
            pages, asks = [*pages, page], asks + more
    # Whether the end belongs to a range is documented nowhere.
    dated = [(_aware(row.date), row) for page in pages for row in page.items if row.date]
    counted = {row.id: row for row in _counted(_between(dated, start, end), VIDEOS)}
    before = {row.id: row.views for row in _counted(_between(dated, first, start), VIDEOS)}
    rows = []
    for video_id in {**counted, **before}:
        row = counted.get(video_id) or _row(video_id, "", VIDEOS)
        row.views = row.views if video_id in counted else 0.0
        row.before = before.get(video_id, 0.0)
        row.raw |= {"views": exact(row.views), "views_before": exact(row.before)}
        rows.append(row)
    known = [row for row in rows if row.views is not None and row.before is not None]
    changed = sorted((row for row in known if row.difference), key=lambda row: -abs(row.difference))
    return Report(
        changed,
        asks,
        len({date for date, _ in dated}),
        pages[-1].exchange,
        unread=sum(_unread(page) for page in pages),
        uncounted=len(rows) - len(known),
        part=part,
        received=sum(len(page.items) + page.dropped for page in pages),
    )


def _unread(page: Page[ReportRow]) -> int:
    """Return how many rows did not come, or tell nothing: nobody knows when they were counted."""
    return page.dropped + page.lacking + sum(not row.date for row in page.items)


def _between(
    dated: Iterable[tuple[datetime, ReportRow]], start: datetime, end: datetime
) -> list[ReportRow]:
    return [row for date, row in dated if start <= date < end]


class Titles:
    """Titles of videos, a hundred for one request."""

    def __init__(self, client: KinescopeClient) -> None:
        self._client = client
        self._titles: dict[str, str] = {}
        self._asked: set[str] = set()
        self._turn = asyncio.Lock()

    async def learn(
        self, rows: Sequence[ReportEntry], priority: Priority = Priority.LOOKED_AT
    ) -> bool:
        """Name these rows, and tell whether any got a name; videos that are gone keep their ids.

        What others ask for is waited for: it may be what these rows are called.

        Raises:
            KinescopeError: Their titles could not be read; the next call asks again.
        """
        async with self._turn:
            unknown = [row.id for row in rows if row.id and row.id not in self._asked][:PER_PAGE]
            if unknown:
                page = await self._client.page(
                    "/v1/videos",
                    Video,
                    query=[("video_ids[]", video_id) for video_id in unknown],
                    priority=priority,
                )
                self._asked.update(unknown)
                self._titles |= {video.id: video.title for video in page.items if video.title}
        named = [row for row in rows if not row.name and row.id in self._titles]
        for row in named:
            row.call(self._titles[row.id])
        return bool(named)


class ObservedRows(InMemoryRows[ReportEntry]):
    """Rows that tell which of them somebody looks at."""

    def __init__(
        self, items: Sequence[ReportEntry], on_look: Callable[[Sequence[ReportEntry]], None]
    ) -> None:
        super().__init__(items)
        self._rows = items
        self._on_look = on_look

    def look_at(self, first: int, last: int, *, ahead: int = 0) -> None:
        """Tell who is looked at."""
        del ahead
        self._on_look(self._rows[first : last + 1])


async def _rows(
    client: KinescopeClient,
    dates: DateRange,
    bucket: Bucket,
    dimension: Dimension,
    *,
    expects_rows: bool,
    priority: Priority,
) -> tuple[Page[ReportRow], int]:
    fields = [dimension.entity, *filter(None, [dimension.name_field]), *_NUMBERS]
    order: Order | None = _BY_VIEWS
    repeats_fields = False
    asks = 0
    while True:
        asks += 1
        try:
            page = await client.report(
                dates,
                bucket=bucket,
                entities=[dimension.entity],
                fields=fields,
                order=order,
                repeats_fields=repeats_fields,
                priority=priority,
            )
        except OrderFieldError:
            if order is None:
                raise
            order = None
            continue
        if page.items or not expects_rows or repeats_fields:
            return page, asks
        repeats_fields = True


def _counted(rows: Iterable[ReportRow], dimension: Dimension) -> list[ReportEntry]:
    found: dict[str, ReportEntry] = {}
    for row in rows:
        item_id = dimension.id_of(row)
        item = found.get(item_id)
        if item is None:
            item = found[item_id] = _row(item_id, dimension.name_of(row), dimension)
        item.views = plus(item.views, row.view)
        item.unique_views = plus(item.unique_views, row.unique_view)
        item.player_loads = plus(item.player_loads, row.player_load)
        item.watch_time_s = plus(item.watch_time_s, row.watch_time_s)
        item.rated = _plus_both(item.rated, (row.view, row.player_load))
        item.averaged = _plus_both(item.averaged, (row.watch_time_s, row.view))
    for item in found.values():
        item.raw |= {
            "views": exact(item.views),
            "unique_views_at_most": exact(item.unique_views),
            "player_loads": exact(item.player_loads),
            "watch_time": exact(item.watch_time_s),
        }
    return list(found.values())


def _plus_both(before: Pair | None, pair: Pair) -> Pair:
    """Return the sums of two numbers, of what has both."""
    one, other = before or (None, None)
    return (one, other) if None in pair else (plus(one, pair[0]), plus(other, pair[1]))


def _row(item_id: str, name: str, dimension: Dimension) -> ReportEntry:
    return ReportEntry(id=item_id, name=name, raw={dimension.entity: item_id, "name": name})


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
