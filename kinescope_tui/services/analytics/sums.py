"""Sums over neighbouring buckets, however many there are."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any

from kinescope_tui.api.models import TimelinePoint

_MAX = 1e15  # a larger number is no count, and would swallow the others


class Sums:
    """Adds up any run of moments at once; a number that is missing in all of them stays missing.

    Unique viewers of several buckets are counted once for each of them.
    """

    def __init__(self, moments: Sequence[TimelinePoint]) -> None:
        self._moments = moments
        self._views = _Run([moment.views for moment in moments])
        self._unique = _Run([moment.unique_views for moment in moments])
        self._watched = _Run([moment.watch_time_s for moment in moments])
        self._loads = _Run([moment.player_loads for moment in moments])

    def __len__(self) -> int:
        return len(self._moments)

    def each(self, count: int) -> Iterable[TimelinePoint]:
        """Return what was counted in each of so many moments from the first."""
        runs = (self._views, self._unique, self._watched, self._loads)
        if any(run.leaves_out for run in runs):
            return (self.of(number, 1) for number in range(count))
        return islice(self._moments, count)

    def of(self, first: int = 0, count: int | None = None) -> TimelinePoint:
        """Return what was counted in so many moments together, of all without a number."""
        end = len(self) if count is None else min(first + count, len(self))
        return TimelinePoint(
            views=self._views.between(first, end),
            unique_views=self._unique.between(first, end),
            watch_time_s=self._watched.between(first, end),
            player_loads=self._loads.between(first, end),
        )

    def known(self, first: int, count: int) -> TimelinePoint:
        """Return in how many of so many moments each number came."""
        end = min(first + count, len(self))
        return TimelinePoint(
            views=self._views.known(first, end),
            unique_views=self._unique.known(first, end),
            watch_time_s=self._watched.known(first, end),
            player_loads=self._loads.known(first, end),
        )


class _Run:
    """One number of all moments, added up from the first.

    Attributes:
        leaves_out: Whether some came that are no counts.
    """

    def __init__(self, numbers: list[Any]) -> None:
        self._sums: list[int | Decimal]
        self._known: Sequence[int]
        if {*map(type, numbers)} == {int} and min(numbers) > -_MAX and max(numbers) < _MAX:
            self._sums = [0, *accumulate(numbers)]  # as nearly all come
            self._known = range(len(numbers) + 1)
            self.leaves_out = False
            return
        known = [value is not None and abs(value) < _MAX for value in numbers]
        values = (_exact(v) if k else 0 for v, k in zip(numbers, known, strict=True))
        self._sums = [0, *accumulate(values)]
        self._known = [0, *accumulate(known)]
        self.leaves_out = self._known[-1] + numbers.count(None) < len(numbers)

    def between(self, first: int, end: int) -> float | None:
        if end <= first or self._known[end] == self._known[first]:
            return None
        return float(self._sums[end] - self._sums[first])

    def known(self, first: int, end: int) -> int:
        return self._known[end] - self._known[first]


def _exact(value: float | None) -> int | Decimal:
    """Return a number in the digits in which it was written, which add up without noise.

    A float says nothing of whether a fraction was written: near its largest it has none left.
    """
    if value is None or isinstance(value, int):
        return value or 0
    return Decimal(str(value))


def added(moments: Iterable[TimelinePoint]) -> TimelinePoint:
    """Return what was counted in some moments together."""
    return Sums(list(moments)).of()
