"""What a list is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from kinescope_tui.api.order import Order

QueryParams = tuple[tuple[str, str], ...]

SEARCH = "q"
"""The parameter of a search."""


@dataclass(frozen=True, slots=True)
class View:
    """An order, and what a list is narrowed to; the server does both.

    Attributes:
        search: Looked for by the server.
        filters: Parameters and their values, in the order in which they were set.
    """

    order: Order = field(default_factory=Order)
    search: str = ""
    filters: QueryParams = ()

    @property
    def query(self) -> QueryParams:
        """The parameters that narrow the list."""
        return (((SEARCH, self.search),) if self.search else ()) + self.filters

    @property
    def is_narrowed(self) -> bool:
        """Whether the list may hold more than this view shows."""
        return bool(self.query)

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
        """Return the same without the parameter that was set last, at last without the search."""
        if self.filters:
            return self.filtered(self.filters[-1][0], ())
        return self.searched("")


def written_view(view: View) -> dict[str, Any]:
    """Return a view as JSON has it."""
    return {
        "order": str(view.order),
        "search": view.search,
        "filters": [list(pair) for pair in view.filters],
    }


def view_of(document: dict[str, Any]) -> View:
    """Return the view that was written so.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It was not.
    """
    filters = tuple((str(name), str(value)) for name, value in document["filters"])
    return View(Order.parse(document["order"]), str(document["search"]), filters)
