"""A believable workspace: the same for the same seed and moment, up to a million videos large.

What lists sort and filter by stands in SQLite; all else of a video is made from its number when
it is asked for.
"""

import random
import sqlite3
import threading
import uuid
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

from kinescope_tui.demo.hostile import HOSTILE_TITLES
from kinescope_tui.demo.local_time import DEFAULT_ZONE, LocalTime, zone_of

ORDER_FIELDS = ("title", "description", "created_at", "updated_at", "duration")
"""By which `GET /v1/videos` sorts."""
BYTES_EACH = 5_300_000_000
"""The size of a video with all its files, on the average."""

_YEARS = timedelta(days=3 * 365)
_DAY_WEIGHTS = (19, 18, 17, 17, 15, 8, 6)  # Monday to Sunday
_OLD_SHARE = 0.15  # of the videos have short ids, as in the first years
_BASE57 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NODE_BITS = 48
_SCRAMBLE = 0x5DEECE66D1B3  # odd, so that it can be undone
_UNSCRAMBLE: int = pow(_SCRAMBLE, -1, 2**_NODE_BITS)
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
_TAGS = ("онбординг", "billing", "лекция", "2026", "draft", "SDK", "webinar")
_RARE = ("uploading", "pre-processing", "processing", "pending", "error", "aborted", "suspended")
_MOSTLY = 950  # of a thousand videos are done
_READY = ("done", "suspended")
_QUALITIES = (("1080p", "1920x1080", 5.2), ("720p", "1280x720", 2.6), ("480p", "852x480", 1.3),
              ("360p", "640x360", 0.8))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which videos a list is about, and in which order.

    Attributes:
        levels: Field and direction, `("created_at", "desc")`.
    """

    levels: tuple[tuple[str, str], ...] = (("title", "asc"),)
    statuses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    project_id: str = ""
    folder_id: str = ""
    without_folder: bool = False
    search: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
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


class Workspace:
    """Projects, folders and videos.

    Args:
        videos: How many.
        seed: The same seed and moment give the same answers, byte for byte.
        now: When it is now in the workspace.
        hostile: Whether titles that break programs stand among the newest.
        zone: The IANA name of its time zone.

    Raises:
        ValueError: There is no such time zone here.

    Attributes:
        local: Its calendar.
        picture_host: Where pictures are to be found.
    """

    def __init__(
        self,
        videos: int = 5_000,
        *,
        seed: int = 1,
        now: datetime | None = None,
        hostile: bool = True,
        zone: str = DEFAULT_ZONE,
    ) -> None:
        self.size = videos
        self.zone = zone
        self.local = LocalTime(zone_of(zone))
        self.picture_host = "https://cdn.example.org"
        self.seed = seed
        self.now = now or datetime.now(UTC)
        newest = self.now - timedelta(minutes=7)
        first = newest - _YEARS
        monday = datetime.combine(first - timedelta(days=first.weekday()), time.min, UTC)
        self._newest_ms = newest.timestamp() * 1000
        self._monday_ms = monday.timestamp() * 1000
        self._weeks = (newest - monday) / timedelta(weeks=1)
        self._hostile = dict(self._place_hostile_titles()) if hostile else {}
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self._base.execute(
            "CREATE TABLE video (n INTEGER PRIMARY KEY, title, description, updated_at, duration,"
            " status, project, folder, words)"
        )
        rows = self._rows(random.Random(seed))
        self._base.executemany("INSERT INTO video VALUES (?,?,?,?,?,?,?,?,?)", rows)
        for field in ("title", "description", "updated_at", "duration"):
            self._base.execute(f"CREATE INDEX by_{field} ON video ({field})")
        self._count = lru_cache(maxsize=100)(self._counted)
        self._video = lru_cache(maxsize=500)(self._made)  # read, never changed

    # Videos.

    def videos(
        self, selection: Selection, offset: int, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Return a window of the selected videos, and how many there are in all."""
        where, values = self._where(selection)
        total = self._count(where, values)
        limit = max(0, min(limit, total - offset))
        if not limit:
            return [], total
        # Past the middle it is shorter from the other end.
        backwards = offset > total // 2
        if backwards:
            offset = total - offset - limit
        order = _order_by(selection.levels, backwards=backwards)
        sql = f"SELECT n FROM video{where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - our own words
        with self._lock:
            numbers = [n for (n,) in self._base.execute(sql, (*values, limit, offset))]
        return [self._video(n) for n in (reversed(numbers) if backwards else numbers)], total

    def video(self, video_id: str) -> dict[str, Any] | None:
        """Return one video."""
        number = self.number_of_video(video_id)
        return self._video(number) if number else None

    def numbered(self, number: int) -> dict[str, Any]:
        """Return the video of that number, from 1."""
        return self._video(max(1, min(number, self.size)))

    def outlines(self, numbers: Iterable[int]) -> list[Outline]:
        """Return the outlines of the videos of these numbers, the oldest first."""
        chosen = ",".join(map(str, numbers))
        sql = f"SELECT n, duration, status, project, folder FROM video WHERE n IN ({chosen})"  # noqa: S608 - our own numbers
        with self._lock:
            rows = self._base.execute(f"{sql} ORDER BY n").fetchall()
        return [
            Outline(n, self._created_ms(n), duration, status == "done", project, folder)
            for n, duration, status, project, folder in rows
        ]

    def _counted(self, where: str, values: tuple[Any, ...]) -> int:
        if not where:
            return self.size
        sql = f"SELECT count(*) FROM video{where}"  # noqa: S608 - our own words
        with self._lock:
            return int(self._base.execute(sql, values).fetchone()[0])

    def _where(self, selection: Selection) -> tuple[str, tuple[Any, ...]]:
        tests: list[str] = []
        values: list[Any] = []
        if selection.statuses:
            tests.append(f"status IN ({','.join('?' * len(selection.statuses))})")
            values += selection.statuses
        if selection.ids:
            tests.append(f"n IN ({','.join('?' * len(selection.ids))})")
            values += [self.number_of_video(video_id) for video_id in selection.ids]
        if selection.project_id:
            tests.append("project = ?")
            values.append(self.number_of_project(selection.project_id))
        if selection.folder_id:
            tests.append("folder = ?")
            values.append(self.number_of("folder", selection.folder_id, len(self._folders)))
        if selection.without_folder:
            tests.append("folder IS NULL")
        if selection.search:
            tests.append("instr(words, ?)")  # SQLite's LIKE knows no case but that of ASCII
            values.append(selection.search.casefold())
        return (f" WHERE {' AND '.join(tests)}" if tests else ""), tuple(values)

    def _rows(self, chance: random.Random) -> Iterator[tuple[Any, ...]]:
        titles = [
            form.format(n=chance.randint(1, 40), r=chance.randint(1, 9999), topic=topic)
            for topic in _TOPICS
            for form in _FORMS * 20
        ]
        rare = {self.size - 3 - 5 * n: status for n, status in enumerate(_RARE)}
        for n in range(1, self.size + 1):
            bits = chance.getrandbits(62)
            title = titles[bits % len(titles)]
            if n in self._hostile:
                # SQLite takes no lone surrogate; in what is sorted and searched a ? stands for it.
                title = self._hostile[n].encode(errors="replace").decode()
            pick = (bits >> 14) % 1000
            status = rare.get(n) or ("done" if pick < _MOSTLY else _RARE[pick % len(_RARE)])
            length = 30 + (bits >> 24) % 7000
            duration = (length if pick % 3 else length + 0.96) if status in _READY else 0
            created = self._created_ms(n)
            changed = None if pick % 4 == 0 else created + (bits >> 37) % 86_400_000
            description = _DESCRIPTIONS[(bits >> 40) % len(_DESCRIPTIONS)]
            project = (bits >> 44) % 6 if pick else 6
            folder = project * len(_FOLDERS) + (bits >> 50) % len(_FOLDERS) if pick % 3 else None
            words = f"{title}\n{description}".casefold()
            yield n, title, description, changed, duration, status, project, folder, words

    def _place_hostile_titles(self) -> Iterator[tuple[int, str]]:
        if self.size >= 3 * len(HOSTILE_TITLES):
            for place, title in enumerate(HOSTILE_TITLES):
                yield self.size - 26 - 2 * place, title

    def _created_ms(self, n: int) -> int:
        """Return when a video was made: the higher its number, the later."""
        weeks, part = divmod(n / self.size * self._weeks, 1)
        left = part * sum(_DAY_WEIGHTS)
        day = 0
        while left > _DAY_WEIGHTS[day]:
            left -= _DAY_WEIGHTS[day]
            day += 1
        hours = 8 + 13 * left / _DAY_WEIGHTS[day]
        made = self._monday_ms + ((weeks * 7 + day) * 24 + hours) * 3_600_000
        # On a day that has just begun nothing is made later than now.
        return int(min(made, self._newest_ms - (self.size - n)))

    def _made(self, n: int) -> dict[str, Any]:
        """Return the video of a number."""
        sql = "SELECT title, description, updated_at, duration, status, project, folder FROM video"
        with self._lock:
            row = self._base.execute(f"{sql} WHERE n = ?", (n,)).fetchone()
        title, description, updated, duration, status, project, folder = row
        chance = random.Random(self.seed * 1_000_003 + n)
        video_id = self.video_id_of(n)
        slug = self.slug_of("slug", n)
        video: dict[str, Any] = {
            "id": video_id,
            "project_id": self.id_of("project", project),
            "folder_id": None if folder is None else self.id_of("folder", folder),
            "version": chance.choice((0, 1, 1, 2)),
            "title": self._hostile.get(n, title),
            "description": description,
            "status": status,
            # Proves nothing: 0 with done and 100 with uploading are usual.
            "progress": chance.choice((0, 0, 100)) if status == "done" else chance.randint(0, 100),
            "duration": duration,
            "assets": self._assets(n, duration, chance) if status in _READY else [],
            "chapters": _chapters(duration, chance),
            "privacy_type": chance.choices(("anywhere", "custom", "nowhere"), (8, 3, 1))[0],
            "privacy_domains": chance.choice(([], [], ["lms.example.org", "school.example.com"])),
            "poster": self._poster(n) if status in _READY and chance.randrange(10) else None,
            "additional_materials": self._materials(n, video_id) if n % 5 == 0 else None,
            "additional_materials_enabled": n % 5 == 0,
            "play_link": f"https://kinescope.io/{slug}",
            "embed_link": f"https://kinescope.io/embed/{slug}",
            "created_at": _stamp(self._created_ms(n), n % 7),
            "updated_at": None if updated is None else _stamp(updated, n % 5),
            "subtitles": [],
            "subtitles_enabled": not chance.randrange(3),
            "hls_link": f"https://kinescope.io/{slug}/master.m3u8",
        }
        if n > self.size * _OLD_SHARE:  # fields that the first years did not have
            video |= {
                "player_id": self.id_of("player", n % 3),
                "subtitle": "",
                "tags": chance.sample(_TAGS, chance.randint(0, 3)),
                "privacy_share": {},
            }
            if video["subtitles_enabled"]:
                video["subtitles"] = [
                    {
                        "id": self.id_of("subtitle", n),
                        "video_id": video_id,
                        "description": "Русский",
                        "language": "ru",
                        "file": "",
                        "file_name": "ru.vtt",
                        "hls_file": "",
                        "url": f"https://cdn.example.org/{slug}/ru.vtt",
                    }
                ]
        return video

    def _assets(self, n: int, duration: float, chance: random.Random) -> list[dict[str, Any]]:
        made = _stamp(self._created_ms(n), 6)
        signed = "https://cdn.example.org/{}?expires=1700000000&sign=demo"
        original = {
            "id": self.id_of("original", n),
            "video_id": self.id_of("upload", n),
            "original_name": "original",
            "file_size": int(duration * chance.uniform(0.9, 1.4) * 1_000_000),
            "md5": f"{chance.getrandbits(128):032x}",
            "filetype": chance.choice(("mp4", "QuickTime / MOV")),
            "quality": "original",
            "resolution": "1920x1080",
            "created_at": made,
            "url": signed.format(f"{n}/original.mp4"),
            "download_link": signed.format(f"{n}/download"),
        }
        others = [
            {
                "id": self.id_of(quality, n),
                "video_id": _NIL,
                "original_name": f"{quality}.mp4",
                "file_size": int(duration * megabits * 125_000),
                "filetype": "mp4",
                "quality": quality,
                "resolution": resolution,
                "created_at": made,
                "download_link": "",
            }
            for quality, resolution, megabits in sorted(_QUALITIES)
        ]
        return [original, *others]

    def _materials(self, n: int, video_id: str) -> list[dict[str, Any]]:
        made = _stamp(self._created_ms(n), 6)
        return [
            {
                "id": self.id_of("material", n * _MATERIALS + place),
                "video_id": video_id,
                "storage_id": self.id_of("storage", place),
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
        return self.number_of("material", material_id, (self.size + 1) * _MATERIALS) >= 0

    def _poster(self, n: int) -> dict[str, Any]:
        poster_id = self.id_of("poster", n)
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
        for project in range(6):
            first = len(folders)
            for place, name in enumerate(_FOLDERS):
                folders.append((project, first + 2 if place > 4 else None, name))
        return folders

    @cached_property
    def _sizes(self) -> dict[tuple[int, int | None], int]:
        """How many videos each folder of each project has."""
        sql = "SELECT project, folder, count(*) FROM video GROUP BY project, folder"
        with self._lock:
            return {(project, folder): n for project, folder, n in self._base.execute(sql)}

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
        return self.number_of("project", project_id, len(_PROJECTS))

    def folders(self, project_id: str, field: str, direction: str) -> list[dict[str, Any]]:
        """Return the folders of a project."""
        project = self.number_of_project(project_id)
        found = [self._folder(n) for n, row in enumerate(self._folders) if row[0] == project]
        return sorted(found, key=lambda folder: str(folder[field]), reverse=direction == "desc")

    @property
    def project_names(self) -> list[str]:
        """The names of the projects, by number."""
        return [name for name, _ in _PROJECTS]

    @property
    def folder_names(self) -> list[str]:
        """The names of the folders, by number."""
        return [name for _, _, name in self._folders]

    def _project(self, number: int) -> dict[str, Any]:
        project_id = self.id_of("project", number)
        items = sum(n for (project, _), n in self._sizes.items() if project == number)
        return {
            "id": project_id,
            "name": _PROJECTS[number][0],
            "folders": self.folders(project_id, "name", "asc"),
            "privacy_type": "anywhere",
            "privacy_domains": [],
            "favorite": number == 0,
            "items_count": items,
            "size": items * BYTES_EACH,
            "encrypted": number == 3,
            "created_at": _stamp(self._created_ms(1) - 1000 * number, number % 7),
            "updated_at": None,
        }

    def _folder(self, number: int) -> dict[str, Any]:
        project, parent, name = self._folders[number]
        return {
            "id": self.id_of("folder", number),
            "name": name,
            "project_id": self.id_of("project", project),
            "parent_id": None if parent is None else self.id_of("folder", parent),
            "items_count": self._sizes.get((project, number), 0),
            "size": self._sizes.get((project, number), 0) * BYTES_EACH,
            "created_at": _stamp(self._created_ms(1) + 60_000 * number, number % 7),
            "updated_at": None,
            "deleted_at": None,
        }

    # Ids that hold their number, so that none has to be stored.

    def id_of(self, kind: str, number: int) -> str:
        """Return the id of the thing of that kind and number."""
        salt = random.Random(f"{self.seed} {kind} {number}").getrandbits(80)
        node = number * _SCRAMBLE % 2**_NODE_BITS
        return str(uuid.UUID(int=salt << _NODE_BITS | node, version=4))

    def slug_of(self, kind: str, number: int) -> str:
        """Return the same in 22 characters, as links have it."""
        value, digits = uuid.UUID(self.id_of(kind, number)).int, ""
        for _ in range(22):
            value, digit = divmod(value, 57)
            digits = _BASE57[digit] + digits
        return digits

    def video_id_of(self, n: int) -> str:
        """Return the id of the video of that number."""
        is_old = n <= self.size * _OLD_SHARE
        return self.slug_of("video", n) if is_old else self.id_of("video", n)

    def number_of_video(self, video_id: str) -> int:
        """Return a video's number, or 0, which no video has."""
        number = self._number(video_id)
        is_known = 1 <= number <= self.size and self.video_id_of(number) == video_id
        return number if is_known else 0

    def _number(self, text: str) -> int:
        """Return the number that an id would hold, or -1 for what is no id."""
        try:
            value = uuid.UUID(text).int
        except ValueError:
            if len(text) != 22 or not set(text) <= set(_BASE57):
                return -1
            value = 0
            for digit in text:
                value = value * 57 + _BASE57.index(digit)
        nodes = 1 << _NODE_BITS  # an int to mypy, which 2**n is not: n might be negative
        return value % nodes * _UNSCRAMBLE % nodes

    def number_of(self, kind: str, text: str, count: int) -> int:
        """Return the number of the thing of that kind and id; -1 if there are not so many."""
        number = self._number(text)
        fits = 0 <= number < count and self.id_of(kind, number) == text
        return number if fits else -1


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id."""
    try:
        uuid.UUID(text)
    except ValueError:
        return len(text) == 22 and set(text) <= set(_BASE57)
    return True


def _order_by(levels: Sequence[tuple[str, str]], *, backwards: bool) -> str:
    """Return the SQL of an order in which every row has one place."""
    terms = []
    direction = "asc"
    for field, direction in levels:
        flipped = (direction == "desc") != backwards
        # Numbers are given in order of creation, so no further level matters after that.
        terms.append(f"{'n' if field == 'created_at' else field} {'DESC' if flipped else 'ASC'}")
        if field == "created_at":
            return ", ".join(terms)
    return ", ".join([*terms, f"n {'DESC' if (direction == 'desc') != backwards else 'ASC'}"])


def _stamp(milliseconds: int, digits: int) -> str:
    """Return RFC3339 in UTC with 0 to 6 digits of fraction, as the real answers have."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    fraction = f"{moment.microsecond:06}"[:digits]
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def _chapters(duration: float, chance: random.Random) -> dict[str, Any]:
    names = ("Вступление", "What is a usage day", "Пример", "Questions", "Итоги")
    count = chance.choice((0, 0, 3, 5)) if duration > 600 else 0
    return {
        "items": [
            {"time": int(duration * 1000 * n / count), "title": names[n]} for n in range(count)
        ],
        "enabled": bool(count),
        "show_on_load": False,
    }
