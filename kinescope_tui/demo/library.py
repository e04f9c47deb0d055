"""What a workspace holds besides videos: playlists, players, people and the like.

A workspace has few of these, so all of them are made at once.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from kinescope_tui.demo.collection import Collection, Thing, is_one_of, is_true
from kinescope_tui.demo.workspace import Workspace

_PLAYLISTS = (
    "Начните отсюда", "Онбординг", "Math 101", "Best of webinars", "Живые вопросы и ответы",
    "Product updates", "Для партнёров", "Customer stories", "SDK and embedding", "Архив 2024",
)  # fmt: skip
_TAGS = ("онбординг", "billing", "лекция", "2026", "draft", "SDK", "webinar", "архив", "партнёры")
_ACCESS_TOKENS = (  # each with what it may do, and the projects that it may upload to
    ("CI uploads", ("read", "write", "delete"), ()),
    ("Dashboard, read-only", ("read",), ()),
    ("LMS sync", ("read", "write"), ()),
    ("Запись лекций", (), (0, 1)),
    ("Marketing agency", (), (2,)),
    ("Nightly backup", ("read",), ()),
)
PEOPLE = ("anna", "boris", "chat_admin", "daria", "night_shift")
"""The names of the moderators."""


class Library:
    """The collections of a workspace that need no parent, and parts of its things."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._workspace_id = workspace.ids.of("workspace", 0)

    @cached_property
    def collections(self) -> dict[str, Collection]:
        """Every collection that needs no parent, by the path of its endpoint."""
        named = ("name", "created_at", "updated_at")
        of_project = {"project_id": is_one_of("parent_id")}
        is_archived = {"archived": is_true(lambda thing: thing["archived_at"] is not None)}
        return {
            "/v1/playlists": Collection(
                self._playlists(), order_fields=(*named, "description"), filters=of_project
            ),
            "/v1/tags": Collection(self._tags(), ("tag", "asc"), ("tag", "archived")),
            "/v1/players": Collection(self._players(), order_fields=named),
            "/v1/file-requests": Collection(
                self._file_requests(), order_fields=named, filters=is_archived
            ),
            "/v1/webhooks": Collection(self._webhooks(), order_fields=named),
            "/v1/moderators": Collection(
                self._moderators(), ("username", "asc"), ("username", "email"), "user_id"
            ),
            "/v1/privacy-domains": Collection(
                self._domains(), ("domain", "asc"), ("domain", "archived")
            ),
            "/v1/cdn/zones": Collection(self._zones(), order_fields=named),
            "/v1/access-tokens": Collection(
                self._access_tokens(), order_fields=("name",), paging="offset"
            ),
        }

    # What belongs to one thing.

    def entries(self, playlist_id: str) -> Collection | None:
        """Return what a playlist plays."""
        number = self._workspace.ids.number_of("playlist", playlist_id, len(_PLAYLISTS))
        if number < 0:
            return None
        chance = self._chance("entries", number)
        ids = [chance.randint(1, max(1, self._workspace.size)) for _ in range(number * 3 % 17)]
        videos = [self._workspace.numbered(n) for n in ids if self._workspace.size]
        kept = ("id", "status", "title", "description", "duration", "created_at", "updated_at")
        entries = [
            {"position": place, **{name: video[name] for name in kept}}
            for place, video in enumerate(videos, 1)
        ]
        fields = ("position", "title", "duration", "created_at", "updated_at")
        return Collection(entries, ("position", "asc"), fields, paging="")

    def posters(self, video: Thing) -> Collection:
        """Return the still pictures of a video; the active one is its poster."""
        poster = video["poster"]
        posters = [
            {**poster, "type": "image", "active": n == 0, "from_time": 10 * n, "to_time": 0}
            | ({"id": self._workspace.ids.of(f"poster of {video['id']}", n)} if n else {})
            for n in range(3 if poster else 0)
        ]
        return Collection(posters, ("created_at", "desc"), ("created_at", "from_time"))

    def subtitles(self, video: Thing) -> Collection:
        """Return the subtitle tracks of a video."""
        return Collection(video["subtitles"], None, ("language", "description"), paging="")

    def annotations(self, video: Thing) -> Collection:
        """Return what is shown over a video while it plays; times are in milliseconds."""
        end_ms = int(video["duration"] * 1000)
        count = len(video["title"]) % 3 if end_ms else 0
        annotations = [
            {
                "id": self._workspace.ids.of(f"annotation of {video['id']}", n),
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
        fields = ("start_time", "title", "created_at")
        return Collection(annotations, ("start_time", "asc"), fields, paging="")

    @property
    def drm(self) -> Thing:
        """How players are allowed to play what is encrypted."""
        return {
            "url": "https://lms.example.org/drm/kinescope",
            "username": "kinescope",
            "password": "secret-drm",
            "created_at": _stamp(self._moment(40)),
            "updated_at": None,
        }

    def material_link(self, material_id: str) -> Thing | None:
        """Return a link to an additional material that is good for a few minutes."""
        if not self._workspace.is_material(material_id):
            return None
        ends = int(self._workspace.now.timestamp()) + 600
        return {"link": f"https://cdn.example.org/materials/{material_id}?expires={ends}&sign=demo"}

    # The collections.

    def _playlists(self) -> list[Thing]:
        return [
            {
                **self._named("playlist", number, name),
                "player_id": self._workspace.ids.of("player", 0),
                "parent_id": self._workspace.ids.of("project", number % 6),
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
                "play_link": f"https://kinescope.io/pl/{self._workspace.ids.slug_of('pl', number)}",
                "embed_link": f"https://kinescope.io/embed/pl/"
                f"{self._workspace.ids.slug_of('pl', number)}",
            }
            for number, name in enumerate(_PLAYLISTS)
        ]

    def _tags(self) -> list[Thing]:
        return [
            {"id": self._workspace.ids.of("tag", n), "tag": tag, "archived": n > 6}
            for n, tag in enumerate(_TAGS)
        ]

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
                "uploading_location_id": self._workspace.ids.of("project", number),
                "expired_at": None,
                "created_by": None,
                "archived_at": _stamp(self._moment(0)) if number == 2 else None,
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
                "user_id": self._workspace.ids.of("moderator", number),
                "workspace_id": self._workspace_id,
                "username": name,
                "email": f"{name}@example.org",
            }
            for number, name in enumerate(PEOPLE)
        ]

    def _domains(self) -> list[Thing]:
        domains = ("lms.example.org", "school.example.com", "*.example.net")
        return [
            {"id": self._workspace.ids.of("domain", n), "domain": domain, "archived": n == 2}
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
        return [
            {
                "id": self._workspace.ids.of("access-token", number),
                "name": name,
                "workspace_id": self._workspace_id,
                "scope": {
                    **({"api": {"permissions": list(rights)}} if rights else {}),
                    "upload": {"permissions": []} | self._upload_scope(projects),
                },
            }
            for number, (name, rights, projects) in enumerate(_ACCESS_TOKENS)
        ]

    def _upload_scope(self, projects: Sequence[int]) -> Thing:
        """Return what a token that uploads is limited to; nothing of one that does not."""
        rights = ["read", "write", "delete"]
        ids = [self._workspace.ids.of("project", number) for number in projects]
        return {"entities": [{"id": id_, "permissions": rights} for id_ in ids]} if ids else {}

    def _named(self, kind: str, number: int, name: str) -> Thing:
        return {
            "id": self._workspace.ids.of(kind, number),
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
