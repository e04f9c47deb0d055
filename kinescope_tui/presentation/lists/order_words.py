"""A sort order for people."""

from functools import lru_cache

from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import one_line

_LONGEST = 80  # columns of an order as the server may say it


@lru_cache(16)  # a list has the same one for long, and every key asks
def order_words(order: Order) -> str:
    """Return an order as `created ▼1 · title ▲2`, with the signs of the table's head."""
    levels = order.levels
    parts = (
        f"{level.field.removesuffix('_at').replace('_', ' ')} {'▼' if level.descending else '▲'}"
        f"{number if len(levels) > 1 else ''}"
        for number, level in enumerate(levels, start=1)
    )
    told = one_line(" · ".join(parts))
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
