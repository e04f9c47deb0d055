"""What the videos of a workspace are like: their titles, lengths, sizes and places, in columns.

A large workspace has each of these videos several times over, so that a million of them are
invented, sorted and searched as quickly as these. A row is a video's place among them, the newest
first.
"""

import copy
import random
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from math import exp
from statistics import NormalDist

import msgspec

from kinescope_tui.demo.hostile import HOSTILE_TITLES

MOST = 50_000
"""Different videos at most; a smaller workspace has no two that are alike."""
READY = ("done", "suspended")
"""The statuses of videos that have files."""
RECORDINGS = 6
"""The number of the project that live events are recorded into."""
FOLDERS = 8
"""How many each project has that is not about live events."""

_TOPICS = (
    "Матрицы и определители", "Векторные пространства", "Скалярное произведение",
    "Базис и размерность", "Системы уравнений", "Пределы и производные", "Теория вероятностей",
    "Аналитика для школ", "Домены и приватность", "Как загрузить субтитры", "Онбординг команды",
    "Billing basics", "How DRM works", "Player SDK walkthrough", "Embedding with React",
    "Chapters and annotations", "Quarterly town hall", "Customer story: Sever School",
    "Product update", "Live Q&A", "Studio tour", "Встреча с редактором", "Монтаж за час",
)  # fmt: skip
_FORMS = (
    "Лекция {n}. {topic}", "Вебинар: {topic}, часть {n}", "{topic}", "{topic} — {n}",
    "{topic} (RU)", "{topic} · recording", "Семинар {n}: {topic}", "raw_cam{n}_{r:04d}.mov",
    "IMG_{r:04d}.MOV", "{topic} v{n} FINAL.mp4",
)  # fmt: skip
_DESCRIPTIONS = (
    "", "", "", "",
    "Запись занятия. Конспект и домашнее задание — в материалах.",
    "Recorded in the studio.\n\nSlides are attached.",
    "How invoices and usage are counted, with a worked example for encoding minutes.",
)  # fmt: skip
_RARE = ("uploading", "pre-processing", "processing", "pending", "error", "aborted", "suspended")
_ON_THEIR_WAY = _RARE[:4]
_LATELY = 200  # videos, of which some are on their way
_NEWEST = 20  # of which none stays so
# What an audit is to find in a workspace of some size, and nobody watches: the share of all videos
# that are newer, the title, the status, and how many hours it has.
_FORGOTTEN = (
    (0.28, "Вебинар с клиентом: запись не обработалась", "error", 0),
    (0.31, "Эфир 24 часа, камера 1 (исходник)", "done", 24),
    (0.32, "Эфир 24 часа, камера 2 (исходник)", "done", 24),
    (0.44, "Онбординг, модуль 4 — загрузить ещё раз", "aborted", 0),
    (0.57, "Hackathon 2024, whole stream, uncut", "done", 19),
    (0.74, "raw_day1_all_cameras_FINAL.mov", "done", 15),
    (0.75, "raw_day1_all_cameras_FINAL.mov", "done", 15),
    (0.83, "Keynote rehearsal, broken upload", "error", 0),
)
_LARGE = 2_000  # videos of a workspace that has them
_MOSTLY = 950  # of a thousand videos are done
_LOW = 2**32 - 1


class Quality(msgspec.Struct, frozen=True):
    """A form in which a video is kept.

    Attributes:
        resolution: Width and height, `1920x1080`.
        megabits: How many a second has, on the average.
    """

    name: str
    resolution: str
    megabits: float


QUALITIES = (
    Quality("original", "1920x1080", 7.5),
    Quality("1080p", "1920x1080", 3.9),
    Quality("360p", "640x360", 0.6),
    Quality("480p", "852x480", 1.0),
    Quality("720p", "1280x720", 2.0),
)
"""All of them, in the order of the answers."""
_MEGABITS = [quality.megabits for quality in QUALITIES]


