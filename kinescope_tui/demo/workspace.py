"""A believable workspace: the same for the same seed and moment, up to a million videos large."""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from kinescope_tui.demo.arrangement import Arranged, Arrangement, Levels
from kinescope_tui.demo.ids import Ids, number_in
from kinescope_tui.demo.local_time import DEFAULT_ZONE, LocalTime, zone_of
from kinescope_tui.demo.sample import (
    MOST,
    QUALITIES,
    READY,
    RECORDINGS,
    Sample,
)
from kinescope_tui.demo.totals import Total, totals

ORDER_FIELDS = ("title", "description", "created_at", "updated_at", "duration")
"""By which `GET /v1/videos` sorts."""
EVENTS = (
    "Открытый урок: матрицы", "Quarterly town hall", "Live Q&A", "Встреча с редактором",
    "Product update, live", "Разбор домашних работ", "Studio rehearsal", "Day of open doors",
    "Олимпиада: разбор задач", "Camera on the roof",
)  # fmt: skip
"""The names of the live events."""

_YEARS = timedelta(days=3 * 365)
_DAY_WEIGHTS = (19, 18, 17, 17, 15, 8, 6)  # Monday to Sunday
_OLD_SHARE = 0.15  # of the videos have short ids, as in the first years
_FINISHES_EVERY_S = 60
_MATERIALS = 2  # additional ones of a video that has any
_NIL = "00000000-0000-0000-0000-000000000000"

_PROJECTS = (
    ("Академия", "vod"),
    ("Webinars", "vod"),
    ("Marketing", "vod"),
    ("Студия", "vod"),
    ("Developers", "vod"),
    ("Песочница", "vod"),
    ("Live: открытые уроки", "live"),
    ("Live: town halls", "live"),
)
_FOLDERS = ("2024", "2025", "2026", "Черновики", "Archive", "Курс 1", "Курс 2", "B-roll")
_TAGS = ("онбординг", "billing", "лекция", "2026", "draft", "SDK", "webinar")
_LANGUAGES = (("ru", "Русский"), ("en", "English"), ("kk", "Қазақша"))
_RECORDED = {0: 20, 1: 33, 4: 47, 5: 61, 6: 75}  # events, and how many days ago they were
_NEWER = 91  # videos at least are newer than a recording: the first pages look as they always did


class Selection(msgspec.Struct, frozen=True):
    """Which videos a list is about, and in which order.

    Attributes:
        levels: Field and direction, `("created_at", "desc")`.
    """

    levels: Levels = (("title", "asc"),)
    statuses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    project_id: str = ""
    folder_id: str = ""
    without_folder: bool = False
    search: str = ""


class Outline(msgspec.Struct, frozen=True):
    """What of a video is counted, by numbers instead of ids.

    Attributes:
        duration: In seconds; 0 while it is not processed.
        is_done: Whether it can be watched.
    """

    number: int
    created_ms: int
    duration: float
    is_done: bool
    project: int
    folder: int | None


class _State(msgspec.Struct, frozen=True):
    """What the videos are when some that were in work are done.

    Attributes:
        totals: What they come to, by project and folder.
    """

    sample: Sample
    arrangement: Arrangement
    totals: dict[tuple[int, int], Total]


