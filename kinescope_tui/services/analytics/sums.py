"""Sums over neighbouring buckets, however many there are."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any

from kinescope_tui.api.models import TimelinePoint

_MAX = 1e15  # a larger number is no count, and would swallow the others


Pair = tuple[float | None, float | None]


class Added(TimelinePoint):
    """What was counted in several moments together.

    Attributes:
        rated: Views and player loads of the moments that have both; None if none lacks either.
        averaged: The same, watch time in seconds and views.
    """

    rated: Pair | None = None
    averaged: Pair | None = None


def rated(moment: TimelinePoint) -> Pair:
    """Return the views and player loads whose ratio is a rate: of the same moments."""
    found = moment.rated if isinstance(moment, Added) else None
    return found or (moment.views, moment.player_loads)


def averaged(moment: TimelinePoint) -> Pair:
    """Return the watch time in seconds and the views that make an average: of the same moments."""
    found = moment.averaged if isinstance(moment, Added) else None
    return found or (moment.watch_time_s, moment.views)


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
        self._rated = _both(self._views, self._loads)
        self._averaged = _both(self._watched, self._views)

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
        return Added(
            views=self._views.between(first, end),
            unique_views=self._unique.between(first, end),
            watch_time_s=self._watched.between(first, end),
            player_loads=self._loads.between(first, end),
            rated=_between(self._rated, first, end),
            averaged=_between(self._averaged, first, end),
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
        numbers: As they came.
    """

    def __init__(self, numbers: list[Any]) -> None:
        self.numbers = numbers
        self._sums: list[int | Decimal]
        self._known: Sequence[int]
        if {*map(type, numbers)} == {int} and min(numbers) > -_MAX and max(numbers) < _MAX:
            self._sums = [0, *accumulate(numbers)]  # as nearly all come
            self._known = range(len(numbers) + 1)
            self.leaves_out = False
            return
        known = [*map(_is_count, numbers)]
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

    @property
    def is_whole(self) -> bool:
        """Whether every moment has it."""
        return self._known[-1] == len(self.numbers)


def _both(one: _Run, other: _Run) -> tuple[_Run, _Run] | None:
    """Return two numbers of the moments that have both; None if none lacks either."""
    if one.is_whole and other.is_whole:
        return None
    pairs = [
        pair if all(map(_is_count, pair)) else (None, None)
        for pair in zip(one.numbers, other.numbers, strict=True)
    ]
    return _Run([first for first, _ in pairs]), _Run([second for _, second in pairs])


def _between(runs: tuple[_Run, _Run] | None, first: int, end: int) -> Pair | None:
    if runs is None:
        return None
    one, other = runs
    return one.between(first, end), other.between(first, end)


def _is_count(value: Any) -> bool:
    return value is not None and abs(value) < _MAX


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
