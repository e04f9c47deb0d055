"""What a table needs to know about a column."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kinescope_tui.presentation.text.cell import Cell

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Column(Generic[Shown]):
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
