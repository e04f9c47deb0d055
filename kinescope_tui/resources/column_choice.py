"""Which columns of a table are shown, in which order, and how wide, while somebody chooses."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kinescope_tui.resources.column import Column

_LEAST, _MOST = 3, 120  # cells


class ChosenColumn(msgspec.Struct):
    """One of them.

    Attributes:
        width: In cells; 0 as wide as it wants to be.
    """

    column: Column[Any]
    width: int = 0
    is_shown: bool = False


class ColumnChoice:
    """All columns of a list: those that are shown from the left, then the others.

    Args:
        columns: Every column that there is.
        own: How many of them, from the first, are shown where nobody chose.
        chosen: Those that are shown, and how wide; none if nobody chose.
    """

    def __init__(
        self, columns: Sequence[Column[Any]], own: int, chosen: Sequence[tuple[str, int]]
    ) -> None:
        self._own = [ChosenColumn(one, 0, place < own) for place, one in enumerate(columns)]
        by_name = {one.column.name: one for one in self._own}
        known = [(by_name.pop(name).column, width) for name, width in chosen if name in by_name]
        self.columns = [ChosenColumn(column, width, is_shown=True) for column, width in known]
        self.columns += [
            ChosenColumn(one.column, 0, one.is_shown and not known) for one in by_name.values()
        ]

    @property
    def layout(self) -> tuple[tuple[str, int], ...]:
        """Those that are shown; none if they are the list's own."""
        shown = [(one.column.name, one.width) for one in self.columns if one.is_shown]
        own = [(one.column.name, 0) for one in self._own if one.is_shown]
        return () if shown == own else tuple(shown)

    def toggle(self, place: int) -> int:
        """Show a column as the last one, or hide it; return where it stands now.

        The last one that is shown stays.
        """
        one = self.columns[place]
        shown = sum(other.is_shown for other in self.columns)
        if one.is_shown and shown == 1:
            return place
        there = shown - 1 if one.is_shown else shown
        one.is_shown = not one.is_shown
        self.columns.insert(there, self.columns.pop(place))
        return there

    def shift(self, place: int, places: int) -> int:
        """Move a column that is shown among those; return where it stands now."""
        shown = sum(other.is_shown for other in self.columns)
        there = place + places
        if place < shown and 0 <= there < shown:
            self.columns.insert(there, self.columns.pop(place))
            return there
        return place

    def widen(self, place: int, cells: int) -> None:
        """Make a column wider or narrower; at the width that it wants it is left to itself."""
        one = self.columns[place]
        width = max(_LEAST, min(_MOST, (one.width or one.column.width) + cells))
        one.width = 0 if width == one.column.width else width

    def reset(self) -> None:
        """Show the list's own columns."""
        self.columns = [ChosenColumn(one.column, 0, one.is_shown) for one in self._own]
