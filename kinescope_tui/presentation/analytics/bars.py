"""A course of numbers as bars: as many as there is room for, on an axis that ends round."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)
_LEAST = 1e-200  # less of a unit is nothing, and past what a float can round


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        first: The number of its first bucket, from 0.
        count: How many buckets it stands for.
        value: None if it is not known.
        before: The value of the window before; None if it is not known, or not wanted.
        label: When it is, in few characters.
    """

    first: int
    count: int
    value: float | None
    before: float | None = None
    label: str = ""


def bars(
    count: int,
    *,
    most: int,
    value: Callable[[int, int], float | None],
    before: Callable[[int, int], float | None] = lambda _first, _count: None,
    label: Callable[[int], str] = lambda _bucket: "",
) -> list[Bar]:
    """Return buckets as at most so many bars, neighbours put together where there are more.

    Args:
        count: How many buckets there are.
        most: How many bars there is room for.
        value: The value of so many buckets from one on together.
        before: The same of the window before.
        label: When a bucket is.
    """
    each = max(1, math.ceil(count / max(1, most)))
    return [
        Bar(
            first,
            together := min(each, count - first),
            value(first, together),
            before(first, together),
            label(first),
        )
        for first in range(0, count, each)
    ]


def round_top(values: Sequence[float | None], unit: float = 1.0) -> float:
    """Return where an axis ends: at or above all values, half of it a round number of units."""
    top = max((v for v in values if v is not None and math.isfinite(v)), default=0.0)
    if top / unit < _LEAST:
        return 2 * unit
    half = top / unit / 2
    if not math.isfinite(half * _STEPS[-1] * 2 * unit):
        return top  # past all that a float can round
    power = 10.0 ** math.floor(math.log10(half))
    return next(step for step in _STEPS if step * power >= half * (1 - 1e-9)) * power * 2 * unit
