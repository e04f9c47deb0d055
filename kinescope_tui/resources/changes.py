"""What changed from one reading of the index to the next, as a list by time."""

from datetime import datetime
from typing import Any

from kinescope_tui.api.client import Page
from kinescope_tui.api.models import AnyRow, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.presentation.text.times import minute
from kinescope_tui.resources.cells import moment_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.indexed_videos import HereResource, answered_here
from kinescope_tui.resources.resource import Lead, any_name
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.index.changes import Change
from kinescope_tui.services.index.workspace_index import WorkspaceIndex
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View

CHANGE_FIELDS = ("at", "what", "title", "video_id", "old", "new")
"""What a row has."""

_TOLD = {"title": "renamed", "project": "moved", "folder": "moved"}
_TONES = {"new": Tone.GOOD, "gone": Tone.BAD, "privacy": Tone.WARNING, "status": Tone.BUSY}


def change_row(change: Change) -> AnyRow:
    """Return a change as a row."""
    raw = {
        "at": change.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "what": change.what,
        "title": change.title,
        "video_id": change.video_id,
        "old": change.old,
        "new": change.new,
    }
    row = AnyRow(raw=raw)
    row.id = f"{change.number}"  # a video may have changed several times
    return row


def changes_list(since: datetime | None) -> HereResource[AnyRow]:
    """Return the list of what changed since a moment; without one of all that is kept."""

    def pages(index: WorkspaceIndex, _view: View) -> Fetch[AnyRow]:
        async def fetch(page: int, per_page: int, _priority: Priority) -> Page[AnyRow]:
            if not index.exists:
                return Page([], page, per_page, 0, Order(), answered_here(index))
            found = await index.query.changes(since, (page - 1) * per_page, per_page)
            rows = [change_row(change) for change in found.items]
            return Page(rows, page, per_page, found.total, Order(), answered_here(index))

        return fetch

    return HereResource(
        name="changes",
        noun="change",
        heading="○ Changes" if since is None else f"○ Changes since {minute(since)}",
        is_passing=True,
        model=AnyRow,
        pages=pages,
        title_of=any_name,
        leads_to=_leads_to,
        columns=_COLUMNS,
    )


def _leads_to(row: AnyRow, _query: object) -> Lead:
    title = row.raw["title"]
    return Lead(VIDEOS, item=Video(id=row.raw["video_id"], title=title))


def _what(row: AnyRow) -> Cell:
    what = row.raw["what"]
    return Cell(_TOLD.get(what, what), _TONES.get(what, Tone.PLAIN))


def _value(name: str, row: AnyRow) -> Cell:
    """Return what something was, or is; projects and folders by their ids, which have names."""
    value = row.raw[name]
    if row.raw["what"] in {"new", "gone"}:
        return Cell("")
    if row.raw["what"] == "size" and isinstance(value, int | float):
        return Cell(size(value))
    return Cell(MISSING, Tone.MUTED) if value is None else text(str(value))


_COLUMNS: tuple[Column[Any], ...] = (
    moment_column("SEEN", lambda row: datetime.fromisoformat(row.raw["at"]), field="at"),
    Column("WHAT", 8, _what, has_values=True),
    Column("TITLE", 24, lambda row: text(row.raw["title"]), is_flexible=True),
    Column("OLD", 16, lambda row: _value("old", row), is_flexible=True, is_name=True),
    Column("NEW", 16, lambda row: _value("new", row), is_flexible=True, is_name=True),
)
