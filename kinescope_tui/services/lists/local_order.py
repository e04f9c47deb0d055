"""Sorting rows that are all here, by as many levels as wanted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from kinescope_tui.api.order import Order

T = TypeVar("T")


def in_order(items: Iterable[T], order: Order, keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """Return items sorted by the levels of an order; those without a value come last.

    Args:
        items: What to sort; equal ones stay as they are.
        order: By which fields.
        keys: The value of each field; all of one field compare with each other.
    """
    found = list(items)
    for level in reversed(order.levels):
        key = keys.get(level.field)
        if key is None:
            continue
        known = [item for item in found if key(item) is not None]
        unknown = [item for item in found if key(item) is None]
        found = sorted(known, key=key, reverse=level.descending) + unknown
    return found
