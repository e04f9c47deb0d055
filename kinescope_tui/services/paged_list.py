"""A list of any length of which only the pages that somebody looks at are fetched."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum
from typing import Generic, TypeVar

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import Priority

T = TypeVar("T", bound=Identified)

Fetch = Callable[[int, int, Priority], Awaitable[Page[T]]]
"""(page from 1, items per page, priority) → that page."""

_AT_ONCE = 2  # pages asked for at the same time; those scrolled past meanwhile are never asked for


class Gap(Enum):
    """Why there is nothing to show in a row."""

    LOADING = "loading"
    FAILED = "failed"
    REPEATED = "the same id stands further up"
    ABSENT = "not sent by the server"


class PagedList(Generic[T]):
    """The answer to one question (a query and an order), page by page, by row number.

    Another question is another list: whatever arrives late then belongs to a list that nobody
    shows any more. A page is asked for once at a time; the pages looked at last are kept.

    The server's word is taken as far as it holds. The page size that it echoes is followed; a
    total that is missing, or that an empty page disproves, turns into None, and the list then grows
    as it is read. An id that comes twice is shown once.

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
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._wanted: tuple[int, ...] = ()
        self._row_of: dict[str, int] = {}
        self._total: int | None = None
        self._total_disproved = False
        self._extent = 0  # one past the last row ever received
        self._end: int | None = None  # where the list was seen to end
        self.on_change: Callable[[], None] = lambda: None

    @property
    def per_page(self) -> int:
        """How many rows a page has, as the server echoes it."""
        return self._per_page

    @property
    def total(self) -> int | None:
        """The server's total; None if there is none, or if it proved wrong."""
        return None if self._total_disproved else self._total

    @property
    def row_count(self) -> int:
        """How many rows there are to scroll through, one more than known if it may go on."""
        if self.total is not None:
            return self.total
        if self._end is not None:
            return max(self._end, self._extent)
        return self._extent + 1

    @property
    def page_count(self) -> int:
        """How many pages these rows fill."""
        return max(1, -(-self.row_count // self._per_page))

    @property
    def loaded_pages(self) -> int:
        """How many pages are kept."""
        return len(self._pages)

    @property
    def failure(self) -> KinescopeError | None:
        """What went wrong with a page that is looked at."""
        return next((self._failures[n] for n in self._wanted if n in self._failures), None)

    @property
    def is_busy(self) -> bool:
        """Whether a page is on its way."""
        return bool(self._under_way)

    @property
    def notes(self) -> list[str]:
        """What the user should know about the answers: contradictions, rows left out."""
        notes = []
        if self._total_disproved:
            notes.append(f"the server's total of {self._total} proved wrong")
        if dropped := sum(page.dropped for page in self._pages.values()):
            notes.append(f"{dropped} entries could not be read")
        return notes

    def page_number(self, row: int) -> int:
        """Return the page, from 1, on which a row stands."""
        return row // self._per_page + 1

    def page_of(self, row: int) -> Page[T] | None:
        """Return the page on which a row stands, if it is here."""
        return self._pages.get(self.page_number(row))

    def row(self, row: int) -> T | Gap:
        """Return the item in a row, or why there is none; nothing is fetched."""
        number = self.page_number(row)
        page = self._pages.get(number)
        if page is None:
            return Gap.FAILED if number in self._failures else Gap.LOADING
        offset = row - (number - 1) * self._per_page
        if offset >= len(page.items):
            return Gap.ABSENT
        item = page.items[offset]
        return item if self._row_of.get(item.id, row) == row else Gap.REPEATED

    def row_of(self, item_id: str) -> int | None:
        """Return the row in which an item stands, if its page is here."""
        return self._row_of.get(item_id)

    async def load(self, row: int) -> None:
        """Return when the page of that row is here.

        Raises:
            KinescopeError: It could not be fetched.
        """
        number = self.page_number(row)
        if number in self._pages:
            return
        self._failures.pop(number, None)
        await asyncio.shield(self._start(number, Priority.LOOKED_AT))
        if number in self._failures:
            raise self._failures[number]

    def look_at(self, first: int, last: int, *, ahead: int = 0) -> None:
        """Fetch what is missing of the rows first to last.

        Args:
            first: The first row in sight.
            last: The last row in sight.
            ahead: -1 or 1 for the direction of travel: the neighbouring page that way is fetched
                before anybody gets there, once half of the page before it is passed.
        """
        final = self.row_count - 1
        numbers = self._numbers(first, min(last, final))
        if ahead:
            further = first - self._per_page // 2 if ahead < 0 else last + self._per_page // 2
            if 0 <= further <= final:
                numbers += [n for n in self._numbers(further, further) if n not in numbers]
        self._wanted = tuple(numbers)
        self._fetch_wanted()

    def retry(self) -> None:
        """Ask again for the pages that failed, as far as they are looked at."""
        self._failures.clear()
        self._fetch_wanted()

    def close(self) -> None:
        """Tell nobody any more; what is under way ends by itself."""
        self._wanted = ()
        self.on_change = lambda: None

    def _numbers(self, first: int, last: int) -> list[int]:
        if last < first:
            return []
        return list(range(self.page_number(max(first, 0)), self.page_number(last) + 1))

    def _fetch_wanted(self) -> None:
        for position, number in enumerate(self._wanted):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number not in self._failures and number not in self._under_way:
                if len(self._under_way) >= _AT_ONCE:
                    return
                self._start(number, Priority.LOOKED_AT if position == 0 else Priority.AHEAD)

    def _start(self, number: int, priority: Priority) -> asyncio.Task[None]:
        if number not in self._under_way:
            receive = self._receive(number, priority)
            self._under_way[number] = asyncio.get_running_loop().create_task(receive)
        return self._under_way[number]

    async def _receive(self, number: int, priority: Priority) -> None:
        try:
            page = await self._fetch(number, self._per_page, priority)
        except KinescopeError as error:
            self._failures[number] = error
        else:
            self._take(number, page)
        finally:
            del self._under_way[number]
        self._fetch_wanted()
        self.on_change()

    def _take(self, number: int, page: Page[T]) -> None:
        size = page.per_page
        if number == 1:
            size = max(size, len(page.items))  # a server without paging sends all at once
        if size != self._per_page:
            self._lay_out_anew(size)
        start = (number - 1) * size
        items = page.items[:size]
        self._total = page.total
        if not items:
            self._total_disproved |= self._total is not None and self._total > start
            self._end_at(start)
        elif self.total is None and all(item.id in self._row_of for item in items):
            self._end_at(start)  # the same page again: the server does not page at all
        else:
            self._keep(number, page, items, start)

    def _keep(self, number: int, page: Page[T], items: Iterable[T], start: int) -> None:
        self._pages[number] = page
        row = start
        for row, item in enumerate(items, start):
            if item.id:
                self._row_of.setdefault(item.id, row)
        self._extent = max(self._extent, row + 1)
        if self._total is not None and self._total <= row:
            self._total_disproved = True
        elif self.total is not None and self.total < self._extent:  # rows went since
            self._end_at(self.total)
        if row + 1 < start + self._per_page:
            self._end = row + 1
        for old in list(self._pages)[: max(0, len(self._pages) - self._most_pages)]:
            if old not in self._wanted:
                self._forget(old)

    def _end_at(self, row: int) -> None:
        """Note that nothing stands at this row or after it."""
        self._end = row
        for beyond in [n for n in self._pages if (n - 1) * self._per_page >= row]:
            self._forget(beyond)
        self._extent = min(self._extent, row)

    def _forget(self, number: int) -> None:
        page = self._pages.pop(number)
        first = (number - 1) * self._per_page
        for row, item in enumerate(page.items, first):
            if self._row_of.get(item.id) == row:
                del self._row_of[item.id]

    def _lay_out_anew(self, per_page: int) -> None:
        self._per_page = per_page
        self._pages.clear()
        self._row_of.clear()
        self._failures.clear()
        self._extent, self._end = 0, None
