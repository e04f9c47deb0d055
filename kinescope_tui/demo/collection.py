"""The things of one list endpoint, and what can be asked of them."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

Thing = dict[str, Any]
Fits = Callable[[Thing, list[str]], bool]


class Collection(msgspec.Struct, frozen=True):
    """The things of one list endpoint, and what can be asked of them.

    Attributes:
        order: The order that is applied unasked, if any is.
        order_fields: By which else it may be sorted.
        key: The name of the field that identifies a thing.
        paging: What the answer says of its place among all: `page` and `per_page`, `offset` and
            `limit`, or nothing, as all things come at once.
        filters: By the names of parameters, whether a thing fits their values.
    """

    things: list[Thing]
    order: tuple[str, str] | None = ("name", "asc")
    order_fields: tuple[str, ...] = ()
    key: str = "id"
    paging: str = "page"
    filters: Mapping[str, Fits] = msgspec.field(default_factory=dict)

    def thing(self, wanted: str) -> Thing | None:
        """Return one of them."""
        return next((thing for thing in self.things if str(thing[self.key]) == wanted), None)

    def found(
        self, levels: tuple[tuple[str, str], ...], asked: Mapping[str, list[str]]
    ) -> list[Thing]:
        """Return those that are asked for, in an order.

        Args:
            levels: Fields and directions, the first one counting most.
            asked: The values of the parameters.
        """
        found = [
            thing
            for thing in self.things
            if all(fits(thing, asked[name]) for name, fits in self.filters.items() if name in asked)
        ]
        for name, direction in reversed(levels):
            found.sort(key=lambda thing: _sortable(thing.get(name)), reverse=direction == "desc")
        return found


def is_one_of(name: str) -> Fits:
    """Return a filter that takes things whose field is one of the values."""
    return lambda thing, values: thing[name] in values


def has_text(*names: str) -> Fits:
    """Return a filter that takes things in one of whose fields the text stands."""
    return lambda thing, values: all(
        any(value.casefold() in str(thing[name]).casefold() for name in names) for value in values
    )


def is_true(test: Callable[[Thing], bool]) -> Fits:
    """Return a filter that takes things of which something is true, or is not, as is asked."""
    return lambda thing, values: all(test(thing) == (value == "true") for value in values)


def _sortable(value: Any) -> tuple[bool, Any]:
    # Moments of fewer digits are earlier than those that go on.
    return value is not None, value.removesuffix("Z") if isinstance(value, str) else value
