"""All rows of a list, page by page: paced, in their order, each once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import PER_SECOND, Priority

T = TypeVar("T", bound=Identified)

Fetch = Callable[[int, int, Priority], Awaitable[Page[T]]]

Take = Callable[[Sequence[T]], Awaitable[None]]

# Pages on their way: as many as a second lets go, else slow answers would set the pace.
_AT_ONCE = PER_SECOND.requests

_REMEMBERED = 2_000  # ids: what moves to the next page meanwhile is one of the last


class AllRows(Generic[T]):
    """Reads a list from its first page to its last, and knows whether that was all of it.

    Attributes:
        taken: How many rows were handed on.
        total: How many there are to be, as the server says; None if it does not.

    Args:
        fetch: Fetches a page by its number, size and priority.
        per_page: How many rows to ask for at a time.
    """

    def __init__(self, fetch: Fetch[T], *, per_page: int = PER_PAGE) -> None:
        self._fetch = fetch
        self._per_page = per_page
        self._seen: dict[str, None] = {}
        self._next = 1
        self._totals: set[int | None] = set()
        self._is_exhausted = False
        self.taken = 0
        self.total: int | None = None

    async def read(self, take: Take[T]) -> None:
        """Hand on the rows of every page; after a failure, go on with the page that failed.

        Args:
            take: Takes the new rows of a page; no further ones come before it returns.

        Raises:
            KinescopeError: A page could not be read.
        """
        coming: deque[asyncio.Task[Page[T]]] = deque()
        loop = asyncio.get_running_loop()
        try:
            while not self._is_at_end:
                pages = self._pages_left
                while len(coming) < min(_AT_ONCE, pages):
                    coming.append(loop.create_task(self._ask(self._next + len(coming))))
                await self._hand_on(await coming[0], take)
                coming.popleft()
                await asyncio.sleep(0)  # pages that came together do not hold up keys together
        finally:
            for task in coming:
                task.cancel()
                task.add_done_callback(_forget)

    @property
    def shortfall(self) -> str:
        """Why what was read is not the whole list, for people; empty if nothing speaks against it.

        Counts alone prove nothing where the list changed meanwhile.
        """
        if self.total is None or (self._totals == {self.total} and self.taken == self.total):
            return ""
        if len(self._totals) > 1:
            return "the list changed while it was read"
        return "the server gave another number of rows than it said"

    @property
    def _pages_left(self) -> int:
        """How many pages are still to come, as far as that is known; at least one."""
        if self.total is None or self._next == 1:
            return 1
        return max(1, -(-self.total // self._per_page) - self._next + 1)

    @property
    def _is_at_end(self) -> bool:
        if self._next == 1:
            return False
        if self.total is None:
            return self._is_exhausted
        return self._is_exhausted or (self._next - 1) * self._per_page >= self.total

    async def _ask(self, number: int) -> Page[T]:
        return await self._fetch(number, self._per_page, Priority.BULK)

    async def _hand_on(self, page: Page[T], take: Take[T]) -> None:
        received = len(page.items) + page.dropped
        if self._next == 1 and 0 < page.per_page < self._per_page and received <= page.per_page:
            self._per_page = page.per_page  # the server gives fewer at a time
        self._totals.add(page.total)
        self.total = page.total
        new = [item for item in page.items if not item.id or item.id not in self._seen]
        self._seen |= {item.id: None for item in new if item.id}
        for item_id in list(self._seen)[:-_REMEMBERED]:
            del self._seen[item_id]
        await take(new)
        self.taken += len(new)
        self._next += 1
        self._is_exhausted = not new or (page.total is None and received < self._per_page)


def _forget(task: asyncio.Task[Page[T]]) -> None:
    if not task.cancelled():
        task.exception()
