"""The items around a row of a list."""

from typing import Generic, TypeVar

import msgspec

from kinescope_tui.api.models import Identified
from kinescope_tui.services.lists.rows import MissingRow, Rows

T = TypeVar("T", bound=Identified)

_MAX_DISTANCE = 100  # rows, within which a neighbour is looked for in another list


class Surroundings(msgspec.Struct, Generic[T], frozen=True):
    """A row, and what is here of the rows beside it.

    Attributes:
        rows: What is shown of the list; None if nothing is yet.
        row: The row, in what is shown.
        offset: How many rows of the list stand before the first one that is shown.
    """

    rows: Rows[T] | None
    row: int
    offset: int = 0

    @property
    def item(self) -> T | None:
        """The item in the row, if it is here."""
        return self.item_at(self.row)

    def item_at(self, row: int) -> T | None:
        """Return the item in another row, if it is here."""
        if self.rows is None or not 0 <= row < self.rows.row_count:
            return None
        item = self.rows.row(row)
        return None if isinstance(item, MissingRow) else item

    def near(self, most: int) -> tuple[int, list[T]]:
        """Return the items around the row without a gap, and the first one's row in the list.

        Args:
            most: How many rows there are at most on either side.
        """
        if self.item is None:
            return self.row + self.offset, []
        first = last = self.row
        while first > self.row - most and self.item_at(first - 1) is not None:
            first -= 1
        while last < self.row + most and self.item_at(last + 1) is not None:
            last += 1
        found = (self.item_at(row) for row in range(first, last + 1))
        return first + self.offset, [item for item in found if item is not None]

    def shift_in(self, other: Rows[T]) -> int:
        """Return by how many rows the nearest neighbour stands elsewhere in another list."""
        if self.item is None:
            return 0
        for distance in range(1, _MAX_DISTANCE):
            for row in (self.row - distance, self.row + distance):
                neighbour = self.item_at(row)
                found = other.row_of(neighbour.id) if neighbour is not None else None
                if found is not None:
                    return found - (row + self.offset)
        return 0
