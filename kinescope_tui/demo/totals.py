"""How many videos each place of a workspace has, how long and how large they are, up to an age."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

import msgspec

from kinescope_tui.demo.sample import Sample

P = TypeVar("P", bound=Hashable)


class Total(msgspec.Struct, frozen=True):
    """What some videos come to.

    Attributes:
        minutes: Begun ones.
    """

    count: int = 0
    minutes: int = 0
    bytes: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.count + other.count, self.minutes + other.minutes, self.bytes + other.bytes
        )

    def __mul__(self, times: int) -> "Total":
        return Total(self.count * times, self.minutes * times, self.bytes * times)


def totals(sample: Sample, places: Iterable[P], ages: Iterable[int]) -> dict[int, dict[P, Total]]:
    """Return what the videos that are newer than those of some ages come to in each place."""
    wanted = list(ages)
    period = max(1, sample.size)
    stops = {age % period for age in wanted}
    met: dict[P, list[int]] = defaultdict(lambda: [0, 0, 0])
    parts: dict[int, dict[P, Total]] = {}
    columns = zip(places, sample.durations, sample.bytes, strict=True)
    for row, (place, duration, size) in enumerate(columns):
        if row in stops:
            parts[row] = {key: Total(*numbers) for key, numbers in met.items()}
        numbers = met[place]
        numbers[0] += 1
        numbers[1] -= int(-duration // 60)
        numbers[2] += size
    whole = {key: Total(*numbers) for key, numbers in met.items()}
    return {
        age: {
            key: total * (age // period) + parts.get(age % period, {}).get(key, Total())
            for key, total in whole.items()
        }
        for age in wanted
    }
