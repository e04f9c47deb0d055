"""What the two analytics endpoints say of an audience."""

from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec

from kinescope_tui.demo.audience import Audience, Glanced, Spans, Watched
from kinescope_tui.demo.local_time import Buckets
from kinescope_tui.demo.viewers import Viewers
from kinescope_tui.demo.workspace import Workspace

FIELDS = (
    "view", "unique_view", "watch_time", "player_load", "player_init", "play", "pause", "seek",
    "replay", "buffering_count", "buffering_time",
)  # fmt: skip
"""What is counted."""
ENTITIES = (
    "video_id", "device", "watch_time", "city", "country_code", "folder_name", "folder_id",
    "project_name", "project_id",
)  # fmt: skip
"""By what it can be counted; by a time nothing can, though it is documented."""
ORDER_FIELDS = tuple(name for name in FIELDS if name != "watch_time")
MOST_ROWS = 50_000

_NAMES = {
    "view": "views",
    "unique_view": "unique_views",
    "watch_time": "watch_time",
    "player_load": "player_loads",
    "online": "online",
}
_TIMELINE = ("view", "unique_view", "watch_time", "player_load")
_TOPS = {
    "countries": ("country", "country_code"),
    "devices": ("device",),
    "browsers": ("browser",),
    "oses": ("os",),
}
_DEVICES = ("desktop", "mobile", "tablet", "tv")
_VIEWERS = ("device", "city", "country_code", "external_id")


class TooManyRowsError(Exception):
    """An answer would have more than `MOST_ROWS` rows."""


class Question(msgspec.Struct, frozen=True):
    """What is asked of `GET /v1/analytics`.

    Attributes:
        entities: What the rows are about: names of `ENTITIES`, or others that rows can have.
        fields: What is counted: names of `FIELDS`.
        levels: The order of the rows.
    """

    entities: tuple[str, ...]
    fields: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]


class Analytics:
    """The reports about the audience of a workspace."""

    def __init__(self, workspace: Workspace, audience: Audience, viewers: Viewers) -> None:
        self._workspace = workspace
        self._audience = audience
        self._viewers = viewers
        self.overview = lru_cache(maxsize=8)(self._overview)
        self._of_video = {
            "video_id": lambda video: workspace.video_id_of(video.outline.number),
            "project_id": lambda video: workspace.ids.of("project", video.outline.project),
            "project_name": lambda video: workspace.project_names[video.outline.project],
            "folder_id": self._folder_id,
            "folder_name": self._folder_name,
        }

    def _overview(self, group: str, begin: int, end: int, video_number: int) -> dict[str, Any]:
        """Return the data of `GET /v1/analytics/overview`.

        Args:
            group: Of what size the buckets of the timeline are.
            begin: The first moment, in seconds since 1970.
            end: The moment after the last one.
            video_number: Of which video; of all for 0.
        """
        videos = self._audience.videos
        if video_number:
            videos = [video for video in videos if video.outline.number == video_number]
        buckets = self._buckets(group, begin, end)
        counted = self._viewers.counted((), _TIMELINE)
        sums = self._audience.counted(videos, self._audience.spans(buckets.bounds), counted)
        timeline = [
            {**_named(counted.all(sums.get(n, 0))), "date": _stamp(start)}
            for n, start in enumerate(buckets.starts)
        ]
        whole = self._audience.spans([*buckets.bounds[:1], *buckets.bounds[-1:]])
        return {
            "total": self._total(videos, whole),
            "timeline": timeline,
            "top": {kind: self._top(kind, videos, whole) for kind in _TOPS},
        }

    def rows(self, question: Question, group: str, begin: int, end: int) -> list[dict[str, Any]]:
        """Return the data of `GET /v1/analytics`: only rows with something in them.

        Raises:
            TooManyRowsError: There are more than `MOST_ROWS`.
        """
        by_video = tuple(name for name in question.entities if name in self._of_video)
        by_viewer = tuple(name for name in question.entities if name in _VIEWERS)
        groups: dict[tuple[str | None, ...], list[Watched | Glanced]] = {}
        for video in self._audience.videos:
            key = tuple(self._of_video[name](video) for name in by_video)
            groups.setdefault(key, []).append(video)
        buckets = self._buckets(group, begin, end)
        spans = self._audience.spans(buckets.bounds)
        dates = [_stamp(start) for start in buckets.starts]
        counted = self._viewers.counted(by_viewer, question.fields)
        fields = counted.names if "view" in question.fields else counted.names[1:]
        names = ("workspace_id", *by_video, *by_viewer, "date", *fields)
        skipped = len(counted.names) - len(fields)
        workspace_id = self._workspace.ids.of("workspace", 0)
        found: list[tuple[int, dict[str, Any]]] = []
        for key, videos in groups.items():
            start = (workspace_id, *key)
            for n, packed in self._audience.counted(videos, spans, counted).items():
                for kind, numbers in counted.rows(packed):
                    row = (*start, *kind, dates[n], *numbers[skipped:])
                    found.append((n, dict(zip(names, row, strict=True))))
                if len(found) > MOST_ROWS:
                    raise TooManyRowsError
        found.sort(key=itemgetter(0))
        rows = [row for _, row in found]
        for field, direction in reversed(question.levels):
            rows.sort(key=itemgetter(field), reverse=direction == "desc")
        return rows

    def _buckets(self, group: str, begin: int, end: int) -> Buckets:
        return self._workspace.local.buckets(group, begin, min(end, self._audience.end))

    def _total(self, videos: list[Watched | Glanced], whole: Spans) -> dict[str, int]:
        counted = self._viewers.counted((), tuple(_NAMES))
        return _named(counted.all(self._audience.counted(videos, whole, counted).get(0, 0)))

    def _top(
        self, kind: str, videos: list[Watched | Glanced], whole: Spans
    ) -> list[dict[str, Any]]:
        counted = self._viewers.counted(_TOPS[kind], ("view", "player_load"))
        packed = self._audience.counted(videos, whole, counted).get(0, 0)
        found = [
            {
                "name": names[0],
                **({"code": names[1]} if names[1:] else {}),
                "views": views,
                "player_loads": loads,
            }
            for names, (views, loads) in counted.rows(packed)
        ]
        if kind == "devices":  # of which all are told
            told = {row["name"] for row in found}
            empty = [name for name in _DEVICES if name not in told]
            found += [{"name": name, "views": 0, "player_loads": 0} for name in empty]
        return sorted(found, key=lambda row: -int(str(row["views"])))

    def _folder_id(self, video: Watched | Glanced) -> str | None:
        folder = video.outline.folder
        return None if folder is None else self._workspace.ids.of("folder", folder)

    def _folder_name(self, video: Watched | Glanced) -> str | None:
        folder = video.outline.folder
        return None if folder is None else self._workspace.folder_names[folder]


def _named(numbers: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(_NAMES.values(), numbers, strict=False))


def _stamp(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")
