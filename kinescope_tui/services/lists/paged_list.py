"""A list of any length of which only the pages that somebody looks at are fetched."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import BadAnswerError, KinescopeError, StoppedError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.api.nouns import counted, grouped
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.bug import BugError
from kinescope_tui.services.lists.rows import MissingRow

T = TypeVar("T", bound=Identified)

Fetch = Callable[[int, int, Priority], Awaitable[Page[T]]]
"""(page from 1, items per page, priority) → that page."""

_MAX_ROWS = 10**9  # a larger total is no number of things, and no widget scrolls so far
_MAX_LAYOUTS = 8  # a server that echoes another page size each time is not followed for ever
_MOST_BYTES = 2**23  # of the answers whose pages are kept, which take about as much
_AT_ONCE = 2  # pages asked for at the same time; those scrolled past meanwhile are never asked for
_CLOSED = "This list is no longer open."


class PagedList(Generic[T]):
    """The answer to one question (a query and an order), page by page, by row number.

    Another question is another list: whatever arrives late then belongs to a list that nobody
    shows any more. A page is asked for once at a time; the pages looked at last are kept, fewer of
    them where they are large: what is in sight in any case, and what came last.

    The server's word is taken as far as it holds. The page size that it echoes is followed; a
    total that is missing, or that a page disproves, turns into None, and the list then grows as it
    is read. An empty page disproves nothing where rows come from beyond it: it failed, as others
    do. An id that comes twice is shown once.

    Args:
        fetch: Gets one page.
        most_pages: How many pages are kept.
    """

    def __init__(self, fetch: Fetch[T], *, per_page: int = PER_PAGE, most_pages: int = 40) -> None:
        self._fetch = fetch
        self._per_page = per_page
        self._most_pages = most_pages
        self._pages: OrderedDict[int, Page[T]] = OrderedDict()
        self._failures: dict[int, KinescopeError] = {}
        self._failed_ahead: set[int] = set()  # of these, the ones that nobody looked at yet
        self._hollow: set[int] = set()  # pages that came empty, though the total goes beyond them
        self._under_way: dict[tuple[int, int], asyncio.Task[KinescopeError | None]] = {}
        self._sight: tuple[int, int, int] | None = None  # first and last row, direction
        self._wanted: dict[int, Priority] = {}  # the pages of these rows
        self._row_of: dict[str, int] = {}
        self._total: int | None = None
        self._disproved: int | None = None  # a total that proved wrong
        self._extent = 0  # one past the last row ever received
        self._is_ended = False  # whether the list was seen to end there
        self._layouts = 0
        self._last_exchange: Exchange | None = None
        self._is_closed = False
        self._last_order = Order()
        self.on_change: Callable[[], None] = lambda: None

    @property
    def per_page(self) -> int:
        """The number of rows of a page, as the server echoes it."""
        return self._per_page

    @property
    def total(self) -> int | None:
        """The server's total; None if there is none, or if it proved wrong."""
        return self._total if self._disproved is None else None

    @property
    def row_count(self) -> int:
        """The number of rows to scroll through, one more than known if it may go on."""
        if self.total is not None:
            return self.total
        return self._extent if self._is_ended else self._extent + 1

    @property
    def page_count(self) -> int:
        """The number of pages that these rows fill."""
        return max(1, -(-self.row_count // self._per_page))

    @property
    def is_whole(self) -> bool:
        """Whether every row of the list is here."""
        is_sure = self._disproved is None
        is_here = 0 < self.row_count == self._extent and len(self._pages) == self.page_count
        return is_sure and is_here

    @property
    def loaded_pages(self) -> int:
        """The number of pages that are kept."""
        return len(self._pages)

    @property
    def failure(self) -> KinescopeError | None:
        """The failure of a page that is looked at; one ahead of the eye is no problem yet."""
        looked_at = (n for n, priority in self._wanted.items() if priority is Priority.LOOKED_AT)
        return next((self._failures[n] for n in looked_at if n in self._failures), None)

    @property
    def last_exchange(self) -> Exchange | None:
        """The exchange that brought the page that came last."""
        return self._last_exchange

    @property
    def last_order(self) -> Order:
        """The order of the page that came last, as the server says; empty if it does not."""
        return self._last_order

    @property
    def is_busy(self) -> bool:
        """Whether a page is on its way."""
        return bool(self._under_way)

    @property
    def dropped(self) -> int:
        """The number of rows that could not be read, of the pages that are here."""
        return sum(page.dropped for page in self._pages.values())

    @property
    def notes(self) -> list[str]:
        """Notes on the answers for the user: contradictions, rows left out."""
        notes = []
        if self._disproved is not None:
            notes.append(f"the server's total of {grouped(self._disproved)} was wrong")
        if dropped := self.dropped:
            notes.append(f"{counted(dropped, 'entry')} could not be read")
        return notes

    def page_number(self, row: int) -> int:
        """Return the page, from 1, on which a row stands."""
        return row // self._per_page + 1

    def page_of(self, row: int) -> Page[T] | None:
        """Return the page on which a row stands, if it is here."""
        return self._pages.get(self.page_number(row))

    def row(self, row: int) -> T | MissingRow:
        """Return the item in a row, or why there is none; nothing is fetched."""
        number = self.page_number(row)
        page = self._pages.get(number)
        if page is None:
            return MissingRow.FAILED if number in self._failures else MissingRow.LOADING
        offset = row - (number - 1) * self._per_page
        if offset >= len(page.items):
            return MissingRow.ABSENT
        item = page.items[offset]
        return item if self._row_of.get(item.id, row) == row else MissingRow.REPEATED

    def row_of(self, item_id: str) -> int | None:
        """Return the row in which an item stands, if its page is here."""
        return self._row_of.get(item_id)

    def loaded(self) -> Iterable[tuple[int, T]]:
        """Return the items of the pages that are kept, with their rows, from the top."""
        for number, page in sorted(self._pages.items()):
            for row, item in enumerate(page.items, (number - 1) * self._per_page):
                if self._row_of.get(item.id, row) == row:
                    yield row, item

    async def load(self, row: int, priority: Priority = Priority.LOOKED_AT) -> None:
        """Return when the page of that row is here, or the list is known to end before it.

        Args:
            row: Which one.
            priority: Who goes first under the rate limits.

        Raises:
            KinescopeError: It could not be fetched.
        """
        layout = None
        while layout != self._layouts:
            layout = self._layouts
            number = self.page_number(row)
            if number not in self._pages:
                self._forgive(number)
                task = self._start(number, priority)
                try:
                    error = await asyncio.shield(task)
                except asyncio.CancelledError:
                    if not task.cancelled():
                        raise
                    error = StoppedError(_CLOSED)  # before it had begun
                if error is not None:
                    raise error

    def look_at(self, first: int, last: int, *, ahead: int = 0) -> None:
        """Fetch what is missing of the rows first to last.

        Args:
            first: The first row in sight.
            last: The last row in sight.
            ahead: -1 or 1 for the direction of travel: the neighbouring page that way is fetched
                before anybody gets there, once half of the page before it is passed.
        """
        self._sight = (first, last, ahead)
        self._look()

    def retry(self) -> None:
        """Ask again for the pages that failed, as far as they are looked at."""
        self._failures.clear()
        self._failed_ahead.clear()
        self._look()

    def close(self) -> None:
        """Tell nobody any more, and ask for nothing that is not asked yet."""
        self._is_closed = True
        self._sight = None
        for task in self._under_way.values():
            task.cancel()  # what is on the wire ends by itself
        self._under_way.clear()
        self._wanted.clear()
        self.on_change = lambda: None

    def let_go(self) -> None:
        """Tell nobody any more, and keep no page: another list is shown in the place of this one.

        It may be garbage that is not collected for a while. Whoever waits for a page of it is told.
        """
        self._sight = None
        self._wanted.clear()
        self._pages.clear()
        self._row_of.clear()
        self.on_change = lambda: None

    def _look(self) -> None:
        """Find the pages of what is in sight, as the list is known by now, and ask for them."""
        self._wanted = self._pages_in_sight()
        for number in self._wanted:
            if number in self._pages:
                self._pages.move_to_end(number)
        self._forget_oldest()
        for number, priority in self._wanted.items():
            if len(self._under_way) >= _AT_ONCE:
                return
            if priority is Priority.LOOKED_AT and number in self._failed_ahead:
                self._forgive(number)
            if number not in self._pages and number not in self._failures:
                self._start(number, priority)

    def _forgive(self, number: int) -> None:
        self._failures.pop(number, None)
        self._failed_ahead.discard(number)

    def _pages_in_sight(self) -> dict[int, Priority]:
        if self._sight is None:
            return {}
        first, last, ahead = self._sight
        final = self.row_count - 1
        numbers = range(self.page_number(max(first, 0)), self.page_number(min(last, final)) + 1)
        wanted = dict.fromkeys(numbers, Priority.LOOKED_AT)
        if ahead:
            further = first - self._per_page // 2 if ahead < 0 else last + self._per_page // 2
            if 0 <= further <= final:
                wanted.setdefault(self.page_number(further), Priority.AHEAD)
        return wanted

    def _start(self, number: int, priority: Priority) -> asyncio.Task[KinescopeError | None]:
        key = (number, self._per_page)
        if key not in self._under_way:
            receive = self._receive(*key, priority)
            self._under_way[key] = asyncio.get_running_loop().create_task(receive)
        return self._under_way[key]

    async def _receive(self, number: int, asked: int, priority: Priority) -> KinescopeError | None:
        failure: KinescopeError | None = None
        try:
            page = await self._fetch(number, asked, priority)
            self._last_exchange, self._last_order = page.exchange, page.order
            self._take(number, page, asked)
            if number in self._hollow and asked == self._per_page:
                failure = await self._hole(number)
        except asyncio.CancelledError:
            if not self._is_closed:
                raise
            failure = StoppedError(_CLOSED)
        except KinescopeError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - nobody else may hear of it
            failure = BugError(error)
        finally:
            self._under_way.pop((number, asked), None)
        if failure is not None and not self._is_closed and asked == self._per_page:
            self._failures[number] = failure
            if priority is Priority.AHEAD:
                self._failed_ahead.add(number)
        self._look()
        self.on_change()
        return failure

    async def _hole(self, number: int) -> KinescopeError | None:
        """Return the failure that an empty page is; None if the list ends before it.

        It does where nothing ever came from beyond, and a page beside it is empty too. Nothing
        comes after the last one: the page before it only shows where rows end.
        """
        total, layout = self._total or 0, self._layouts
        start, is_last = (number - 1) * self._per_page, number * self._per_page >= total
        beside = number - 1 if is_last or number - 1 in self._hollow else number + 1
        is_known = beside in self._hollow or beside in self._pages or beside in self._failures
        if self._extent <= start and beside and not is_known:
            # That one does not wait for this one, which is noted already.
            await asyncio.shield(self._start(beside, Priority.AHEAD))
        is_end = beside in self._hollow or (is_last and beside not in self._failures)
        if layout == self._layouts and self.total == total and self._extent <= start and is_end:
            self._disproved = total
            first = min(number, beside) if beside in self._hollow else number
            self._end_at((first - 1) * self._per_page)
            for hollow in self._hollow:
                self._forgive(hollow)
            self._hollow.clear()
        if layout != self._layouts or self.row_count <= start:
            return None
        rows = counted(total, "row")
        told = f"Page {grouped(number)} came back empty; the server reports {rows}."
        return BadAnswerError(told)

    def _take(self, number: int, page: Page[T], asked: int) -> None:
        received = len(page.items) + page.dropped
        # An echo that is larger than what was asked for holds as far as that many items came, and a
        # server without paging sends all of them at once. An empty page shows no size.
        size = max(min(page.per_page, asked), received) if received else asked
        if size != self._per_page:
            if asked != self._per_page:
                return  # of an older layout
            if self._layouts < _MAX_LAYOUTS:
                self._lay_out_anew(size)
                if number > 1:
                    return  # it may stand anywhere in the new layout
        start = (number - 1) * self._per_page
        items = page.items[: self._per_page]
        received = min(received, self._per_page)
        has_total = page.total is not None and page.total <= _MAX_ROWS
        self._total = page.total if has_total else None
        self._hollow.discard(number)
        if not received and self.total is not None and self.total > start:
            self._hollow.add(number)
        elif not received:
            self._end_at(start if self.total is None else min(start, self.total))
        elif self.total is None and start >= self._extent and items and self._is_known(items):
            self._end_at(start)  # the same page again: the server does not page at all
        else:
            self._keep(number, replace(page, items=items), start, start + received)

    def _is_known(self, items: Sequence[T]) -> bool:
        """Whether rows came before; those that have no ids as one page."""
        if any(item.id for item in items):
            return all(item.id in self._row_of for item in items)
        return any(list(page.items) == list(items) for page in self._pages.values())

    def _keep(self, number: int, page: Page[T], start: int, end: int) -> None:
        self._pages[number] = page
        for row, item in enumerate(page.items, start):
            if item.id:
                self._row_of.setdefault(item.id, row)
        if end >= self._extent:
            self._extent = end
            self._is_ended = end < start + self._per_page
        if self._total is not None and self._total < end:
            self._disproved = self._total
        elif self.total is not None and self.total < self._extent:  # rows went since
            self._end_at(self.total)

    def _end_at(self, row: int) -> None:
        """Note that nothing stands at this row or after it."""
        for number, page in list(self._pages.items()):
            if (number - 1) * self._per_page + len(page.items) > row:
                self._forget(number)
        # Nobody knows what stands between the rows seen and an empty page far beyond them.
        self._is_ended |= row <= self._extent
        self._extent = min(self._extent, row)

    def _forget_oldest(self) -> None:
        taken = sum(page.exchange.size or 0 for page in self._pages.values())
        for number in list(self._pages)[:-1]:
            if len(self._pages) <= self._most_pages and taken <= _MOST_BYTES:
                return
            if number not in self._wanted:
                taken -= self._pages[number].exchange.size or 0
                self._forget(number)

    def _forget(self, number: int) -> None:
        gone = set()
        first = (number - 1) * self._per_page
        for row, item in enumerate(self._pages.pop(number).items, first):
            if self._row_of.get(item.id) == row:
                del self._row_of[item.id]
                gone.add(item.id)
        # Where one of them stands on another page too, that row shows it from now on.
        for other, page in self._pages.items():
            for row, item in enumerate(page.items, (other - 1) * self._per_page):
                if item.id in gone:
                    self._row_of.setdefault(item.id, row)

    def _lay_out_anew(self, per_page: int) -> None:
        self._layouts += 1
        self._per_page = per_page
        self._pages.clear()
        self._row_of.clear()
        self._failures.clear()
        self._failed_ahead.clear()
        self._hollow.clear()
        self._is_ended = False
