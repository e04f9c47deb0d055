"""What a workspace holds besides videos: playlists, live events, players, people and the like.

A workspace has few of these, so all of them are made at once.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from kinescope_tui.demo.workspace import Workspace

Thing = dict[str, Any]

_PLAYLISTS = (
    "Начните отсюда", "Онбординг", "Math 101", "Best of webinars", "Живые вопросы и ответы",
    "Product updates", "Для партнёров", "Customer stories", "SDK and embedding", "Архив 2024",
)  # fmt: skip
_TAGS = ("онбординг", "billing", "лекция", "2026", "draft", "SDK", "webinar", "архив", "партнёры")
_EVENTS = (
    "Открытый урок: матрицы", "Quarterly town hall", "Live Q&A", "Встреча с редактором",
    "Product update, live", "Разбор домашних работ", "Studio rehearsal", "Day of open doors",
)  # fmt: skip
_PEOPLE = ("anna", "boris", "chat_admin", "daria", "night_shift")
_STREAM = ("finished", "finished", "finished", "pending")
_LANGUAGES = (("ru", "Русский"), ("en", "English"), ("kk", "Қазақша"))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The things of one list endpoint, and how it may be sorted.

    Attributes:
        order: The order that is applied unasked.
        order_fields: By which else it may be sorted; none if the endpoint takes no order.
        key: The name of the field that identifies a thing.
    """

    things: list[Thing]
    order: tuple[str, str] = ("name", "asc")
    order_fields: tuple[str, ...] = ()
    key: str = "id"


