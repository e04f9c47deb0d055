"""The view of a list: search, filters, order."""

from collections.abc import Iterable
from typing import Any, Self

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.order import Order, SortLevel

QueryParams = tuple[tuple[str, str], ...]

_MOST = 10**9  # cells, or rows

SEARCH = "q"
"""The parameter of a search."""


def equal_to(value: str) -> str:
    """Return a value for a filter of the index, which would take some signs for comparisons."""
    return f"={value}" if value[:1] in {"=", "!", "<", ">"} else value


class Here(msgspec.Struct, frozen=True):
    """What is done to rows that are all here, since the server cannot.

    Attributes:
        order: By the names of columns; the server's order stays without levels.
        text: Words, each of which stands somewhere in a row.
        values: Columns by name, and what stands in them; one of several in the same column.
    """

    order: Order = msgspec.field(default_factory=Order)
    text: str = ""
    values: QueryParams = ()

    @property
    def is_narrowing(self) -> bool:
        """Whether rows are left out."""
        return bool(self.text.strip() or self.values)

    def __bool__(self) -> bool:
        return self.is_narrowing or bool(self.order)

    def with_values(self, column: str, values: Iterable[str]) -> Self:
        """Return the same with these values in a column, and no others."""
        kept = tuple(pair for pair in self.values if pair[0] != column)
        return replace(self, values=kept + tuple((column, value) for value in values))

    def widened(self) -> Self:
        """Return the same without the last of the values, at last without text and order."""
        if self.values:
            return self.with_values(self.values[-1][0], ())
        return replace(self, text="") if self.text else replace(self, order=Order())


class View(msgspec.Struct, frozen=True):
    """An order, and what a list is narrowed to; the server does both, but for what is done here.

    Attributes:
        search: Looked for by the server.
        filters: Parameters and their values, in the order in which they were set.
        here: What is done to what the server gives.
        columns: Which are shown, by name from the left, and how wide; 0 is as wide as it wants to
            be. Without any they are the list's own. The rows are the same in any of them.
    """

    order: Order = msgspec.field(default_factory=Order)
    search: str = ""
    filters: QueryParams = ()
    here: Here = msgspec.field(default_factory=Here)
    columns: tuple[tuple[str, int], ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._asked == other._asked

    def __ne__(self, other: object) -> bool:
        return not self == other  # a struct would compare the columns too

    def __hash__(self) -> int:
        return hash(self._asked)

    @property
    def _asked(self) -> tuple[object, ...]:
        """What tells which rows there are."""
        return self.order, self.search, self.filters, self.here

    @property
    def of_server(self) -> Self:
        """The same without what is done here."""
        return replace(self, here=Here())

    @property
    def query(self) -> QueryParams:
        """The parameters that narrow the list."""
        return (((SEARCH, self.search),) if self.search else ()) + self.filters

    @property
    def is_narrowed(self) -> bool:
        """Whether the list may hold more than this view shows."""
        return bool(self.query) or self.here.is_narrowing

    def values(self, parameter: str) -> tuple[str, ...]:
        """Return the values of a parameter."""
        return tuple(value for name, value in self.filters if name == parameter)

    def ordered(self, order: Order) -> Self:
        """Return the same in another order."""
        return replace(self, order=order)

    def searched(self, text: str) -> Self:
        """Return the same with another search."""
        return replace(self, search=text.strip())

    def filtered(self, parameter: str, values: Iterable[str]) -> Self:
        """Return the same with these values for a parameter, and no others."""
        kept = tuple(pair for pair in self.filters if pair[0] != parameter)
        return replace(self, filters=kept + tuple((parameter, value) for value in values))

    def widened(self) -> Self:
        """Return the same without what is done here, parameter or search: what was set last."""
        if self.here:
            return replace(self, here=self.here.widened())
        if self.filters:
            return self.filtered(self.filters[-1][0], ())
        return self.searched("")


def written_view(view: View) -> dict[str, Any]:
    """Return a view as JSON has it."""
    written: dict[str, Any] = {
        "order": str(view.order),
        "search": view.search,
        "filters": [list(pair) for pair in view.filters],
    }
    if here := view.here:
        written["here"] = {
            "order": [[level.field, level.descending] for level in here.order.levels],
            "text": here.text,
            "values": [list(pair) for pair in here.values],
        }
    if view.columns:
        written["columns"] = [list(pair) for pair in view.columns]
    return written


def view_of(document: dict[str, Any]) -> View:
    """Return the view that was written so.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It was not.
    """
    filters = tuple((str(name), str(value)) for name, value in document["filters"])
    order, search = Order.parse(document["order"]), str(document["search"])
    columns = tuple((str(name), whole_in(width)) for name, width in document.get("columns", ()))
    return View(order, search, filters, _here_of(document.get("here", {})), columns)


def whole_in(value: Any) -> int:
    """Return a number of cells or rows that was written; 0 for what is none."""
    return value if isinstance(value, int) and 0 <= value < _MOST else 0


def _here_of(document: dict[str, Any]) -> Here:
    levels = [SortLevel(str(name), bool(is_down)) for name, is_down in document.get("order", ())]
    values = tuple((str(name), str(value)) for name, value in document.get("values", ()))
    return Here(Order.of(levels), str(document.get("text", "")), values)
