"""What was seen last in a workspace, so that the next start begins there."""

import json
import os
import threading
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.token import Token

if TYPE_CHECKING:
    import sqlite3

_VERSION = 1
_MOST_PLACES = 40
_MOST_BYTES = 2_000_000  # of one place
_BUSY_S = 0.2
_SALT = 16


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a place was like.

    Attributes:
        state: Its settings: order, filters, range.
        rows: The records that stood around the cursor, without secrets.
        at: When they came.
    """

    state: dict[str, Any]
    rows: list[dict[str, Any]]
    at: datetime


class Memory:
    """Keeps the places of one profile in a small file for its owner alone.

    What another token saw is never shown: the file knows whose it is by a salted digest. A file
    that cannot be read is put aside; what cannot be written is forgotten. Any thread may keep.

    Attributes:
        trouble: What was wrong with the file, for people; empty if nothing was.

    Args:
        path: The file; without one nothing is kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._base: sqlite3.Connection | None = None
        self._turn = threading.RLock()
        self.trouble = ""

    @property
    def keeps(self) -> bool:
        """Whether there is a file in which something can be kept."""
        return self._base is not None

    def open_for(self, token: Token) -> None:
        """Use what this token saw, and forget what any other one did."""
        if self._path is None:
            return
        import sqlite3

        try:
            self._base = self._opened(self._path, token)
        except (sqlite3.DatabaseError, OSError, ValueError):
            self._put_aside(self._path)

    def keep(
        self, place: str, state: dict[str, Any], rows: list[dict[str, Any]] | None = None
    ) -> None:
        """Keep what a place is like now, unless a token was typed there by mistake."""
        texts = json.dumps(state), json.dumps(rows or [])
        if sum(map(len, texts)) > _MOST_BYTES or OWN_SECRETS.stand_in(place + texts[0]):
            return
        import sqlite3

        try:
            with self._turn, self._base or nullcontext() as base:
                if base is None:
                    return
                now = datetime.now(UTC).timestamp()
                base.execute("REPLACE INTO place VALUES (?, ?, ?, ?)", (place, *texts, now))
                base.execute(
                    "DELETE FROM place WHERE name NOT IN"
                    " (SELECT name FROM place ORDER BY at DESC LIMIT ?)",
                    (_MOST_PLACES,),
                )
        except sqlite3.Error:
            self.close()

    def recall(self, place: str) -> Remembered | None:
        """Return what a place was like, if that is known."""
        if self._base is None:
            return None
        import sqlite3

        try:
            query = "SELECT state, rows, at FROM place WHERE name = ?"
            with self._turn:
                found = self._base.execute(query, (place,)).fetchone()
            if found is None or OWN_SECRETS.stand_in(found[0]):  # an earlier version kept one
                return None
            state, rows = json.loads(found[0]), json.loads(found[1])
            at = datetime.fromtimestamp(found[2], UTC)
        except (sqlite3.Error, ValueError, TypeError, OverflowError, OSError):
            return None
        if not isinstance(state, dict) or not isinstance(rows, list):
            return None
        return Remembered(state, [row for row in rows if isinstance(row, dict)], at)

    def forget(self) -> None:
        """Erase everything, a file that was put aside too.

        Raises:
            OSError: The file stays.
        """
        self.close()
        if self._path is not None:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            _aside(self._path).unlink(missing_ok=True)

    def close(self) -> None:
        """Keep nothing more."""
        with self._turn:
            base, self._base = self._base, None
            if base is not None:
                base.close()

    def _opened(self, path: Path, token: Token) -> "sqlite3.Connection":
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        import sqlite3

        # Made here, so that nobody else can read it before its mode is set.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        base = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
        try:
            # A power cut may lose the last of it, which is no loss; nothing waits for the disk.
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            (version,) = base.execute("PRAGMA user_version").fetchone()
            if version == 0:
                with base:
                    base.execute("CREATE TABLE owner (salt BLOB, digest TEXT)")
                    base.execute("CREATE TABLE place (name PRIMARY KEY, state, rows, at REAL)")
                    base.execute(f"PRAGMA user_version = {_VERSION}")
            elif version != _VERSION:
                raise ValueError("another version")  # noqa: TRY301 - told by the caller, like the rest
            self._take_over(base, token)
        except BaseException:
            base.close()
            raise
        return base

    def _take_over(self, base: "sqlite3.Connection", token: Token) -> None:
        owner = base.execute("SELECT salt, digest FROM owner").fetchone()
        if owner is not None and token.digest(owner[0]) == owner[1]:
            return
        salt = os.urandom(_SALT)
        with base:
            base.execute("DELETE FROM owner")
            base.execute("DELETE FROM place")
            base.execute("INSERT INTO owner VALUES (?, ?)", (salt, token.digest(salt)))
        with closing(base.execute("VACUUM")):  # what was deleted is gone from the disk too
            pass

    def _put_aside(self, path: Path) -> None:
        aside = _aside(path)
        try:
            path.replace(aside)
        except OSError:
            self.trouble = f"{path} cannot be used; nothing is remembered."
            return
        self.trouble = f"What was seen last could not be read; the file is now {aside.name}."


def _aside(path: Path) -> Path:
    return path.with_suffix(".unreadable.sqlite")
