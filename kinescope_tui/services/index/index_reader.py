"""Reads a workspace into its index: all of it once, and what is new from then on."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.client import PER_PAGE, KinescopeClient, Page, quote_segment
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import (
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    UnexpectedShapeError,
)
from kinescope_tui.api.models import Folder, LiveEvent, Model, Playlist, Project, Tag, Video
from kinescope_tui.api.nouns import counted, grouped
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.api.paging import read_pages
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.index.index_database import IndexDatabase, Written
from kinescope_tui.services.index.index_errors import (
    DamagedIndexError,
    OtherOwnerError,
    OtherVersionError,
)
from kinescope_tui.services.index.index_state import IndexState, Reading, write_state, written_state
from kinescope_tui.services.index.indexed_video import row_of
from kinescope_tui.services.lists.page_reader import dropped_told
from kinescope_tui.services.lists.project_names import CATALOG_TYPES

M = TypeVar("M", bound=Model)

# What costs one kind of things; what was known of it stays.
_UNREAD = (ForbiddenError, NotFoundError, InvalidRequestError, UnexpectedShapeError)
_OLDEST_FIRST = Order.parse("created_at.asc")
_NEWS = (Order.parse("updated_at.desc"), Order.parse("created_at.desc"))
_AT_ONCE = 4  # pages on their way
_MOST_PASSES = 2  # through all pages, where rows are missing at the end of one
_MOST_STEPS_BACK = 50
_MOST_BARREN = 3
_MOST_HOLLOW = 2  # empty pages in a row
_MOST_NEWS = 2_000  # pages of news; then a whole reading is the same
_UNDATED = 10  # pages of news whose rows have no date
_SMALL = 30  # pages of a workspace that is read anew as soon as its total differs
_MOST_PAGES = 1_000  # of another list
_DROPPED_AT_ONCE = 500
_THINGS_S = 3_600.0  # for which projects and the like, each with a request of its own, are good
MAX_AGE_S = 7 * 86_400.0
"""An older whole reading is made anew, so that what was deleted is found."""


class Progress(msgspec.Struct, frozen=True):
    """How far a reading is.

    Attributes:
        told: What is read: "videos", "projects".
        done: How many videos of it were gone through.
        total: How many there are; None if the server does not say.
        seconds_left: How long it will take, by the pace so far; None if that is not known.
    """

    told: str
    done: int = 0
    total: int | None = None
    seconds_left: float | None = None


class IndexReader:
    """Reads at the lowest priority, page by page, each in one transaction.

    All videos are read the oldest first, so that new ones come at the end. Where the total falls
    while that goes on, it goes back by as many rows. What was there and did not come again is
    taken out at the end, if the server's count proves the reading, or, where it has none, if it did
    not come at a second time through all pages either. Whoever quits, pauses or is
    killed goes on with the page that came next. How far it is stands in the file, and is looked at
    in each transaction: of two programs that read at once each goes on where the other one is.

    Attributes:
        progress: How far it is; None while nothing is read.
        state: How far the index is, as it was seen last.
        on_change: Called when either changes.

    Args:
        client: Asks the API.
        database: Where to; for this reader alone.
        clock: Tells the time.
        max_age_s: How old a whole reading may be.
    """

    def __init__(
        self,
        client: KinescopeClient,
        database: IndexDatabase,
        clock: Clock,
        *,
        max_age_s: float = MAX_AGE_S,
    ) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._max_age_s = max_age_s
        self._is_stopped = False
        self._began = (0.0, 0)  # when, and with which page
        self.progress: Progress | None = None
        self.state = IndexState()
        self.on_change: Callable[[], None] = lambda: None

    @property
    def is_reading(self) -> bool:
        """Whether something is read just now."""
        return self.progress is not None

    def stop(self) -> None:
        """Read no more after the page that is on its way; the next reading goes on from there."""
        self._is_stopped = True

    async def read(self, *, full: bool = False) -> bool:
        """Read what is missing, or all of it; tell whether that came to its end.

        Args:
            full: Whether all is read anew; a file that cannot be used is replaced then.

        Raises:
            IndexFaultError: The file cannot be written; what is in it stays.
            KinescopeError: A page could not be read; the next call goes on with it.
        """
        self._is_stopped = False
        try:
            self._tell(Progress("existing videos"))
            self.state = await self._opened(full=full)
            if full or self.state.whole_at is None or self.state.reading is not None:
                await self._read_all()
            else:
                await self._read_news()
                if self._wants_all() and not self._is_stopped:
                    await self._read_all()
            things_at = self.state.things_at
            is_due = full or things_at is None or self._age_s(things_at) > _THINGS_S
            if is_due and not self._is_stopped:
                self._tell(Progress("projects"))
                await self._read_things()
            return not self._is_stopped
        finally:
            self.progress = None
            self.on_change()

    async def _opened(self, *, full: bool) -> IndexState:
        try:
            return await call_in_daemon(self._database.load, limit_s=None)
        except (OtherOwnerError, OtherVersionError, DamagedIndexError):
            if not full:
                raise
            await call_in_daemon(lambda: self._database.open(anew=True), limit_s=None)
            return await call_in_daemon(self._database.load, limit_s=None)

    # All videos.

    async def _read_all(self) -> None:
        state = self.state
        if state.reading is None:
            begun = Reading(state.readings + 1, begun_at=self._now_ms)
            await self._write(replace(state, reading=begun))
        self._began = self._clock.monotonic(), self._reading.next
        coming: deque[tuple[int, asyncio.Task[Page[Video]]]] = deque()
        try:
            while not self._is_stopped and (reading := self.state.reading) is not None:
                self._tell_pages(reading)
                if not coming or coming[0][0] != reading.next:
                    _cancel(coming)
                while len(coming) < self._pages_at_once(reading):
                    number = reading.next + len(coming)
                    ask = self._page(number, _OLDEST_FIRST)
                    coming.append((number, asyncio.get_running_loop().create_task(ask)))
                page = await coming[0][1]
                coming.popleft()
                if await self._take(page):
                    await self._judge()
        finally:
            _cancel(coming)

    @property
    def _reading(self) -> Reading:
        assert self.state.reading is not None  # noqa: S101 - one is under way
        return self.state.reading

    def _pages_at_once(self, reading: Reading) -> int:
        if reading.total is None or reading.hollow:
            return 1
        left = -(-reading.total // reading.per_page) - reading.next + 1
        return max(1, min(_AT_ONCE, left))

    async def _take(self, page: Page[Video]) -> bool:
        """Write a page, and where to go on, in one; tell whether it was the last one."""
        before = self._reading

        def take() -> tuple[IndexState, bool] | None:
            rows = {row.id: row for row in map(row_of, page.items) if row.id}
            without_id = sum(not video.id for video in page.items)
            at = self._now_ms if self.state.readings else None
            with self._database.writing() as base:
                if written_state(base).reading != before:
                    return None
                written = self._database.put(base, list(rows.values()), before.number, at=at)
                reading, is_last = _after(before, page, written, without_id)
                state = replace(self.state, reading=reading, total=reading.total)
                write_state(base, state)
            return replace(state, count=state.count + written.new), is_last

        taken = await call_in_daemon(take, limit_s=None)
        if taken is None:
            await self._follow()
            return False
        self.state, is_last = taken
        self.on_change()
        return is_last

    async def _follow(self) -> None:
        """Go on where another program is by now."""
        self.state = await call_in_daemon(self._database.load, limit_s=None)
        self.on_change()

    async def _judge(self) -> None:
        """Find out what the reading proves, and end it, or go through the pages once more."""
        reading = self._reading

        def seen() -> tuple[int, int]:
            with self._database.writing() as base:
                query = "SELECT count(*) FILTER (WHERE reading = ?), count(*) FROM fact"
                found: tuple[int, int] = base.execute(query, (reading.number,)).fetchone()
                return found

        count, kept = await call_in_daemon(seen, limit_s=None)
        # Without a total nothing but a second look tells what is gone from what had moved.
        expected = reading.total if reading.total is not None else kept
        is_short = count + reading.dropped < expected
        if is_short and not reading.doubt and reading.passes + 1 < _MOST_PASSES:
            again = replace(
                reading,
                next=1,
                passes=reading.passes + 1,
                steps_back=0,
                dropped=0,
                barren=0,
                hollow=0,
            )
            await self._write(replace(self.state, reading=again))
            return
        shortfall = _shortfall(reading, count)
        if not shortfall:
            await self._take_out_others(reading.number)
        now = self._now_ms
        await self._write(
            replace(
                self.state,
                readings=reading.number,
                whole_at=now,
                fresh_at=now,
                shortfall=shortfall,
                reading=None,
            )
        )

    async def _take_out_others(self, number: int) -> None:
        """Take out what no page of the reading had."""

        def some() -> int:
            at = self._now_ms if self.state.readings else None
            query = "SELECT key FROM fact WHERE reading < ? LIMIT ?"
            with self._database.writing() as base:
                if written_state(base).reading != self.state.reading:
                    return 0
                keys = [key for (key,) in base.execute(query, (number, _DROPPED_AT_ONCE))]
                self._database.drop(base, keys, at=at)
            return len(keys)

        while gone := await call_in_daemon(some, limit_s=None):
            self.state = replace(self.state, count=self.state.count - gone)

    # What is new.

    async def _read_news(self) -> None:
        """Read from the newest on until everything is known, by both orders that tell news."""
        total, is_sorted = self.state.total, False
        for order in _NEWS:
            undated = 0
            for number in range(1, _MOST_NEWS):
                if self._is_stopped:
                    return
                self._tell(Progress("news", (number - 1) * PER_PAGE, None))
                try:
                    page = await self._page(number, order)
                except InvalidRequestError:
                    break  # the server does not sort by that
                total = page.total if page.total is not None else total
                written = await self._take_news(page)
                field = order.levels[0].field
                is_dated = any(getattr(video, field) is not None for video in page.items)
                undated += not is_dated
                is_other_order = bool(page.order) and not page.order.begins_with(order)
                is_known = not written.new and not written.changed and is_dated
                is_sorted |= not is_other_order
                if not page.items or is_known or is_other_order or undated > _UNDATED:
                    break
        shortfall = "" if is_sorted else _UNSORTED
        if total is not None and total != self.state.count:
            shortfall = _differing(self.state.count, total)
        await self._write(
            replace(self.state, total=total, fresh_at=self._now_ms, shortfall=shortfall)
        )

    async def _take_news(self, page: Page[Video]) -> Written:
        def take() -> Written:
            rows = {row.id: row for row in map(row_of, page.items) if row.id}
            with self._database.writing() as base:
                return self._database.put(
                    base, list(rows.values()), self.state.readings, at=self._now_ms
                )

        written = await call_in_daemon(take, limit_s=None)
        self.state = replace(self.state, count=self.state.count + written.new)
        self.on_change()
        return written

    def _wants_all(self) -> bool:
        """Tell whether only a whole reading finds what is missing, and it is due."""
        state = self.state
        is_old = self._age_s(state.whole_at or 0) > self._max_age_s
        is_small = (state.total or 0) <= _SMALL * PER_PAGE
        return is_old or (bool(state.shortfall) and is_small)

    # What else there is.

    async def _read_things(self) -> None:
        """Read projects and folders, playlists, tags and live events; leave what is refused."""
        unread: dict[str, str] = {}
        try:
            projects = [
                project
                for kind in CATALOG_TYPES
                for project in await self._all("/v1/projects", Project, (("catalog_type", kind),))
            ]
            folders = [
                folder
                for project in projects
                for folder in await self._folders(project)
                if not self._is_stopped
            ]
        except _UNREAD as error:
            unread["projects"] = error.message
        else:
            await self._put_things("project", [_thing(one, one.name) for one in projects])
            await self._put_things(
                "folder",
                [_thing(one, one.name, one.project_id, one.parent_id) for one in folders],
            )
        for told, path, model, name_of in _OTHERS:
            if self._is_stopped:
                return
            try:
                found = await self._all(path, model)
            except _UNREAD as error:
                unread[f"{told}s"] = error.message
            else:
                await self._put_things(told, [_thing(one, name_of(one)) for one in found])
        if not self._is_stopped:
            await self._write(replace(self.state, unread=unread, things_at=self._now_ms))

    async def _folders(self, project: Project) -> Sequence[Folder]:
        if not project.id:
            return []
        found = await self._all(f"/v1/projects/{quote_segment(project.id)}/folders", Folder)
        for folder in found:
            folder.project_id = folder.project_id or project.id
        return found

    async def _all(
        self, path: str, model: type[M], query: Sequence[tuple[str, str]] = ()
    ) -> list[M]:
        async def fetch(number: int, size: int) -> Page[M]:
            return await self._client.page(
                path, model, page=number, per_page=size, query=query, priority=Priority.BULK
            )

        found: dict[str, M] = {}
        left = _MOST_PAGES
        async for page in read_pages(fetch, PER_PAGE):
            found |= {str(getattr(item, "id", "")): item for item in page.items}
            if page.dropped:
                raise UnexpectedShapeError(f"{dropped_told(page.dropped)}.")
            left -= 1
            if not left:
                break
        found.pop("", None)
        return list(found.values())

    async def _put_things(self, kind: str, rows: Sequence[tuple[Any, ...]]) -> None:
        def put() -> None:
            with self._database.writing() as base:
                base.execute("DELETE FROM thing WHERE kind = ?", (kind,))
                base.executemany(
                    "INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [(kind, *row) for row in rows],
                )

        await call_in_daemon(put, limit_s=None)

    # Means.

    async def _page(self, number: int, order: Order) -> Page[Video]:
        return await self._client.videos(page=number, order=order, priority=Priority.BULK)

    async def _write(self, state: IndexState) -> None:
        """Write how far it is, unless another program has gone on meanwhile."""
        before = self.state.reading

        def write() -> bool:
            with self._database.writing() as base:
                is_known = written_state(base).reading == before
                if is_known:
                    write_state(base, state)
            return is_known

        if not await call_in_daemon(write, limit_s=None):
            await self._follow()
            return
        self.state = state
        self.on_change()

    @property
    def _now_ms(self) -> int:
        return int(self._clock.utc_now().timestamp() * 1000)

    def _age_s(self, at_ms: int) -> float:
        return (self._now_ms - at_ms) / 1000

    def _tell_pages(self, reading: Reading) -> None:
        began, first = self._began
        done, took = reading.next - first, self._clock.monotonic() - began
        left = None
        if reading.total is not None and done > 0:
            pages = -(-reading.total // reading.per_page) - reading.next + 1
            left = max(0, pages) * took / done
        rows = (reading.next - 1) * reading.per_page
        self._tell(Progress("videos", rows, reading.total, left))

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        self.on_change()


def _after(
    reading: Reading, page: Page[Video], written: Written, without_id: int
) -> tuple[Reading, bool]:
    """Return where a reading stands after its next page, and whether that was the last one."""
    received = len(page.items) + page.dropped
    per_page = reading.per_page
    if reading.next == 1 and received:
        per_page = max(received, min(page.per_page, PER_PAGE) if page.per_page > 0 else PER_PAGE)
    rows = written.new + written.changed + written.same
    barren = reading.barren + 1 if rows and rows == written.again else 0
    after = replace(
        reading,
        next=reading.next + 1,
        per_page=per_page,
        total=page.total,
        dropped=reading.dropped + page.dropped + without_id,
        # Pages that are gone through again have nothing new.
        barren=barren if not reading.passes and not reading.steps_back else 0,
        hollow=0 if received else reading.hollow + 1,
    )
    gone = (reading.total or 0) - page.total if page.total is not None else 0
    if gone > 0 and reading.next > 1 and reading.steps_back < _MOST_STEPS_BACK:
        back = -(-gone // per_page) + 1
        return (
            replace(after, next=max(1, after.next - back), steps_back=after.steps_back + 1),
            False,
        )
    if after.barren >= _MOST_BARREN:
        return replace(after, doubt="the server returned the same rows for several pages"), True
    is_at_total = page.total is not None and reading.next * per_page >= page.total
    is_full = received >= per_page
    # An empty page before the total's end may be a fault of the server's; two are the end.
    is_over = is_at_total or page.total is None or after.hollow >= _MOST_HOLLOW
    return after, is_over and not is_full


_UNSORTED = "the server does not sort by update time; a full run finds changes"


def _shortfall(reading: Reading, count: int) -> str:
    """Return why a reading does not prove that it had all; empty if it does."""
    if reading.doubt:
        return reading.doubt
    if reading.dropped:
        return f"{counted(reading.dropped, 'row')} could not be read or had no id"
    if reading.total is not None and reading.total != count:
        return f"the server reports {grouped(reading.total)} but returned {grouped(count)}"
    return ""


def _differing(count: int, total: int) -> str:
    if count > total:
        return f"{count - total} of them no longer exist; a full run finds which"
    return f"{total - count} are missing; a full run finds them"


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)


def _thing(
    thing: Any, name: str, project: str | None = None, parent: str | None = None
) -> tuple[Any, ...]:
    """Return what is kept of a thing: id, name, project, parent, items, bytes, when it was made."""
    items, size = getattr(thing, "items_count", None), getattr(thing, "size_bytes", None)
    made = _ms(getattr(thing, "created_at", None))
    return str(thing.id), name.replace("\0", ""), project, parent, items, size, made


def _cancel(coming: deque[tuple[int, asyncio.Task[Page[Video]]]]) -> None:
    for _, task in coming:
        task.cancel()
        task.add_done_callback(_look_at)
    coming.clear()


def _look_at(task: "asyncio.Task[Page[Video]]") -> None:
    if not task.cancelled():
        task.exception()


_OTHERS: Sequence[tuple[str, str, type[Any], Callable[[Any], str]]] = (
    ("playlist", "/v1/playlists", Playlist, lambda one: one.name),
    ("tag", "/v1/tags", Tag, lambda one: one.tag),
    ("live event", "/v2/live/events", LiveEvent, lambda one: one.name),
)