class Sample:
    """The videos of which all others are copies.

    Args:
        size: How many videos there are to be in all.
        seed: The same seed gives the same ones.
        hostile: Whether titles that break programs stand among the newest.
        recordings: The titles of recorded live events, by their rows.

    Attributes:
        titles: The place of each video's title among `title_texts`, which are sorted.
        descriptions: The same of its description.
        statuses: The status of each.
        durations: In seconds; 0 while it is not processed.
        changed: Milliseconds from its creation to the last change; -1 if there was none.
        projects: The number of its project.
        folders: The number of its folder, -1 if it is in none.
        forgotten: The rows of those that nobody watches, and an audit is to find.
        finishing: The rows of those that are on their way and arrive, in the order of that.
    """

    def __init__(
        self, size: int, *, seed: int, hostile: bool, recordings: Mapping[int, str]
    ) -> None:
        chance = random.Random(seed)
        known = [
            form.format(n=chance.randint(1, 40), r=chance.randint(1, 9999), topic=topic)
            for topic in _TOPICS
            for form in _FORMS * 20
        ]
        self.size = min(size, MOST)
        bits = list(_numbers(chance, self.size))[::-1]
        special = dict(_hostile(self.size)) if hostile else {}
        special |= recordings
        left = {
            int(share * self.size): (title, status, hours)
            for share, title, status, hours in _FORGOTTEN
            if size >= _LARGE
        }
        self.forgotten = left.keys() - special.keys()
        special |= {row: left[row][0] for row in self.forgotten}
        self.title_texts = sorted({*known, *special.values()}, key=sortable)
        self.description_texts = sorted(set(_DESCRIPTIONS))
        places = {text: n for n, text in enumerate(self.title_texts)}
        titles = [places[text] for text in known]
        descriptions = [self.description_texts.index(text) for text in _DESCRIPTIONS]
        lengths, details = _lengths(), _details()
        self._details = [details[(b >> 31) % len(details)] for b in bits]
        picks = [(b >> 14) % 1000 for b in bits]
        self.titles = [titles[b % len(titles)] for b in bits]
        self.descriptions = [descriptions[(b >> 40) % len(descriptions)] for b in bits]
        self.statuses = ["done" if pick < _MOSTLY else _RARE[pick % len(_RARE)] for pick in picks]
        for row in range(_LATELY, self.size):  # what came before is not on its way any more
            if self.statuses[row] in _ON_THEIR_WAY:
                self.statuses[row] = "done"
        self.changed = [
            (b >> 37) % 86_400_000 if pick % 4 else -1 for b, pick in zip(bits, picks, strict=True)
        ]
        self.projects = [
            (b >> 44) % RECORDINGS if pick else RECORDINGS
            for b, pick in zip(bits, picks, strict=True)
        ]
        self.folders = [
            project * FOLDERS + (b >> 50) % FOLDERS if pick % 3 else -1
            for b, pick, project in zip(bits, picks, self.projects, strict=True)
        ]
        for row, title in special.items():
            self.titles[row] = places[title]
        for place, status in enumerate(_RARE):
            if 3 + 5 * place < self.size:
                self.statuses[3 + 5 * place] = status
        for row in recordings:
            self.statuses[row], self.projects[row], self.folders[row] = "done", RECORDINGS, -1
        self.finishing = [
            row
            for row in reversed(range(min(_NEWEST, self.size)))
            if self.statuses[row] in _ON_THEIR_WAY
        ]
        drawn = [
            lengths[(b >> 24) % len(lengths)] + (0 if pick % 3 else (b >> 21) % 1000 / 1000)
            for b, pick in zip(bits, picks, strict=True)
        ]
        self._lengths = {row: drawn[row] for row in self.finishing}
        self.durations: list[float] = [
            length if status in READY else 0
            for length, status in zip(drawn, self.statuses, strict=True)
        ]
        for row in self.forgotten:
            _title, self.statuses[row], hours = left[row]
            self.durations[row] = hours * 3_600
        self.matching: Callable[[str], list[bool]] = lru_cache(maxsize=20)(self._matching)

    def after(self, finished: int) -> "Sample":
        """Return what they are like when so many of `finishing` are done."""
        later = copy.copy(self)
        later.statuses, later.durations = self.statuses.copy(), self.durations.copy()
        later.bytes = self.bytes.copy()
        for row in self.finishing[:finished]:
            later.statuses[row], later.durations[row] = "done", self._lengths[row]
            later.bytes[row] = sum(later.files(row))
        return later

    def files(self, row: int) -> list[int]:
        """Return the sizes of a video's files in bytes, in the order of `QUALITIES`."""
        return _files(self.durations[row], self._details[row])

    @cached_property
    def bytes(self) -> list[int]:
        """The size of each video with all its files."""
        return [sum(_files(*of)) for of in zip(self.durations, self._details, strict=True)]

    def _matching(self, search: str) -> list[bool]:
        """Tell of each video whether a text stands in its title or description."""
        wanted = search.casefold()
        titles = [wanted in sortable(text).casefold() for text in self.title_texts]
        others = [wanted in text.casefold() for text in self.description_texts]
        return [
            titles[title] or others[description]
            for title, description in zip(self.titles, self.descriptions, strict=True)
        ]


def _files(duration: float, detail: float) -> list[int]:
    """Return the sizes of files: the more happens in a picture, the more bits it takes."""
    length = duration * detail * 125_000  # bytes in a megabit
    original, *others = _MEGABITS
    return [int(length * detail * original), *[int(length * megabits) for megabits in others]]


def sortable(text: str) -> str:
    """Return a text as it is sorted and searched: lone surrogates are in no alphabet."""
    return text.encode(errors="replace").decode()


def _numbers(chance: random.Random, count: int) -> Iterator[int]:
    """Yield what `getrandbits(62)` would give so many times, in a hundredth of the time."""
    drawn = chance.getrandbits(64 * count).to_bytes(8 * count, "little") if count else b""
    for word in memoryview(drawn).cast("Q"):
        yield word & _LOW | word >> 34 << 32


def _hostile(size: int) -> Iterator[tuple[int, str]]:
    if size >= 3 * len(HOSTILE_TITLES):
        for place, title in enumerate(HOSTILE_TITLES):
            yield 26 + 2 * place, title


@lru_cache(maxsize=1)
def _lengths() -> list[int]:
    """Return lengths of videos in whole seconds: half of them below 14 minutes, few of hours."""
    return [int(840 * exp(0.95 * deviation)) for deviation in _deviations(7_000)]


@lru_cache(maxsize=1)
def _details() -> list[float]:
    return [round(exp(0.28 * deviation), 4) for deviation in _deviations(1_024)]


def _deviations(count: int) -> Iterator[float]:
    normal = NormalDist()
    return (normal.inv_cdf((n + 0.5) / count) for n in range(count))
