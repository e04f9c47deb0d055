"""How far an index is: how many of how many, how old, and what is not sure."""

import json
import sqlite3
from typing import Any

import msgspec
from msgspec.structs import replace

_NAME = "state"


class Reading(msgspec.Struct, frozen=True):
    """One time through all videos, the oldest first.

    Attributes:
        number: Which one it is, from 1; rows that it brought have this number.
        next: The page that is read next, from 1.
        per_page: How many rows a page has.
        total: How many there are to be, as the server said last.
        begun_at: When it began, in milliseconds.
        passes: How many times the pages were gone through before.
        steps_back: How many times it went back, since rows had gone.
        dropped: How many rows could not be read, or had no id.
        barren: How many pages in a row brought nothing but what this reading had.
        hollow: How many pages in a row came empty, though the total goes beyond them.
        doubt: Why nobody can tell whether this was the list, for people.
    """

    number: int
    next: int = 1
    per_page: int = 100
    total: int | None = None
    begun_at: int = 0
    passes: int = 0
    steps_back: int = 0
    dropped: int = 0
    barren: int = 0
    hollow: int = 0
    doubt: str = ""


class IndexState(msgspec.Struct, frozen=True):
    """What is known of an index; moments are in milliseconds since 1970.

    Attributes:
        count: How many videos it has.
        total: How many the workspace has, as the server said last; None if it never did.
        readings: How many whole readings came to an end.
        whole_at: When the last one of them did; None before the first.
        fresh_at: When it was last made sure that nothing newer is there.
        things_at: When projects, folders and the like were last read.
        shortfall: Why this may not be all, for people; empty if nothing says so.
        unread: Kinds of things that could not be read, and why.
        reading: The whole reading that is under way, or was left; None if none is.
    """

    count: int = 0
    total: int | None = None
    readings: int = 0
    whole_at: int | None = None
    fresh_at: int | None = None
    things_at: int | None = None
    shortfall: str = ""
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    reading: Reading | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all videos are known to be here, as of `fresh_at`."""
        return self.whole_at is not None and not self.shortfall and self.count == self.total


def state_in(base: sqlite3.Connection) -> IndexState:
    """Return what a file says of itself."""
    (count,) = base.execute("SELECT count(*) FROM fact").fetchone()
    return replace(written_state(base), count=count)


def written_state(base: sqlite3.Connection) -> IndexState:
    """Return the same without the count, which takes a while."""
    found = base.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
    try:
        written = json.loads(found[0]) if found is not None else {}
        reading = written.pop("reading", None)
        known = IndexState.__struct_fields__
        state = IndexState(**{name: value for name, value in written.items() if name in known})
        return replace(state, reading=Reading(**reading) if reading else None)
    except (ValueError, TypeError, AttributeError):
        return IndexState()  # it is read anew


def write_state(base: sqlite3.Connection, state: IndexState) -> None:
    """Write it; for use within a transaction."""
    written: dict[str, Any] = msgspec.to_builtins(state)
    del written["count"]
    base.execute("REPLACE INTO meta VALUES (?, ?)", (_NAME, json.dumps(written)))