class Workspace:
    """Projects, folders and videos.

    Args:
        videos: How many.
        seed: The same seed and moment give the same answers, byte for byte.
        now: When it is now in the workspace.
        hostile: Whether titles that break programs stand among the newest.
        zone: The IANA name of its time zone.
        elapsed: Returns the seconds that have passed since `now`, for what goes on: live events,
            and the newest videos in work, of which one is done every minute.

    Raises:
        ValueError: There is no such time zone here.

    Attributes:
        ids: The ids of its things.
        local: Its calendar.
        recordings: The numbers of the videos that were recorded of a live event, by its number.
    """

    def __init__(
        self,
        videos: int = 5_000,
        *,
        seed: int = 1,
        now: datetime | None = None,
        hostile: bool = True,
        zone: str = DEFAULT_ZONE,
        elapsed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.size = videos
        self.zone = zone
        self.local = LocalTime(zone_of(zone))
        self._picture_host = "https://cdn.example.org"
        self.seed = seed
        self.ids = Ids(seed)
        self.now = now or datetime.now(UTC)
        self.elapsed = elapsed
        newest = self.now - timedelta(minutes=7)
        first = newest - _YEARS
        monday = datetime.combine(first - timedelta(days=first.weekday()), time.min, UTC)
        self._newest_ms = newest.timestamp() * 1000
        self._monday_ms = monday.timestamp() * 1000
        self._weeks = (newest - monday) / timedelta(weeks=1)
        self.recordings: dict[int, list[int]] = {n: [] for n in range(len(EVENTS))}
        recorded = {}
        for event, age in self._recorded():
            self.recordings[event] = [videos - age]
            recorded[age % MOST] = EVENTS[event]
        self._begun = Sample(videos, seed=seed, hostile=hostile, recordings=recorded)
        self._after = lru_cache(maxsize=2)(self._state_after)
        self._after(0)  # made now, and not while somebody waits for an answer
        self._arranged = lru_cache(maxsize=16)(self._arranged_anew)
        self._video = lru_cache(maxsize=500)(self._made)  # read, never changed
        self._place_id = lru_cache(maxsize=200)(self.ids.of)  # that many videos have

    @property
    def _finished(self) -> int:
        """How many of the newest videos in work are done by now."""
        return min(int(self.elapsed() // _FINISHES_EVERY_S), len(self._begun.finishing))

    def _state_after(self, finished: int) -> "_State":
        sample = self._begun.after(finished)
        began_ms = int(self.now.timestamp() * 1000)
        finished_ms = {
            row: began_ms + n * _FINISHES_EVERY_S * 1000
            for n, row in enumerate(sample.finishing[:finished], 1)
        }
        arrangement = Arrangement(
            sample,
            self.size,
            lambda age: self.created_ms(self.size - age),
            began_ms,
            finished_ms,
        )
        places = zip(sample.projects, sample.folders, strict=True)
        return _State(sample, arrangement, totals(sample, places, [self.size])[self.size])

    # Videos.

    def videos(
        self, selection: Selection, offset: int, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Return a window of the selected videos, and how many there are in all."""
        finished = self._finished
        arranged = self._arranged(selection, finished)
        total = len(arranged)
        begin, end = min(offset, total), min(offset + limit, total)
        ages = arranged.window(begin, end)
        return [self._video(self.size - age, finished) for age in ages], total

    def video(self, video_id: str) -> dict[str, Any] | None:
        """Return one video."""
        number = self.number_of_video(video_id)
        return self.numbered(number) if number else None

    def numbered(self, number: int) -> dict[str, Any]:
        """Return the video of that number, from 1."""
        return self._video(max(1, min(number, self.size)), self._finished)

    def outlines(self, numbers: Iterable[int]) -> list[Outline]:
        """Return the outlines that the videos of these numbers began with, the oldest first."""
        sample = self._begun
        found = []
        for n in sorted(numbers):
            row = self._row(n)
            folder = sample.folders[row]
            found.append(
                Outline(
                    n,
                    self.created_ms(n),
                    sample.durations[row],
                    sample.statuses[row] == "done",
                    sample.projects[row],
                    None if folder < 0 else folder,
                )
            )
        return found

    def is_forgotten(self, n: int) -> bool:
        """Tell whether nobody watches the video of a number, whatever else it is."""
        return self._row(n) in self._begun.forgotten

    def made_before(self, moment_ms: float) -> int:
        """Return how many videos had been made by a moment."""
        return bisect_left(range(1, self.size + 1), moment_ms, key=self.created_ms)

    def totals(self, numbers: Iterable[int]) -> dict[int, dict[int, Total]]:
        """Return what videos newer than the first so many came to in the beginning, by project."""
        ages = (self.size - number for number in numbers)
        found = totals(self._begun, self._begun.projects, ages)
        return {self.size - age: total for age, total in found.items()}

    def finished_bytes(self, project: int) -> int:
        """Return how large the videos of a project are that were done since the beginning."""
        return self._total(project, self._finished).bytes - self._total(project, 0).bytes

    def _total(self, project: int, finished: int) -> Total:
        places = self._after(finished).totals.items()
        return sum((total for place, total in places if place[0] == project), Total())

    def _arranged_anew(self, selection: Selection, finished: int) -> Arranged:
        state = self._after(finished)
        sample = state.sample
        folder = self.ids.number_of("folder", selection.folder_id, len(self._folders))
        columns: list[Iterable[bool]] = []
        if selection.statuses:
            columns.append(status in selection.statuses for status in sample.statuses)
        if selection.project_id:
            wanted = self.number_of_project(selection.project_id)
            columns.append(project == wanted for project in sample.projects)
        if selection.folder_id:
            columns.append(number == folder >= 0 for number in sample.folders)
        if selection.without_folder:
            columns.append(number < 0 for number in sample.folders)
        if selection.search:
            columns.append(sample.matching(selection.search))
        rows: list[int] | range = range(sample.size)
        if columns:
            rows = [
                row for row, fits in zip(rows, zip(*columns, strict=True), strict=True) if all(fits)
            ]
        if not selection.ids:
            return state.arrangement.of_rows(rows, selection.levels)
        among = set(rows)
        numbers = {self.number_of_video(video_id) for video_id in selection.ids} - {0}
        ages = [self.size - n for n in numbers if self._row(n) in among]
        return state.arrangement.of_ages(ages, selection.levels)

    def _row(self, n: int) -> int:
        return (self.size - n) % self._begun.size

    def _recorded(self) -> Iterator[tuple[int, int]]:
        """Yield the live events that were recorded, and how many videos are newer than that."""
        taken = _NEWER
        for event, days in _RECORDED.items():
            moment = self.now - timedelta(days=days)
            taken = max(taken, self.size - self.made_before(moment.timestamp() * 1000)) + 7
            if taken < self.size:
                yield event, taken

    def created_ms(self, n: int) -> int:
        """Return when a video was made: the higher its number, the later."""
        weeks, part = divmod(n / max(1, self.size) * self._weeks, 1)
        left = part * sum(_DAY_WEIGHTS)
        day = 0
        while left > _DAY_WEIGHTS[day]:
            left -= _DAY_WEIGHTS[day]
            day += 1
        hours = 8 + 13 * left / _DAY_WEIGHTS[day]
        made = self._monday_ms + ((weeks * 7 + day) * 24 + hours) * 3_600_000
        # On a day that has just begun nothing is made later than now.
        return int(min(made, self._newest_ms - (self.size - n)))

    def _made(self, n: int, finished: int) -> dict[str, Any]:
        """Return the video of a number when so many are done that were in work."""
        state, row = self._after(finished), self._row(n)
        sample = state.sample
        status, duration = sample.statuses[row], sample.durations[row]
        updated = state.arrangement.changed_ms(self.size - n)
        folder = sample.folders[row]
        chance = random.Random(self.seed * 1_000_003 + n)
        made_ms = self.created_ms(n)
        video_id = self.video_id_of(n)
        slug = self.ids.slug_of("slug", n)
        video: dict[str, Any] = {
            "id": video_id,
            "project_id": self._place_id("project", sample.projects[row]),
            "folder_id": None if folder < 0 else self._place_id("folder", folder),
            "version": chance.choice((0, 1, 1, 2)),
            "title": sample.title_texts[sample.titles[row]],
            "description": sample.description_texts[sample.descriptions[row]],
            "status": status,
            # Proves nothing: 0 with done and 100 with uploading are usual.
            "progress": chance.choice((0, 0, 100)) if status == "done" else chance.randint(0, 100),
            "duration": duration,
            "assets": self._assets(n, made_ms, sample.files(row), chance)
            if status in READY
            else [],
            "chapters": _chapters(duration, chance),
            "privacy_type": chance.choices(("anywhere", "custom", "nowhere"), (8, 3, 1))[0],
            "privacy_domains": chance.choice(
                (["lms.example.org"], ["*.example.net"], ["lms.example.org", "school.example.com"])
            ),
            "poster": self._poster(n) if status in READY and chance.randrange(10) else None,
            "additional_materials": self._materials(n, made_ms, video_id) if n % 5 == 0 else None,
            "additional_materials_enabled": n % 5 == 0,
            "play_link": f"https://kinescope.io/{slug}",
            "embed_link": f"https://kinescope.io/embed/{slug}",
            "created_at": _stamp(made_ms, n % 7),
            "updated_at": None if updated is None else _stamp(updated, n % 5),
            "subtitles": [],
            "subtitles_enabled": not chance.randrange(3),
            "hls_link": f"https://kinescope.io/{slug}/master.m3u8",
        }
        if video["privacy_type"] != "custom":
            video["privacy_domains"] = []
        if n > self.size * _OLD_SHARE:  # fields that the first years did not have
            video |= {
                "player_id": self._place_id("player", n % 3),
                "subtitle": "",
                "tags": chance.sample(_TAGS, chance.randint(0, 3)),
                "privacy_share": {},
            }
            if video["subtitles_enabled"]:
                video["subtitles"] = self._subtitles(n, video_id, slug)
        return video

    def _subtitles(self, n: int, video_id: str, slug: str) -> list[dict[str, Any]]:
        first = self.ids.of("subtitle", n)
        return [
            {
                "id": self.ids.of(first, place) if place else first,
                "video_id": video_id,
                "description": name,
                "language": language,
                "file": "",
                "file_name": f"{language}.vtt",
                "hls_file": "",
                "url": f"https://cdn.example.org/{slug}/{language}.vtt",
            }
            for place, (language, name) in enumerate(_LANGUAGES[: 1 + n % len(_LANGUAGES)])
        ]

    def _assets(
        self, n: int, made_ms: int, sizes: list[int], chance: random.Random
    ) -> list[dict[str, Any]]:
        made = _stamp(made_ms, 6)
        signed = "https://cdn.example.org/{}?expires=1700000000&sign=demo"
        chance.random()  # so that what is drawn after this stays as it was
        original, *others = [
            {
                "id": self.ids.of(quality.name, n),
                "video_id": _NIL,
                "original_name": f"{quality.name}.mp4",
                "file_size": size,
                "filetype": "mp4",
                "quality": quality.name,
                "resolution": quality.resolution,
                "created_at": made,
                "download_link": "",
            }
            for quality, size in zip(QUALITIES, sizes, strict=True)
        ]
        original |= {
            "video_id": self.ids.of("upload", n),
            "original_name": "original",
            "md5": f"{chance.getrandbits(128):032x}",
            "filetype": chance.choice(("mp4", "QuickTime / MOV")),
            "url": signed.format(f"{n}/original.mp4"),
            "download_link": signed.format(f"{n}/download"),
        }
        return [original, *others]

    def _materials(self, n: int, made_ms: int, video_id: str) -> list[dict[str, Any]]:
        made = _stamp(made_ms, 6)
        return [
            {
                "id": self.ids.of("material", n * _MATERIALS + place),
                "video_id": video_id,
                "storage_id": self.ids.of("storage", place),
                "title": title,
                "filename": name,
                "filetype": name.rpartition(".")[2],
                "size": 40_000 * (n % 90 + 1) + place,
                "position": place,
                "created_at": made,
                "updated_at": made,
                "deleted_at": None,
            }
            for place, (title, name) in enumerate((("Конспект", "notes.pdf"), ("", "slides.key")))
        ]

    def is_material(self, material_id: str) -> bool:
        """Tell whether there is an additional material of that id."""
        return self.ids.number_of("material", material_id, (self.size + 1) * _MATERIALS) >= 0

    @property
    def picture_host(self) -> str:
        """Where pictures are to be found."""
        return self._picture_host

    @picture_host.setter
    def picture_host(self, url: str) -> None:
        self._picture_host = url
        self._video.cache_clear()

    def _poster(self, n: int) -> dict[str, Any]:
        poster_id = self.ids.of("poster", n)
        sizes = {
            size: f"{self.picture_host}/posters/{size}/{poster_id}.png"
            for size in ("original", "md", "sm", "xs")
        }
        return {"id": poster_id, "status": "done", "active": True, **sizes}

    # The catalogue.

    @property
    def _folders(self) -> list[tuple[int, int | None, str]]:
        """Project, parent and name of each folder."""
        folders: list[tuple[int, int | None, str]] = []
        for project in range(RECORDINGS):
            first = len(folders)
            for place, name in enumerate(_FOLDERS):
                folders.append((project, first + 2 if place > 4 else None, name))
        return folders

    def projects(self, catalog: str) -> list[dict[str, Any]]:
        """Return the projects of a catalogue, by name."""
        found = [n for n, (_, kind) in enumerate(_PROJECTS) if kind == catalog]
        return sorted((self._project(n) for n in found), key=lambda project: str(project["name"]))

    def project(self, project_id: str) -> dict[str, Any] | None:
        """Return one project."""
        number = self.number_of_project(project_id)
        return self._project(number) if number >= 0 else None

    def number_of_project(self, project_id: str) -> int:
        """Return the number of a project, -1 if there is none of that id."""
        return self.ids.number_of("project", project_id, len(_PROJECTS))

    def folders(self, project_id: str) -> list[dict[str, Any]]:
        """Return the folders of a project, by name."""
        project = self.number_of_project(project_id)
        found = [self._folder(n) for n, row in enumerate(self._folders) if row[0] == project]
        return sorted(found, key=lambda folder: str(folder["name"]))

    @property
    def project_names(self) -> list[str]:
        """The names of the projects, by number."""
        return [name for name, _ in _PROJECTS]

    @property
    def folder_names(self) -> list[str]:
        """The names of the folders, by number."""
        return [name for _, _, name in self._folders]

    def _project(self, number: int) -> dict[str, Any]:
        project_id = self.ids.of("project", number)
        total = self._total(number, self._finished)
        return {
            "id": project_id,
            "name": _PROJECTS[number][0],
            "folders": self.folders(project_id),
            "privacy_type": "anywhere",
            "privacy_domains": [],
            "favorite": number == 0,
            "items_count": total.count,
            "size": total.bytes,
            "encrypted": number == 3,
            "created_at": _stamp(self.created_ms(1) - 1000 * number, number % 7),
            "updated_at": None,
        }

    def _folder(self, number: int) -> dict[str, Any]:
        project, parent, name = self._folders[number]
        total = self._after(self._finished).totals.get((project, number), Total())
        return {
            "id": self.ids.of("folder", number),
            "name": name,
            "project_id": self.ids.of("project", project),
            "parent_id": None if parent is None else self.ids.of("folder", parent),
            "items_count": total.count,
            "size": total.bytes,
            "created_at": _stamp(self.created_ms(1) + 60_000 * number, number % 7),
            "updated_at": None,
            "deleted_at": None,
        }

    def video_id_of(self, n: int) -> str:
        """Return the id of the video of that number."""
        is_old = n <= self.size * _OLD_SHARE
        return self.ids.slug_of("video", n) if is_old else self.ids.of("video", n)

    def number_of_video(self, video_id: str) -> int:
        """Return a video's number, or 0, which no video has."""
        number = number_in(video_id)
        is_known = 1 <= number <= self.size and self.video_id_of(number) == video_id
        return number if is_known else 0


def _stamp(milliseconds: int, digits: int) -> str:
    """Return RFC3339 in UTC with 0 to 6 digits of fraction, as the real answers have."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    fraction = f"{moment.microsecond:06}"[:digits]
    return moment.isoformat()[:19] + (f".{fraction}" if fraction else "") + "Z"


def _chapters(duration: float, chance: random.Random) -> dict[str, Any]:
    names = ("Вступление", "What is a usage day", "Пример", "Questions", "Итоги")
    count = chance.choice((0, 0, 3, 5)) if duration else 0
    count = count if duration > 600 else 0
    return {
        "items": [
            {"time": int(duration * 1000 * n / count), "title": names[n]} for n in range(count)
        ],
        "enabled": bool(count),
        "show_on_load": False,
    }
