"""Which videos are watched, and how often: believable numbers, the same for the same seed.

A few hundred videos are watched by many, however many there are, so that sums stay cheap: the
newest, some that go on being watched, a few that everybody watched for a week, and others that
were watched while they were new. In a workspace of some thousands most others are watched a
little, and a few are not.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from operator import add

import msgspec

from kinescope_tui.demo.local_time import HOUR_S, Place
from kinescope_tui.demo.viewers import TWENTIETHS, VIEWERS, Counted
from kinescope_tui.demo.workspace import Outline, Workspace

_WATCHED, _NEWEST = 300, 100  # the newest are part of the watched
_WEEK = (1.15, 1.2, 1.18, 1.1, 0.95, 0.72, 0.7)  # Monday to Sunday
_MONTHS = (0.95, 1.0, 1.04, 1.02, 0.94, 0.82, 0.74, 0.78, 1.1, 1.14, 1.1, 1.04)
_GROWTH = 1.35  # a year
_DAYTIME = (
    0.5, 0.3, 0.2, 0.15, 0.15, 0.25, 0.5, 1.0, 1.8, 2.6, 3.0, 3.1,
    2.8, 2.7, 2.9, 2.9, 2.8, 2.7, 2.9, 3.2, 3.2, 2.7, 1.8, 1.0,
)  # fmt: skip
_GLANCED = range(2_000, 15_001)  # so many videos has a workspace of which most are watched a little
_FEWEST, _MOST = 2, 9  # times in all
_LATELY = 80  # days, in which nearly all of them were watched at least once
_LEFT, _NEVER = 0.05, 0.02  # of them that were not; and that never were
_FAMOUS = 12.0  # times as often watched as others, at most
_WORN_OFF = 6  # times its time constant, and nobody watches a video any more


class Watched(msgspec.Struct, frozen=True):
    """A video that is watched.

    Attributes:
        first_day: The day on which it was made.
        missed: The part of that day's views that usually come before the hour it was made in.
        before: How many views there were before that day, before the next, and so on.
        offset: Whose turn the first view is.
        step_s: A twentieth of it, in seconds.
    """

    outline: Outline
    first_day: int
    missed: float
    before: list[int]
    offset: int
    step_s: int

    def views_before(self, day: int, shares: Sequence[float]) -> list[int]:
        """Return how many views there were before some moments of a day.

        Args:
            day: The day.
            shares: The part of a day's views that usually falls before each of the moments.
        """
        passed = day - self.first_day
        if passed < 0:
            return [0] * len(shares)
        if passed >= len(self.before) - 1:
            return [self.before[-1]] * len(shares)
        before = self.before[passed]
        views = self.before[passed + 1] - before
        if not passed:  # nothing is watched before it is made
            left = 1 - self.missed
            shares = [max(0.0, share - self.missed) / left for share in shares]
        rounding = (self.outline.number * 40_503 + day * 30_011) % 65_536 / 65_536
        return [before + int(views * share + rounding) if share else before for share in shares]


class Glanced(msgspec.Struct, frozen=True):
    """A video that is watched now and then.

    Attributes:
        days: On which day it was watched, once for each view.
        parts: Which part of the day's views usually falls before it.
        offset: Whose turn the first view is.
        step_s: A twentieth of it, in seconds.
    """

    outline: Outline
    days: list[int]
    parts: list[float]
    offset: int
    step_s: int

    def add_counted(self, sums: dict[int, int], spans: "Spans", what: Counted) -> None:
        """Add what its views within some spans of time bring, packed, by their numbers."""
        first = bisect_left(self.days, spans.days[0]) if spans.days else len(self.days)
        for view in range(first, len(self.days)):
            span = spans.number_of(self.days[view], self.parts[view])
            if span is None:
                return
            if span >= 0:
                earlier, later = what.before((view, view + 1), self.offset, self.step_s)
                sums[span] += later - earlier


class Spans(msgspec.Struct, frozen=True):
    """Spans of time that follow each other; their bounds by the days in which they lie.

    Attributes:
        days: Those days.
        runs: For each of them the day, the number of its first bound, and which part of a day's
            views usually falls before each of its bounds.
    """

    days: list[int]
    runs: list[tuple[int, int, list[float]]]

    def number_of(self, day: int, part: float) -> int | None:
        """Return in which span a part of a day is: -1 before the first, None after the last."""
        run = bisect_right(self.days, day) - 1
        if run < 0:
            return -1
        found, place, shares = self.runs[run]
        last = len(shares) if found < day else bisect_right(shares, part)
        is_after = run == len(self.runs) - 1 and last == len(shares)
        return None if is_after else place + last - 1


class Audience:
    """The views of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._local = local = workspace.local
        now = int(workspace.now.timestamp())
        self._today = local.day(now)
        self.end = now - (now - local.midnight(self._today)) % HOUR_S + HOUR_S
        self._shares = lru_cache(maxsize=2_048)(self._shares_of_day)

    @cached_property
    def videos(self) -> list[Watched | Glanced]:
        """Those that are watched at all, the oldest first."""
        outlines = [video for video in self._workspace.outlines(self._chosen()) if video.is_done]
        videos: list[Watched | Glanced] = [*self._with_views(outlines)]
        videos += self._glanced({one.number for one in outlines})
        return sorted(videos, key=lambda video: video.outline.number)

    def spans(self, bounds: list[Place]) -> Spans:
        """Return the spans of time between each two bounds."""
        runs: list[tuple[int, int, list[float]]] = []
        for n, (day, hour) in enumerate(bounds):
            if not runs or runs[-1][0] != day:
                runs.append((day, n, []))
            runs[-1][2].append(self._shares(day)[hour] if hour else 0.0)
        return Spans([day for day, _, _ in runs], runs)

    def counted(
        self, videos: Iterable[Watched | Glanced], spans: Spans, what: Counted
    ) -> dict[int, int]:
        """Return what was counted of these videos together, packed, by the numbers of the spans."""
        sums: dict[int, int] = defaultdict(int)
        inside: dict[int, list[int]] = {}  # days are summed up first, and told apart later
        for video in videos:
            if isinstance(video, Glanced):
                video.add_counted(sums, spans, what)
                continue
            first = max(0, bisect_left(spans.days, video.first_day) - 1)
            last = bisect_left(spans.days, video.first_day + len(video.before) - 1) + 1
            views, counted = -1, 0
            for n, (day, place, shares) in enumerate(spans.runs[first:last], first):
                passed = video.views_before(day, shares)
                if passed[-1] == views:
                    continue
                values = what.before(passed, video.offset, video.step_s)
                if 0 <= views < passed[0]:
                    sums[place - 1] += values[0] - counted
                if passed[0] < passed[-1]:
                    so_far = inside.get(n)
                    inside[n] = list(map(add, so_far, values)) if so_far else values
                views, counted = passed[-1], values[-1]
        for n, values in inside.items():
            for place, (earlier, later) in enumerate(pairwise(values), spans.runs[n][1]):
                if earlier < later:
                    sums[place] += later - earlier
        return sums

    def _chosen(self) -> list[int]:
        size = self._workspace.size
        if size <= _WATCHED:
            return list(range(1, size + 1))
        chance = random.Random(f"{self._workspace.seed} watched")
        others = chance.sample(range(1, size - _NEWEST + 1), _WATCHED - _NEWEST)
        watched = [*others, *range(size - _NEWEST + 1, size + 1)]
        return sorted(n for n in watched if not self._workspace.is_forgotten(n))

    def _glanced(self, watched: set[int]) -> Iterator[Glanced]:
        """Yield those that are watched now and then: most once lately, and more when they came."""
        size = self._workspace.size
        if size not in _GLANCED:
            return
        others = (n for n in range(1, size + 1) if n not in watched)
        numbers = [n for n in others if not self._workspace.is_forgotten(n)]
        chance = random.Random(f"{self._workspace.seed} glances")
        for outline in self._workspace.outlines(numbers):
            born, _ = self._local.place(outline.created_ms // 1000)
            age, fate = self._today - born, chance.random()
            if not outline.is_done or age < 1 or fate < _NEVER:
                continue
            count = chance.randint(_FEWEST, _MOST)
            days = [born + 1 + int((age - 1) * chance.random() ** 3) for _ in range(count)]
            if fate > _LEFT:
                days.append(self._today - 1 - int(min(age - 1, _LATELY) * chance.random()))
            else:
                days = [day for day in days if day < self._today - _LATELY]
            days = sorted(day for day in days if day < self._today)
            parts = [chance.random() for _ in days]
            step_s = max(1, int(outline.duration) // TWENTIETHS)
            yield Glanced(outline, days, parts, chance.randrange(VIEWERS), step_s)

    def _with_views(self, outlines: list[Outline]) -> list[Watched]:
        chance = random.Random(f"{self._workspace.seed} fame")
        born = [self._local.place(video.created_ms // 1000) for video in outlines]
        fames = [min(_FAMOUS, chance.paretovariate(1.3)) for _ in outlines]
        fades = self._fades(born, chance)
        if len(outlines) > _NEWEST and self._workspace.size > _WATCHED:
            # They stand closer together than the others, and must not look like a boom.
            fames[-_NEWEST:] = [fame * 0.1 for fame in fames[-_NEWEST:]]
        scale = self._scale(born, fames, fades)
        first = min((day for day, _ in born), default=self._today)
        rhythm = [self._rhythm(day, chance) for day in range(first, self._today + 1)]
        found = []
        for outline, (day, hour), fame, fade in zip(outlines, born, fames, fades, strict=True):
            roll = random.Random(f"{self._workspace.seed} views {outline.number}").random
            weight = fame * scale
            days = [
                int(weight * usual * fresh * (0.8 + 0.4 * roll()) + roll())
                for usual, fresh in zip(rhythm[day - first :], fade, strict=False)
            ]
            missed = self._shares(day)[hour]
            days[0] = int(days[0] * (1 - missed))
            step_s = max(1, int(outline.duration) // TWENTIETHS)
            views = list(accumulate(days, initial=0))
            found.append(Watched(outline, day, missed, views, chance.randrange(VIEWERS), step_s))
        return found

    def _fades(self, born: list[Place], chance: random.Random) -> list[list[float]]:
        """Return how much of its attraction each video has on each day of its life."""
        count = len(born)
        old = [n for n in range(count) if self._today - born[n][0] > 40]
        chance.shuffle(old)
        viral = set(old[: max(1, min(5, count // 40))])
        lasting = set(old[len(viral) :][: max(1, min(12, count // 20))])
        fades = []
        for n, (day, _) in enumerate(born):
            age = self._today - day + 1
            slow = chance.uniform(6, 40)
            if n in viral:
                peak = int(age * chance.uniform(0.2, 0.7))
                fades.append([_viral(passed - peak) for passed in range(age)])
            elif n in lasting:
                fades.append([0.25 + 0.5 * math.exp(-passed / 400) for passed in range(age)])
            else:
                days = min(age, int(slow * _WORN_OFF))
                fades.append([math.exp(-passed / slow) for passed in range(days)])
        return fades

    def _scale(self, born: list[Place], fames: list[float], fades: list[list[float]]) -> float:
        """Return what makes a month's views those of a workspace of this size."""
        month = range(self._today - 60, self._today - 30)
        attraction = 0.0
        for (day, _), fame, fade in zip(born, fames, fades, strict=True):
            lived = fade[max(0, month.start - day) : max(0, month.stop - day)]
            attraction += fame * sum(min(1.0, fresh) for fresh in lived)
        usual = 40 * math.sqrt(self._workspace.size)
        return usual / max(attraction / len(month), 0.3 * math.sqrt(max(1, len(born))))

    def _rhythm(self, day: int, chance: random.Random) -> float:
        """Return how a day compares to others."""
        when = date.fromordinal(day)
        growth = math.pow(_GROWTH, (day - self._today) / 365)
        usual = _WEEK[when.weekday()] * _MONTHS[when.month - 1] * _holiday(when)
        return usual * growth * chance.uniform(0.93, 1.07)

    def _shares_of_day(self, day: int) -> tuple[float, ...]:
        weights = [_DAYTIME[self._local.hour(start)] for start in self._local.hours(day)]
        whole = sum(weights)
        return tuple(part / whole for part in accumulate(weights, initial=0.0))


def _viral(days: int) -> float:
    """Return the attraction so many days after everybody began to talk of a video."""
    return 0.03 + (6 * math.exp(-days / 7) if days >= 0 else 0.0)


def _holiday(day: date) -> float:
    if (day.month == 1 and day.day <= 8) or (day.month == 12 and day.day == 31):
        return 0.42
    if day.month == 5 and (day.day <= 3 or 8 <= day.day <= 11):
        return 0.6
    return 0.75 if (day.month, day.day) in {(2, 23), (3, 8), (6, 12), (11, 4)} else 1.0
