"""All rows of a list at once: read page by page up to a limit, or here already."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import BadAnswerError, NotSentError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.nouns import counted
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.page_reader import PageReader, dropped_told
from kinescope_tui.services.lists.paged_list import Fetch

T = TypeVar("T", bound=Identified)

MAX_HERE = 10_000
"""Rows of a list that are sorted and filtered here; more of them want a filter of the server's."""


class TooManyRowsError(NotSentError):
    """The list has more rows than are held here."""


class WholeList(Generic[T]):
    """Reads a list once; what came before it was stopped, or failed, is not asked for again.

    Attributes:
        shortfall: Why this may not be the whole list, for people; empty if nothing says so.
        on_change: Called when rows came, or the reading ended.

    Args:
        fetch: Fetches a page of it.
        limit: How many rows are read at most.
    """

    def __init__(self, fetch: Fetch[T], *, limit: int = MAX_HERE) -> None:
        self._fetch = fetch
        self._limit = limit
        self._reader = PageReader(self._fetch_page)
        self._one_at_a_time = asyncio.Lock()
        self._items: list[T] = []
        self._first: Page[T] | None = None  # what else its answer says goes for all of it
        self.page: Page[T] | None = None
        self.shortfall = ""
        self.on_change: Callable[[], None] = lambda: None

    @classmethod
    def of(cls, page: Page[T]) -> "WholeList[T]":
        """Return a list that is here already, as one page."""

        async def fetch(number: int, per_page: int, priority: Priority) -> Page[T]:
            del number, per_page, priority
            return page

        whole = cls(fetch)
        whole.page = page
        if page.dropped:
            whole.shortfall = dropped_told(page.dropped)
        return whole

    @property
    def is_reading(self) -> bool:
        """Whether rows are on their way."""
        return self._one_at_a_time.locked()

    @property
    def taken(self) -> int:
        """How many rows came."""
        return len(self._items)

    @property
    def total(self) -> int | None:
        """How many there are to be, as the server says."""
        return self._reader.total

    async def read(self) -> Page[T]:
        """Return all rows as one page.

        Raises:
            TooManyRowsError: There are more than the limit.
            StoppedError: It was to stop; the next reading goes on from there.
            KinescopeError: A page could not be read; the next reading goes on from there.
        """
        try:
            async with self._one_at_a_time:
                if self.page is not None:
                    return self.page
                await self._reader.read(self._take)
                if self._first is None:
                    raise BadAnswerError("The list has no first page.")
                self.page = replace(self._first, items=self._items)
                self.shortfall = self._reader.shortfall
                return self.page
        finally:
            self.on_change()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._reader.stop()

    async def _fetch_page(self, number: int, per_page: int, priority: Priority) -> Page[T]:
        page = await self._fetch(number, per_page, priority)
        if number == 1:
            self._first = page
        return page

    async def _take(self, items: Sequence[T]) -> None:
        if max(self._reader.total or 0, len(self._items) + len(items)) > self._limit:
            raise TooManyRowsError(
                f"The list has more than {counted(self._limit, 'row')}, too many to sort and "
                "filter here. Narrow it down with server filters first."
            )
        self._items += items
        self.on_change()
