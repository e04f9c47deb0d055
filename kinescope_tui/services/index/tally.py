"""How many videos have what they are filtered and grouped by, kept with them: there at once."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from kinescope_tui.services.index.indexed_video import FACTS, NAMES

TWICE = ("title", "twice")
"""Under this the videos are counted whose title another one has too."""

_LACKING = ("subtitles", "poster", "chapters")
_GROUPED_ONLY = ("month", "year")
_NOTHING = ""  # of a label: no name is empty; only groups tell how many videos have none
_DAY_MS = 86_400_000
_MOST_MS, _MOST_BYTES = 2**46, 2**50  # of one video; sums of more would leave SQLite's numbers
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BEFORE = 800_000  # days before 1970 that have a date: SQLite divides towards 0

LENGTH_MS = f"round(min(max(f.duration * 1000, -{_MOST_MS}), {_MOST_MS}))"
"""In SQL the length of a video as it is added up: sums of seconds would gather binary noise."""

DAY_OF = f"(f.created + {_BEFORE * _DAY_MS}) / {_DAY_MS} - {_BEFORE}"
"""In SQL the day since 1970 on which a video was made; null if nobody said."""

Pair = tuple[str, str]


class Tally:
    """What a transaction adds to the counts, and to the sums of duration and size beside them.

    All by field and value, "none" where there is nothing.
    """

    def __init__(self) -> None:
        self._sums: dict[Pair, list[int]] = {}

    def add(
        self,
        names: Sequence[Any],
        facts: Sequence[Any],
        tags: Sequence[str],
        domains: Sequence[str],
        *,
        number: int = 1,
    ) -> None:
        """Count a video, or no longer with -1 as the number."""
        known = dict(zip(FACTS, facts, strict=True))
        length = _within((known["duration"] or 0) * 1000, _MOST_MS)
        size = _within(known["size"] or 0, _MOST_BYTES)
        sums = self._sums
        for pair in _pairs(known, names, tags, domains):
            so_far = sums.get(pair)
            if so_far is None:
                sums[pair] = [number, number * length, number * size]
            else:
                so_far[0] += number
                so_far[1] += number * length
                so_far[2] += number * size

    def add_twins(self, number: int) -> None:
        """Count titles that are there twice, or fewer of them."""
        self._sums.setdefault(TWICE, [0, 0, 0])[0] += number

    def clear(self) -> None:
        """Add nothing."""
        self._sums.clear()

    def write(self, base: sqlite3.Connection) -> None:
        """Write it; for use within a transaction."""
        base.executemany(
            "INSERT INTO tally VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " count = count + excluded.count, length = length + excluded.length,"
            " size = size + excluded.size",
            [(*pair, *sums) for pair, sums in self._sums.items() if any(sums)],
        )


def counts_in(base: sqlite3.Connection) -> dict[Pair, int]:
    """Return how many of all videos have which value, by field and value."""
    left_out = ",".join(f"'{field}'" for field in _GROUPED_ONLY)
    found = base.execute(
        f"SELECT field, value, count FROM tally WHERE count > 0 AND value != '{_NOTHING}'"  # noqa: S608 - ours
        f" AND field NOT IN ({left_out})"
    )
    return {(field, value): number for field, value, number in found}


def groups_in(base: sqlite3.Connection, field: str) -> list[tuple[str, int, float, int]]:
    """Return the values of a field, with the number, seconds and bytes of all videos that have it.

    "none" stands for no value.
    """
    found = base.execute(
        "SELECT value, count, length, size FROM tally WHERE field = ? AND count > 0", (field,)
    )
    return [
        (value or "none", count, length / 1000, int(size)) for value, count, length, size in found
    ]


def _pairs(
    known: dict[str, Any], names: Sequence[Any], tags: Sequence[str], domains: Sequence[str]
) -> Iterable[Pair]:
    for kind, name in zip(NAMES, names, strict=True):
        yield kind, name if name is not None else "none"
    yield "quality", "none" if known["height"] is None else f"{known['height']}"
    for field in _LACKING:
        if not known[field]:
            yield field, "none"
    for field, labels in (("tag", tags), ("domain", domains)):
        for label in labels or (_NOTHING,):
            yield field, label
    created = known["created"]
    month = "none" if created is None else month_of(created // _DAY_MS)
    yield "month", month
    yield "year", month[:4]


def _within(number: float, most: int) -> int:
    return round(min(max(number, -most), most))


@lru_cache(maxsize=1_024)
def month_of(day: int) -> str:
    """Return the month, `2026-01`, of a day since 1970."""
    when = _EPOCH + timedelta(days=day)
    return f"{when.year:04}-{when.month:02}"
