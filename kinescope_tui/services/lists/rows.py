"""Rows of a table by number, each here or with the reason why not."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from kinescope_tui.api.pacing import Priority


class MissingRow(Enum):
    """The reason why a row is missing."""

    LOADING = "loading"
    FAILED = "failed"
    REPEATED = "its id is used by another row"
    ABSENT = "not sent by the server"


class HasId(Protocol):
    """A thing that is found again by its id; an empty one means that it has none."""

    @property
    def id(self) -> str:
        """The id."""


T = TypeVar("T", bound=HasId)
T_co = TypeVar("T_co", bound=HasId, covariant=True)


class Rows(Protocol[T_co]):
    """Rows of any number, of which some may not be here.

    Attributes:
        on_change: Called when rows arrived, or failed to.
    """

    on_change: Callable[[], None]

    @property
    def row_count(self) -> int:
        """The number of rows to scroll through."""

    @property
    def page_count(self) -> int:
        """The number of pages that these rows fill."""

    @property
    def per_page(self) -> int:
        """The number of rows of a page."""

    def page_number(self, row: int) -> int:
        """Return the page, from 1, on which a row stands."""

    def row(self, row: int) -> T_co | MissingRow:
        """Return the item in a row, or why there is none."""

    def loaded(self) -> Iterable[tuple[int, T_co]]:
        """Return the items that are here with their rows, from the top."""

    def row_of(self, item_id: str) -> int | None:
        """Return the row in which an item stands, if it is here."""

    async def load(self, row: int, priority: Priority = Priority.LOOKED_AT) -> None:
        """Return when that row is here, or nothing is known to stand in it.

        Raises:
            KinescopeError: It could not be fetched.
        """

    def look_at(self, first: int, last: int, *, ahead: int = 0) -> None:
        """Get what is missing of the rows first to last, and perhaps of those ahead."""

    def close(self) -> None:
        """Tell nobody any more."""


class InMemoryRows(Generic[T]):
    """Rows that are all here already."""

    page_count = 1

    def __init__(self, items: Sequence[T]) -> None:
        self._items = items
        self.on_change: Callable[[], None] = lambda: None

    @property
    def row_count(self) -> int:
        """The number of items."""
        return len(self._items)

    @property
    def per_page(self) -> int:
        """All of them."""
        return max(1, len(self._items))

    def page_number(self, row: int) -> int:
        """Return the only page there is."""
        del row
        return 1

    def row(self, row: int) -> T | MissingRow:
        """Return the item in a row."""
        return self._items[row]

    def loaded(self) -> Iterable[tuple[int, T]]:
        """Return all of them."""
        return enumerate(self._items)

    def row_of(self, item_id: str) -> int | None:
        """Return the row in which an item stands."""
        return self._row_of.get(item_id)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        rows: dict[str, int] = {}
        for row, item in enumerate(self._items):
            if item.id:
                rows.setdefault(item.id, row)
        return rows

    async def load(self, row: int, priority: Priority = Priority.LOOKED_AT) -> None:
        """Do nothing: nothing is missing."""

    def look_at(self, first: int, last: int, *, ahead: int = 0) -> None:
        """Do nothing: nothing is missing."""

    def close(self) -> None:
        """Do nothing: nothing changes."""
