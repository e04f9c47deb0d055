"""Who watches: some hundred viewers, who take turns at the views of every video.

So whatever is counted of the views from one to another of a video follows from the two numbers
alone, at once, and adds up in every direction: over time, videos, places and devices.
"""

import random
import struct
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

import msgspec

VIEWERS = 360
TWENTIETHS = 20
"""In how many steps a video is watched; 7 of them are 35 %."""

METRICS = (
    "view", "unique_view", "watch_time", "player_load", "player_init", "play", "pause", "seek",
    "replay", "buffering_count", "buffering_time", "online",
)  # fmt: skip

_COUNTRIES = {
    "RU": "Russian Federation", "KZ": "Kazakhstan", "BY": "Belarus", "AM": "Armenia",
    "GE": "Georgia", "DE": "Germany", "UZ": "Uzbekistan", "RS": "Serbia", "TR": "Türkiye",
    "IL": "Israel", "": "",
}  # fmt: skip
_PLACES = (
    ("RU", "Moscow", 84), ("RU", "Saint Petersburg", 43), ("RU", "Novosibirsk", 19),
    ("RU", "Yekaterinburg", 17), ("RU", "Kazan", 15), ("RU", "Krasnodar", 12), ("RU", "Samara", 10),
    ("RU", "", 16), ("KZ", "Almaty", 28), ("KZ", "Astana", 17), ("BY", "Minsk", 31),
    ("AM", "Yerevan", 17), ("GE", "Tbilisi", 8), ("DE", "Berlin", 8), ("DE", "Munich", 4),
    ("UZ", "Tashkent", 12), ("RS", "Belgrade", 7), ("TR", "İstanbul", 6), ("IL", "Tel Aviv", 4),
    ("", "", 2),
)  # fmt: skip
_SYSTEMS = {
    "desktop": (("Windows", 44), ("Mac OS X", 14), ("Linux", 3)),
    "mobile": (("Android", 21), ("iOS", 13)),
    "tablet": (("iOS", 3), ("Android", 1)),
    "tv": (("Tizen", 1), ("Android TV", 1)),
}
_DEVICES = (("desktop", 61), ("mobile", 33), ("tablet", 4), ("tv", 2))
_BROWSERS = {
    "Windows": (("Chrome", 58), ("Yandex", 24), ("Edge", 11), ("Firefox", 6)),
    "Mac OS X": (("Safari", 52), ("Chrome", 40), ("Firefox", 4)),
    "Linux": (("Firefox", 50), ("Chrome", 45)),
    "Android": (("Chrome", 66), ("Yandex", 20), ("Samsung Internet", 9)),
    "iOS": (("Safari", 80), ("Chrome", 15)),
    "Tizen": (("Samsung Internet", 1),),
    "Android TV": (("Chrome", 1),),
}
_LANE = 64  # bits of each number within a packed one


class Counted(msgspec.Struct, frozen=True):
    """What is to be counted of views, by which traits of the viewers.

    Many numbers are packed side by side into one: adding two of those adds all of them.

    Attributes:
        kinds: The values of the traits that occur.
        names: What is counted, the views first of all.
    """

    kinds: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    _by_view: list[int]
    _by_time: list[int] | None

    def before(self, views: Iterable[int], offset: int, step_s: int) -> list[int]:
        """Return all that the views of a video before these brought, packed.

        Args:
            views: Their numbers; views of a video are numbered as they happen.
            offset: Whose turn the first view was.
            step_s: A twentieth of the video, in seconds.
        """
        turns = [divmod(view + offset, VIEWERS) for view in views]
        by_view, by_round = self._by_view, self._by_view[VIEWERS]
        if self._by_time is None:
            return [rounds * by_round + by_view[place] for rounds, place in turns]
        by_time = self._by_time
        by_round += step_s * by_time[VIEWERS]
        return [rounds * by_round + by_view[n] + step_s * by_time[n] for rounds, n in turns]

    def all(self, packed: int) -> tuple[int, ...]:
        """Return what was counted of viewers of all kinds, in the order of the names."""
        found = [numbers for _, numbers in self.rows(packed)]
        return tuple(map(sum, zip(*found, strict=True))) or (0,) * len(self.names)

    def rows(self, packed: int) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
        """Return what was counted of each kind of viewers who came at all."""
        count = len(self.names)
        numbers = struct.unpack(
            f"<{len(self.kinds) * count}Q", packed.to_bytes(len(self.kinds) * count * 8, "little")
        )
        return [
            (kind, numbers[n * count : (n + 1) * count])
            for n, kind in enumerate(self.kinds)
            if numbers[n * count]
        ]


class Viewers:
    """The viewers of a workspace."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.counted = lru_cache(maxsize=16)(self._counted)

    @cached_property
    def _viewers(self) -> list[dict[str, str | int]]:
        chance = random.Random(f"{self._seed} crowd")
        viewers = [_viewer(n, chance) for n in range(VIEWERS)]
        chance.shuffle(viewers)
        return viewers

    def _counted(self, traits: tuple[str, ...], metrics: tuple[str, ...]) -> Counted:
        names = ("view", *(name for name in metrics if name != "view"))
        kinds = sorted({_kind(viewer, traits) for viewer in self._viewers})
        places = {kind: n * len(names) for n, kind in enumerate(kinds)}
        timed = tuple(name if name == "watch_time" else "" for name in names)
        others = tuple("" if name == "watch_time" else name for name in names)

        def sums(names: Sequence[str]) -> list[int]:
            packed = (
                _packed(viewer, names) << places[_kind(viewer, traits)] * _LANE
                for viewer in self._viewers
            )
            return list(accumulate(packed, initial=0))

        return Counted(tuple(kinds), names, sums(others), sums(timed) if any(timed) else None)


def _kind(viewer: dict[str, str | int], traits: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(viewer[trait]) for trait in traits)


def _packed(viewer: dict[str, str | int], names: Sequence[str]) -> int:
    return sum(int(viewer[name]) << n * _LANE for n, name in enumerate(names) if name)


def _viewer(number: int, chance: random.Random) -> dict[str, str | int]:
    code, city, _ = chance.choices(_PLACES, [place[-1] for place in _PLACES])[0]
    device = _choice(_DEVICES, chance)
    system = _choice(_SYSTEMS[device], chance)
    loads = chance.choices((1, 2, 3, 4, 6), (24, 30, 24, 14, 8))[0]
    buffered = chance.choices((0, 1, 2, 5), (60, 25, 10, 5))[0]
    return {
        "country": _COUNTRIES[code],
        "country_code": code,
        "city": city,
        "device": device,
        "os": system,
        "browser": _choice(_BROWSERS[system], chance),
        "external_id": f"student-{1000 + 7 * number}" if number % 24 == 0 else "",
        "view": 1,
        "unique_view": int(chance.random() < 0.74),
        "watch_time": min(TWENTIETHS, 5 + int(chance.expovariate(0.22))),
        "player_load": loads,
        "player_init": loads - (loads > 2),
        "play": chance.choices((1, 2, 3, 5), (50, 28, 14, 8))[0],
        "pause": chance.choices((0, 1, 2, 4), (40, 34, 17, 9))[0],
        "seek": chance.choices((0, 1, 3, 8), (35, 30, 23, 12))[0],
        "replay": int(chance.random() < 0.06),
        "buffering_count": buffered,
        "buffering_time": buffered * chance.randint(180, 2_400),
        "online": chance.randint(1, 4),
    }


def _choice(weighted: tuple[tuple[str, int], ...], chance: random.Random) -> str:
    return chance.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