class Library:
    """The shelves of a workspace, by the path of their endpoint."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._workspace_id = workspace.id_of("workspace", 0)

    @cached_property
    def shelves(self) -> dict[str, Shelf]:
        """Every shelf that needs no parent."""
        named = ("name", "created_at", "updated_at")
        return {
            "/v1/playlists": Shelf(self._playlists(), order_fields=named),
            "/v1/tags": Shelf(self._tags(), ("tag", "asc")),
            "/v2/live/events": Shelf(
                self._events(), ("created_at", "desc"), ("created_at", "name")
            ),
            "/v1/players": Shelf(self._players()),
            "/v1/file-requests": Shelf(self._file_requests()),
            "/v1/webhooks": Shelf(self._webhooks()),
            "/v1/moderators": Shelf(self._moderators(), ("username", "asc"), key="user_id"),
            "/v1/privacy-domains": Shelf(self._domains(), ("domain", "asc")),
            "/v1/cdn/zones": Shelf(self._zones()),
            "/v1/access-tokens": Shelf(self._access_tokens()),
        }

    # What belongs to one thing.

    def entries(self, playlist_id: str) -> list[Thing] | None:
        """Return what a playlist plays, in its order."""
        number = self._workspace.number_of("playlist", playlist_id, len(_PLAYLISTS))
        if number < 0:
            return None
        chance = self._chance("entries", number)
        ids = [chance.randint(1, self._workspace.size) for _ in range(number * 3 % 17)]
        videos = [self._workspace.numbered(n) for n in ids if self._workspace.size]
        kept = ("id", "status", "title", "description", "duration", "created_at", "updated_at")
        return [
            {"position": place, **{name: video[name] for name in kept}}
            for place, video in enumerate(videos, 1)
        ]

    def recordings(self, event_id: str) -> list[Thing] | None:
        """Return the videos that were recorded of a live event."""
        number = self._workspace.number_of("event", event_id, len(_EVENTS))
        if number < 0:
            return None
        count = min(number % 3, self._workspace.size)
        return [self._workspace.numbered(self._workspace.size - number - n) for n in range(count)]

    def quality(self, event_id: str) -> list[Thing] | None:
        """Return how the last stream of an event arrived, a point every 30 seconds."""
        number = self._workspace.number_of("event", event_id, len(_EVENTS))
        if number < 0 or number % 4 == 3:
            return None
        chance = self._chance("quality", number)
        start = self._moment(number)
        return [
            {
                "bitrate_video": chance.randint(2_100, 2_600),
                "bitrate_audio": 156,
                "frame_rate": 30,
                "status": chance.choices((0, 3, 4, 5), (40, 2, 1, 1))[0],
                "time": _stamp(start + timedelta(seconds=30 * n)),
            }
            for n in range(60)
        ]

    def posters(self, video: Thing) -> list[Thing]:
        """Return the still pictures of a video; the active one is its poster."""
        poster = video["poster"]
        if poster is None:
            return []
        return [
            {**poster, "type": "image", "active": n == 0, "from_time": 10 * n, "to_time": 0}
            | ({"id": self._workspace.id_of(f"poster of {video['id']}", n)} if n else {})
            for n in range(3)
        ]

    def subtitles(self, video: Thing) -> list[Thing]:
        """Return the subtitle tracks of a video."""
        if not video["subtitles"]:
            return []
        first = video["subtitles"][0]
        return [
            {
                **first,
                "id": first["id"] if not n else self._workspace.id_of(str(first["id"]), n),
                "language": language,
                "description": name,
                "file_name": f"{language}.vtt",
            }
            for n, (language, name) in enumerate(_LANGUAGES[: 1 + len(video["title"]) % 3])
        ]

    def annotations(self, video: Thing) -> list[Thing]:
        """Return what is shown over a video while it plays; times are in milliseconds."""
        end_ms = int(video["duration"] * 1000)
        count = len(video["title"]) % 3 if end_ms else 0
        return [
            {
                "id": self._workspace.id_of(f"annotation of {video['id']}", n),
                "media_id": video["id"],
                "video_id": None,
                "annotation_type": "text" if n else "",
                "title": ("Конспект занятия", "Register for the next one")[n],
                "link": "https://school.example.com/notes",
                "start_time": end_ms * n // 2,
                "end_time": end_ms * n // 2 + 12_000,
                "annotation_poster_id": None,
                "created_at": video["created_at"],
                "updated_at": None,
            }
            for n in range(count)
        ]

    def material_link(self, material_id: str) -> Thing | None:
        """Return a link to an additional material that is good for a few minutes."""
        if not self._workspace.is_material(material_id):
            return None
        ends = int(self._workspace.now.timestamp()) + 600
        return {"link": f"https://cdn.example.org/materials/{material_id}?expires={ends}&sign=demo"}

    # The shelves.

    def _playlists(self) -> list[Thing]:
        return [
            {
                **self._named("playlist", number, name),
                "player_id": self._workspace.id_of("player", 0),
                "parent_id": self._workspace.id_of("project", number % 6),
                "description": ("", "Смотреть по порядку.")[number % 2],
                "privacy_type": ("anywhere", "custom")[number % 3 == 1],
                "privacy_domains": ["lms.example.org"] if number % 3 == 1 else [],
                "privacy_share": {},
                "tags": [_TAGS[number % len(_TAGS)]],
                "settings": {
                    "sort_field": ("custom", "created_at", "duration")[number % 3],
                    "sort_order": "asc",
                    "ignore_interactive_tools": False,
                },
                "play_link": f"https://kinescope.io/pl/{self._workspace.slug_of('pl', number)}",
                "embed_link": f"https://kinescope.io/embed/pl/"
                f"{self._workspace.slug_of('pl', number)}",
            }
            for number, name in enumerate(_PLAYLISTS)
        ]

    def _tags(self) -> list[Thing]:
        return [
            {"id": self._workspace.id_of("tag", n), "tag": tag, "archived": n > 6}
            for n, tag in enumerate(_TAGS)
        ]

    def _events(self) -> list[Thing]:
        return [self._event(number, name) for number, name in enumerate(_EVENTS)]

    def _event(self, number: int, name: str) -> Thing:
        started = self._moment(number)
        event_id = self._workspace.id_of("event", number)
        status = _STREAM[number % len(_STREAM)]
        done = status == "finished"
        restreams = [
            {
                "id": self._workspace.id_of("restream", number),
                "event_id": event_id,
                "name": "Зеркало",
                "url": "rtmp://live.example.com/app",
                "key": f"secret-{number}",
                "status": "disconnected",
                "enabled": bool(number % 2),
                "description": "",
                "created_at": _stamp(started),
                "updated_at": None,
            }
        ]
        return {
            **self._named("event", number, name),
            "parent_id": self._workspace.id_of("project", 6 + number % 2),
            "subtitle": "",
            "type": ("one-time", "recurring")[number % 2],
            "streamkey": f"live-secret-{number}",
            "auto_start": True,
            "protected": number % 3 == 0,
            "time_shift": False,
            "record": {"parent_id": self._workspace.id_of("project", 6)},
            "video": {"presets": None},
            "audio": {"channel_mapping": None},
            "restreams": restreams if number % 2 else [],
            "reconnect_window": 600,
            "play_link": f"https://kinescope.io/{self._workspace.slug_of('event', number)}",
            "rtmp_link": "rtmp://rtmp.example.org/live",
            "scheduled": {"time": _stamp(started) if number % 2 else None},
            "stream": {
                "id": self._workspace.id_of("stream", number),
                "event_id": event_id,
                "status": status,
                "started_at": _stamp(started) if done else None,
                "finished_at": _stamp(started + timedelta(minutes=50)) if done else None,
            },
            "chat_active": True,
            "latency_mode": ("standard", "reduced")[number % 2],
            "moderators": [self._workspace.id_of("moderator", 0)],
        }

    def _players(self) -> list[Thing]:
        names = ("Default", "Без брендинга", "LMS")
        return [
            {
                **self._named("player", number, name),
                "default": number == 0,
                "deletable": number > 0,
                "settings": {"autoplay": False, "muted": number == 2, "loop": False},
                "ads": [],
            }
            for number, name in enumerate(names)
        ]

    def _file_requests(self) -> list[Thing]:
        names = ("Записи спикеров", "Camera originals", "Домашние работы")
        return [
            {
                **self._named("file-request", number, name),
                "uploading_location_id": self._workspace.id_of("project", number),
                "expired_at": None,
                "created_by": None,
                "archived_at": None,
                "user_count": number * 2,
                "media_count": number * 7,
            }
            for number, name in enumerate(names)
        ]

    def _webhooks(self) -> list[Thing]:
        return [
            {
                **self._named("webhook", number, name),
                "endpoint": f"https://hooks.example.com/{number}?key=secret",
                "login": "kinescope",
                "password": "secret",
                "events": ["media.status", "media.created"][: number + 1],
            }
            for number, name in enumerate(("LMS", "Storage audit"))
        ]

    def _moderators(self) -> list[Thing]:
        return [
            {
                "user_id": self._workspace.id_of("moderator", number),
                "workspace_id": self._workspace_id,
                "username": name,
                "email": f"{name}@example.org",
            }
            for number, name in enumerate(_PEOPLE)
        ]

    def _domains(self) -> list[Thing]:
        domains = ("lms.example.org", "school.example.com", "*.example.net")
        return [
            {"id": self._workspace.id_of("domain", n), "domain": domain, "archived": n == 2}
            for n, domain in enumerate(domains)
        ]

    def _zones(self) -> list[Thing]:
        return [
            {
                **self._named("zone", 0, "Основная"),
                "host": "cdn.example.org",
                "origins": [
                    {"addr": "origin.example.org", "basic_auth": {"user": "u", "password": "p"}}
                ],
                "access_control": {"jwt_secret": "secret", "secure_link": "secret"},
                "settings": {"gzip": True},
            }
        ]

    def _access_tokens(self) -> list[Thing]:
        scopes = (("read", "write", "delete"), ("read",))
        return [
            {
                "id": self._workspace.id_of("access-token", number),
                "name": name,
                "workspace_id": self._workspace_id,
                "scope": {
                    "api": {"permissions": list(scopes[number])},
                    "upload": {"permissions": []},
                },
            }
            for number, name in enumerate(("CI uploads", "Dashboard, read-only"))
        ]

    def _named(self, kind: str, number: int, name: str) -> Thing:
        return {
            "id": self._workspace.id_of(kind, number),
            "workspace_id": self._workspace_id,
            "name": name,
            "created_at": _stamp(self._moment(number) - timedelta(days=3)),
            "updated_at": _stamp(self._moment(number)) if number % 2 else None,
        }

    def _moment(self, number: int) -> datetime:
        return self._workspace.now - timedelta(days=9 * number + 2, hours=number)

    def _chance(self, kind: str, number: int) -> random.Random:
        return random.Random(f"{self._workspace.seed} {kind} {number}")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
