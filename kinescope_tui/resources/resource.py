"""What a list screen needs to know about one kind of thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.cell import Cell

T = TypeVar("T", bound=Identified)
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
    """

    title: str
    width: int
    cell: Callable[[Shown], Cell]
    sort_field: str = ""
    is_flexible: bool = False
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Resource(Generic[T]):
    """One kind of thing that the API lists, as data: a new list endpoint is a new value.

    Attributes:
        noun: The thing in the singular, "video".
        path: The list endpoint.
        default_order: Always sent, since the server's own default is not documented.
        columns: The more important, the further left.
        play_link: The link that people pass on; empty if the thing has none.
    """

    noun: str
    path: str
    model: type[T]
    columns: Sequence[Column[T]]
    default_order: Order
    title_of: Callable[[T], str]
    play_link: Callable[[T], str]
