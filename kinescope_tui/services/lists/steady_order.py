"""Orders in which all of a list can be read, though it changes meanwhile."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import InvalidRequestError, OrderFieldError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order, SortLevel
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.paged_list import Fetch

T = TypeVar("T", bound=Identified)

_AGE = "created_at"
_TIES = (_AGE, "title", "name", "number", "duration")  # what hardly ever changes


def steady_orders(
    order: Order, sort_fields: Sequence[str], *, is_fixed: bool = False
) -> list[Order]:
    """Return the orders to read all of a list in, the best one first, the given one last.

    What is sorted by age begins with the oldest, so that what comes meanwhile stands at the end
    and shifts nothing. Further levels break ties: rows that are alike would change places.

    Args:
        order: The one that is looked at.
        sort_fields: By which the server sorts.
        is_fixed: Whether the rows are to stand in the given one, the newest first if it says so.
    """
    levels = order.levels
    if not is_fixed and _AGE in sort_fields and (not levels or levels[0].field == _AGE):
        levels = (SortLevel(_AGE), *levels[1:])
    ties = [SortLevel(field) for field in _TIES if field in sort_fields]
    return list(dict.fromkeys([Order.of([*levels, *ties]), Order.of(levels), order]))


def in_first_order(fetch_in: Callable[[Order], Fetch[T]], orders: Sequence[Order]) -> Fetch[T]:
    """Return what fetches pages in the first of these orders that the server takes."""
    left = list(orders)

    async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
        while True:
            order = left[0]
            try:
                return await fetch_in(order)(page, per_page, priority)
            except InvalidRequestError as error:
                if len(left) == 1 or not _is_about_order(error):
                    raise
                if order is left[0]:
                    del left[0]

    return fetch


def _is_about_order(error: InvalidRequestError) -> bool:
    named = any(param.name == "order" for param in error.invalid_params)
    return named or isinstance(error, OrderFieldError)
