"""Who watched what: believable numbers of views, the same for the same seed.

Days are those of the workspace's time zone; their starts are written in UTC, as Kinescope does.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from kinescope_tui.demo.workspace import Workspace

ZONE_NAME = "Europe/Moscow"
_ZONE = timezone(timedelta(hours=3))  # Moscow has had no summer time since 2011
_WEEK = (1.15, 1.2, 1.18, 1.1, 0.95, 0.72, 0.7)  # Monday to Sunday
_SHARES = {
    "countries": (("Russian Federation", "RU", 62), ("Kazakhstan", "KZ", 14), ("Belarus", "BY", 9),
                  ("Armenia", "AM", 5), ("Germany", "DE", 3), ("Georgia", "GE", 2)),
    "devices": (("desktop", "", 61), ("mobile", "", 33), ("tablet", "", 4), ("tv", "", 0)),
    "browsers": (("Chrome", "", 58), ("Safari", "", 21), ("Yandex", "", 12), ("Firefox", "", 4)),
    "oses": (("Windows", "", 44), ("Android", "", 22), ("iOS", "", 17), ("Mac OS X", "", 13)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days from first to last, both of them counted."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=n)


class Audience:
    """The views of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def overview(self, span: Span, video: dict[str, Any] | None) -> dict[str, Any]:
        """Return what `GET /v1/analytics/overview` says of some days.

        Args:
            span: The days.
            video: Of which video; None for all of them together.
        """
        timeline = [self._point(day, video) for day in span if self._is_past(day)]
        names = ("views", "unique_views", "watch_time", "player_loads")
        total = {name: sum(point[name] for point in timeline) for name in names}
        return {"total": total, "timeline": timeline, "top": _top(total)}

    def _is_past(self, day: date) -> bool:
        return day <= self._workspace.now.astimezone(_ZONE).date()

    def _point(self, day: date, video: dict[str, Any] | None) -> dict[str, Any]:
        chance = random.Random(f"{self._workspace.seed} {video and video['id']} {day}")
        views = round(self._expected(day, video) * chance.uniform(0.75, 1.3))
        length = video["duration"] if video else 900
        start = datetime.combine(day, time.min, _ZONE).astimezone(UTC)
        return {
            "views": views,
            "unique_views": round(views * chance.uniform(0.7, 0.85)),
            "watch_time": round(views * length * chance.uniform(0.35, 0.55)),
            "player_loads": round(views * chance.uniform(2.2, 3.1)),
            "date": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def _expected(self, day: date, video: dict[str, Any] | None) -> float:
        rhythm = _WEEK[day.weekday()]
        if video is None:
            return rhythm * 40 * math.sqrt(max(1, self._workspace.size))
        if video["status"] != "done":
            return 0.0
        fame = random.Random(f"{self._workspace.seed} {video['id']}").paretovariate(1.3) * 4
        age = (day - datetime.fromisoformat(video["created_at"]).date()).days
        return rhythm * fame * (0.15 + math.exp(-age / 40)) if age >= 0 else 0.0


def _top(total: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    return {
        kind: [
            {"name": name, **({"code": code} if code else {}),
             "views": total["views"] * share // 100,
             "player_loads": total["player_loads"] * share // 100}
            for name, code, share in shares
            if (share and total["views"]) or kind == "devices"
        ]
        for kind, shares in _SHARES.items()
    }  # fmt: skip
