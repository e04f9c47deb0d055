"""Videos in an order: how many, and any of them at once, however many there are.

Videos are told by their age: how many are newer. Those of one row of the sample follow each other
at equal distances, so that all orders but one come from sorting the sample; and as a video is
changed within a day of its creation, that one comes from sorting two days.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Protocol

from kinescope_tui.demo.sample import Sample

Levels = tuple[tuple[str, str], ...]
"""Fields and directions, `("created_at", "desc")`, the first one counting most."""
Key = tuple[float, ...]

_DAY_MS = 86_400_000


class Arranged(Protocol):
    """Videos in an order."""

    def __len__(self) -> int:
        """Return how many there are."""

    def window(self, begin: int, end: int) -> Sequence[int]:
        """Return the ages of those from one place up to another."""


class Arrangement:
    """The orders of a workspace.

    Args:
        sample: What its videos are like.
        size: How many there are in all.
        created_ms: Returns when the video of an age was made.
        now_ms: When it was in the beginning; nothing had been changed later.
        finished_ms: When videos were done that the demo saw finish, by their rows; they were
            changed last.
    """

    def __init__(
        self,
        sample: Sample,
        size: int,
        created_ms: Callable[[int], int],
        now_ms: int,
        finished_ms: Mapping[int, int],
    ) -> None:
        self._sample, self._size, self._created_ms = sample, size, created_ms
        self._now_ms, self._finished_ms = now_ms, finished_ms
        self._ranks = self._ranked(sample)

    def of_rows(self, rows: Sequence[int], levels: Levels) -> Arranged:
        """Return all videos of some rows, which are ascending, in an order."""
        levels, is_newest_first = _ended(levels)
        return self._arranged(rows, levels, is_newest_first=is_newest_first)

    def of_ages(self, ages: Sequence[int], levels: Levels) -> Arranged:
        """Return the videos of some ages in an order."""
        levels, is_newest_first = _ended(levels)
        return self._listed(ages, levels, is_newest_first=is_newest_first)

    def _listed(self, ages: Iterable[int], levels: Levels, *, is_newest_first: bool) -> "_Listed":
        return _Listed(sorted(ages, key=self._key(levels, is_newest_first=is_newest_first)))

    def _arranged(self, rows: Sequence[int], levels: Levels, *, is_newest_first: bool) -> Arranged:
        if not levels:
            return _ByAge(rows, self._sample.size, self._size, is_newest_first=is_newest_first)
        count = next((n for n, (field, _) in enumerate(levels) if field not in self._ranks), None)
        if count != 0:
            return self._joined(
                rows, levels[:count], levels[len(levels[:count]) :], is_newest_first
            )
        period = self._sample.size
        is_finished = self._finished_ms.__contains__
        just = self._listed(
            [age for row in filter(is_finished, rows) for age in range(row, self._size, period)],
            levels,
            is_newest_first=is_newest_first,
        )
        rows = [row for row in rows if not is_finished(row)]
        changed = self._sample.changed
        never = self._arranged(
            [row for row in rows if changed[row] < 0], levels[1:], is_newest_first=is_newest_first
        )
        is_descending = levels[0][1] == "desc"
        ages = _ByAge(
            [row for row in rows if changed[row] >= 0],
            period,
            self._size,
            is_newest_first=is_descending,
        )
        key = self._key(levels, is_newest_first=is_newest_first)
        sign = -1 if is_descending else 1
        others = _ByChange(ages, lambda age: sign * self._created_ms(age), key)
        parts: list[Arranged] = [never, others, just][:: -1 if is_descending else 1]
        return _Joined([0, *accumulate(map(len, parts))], parts.__getitem__)

    def _joined(
        self, rows: Sequence[int], levels: Levels, others: Levels, is_newest_first: bool
    ) -> Arranged:
        """Return the videos of rows that are sorted by what no two copies differ in."""
        period = max(1, self._sample.size)
        keys: Sequence[int] = [0] * len(rows)
        for field, direction in levels:
            ranks, count = self._ranks[field]
            if direction == "desc":
                keys = [key * count - ranks[row] for key, row in zip(keys, rows, strict=True)]
            else:
                keys = [key * count + ranks[row] for key, row in zip(keys, rows, strict=True)]
        packed = sorted([key * period + row for key, row in zip(keys, rows, strict=True)])
        found = array("L", [number % period for number in packed])
        ends = [number - row for number, row in zip(packed, found, strict=True)]
        starts = [0, *(n for n, pair in enumerate(pairwise(ends), 1) if pair[0] != pair[1])]
        copies, rest = divmod(self._size, period)
        extra = [0, *accumulate([row < rest for row in found])] if rest else [0] * (len(found) + 1)
        starts = [*starts, len(found)] if found else [0]
        bounds = array("q", [n * copies + extra[n] for n in starts])

        def part(n: int) -> Arranged:
            group = found[starts[n] : starts[n + 1]]
            return self._arranged(group, others, is_newest_first=is_newest_first)

        return _Joined(bounds, part)

    def _key(self, levels: Levels, *, is_newest_first: bool) -> Callable[[int], Key]:
        signs = [-1 if direction == "desc" else 1 for _, direction in levels]
        values = [self._value(field) for field, _ in levels]

        def key(age: int) -> Key:
            by_levels = [sign * value(age) for sign, value in zip(signs, values, strict=True)]
            return (*by_levels, age if is_newest_first else -age)

        return key

    def _value(self, field: str) -> Callable[[int], float]:
        if field in self._ranks:
            ranks, period = self._ranks[field][0], self._sample.size
            return lambda age: ranks[age % period]
        return lambda age: self.changed_ms(age) or 0

    def changed_ms(self, age: int) -> int | None:
        """Return when the video of an age was changed, None if it never was."""
        row = age % self._sample.size
        if row in self._finished_ms:
            return self._finished_ms[row]
        passed = self._sample.changed[row]
        return None if passed < 0 else min(self._created_ms(age) + passed, self._now_ms)

    @staticmethod
    def _ranked(sample: Sample) -> dict[str, tuple[Sequence[int], int]]:
        """Return the rank of each row by fields that its copies share, and how many ranks are."""
        places = {length: n for n, length in enumerate(sorted(set(sample.durations)))}
        return {
            "title": (sample.titles, len(sample.title_texts)),
            "description": (sample.descriptions, len(sample.description_texts)),
            "duration": ([places[length] for length in sample.durations], len(places)),
        }


class _Listed:
    def __init__(self, ages: list[int]) -> None:
        self._ages = ages

    def __len__(self) -> int:
        return len(self._ages)

    def window(self, begin: int, end: int) -> Sequence[int]:
        return self._ages[begin:end]


class _ByAge:
    """All videos of some rows by their age.

    Args:
        rows: Which ones, ascending.
        period: How many rows there are in all.
        size: How many videos there are in all.
        is_newest_first: In which direction.
    """

    def __init__(
        self, rows: Sequence[int], period: int, size: int, *, is_newest_first: bool
    ) -> None:
        self._rows, self._period, self._is_newest_first = rows, period, is_newest_first
        copies, rest = divmod(size, max(1, period))
        self._count = copies * len(rows) + bisect_left(rows, rest)

    def __len__(self) -> int:
        return self._count

    def age(self, place: int) -> int:
        """Return the age of the video at a place."""
        newer = place if self._is_newest_first else self._count - 1 - place
        copy, n = divmod(newer, len(self._rows))
        return copy * self._period + self._rows[n]

    def window(self, begin: int, end: int) -> Sequence[int]:
        return [self.age(place) for place in range(begin, end)]


class _ByChange:
    """Videos by the moment of their last change, that all of them have.

    Args:
        ages: They by their age, in the same direction.
        made: Returns when the video of an age was made, such that it grows along the ages.
        key: Returns by what the video of an age is sorted.
    """

    def __init__(self, ages: _ByAge, made: Callable[[int], int], key: Callable[[int], Key]) -> None:
        self._ages, self._made, self._key = ages, made, key

    def __len__(self) -> int:
        return len(self._ages)

    def window(self, begin: int, end: int) -> Sequence[int]:
        if begin >= end:
            return []
        places = range(len(self._ages))
        # Who stands at a place by its change was made within a day of who stands there by age.
        first = bisect_left(places, self._made_at(begin) - _DAY_MS, key=self._made_at)
        last = bisect_right(places, self._made_at(end - 1) + _DAY_MS, key=self._made_at)
        found = sorted(self._ages.window(first, last), key=self._key)
        return found[begin - first : end - first]

    def _made_at(self, place: int) -> int:
        return self._made(self._ages.age(place))


class _Joined:
    """Parts that follow each other, each made when it is looked at.

    Args:
        bounds: Where each begins and the last one ends.
        part: Returns the part of a number.
    """

    def __init__(self, bounds: Sequence[int], part: Callable[[int], Arranged]) -> None:
        self._bounds, self._part = bounds, part

    def __len__(self) -> int:
        return self._bounds[-1]

    def window(self, begin: int, end: int) -> Sequence[int]:
        found: list[int] = []
        n = bisect_right(self._bounds, begin) - 1
        while begin < end:
            start, stop = self._bounds[n : n + 2]
            found += self._part(n).window(begin - start, min(end, stop) - start)
            begin, n = max(begin, stop), n + 1
        return found


def _ended(levels: Levels) -> tuple[Levels, bool]:
    """Return the levels that count, and whether the newest come first where they leave it open."""
    for n, (field, direction) in enumerate(levels):
        if field == "created_at":  # no two videos share it
            return levels[:n], direction == "desc"
    return levels, bool(levels) and levels[-1][1] == "desc"
