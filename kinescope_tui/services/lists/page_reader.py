"""All rows of a list, page by page: paced, each once, and with proof that they are all."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import StoppedError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.nouns import counted, grouped
from kinescope_tui.api.pacing import PER_SECOND, Priority
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.seen_ids import SeenIds

T = TypeVar("T", bound=Identified)

Take = Callable[[Sequence[T]], Awaitable[None]]

# Pages on their way: as many as a second lets go, else slow answers would set the pace.
_AT_ONCE = PER_SECOND.requests

_MAX_READINGS = 3
_MAX_PAGES = 10_000  # of a list that has no total
_MAX_BARREN = 10  # pages in a row on which no row could be read


class PageReader(Generic[T]):
    """Reads a list from its first page to its last, and knows whether that was all of it.

    Rows that move to a page which was read already are missed; a list that changed while it was
    read is therefore read again. One that has its oldest row first takes new rows at its end only:
    if the row that was its last one at first has the same place at the end, nothing has moved.

    Attributes:
        taken: How many rows were handed on.
        total: How many there are to be, as the server says; None if it does not.
        shortfall: Why what was read is not the whole list, for people; empty if nothing says so.
        is_proved: Whether each row that was there all the time is known to be among them.
        late: How many rows came at a further reading only, and so after all others.
        gone: How many of those handed on the list had no more when it was read again.

    Args:
        fetch: Fetches a page by its number, size and priority.
        per_page: How many rows to ask for at a time.
    """

    def __init__(self, fetch: Fetch[T], *, per_page: int = PER_PAGE) -> None:
        self._fetch = fetch
        self._per_page = per_page
        self._seen = SeenIds()  # those that were handed on
        self._reading = _Reading(1, per_page)
        self._asked: set[asyncio.Task[Page[T]]] = set()
        self._stop: asyncio.Future[None] | None = None
        self._is_over = False
        self.taken = 0
        self.total: int | None = None
        self.shortfall = ""
        self.is_proved = False
        self.late = 0
        self.gone = 0

    @property
    def is_again(self) -> bool:
        """Whether the list is read once more, since it changed."""
        return self._reading.number > 1 and not self._is_over

    async def read(self, take: Take[T]) -> None:
        """Hand on the rows of every page; after a failure, go on with the page that failed.

        Args:
            take: Takes the new rows of a page; no further ones come before it returns, and rows
                that it did not take come again.

        Raises:
            KinescopeError: A page could not be read.
            StoppedError: It was to stop.
        """
        self._stop = asyncio.get_running_loop().create_future()
        try:
            while not self._is_over:
                await self._begin(take)
                await self._go_through(take)
                self._judge()
        finally:
            for task in self._asked:
                task.cancel()
                task.add_done_callback(_forget)
            self._asked.clear()

    def stop(self) -> None:
        """Ask for nothing more; what is being handed on is the last of it for now."""
        if self._stop is not None and not self._stop.done():
            self._stop.set_result(None)

    async def _begin(self, take: Take[T]) -> None:
        """Find out how long the list is, and where its newest row stands."""
        reading = self._reading
        if reading.is_begun:
            return
        first = await self._answer(self._ask(1))
        reading.per_page = _size_of(first, reading.per_page)
        self.total = first.total
        if self._pages_left > 1 and _is_by_age(first.items):
            last = self._pages_left
            reading.newest = _last_row(await self._answer(self._ask(last)), last, reading.per_page)
            # The first page is read with the others: the newest row was looked at after it.
        else:
            await self._hand_on(first, take)
        reading.is_begun = True

    async def _go_through(self, take: Take[T]) -> None:
        reading = self._reading
        coming: deque[asyncio.Task[Page[T]]] = deque()
        while not reading.is_over:
            # Beyond the end of a list whose total is too large nothing much is asked for.
            at_once = 1 if reading.is_hollow else _AT_ONCE
            while len(coming) < min(at_once, self._pages_left):
                coming.append(self._ask(reading.next + len(coming)))
            await self._hand_on(await self._answer(coming[0]), take)
            coming.popleft()
            await asyncio.sleep(0)  # pages that came together do not hold up keys together

    @property
    def _pages_left(self) -> int:
        """The number of pages still to come, as far as it is known; at least one."""
        if self.total is None:
            return 1
        return max(1, -(-self.total // self._reading.per_page) - self._reading.next + 1)

    def _ask(self, number: int) -> "asyncio.Task[Page[T]]":
        async def ask() -> Page[T]:
            return await self._fetch(number, self._reading.per_page, Priority.BULK)

        task = asyncio.get_running_loop().create_task(ask())
        self._asked.add(task)
        return task

    async def _answer(self, task: "asyncio.Task[Page[T]]") -> Page[T]:
        if self._stop is not None:
            either: set[asyncio.Future[Any]] = {task, self._stop}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._stop.done():
                raise StoppedError("Stopped before everything was read.")
        self._asked.discard(task)
        return await task

    async def _hand_on(self, page: Page[T], take: Take[T]) -> None:
        reading = self._reading
        is_known = reading.knows(page)
        new: list[T] = []
        ids: set[str] = set()
        repeated = 0
        for item in page.items:
            item_id = item.id
            if not item_id:
                new += [] if is_known else [item]
                continue
            came_at = reading.number if item_id in ids else self._seen.reading_of(item_id)
            repeated += came_at == reading.number
            new += [] if came_at else [item]
            ids.add(item_id)
        self.total = None if reading.disproves(page) else page.total
        await take(new)
        # Not before they are taken: after a failure they come again.
        for item_id in ids:
            self._seen.note(item_id, reading.number)
        self.taken += len(new)
        self.late += len(new) if reading.number > 1 else 0
        reading.note(page, repeated)

    def _judge(self) -> None:
        """Find out what a reading proves, and whether a further one may prove more."""
        reading = self._reading
        is_counted = self.total == reading.rows and not reading.repeated
        is_alone = reading.next == 2  # noqa: PLR2004 - what came in one answer has not moved
        if reading.dropped:
            self.shortfall = dropped_told(reading.dropped)
        elif reading.holes:
            self.shortfall = holes_told(reading.holes)
        elif is_counted and (is_alone or reading.is_still):
            self.is_proved = True
        elif reading.has_changed and reading.may_be_repeated and reading.number < _MAX_READINGS:
            self._reading = _Reading(reading.number + 1, self._per_page)
            return
        elif reading.doubt or reading.has_changed:
            self.shortfall = reading.doubt or "the list changed while it was read"
        elif (self.total is not None or reading.is_disproved) and not is_counted:
            self.shortfall = "the server returned another number of rows than it reported"
        self.gone = 0 if self.shortfall else self.taken - reading.rows
        self._is_over = True


class _Reading(msgspec.Struct):
    """One time through a list, and what it showed of it.

    Attributes:
        number: Which time it is, from 1.
        next: The page that is to be handed on next.
        newest: The id of the row that was the last one at the beginning, and its place from 0.
        rows: How many rows came.
        dropped: How many of them could not be read.
        repeated: How many of them had an id that came before.
        is_disproved: Whether more rows came than the server says there are.
        doubt: Why nobody can tell whether this was the list, for people.
    """

    number: int
    per_page: int
    next: int = 1
    is_begun: bool = False
    is_over: bool = False
    newest: tuple[str, int] | None = None
    rows: int = 0
    dropped: int = 0
    repeated: int = 0
    is_disproved: bool = False
    doubt: str = ""
    _found_at: int | None = None  # the newest one
    _latest: datetime | None = None
    _is_by_age: bool = True
    _has_ids: bool = True
    _barren: int = 0
    _empty: list[int] = msgspec.field(default_factory=list)  # pages, before the total's end
    _last: int = 0  # the last page on which rows came
    _totals: set[int | None] = msgspec.field(default_factory=set)
    _looks: set[int] = msgspec.field(default_factory=set)
    _before: set[str] = msgspec.field(default_factory=set)  # the rows of the last page

    @property
    def is_still(self) -> bool:
        """Whether it is known that no row moved from one page to another."""
        return self._is_by_age and self.newest is not None and not self._has_moved

    @property
    def has_changed(self) -> bool:
        """Whether rows came or went, as far as that shows."""
        return len(self._totals) > 1 or self.repeated > 0 or self._has_moved

    @property
    def is_hollow(self) -> bool:
        """Whether the page before the next one was empty, though more are to come."""
        return self._empty[-1:] == [self.next - 1]

    @property
    def holes(self) -> list[int]:
        """The pages that came empty though rows come after them."""
        return [page for page in self._empty if page < self._last or self.newest is not None]

    @property
    def may_be_repeated(self) -> bool:
        """Whether a further reading tells new rows from old ones."""
        return self._has_ids and not self.doubt

    @property
    def _has_moved(self) -> bool:
        return self.newest is not None and self.newest[1] != self._found_at

    def knows(self, page: Page[Any]) -> bool:
        """Return whether a page came before, as from servers that know no pages.

        Without a total it may have changed a little: it would come for ever.
        """
        keys = _keys(page)
        again = sum(key in self._before for key in keys)
        is_mostly = page.total is None and 2 * again >= len(keys)
        return bool(keys) and (hash(keys) in self._looks or is_mostly)

    def disproves(self, page: Page[Any]) -> bool:
        """Return whether more rows came than a page, the next one, says that there are."""
        rows = self.rows + len(page.items) + page.dropped
        return self.is_disproved or (page.total is not None and page.total < rows)

    def note(self, page: Page[Any], repeated: int) -> None:
        """Take note of a page that was handed on, and of how many of its ids came before."""
        keys = _keys(page)
        received = len(keys) + page.dropped
        was_hollow = self.is_hollow
        self._totals.add(page.total)
        self.is_disproved = self.disproves(page)
        self.next += 1
        if self.knows(page):
            self.is_over = True
            if page.total is not None or hash(keys) not in self._looks:
                self.doubt = "the server returned the same rows for every page"
            return
        for place, item in enumerate(page.items, self.rows):
            if self.newest is not None and item.id == self.newest[0]:
                self._found_at = place
            self._note_age(item)
            self._has_ids &= bool(item.id)
        self._looks.add(hash(keys))
        self._before = set(keys)
        self._barren = 0 if keys else self._barren + 1
        self.rows += received
        self.dropped += page.dropped
        self.repeated += repeated
        total = None if self.is_disproved else page.total
        is_at_total = total is not None and (self.next - 1) * self.per_page >= total
        # One empty page may be a fault of the server's; two are the end, where nothing was seen.
        is_end = not received and (total is None or (was_hollow and self.newest is None))
        self.is_over = is_end or is_at_total or self._barren >= _MAX_BARREN
        if received:
            self._last = self.next - 1
        elif not is_at_total:
            self._empty.append(self.next - 1)
        if total is None and self.next > _MAX_PAGES:
            self.is_over, self.doubt = True, "the server does not report where the list ends"

    def _note_age(self, item: Identified) -> None:
        born = _born(item)
        self._is_by_age &= born is not None and (self._latest is None or self._latest <= born)
        self._latest = born


def _keys(page: Page[Any]) -> tuple[str, ...]:
    """Return what tells the rows of a page from others: their ids, else all that they hold."""
    return tuple(item.id or repr(item) for item in page.items)


def dropped_told(rows: int) -> str:
    """Return why a list lacks rows that came and could not be read, for people."""
    return f"{counted(rows, 'row')} could not be read"


def holes_told(pages: Sequence[int]) -> str:
    """Return why a list lacks the rows of pages that came empty, for people."""
    one = f"page {grouped(pages[0])}"
    return f"{one if len(pages) == 1 else counted(len(pages), 'page')} came back empty"


def _born(item: Identified) -> datetime | None:
    born = getattr(item, "created_at", None)
    return born if isinstance(born, datetime) and born.tzinfo is not None else None


def _is_by_age(items: Sequence[Identified]) -> bool:
    born = [found for item in items if (found := _born(item)) is not None]
    return 0 < len(items) == len(born) and born == sorted(born)


def _last_row(page: Page[Any], number: int, per_page: int) -> tuple[str, int] | None:
    """Return the id and the place of the last row of a page, where they are known."""
    if not page.items or page.dropped or not page.items[-1].id:
        return None
    return page.items[-1].id, (number - 1) * per_page + len(page.items) - 1


def _size_of(first: Page[Any], asked: int) -> int:
    """Return how many rows the pages have, going by the first one."""
    received = len(first.items) + first.dropped
    if received > asked:
        return received
    if 0 < first.per_page < asked and received <= first.per_page:
        return first.per_page
    has_more = first.total is not None and first.total > received > 0
    return received if has_more else asked


def _forget(task: "asyncio.Task[Page[Any]]") -> None:
    if not task.cancelled():
        task.exception()
