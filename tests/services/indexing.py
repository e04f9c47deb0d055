"""A workspace that may change at each request, and an index of it."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from turned_clock import TurnedClock

from kinescope_tui.api import Exchange, KinescopeClient, Page, Priority
from kinescope_tui.api.models import Asset, Identified, Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_reader import IndexReader
from kinescope_tui.services.index.index_search import IndexSearch
from kinescope_tui.services.index.indexed_video import row_of
from kinescope_tui.services.lists.view import View

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 1, tzinfo=UTC)
NEWEST = Order.parse("created_at.desc")


def video(number: int, title: str = "", **fields: Any) -> Video:
    made = BEGAN + timedelta(hours=number)
    known = {"created_at": made, "updated_at": made, "status": "done", "privacy_type": "anywhere"}
    return Video(id=f"v{number:04}", title=title or f"Video {number}", **{**known, **fields})


def file(size: int, quality: str = "original") -> Asset:
    return Asset(quality=quality, size_bytes=size)


class Workspace:
    """Videos, and what happens at a request.

    Attributes:
        asked: The orders and pages that were asked for.
        at: What happens before the request of a number, from 1.
        says: The total that is said; the true one without it.
        empty: The pages that come empty, whatever should stand on them.
    """

    def __init__(self, videos: Sequence[Video]) -> None:
        self.all = {one.id: one for one in videos}
        self.asked: list[tuple[str, int]] = []
        self.at: dict[int, Callable[[], object]] = {}
        self.says: Callable[[int], int | None] = lambda total: total
        self.knows_pages = True
        self.empty: set[int] = set()

    @property
    def client(self) -> KinescopeClient:
        return cast("KinescopeClient", self)

    async def videos(
        self, *, page: int, order: Order, priority: Priority, per_page: int = 100
    ) -> Page[Video]:
        assert priority is Priority.BULK
        self.asked.append((str(order), page))
        self.at.get(len(self.asked), lambda: None)()
        level = order.levels[0]
        rows = sorted(
            self.all.values(),
            key=lambda one: (getattr(one, level.field) or BEGAN, one.id),
            reverse=level.descending,
        )
        first = (page - 1) * per_page if self.knows_pages else 0
        exchange = Exchange("GET", "/v1/videos", (), NOW)
        items = rows[first : first + per_page] if page not in self.empty else []
        return Page(items, page, per_page, self.says(len(rows)), order, exchange)

    async def page(self, path: str, *_rest: object, **_options: object) -> Page[Identified]:
        return Page([], 1, 100, 0, Order(), Exchange("GET", path, (), NOW))


def database(folder: Path, owner: str = "me", **options: int) -> IndexDatabase:
    return IndexDatabase(folder / "index.sqlite", lambda _salt: owner, **options)


def reader(workspace: Workspace, kept: IndexDatabase) -> IndexReader:
    return IndexReader(workspace.client, kept, TurnedClock(NOW))


def index_of(folder: Path, videos: Sequence[Video]) -> IndexDatabase:
    kept = database(folder)
    with kept.writing() as base:
        kept.put(base, list(map(row_of, videos)), 1)
    return kept


def ids_in(kept: IndexDatabase) -> set[str]:
    base = kept.reading_connection()
    try:
        return {video_id for (video_id,) in base.execute("SELECT id FROM fact")}
    finally:
        base.close()


def search(base: sqlite3.Connection, text: str = "", **filters: str) -> list[str]:
    view = View(NEWEST, text, tuple(filters.items()))
    return [one.id for one in IndexSearch(base, NOW).rows(view, 0, 100).items]
