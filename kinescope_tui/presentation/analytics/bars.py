"""A course of numbers as bars: as many as there is room for, on an axis that ends round."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 10)
_LEAST = 1e-200  # less of a unit is nothing, and past what a float can round


class Bar(msgspec.Struct, frozen=True):
    """One bar of a chart.

    Attributes:
        first: The number of its first bucket, from 0.
        count: How many buckets it stands for.
        value: None if it is not known.
        before: The value of the window before; None if it is not known, or not wanted.
        label: When it is, in few characters.
        is_running: Whether its last bucket is not over yet.
        is_weekend: Whether it is a day of a weekend.
    """

    first: int
    count: int
    value: float | None
    before: float | None = None
    label: str = ""
    is_running: bool = False
    is_weekend: bool = False


def bars(
    count: int,
    *,
    most: int,
    value: Callable[[int, int], float | None],
    before: Callable[[int, int], float | None] = lambda _first, _count: None,
    label: Callable[[int], str] = lambda _bucket: "",
    is_running: Callable[[int], bool] = lambda _bucket: False,
    is_weekend: Callable[[int], bool] = lambda _bucket: False,
) -> list[Bar]:
    """Return buckets as at most so many bars, neighbours put together where there are more.

    Args:
        count: How many buckets there are.
        most: How many bars there is room for.
        value: The value of so many buckets from one on together.
        before: The same of the window before.
        label: When a bucket is.
        is_running: Whether a bucket is not over yet.
        is_weekend: Whether a bucket is a day of a weekend.
    """
    each = max(1, math.ceil(count / max(1, most)))
    return [
        Bar(
            first,
            together := min(each, count - first),
            value(first, together),
            before(first, together),
            label(first),
            is_running(first + together - 1),
            together == 1 and is_weekend(first),
        )
        for first in range(0, count, each)
    ]


def resampled(
    count: int, width: int, value: Callable[[int, int], float | None]
) -> list[float | None]:
    """Return buckets as exactly so many columns: put together, or stretched, as evenly as it goes.

    Args:
        count: How many buckets there are; of none there are no columns.
        width: How many columns are wanted.
        value: The value of so many buckets from one on together.
    """
    edges = [column * count // width for column in range(width + 1)] if count else []
    return [value(first, max(1, end - first)) for first, end in pairwise(edges)]


def axis_end(values: Sequence[float | None], units: Sequence[float], parts: int) -> float:
    """Return where an axis ends: at or above all values, each of its parts a round number of units.

    Of what is counted by ones they are whole too: nobody has 2.5 views.

    Args:
        values: What is drawn.
        units: In which it may count, the least first; the greatest that is not above all values is
            taken.
        parts: In how many equal parts ticks divide it.
    """
    known = [v for v in values if v is not None and math.isfinite(v)]
    top = max(known, default=0.0)
    unit = max((one for one in units if one <= top), default=units[0])
    if top / unit < _LEAST:
        return parts * unit
    part = top / unit / parts
    is_counted = unit == 1 and all(float(v).is_integer() for v in known)
    part = max(part, 1.0) if is_counted else part
    if not math.isfinite(part * _STEPS[-1] * parts * unit):
        return top  # past all that a float can round
    power = 10.0 ** math.floor(math.log10(part))
    steps = (step * size for size in (power, 10 * power) for step in _STEPS)
    enough = (step for step in steps if step >= part * (1 - 1e-9))
    return next(step for step in enough if not is_counted or step.is_integer()) * parts * unit
