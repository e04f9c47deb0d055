"""A column of a table, as data."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.presentation.text.cell import MISSING, Cell, one_line

Shown = TypeVar("Shown")


class Column(msgspec.Struct, Generic[Shown], frozen=True):
    """One column of a table.

    Attributes:
        title: In capitals, as it stands in the header.
        width: In cells; of a flexible column the least width.
        cell: Makes the cell of an item.
        sort_field: The field by which the server sorts this column; empty if it cannot.
        is_flexible: Whether it takes the room that is left, or its share of it.
        is_right: Whether it is aligned to the right, as numbers are.
        parameter: By which the server filters this column; empty if it cannot.
        value: The value of that parameter for an item.
        is_name: Whether the cell's text is the id of something that has a name.
        key: What its items are sorted by here, None where there is nothing; all compare with each
            other. It is the text of the cell without one.
        has_values: Whether few values stand in it, by which a list that is here is filtered.
        field: What it is called where the title may not be: in orders and in layouts.
        moment: The moment that its cell tells exactly; where there is a clock it is told as people
            do, in fewer cells. None if it tells none.
        wanted: The cells of a flexible column that come before any column of a higher rank.
        most: The cells beyond which a flexible column does not grow; 0 if it takes what there is.
        rank: When it is shown: those of a lower rank come first, whole, and so do the panes beside
            a list. No column stands left of one of a lower rank.
        is_close: Whether it stands close to the number on its left: its unit, or its bar.
        is_summed: Whether what its cells come to is told beneath a short list.
        has_sign: Whether its texts begin with a sign that says enough beside a legend.
    """

    title: str
    width: int
    cell: Callable[[Shown], Cell]
    sort_field: str = ""
    is_flexible: bool = False
    is_right: bool = False
    parameter: str = ""
    value: Callable[[Shown], str] = lambda _item: ""
    is_name: bool = False
    key: Callable[[Shown], Any] | None = None
    has_values: bool = False
    field: str = ""
    moment: Callable[[Shown], date | None] | None = None
    wanted: int = 0
    most: int = 0
    rank: int = 0
    is_close: bool = False
    is_summed: bool = True
    has_sign: bool = False

    @property
    def name(self) -> str:
        """What it is called in orders and layouts: as the server calls it, where it does."""
        return self.sort_field or self.field or self.title.casefold().replace(" ", "_")

    def text(self, item: Shown, names: Mapping[str, str]) -> str:
        """Return what stands in the cell of an item, a name for an id; empty if nothing does."""
        found = self.cell(item).text
        return "" if found == MISSING else one_line(names.get(found, "")) or found

    def sort_key(self, item: Shown, names: Mapping[str, str]) -> Any:
        """Return what an item is sorted by here; None comes last."""
        if self.key is not None:
            return self.key(item)
        return self.text(item, names).casefold() or None


def chosen_column(column: Column[Shown], width: int) -> Column[Shown]:
    """Return a column as the user has chosen it: before everything that nobody chose.

    Args:
        column: Which.
        width: In cells; 0 is as wide as it wants to be.
    """
    if not width:
        return replace(column, rank=0)
    moment = column.moment if width < column.width else None
    return replace(column, rank=0, width=width, is_flexible=False, has_sign=False, moment=moment)
