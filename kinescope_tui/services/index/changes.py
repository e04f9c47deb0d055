"""What changed in a workspace from one reading of its index to the next."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from kinescope_tui.services.index.index_database import MOST_CHANGES

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Change(msgspec.Struct, frozen=True):
    """One thing about a video that differed from what was known.

    Attributes:
        number: Which one it is; later ones have higher numbers.
        at: When it was seen; it happened between that and the reading before.
        video_id: Of which video.
        title: What that was called afterwards; of one that is gone, before.
        what: new, gone, title, status, privacy, project, folder, size.
        old: What it was; None if there was nothing.
        new: What it is.
    """

    number: int
    at: datetime
    video_id: str
    title: str
    what: str
    old: Any = None
    new: Any = None


class Changes(msgspec.Struct, frozen=True):
    """Some changes, the latest first.

    Attributes:
        items: The changes.
        total: How many there are since then.
        is_cut: Whether there were more, of which only the latest are kept.
    """

    items: list[Change]
    total: int
    is_cut: bool = False


def changes_in(
    base: sqlite3.Connection, since: datetime | None, offset: int, limit: int
) -> Changes:
    """Return what changed since a moment; without one all that is kept."""
    at = 0 if since is None else (since - _EPOCH) // timedelta(milliseconds=1)
    total, oldest = base.execute(
        "SELECT count(*), min(number) FROM change WHERE at >= ?", (at,)
    ).fetchone()
    (first,) = base.execute("SELECT min(number) FROM change").fetchone()
    found = base.execute(
        "SELECT number, at, id, title, what, old, new FROM change WHERE at >= ?"
        " ORDER BY number DESC LIMIT ? OFFSET ?",
        (at, limit, offset),
    )
    items = [
        Change(number, _EPOCH + timedelta(milliseconds=moment), *rest)
        for number, moment, *rest in found
    ]
    # Where the oldest one is gone, and it would have been among these, others are missing.
    is_cut = total > 0 and oldest == first and first > 1 and total >= MOST_CHANGES
    return Changes(items, total, is_cut)
