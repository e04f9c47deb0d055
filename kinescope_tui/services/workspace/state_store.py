"""The state of a workspace as it was seen last, so that the next start begins there."""

import contextlib
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kinescope_tui.api.base_url import DEFAULT_BASE_URL
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.token import Token
from kinescope_tui.services.index.index_files import erase_index, move_index
from kinescope_tui.services.workspace.run_mark import RunMark
from kinescope_tui.services.workspace.state_database import (
    Action,
    Layout,
    StateBase,
    erase_base,
    move_base,
    owner_mark,
    writing,
)

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
Change = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes the new state of a place of the one that is kept, which may hold anything."""

NOTES = ("exports", "inbox")
"""What was done, and not where somebody was: no other place takes its room, nor is it set aside."""

_MAX_PLACES = 40
_MAX_BYTES = 2_000_000  # of one place
_LAST = "place"  # under which it is kept which one was last
# How long other programs are waited for: at the start, while somebody types, and in the end.
_OPENING_S, _BETWEEN_S, _CLOSING_S = 1.0, 0.02, 0.2
_LAYOUT = Layout(
    version=2,
    tables=(
        "DROP TABLE IF EXISTS owner",
        "DROP TABLE IF EXISTS place",
        (
            "CREATE TABLE place (owner TEXT, name TEXT, is_aside INTEGER, state TEXT, rows TEXT,"
            " at REAL, PRIMARY KEY (owner, name, is_aside))"
        ),
    ),
    check="SELECT owner, name, is_aside, state, rows, at FROM place LIMIT 0",
    what="The remembered state",
    hidden="remembered rows are not shown",
    lost="nothing is remembered",
)
_DISK_S = 0.5  # for a thread that keeps something, on a disk that may hang


class Remembered(msgspec.Struct, frozen=True):
    """The state of a place.

    Attributes:
        state: Its settings: order, filters, range.
        rows: The records that stood around the cursor, without secrets.
        at: When they came.
    """

    state: dict[str, Any]
    rows: list[dict[str, Any]]
    at: datetime


class StateStore:
    """Keeps the places of one profile in a small file for its owner alone.

    Each row says whose it is, by a salted digest of the token and the API's address, so that
    nothing is ever shown to another token, whatever other programs do to the file meanwhile. What
    others saw is erased at opening, unless a program that runs still uses it.

    What cannot be written now, because the file is in use or the disk full, is written with the
    next change. Any thread may keep.

    A start that ended before its first rows came is noticed by the next one, which then begins
    plainly: what was remembered is set aside in the file.

    Attributes:
        arrived_at: The place that was last noted to show what it is for.

    Args:
        path: The file; without one nothing is kept.
        told: Why there is none, for people.
    """

    def __init__(self, path: Path | None = None, *, told: str = "") -> None:
        self._path = path
        self._turn = threading.RLock()
        self._base: StateBase | None = None
        self._run: RunMark | None = None
        self._unwritten: dict[str, tuple[str, str, float]] = {}  # by place, the newest last
        self._changes: dict[tuple[str, str], Change] = {}  # by place and what each is of
        self._last_place = ""
        self._told = told
        self._is_given_up = threading.Event()
        self.arrived_at = ""

    @property
    def keeps(self) -> bool:
        """Whether there is a file in which something can be kept."""
        return self._base is not None

    @property
    def trouble(self) -> str:
        """The trouble to tell of the last start, and of the file; empty if there was none."""
        told = self._base.trouble if self._base is not None else ""
        return " ".join(filter(None, (self._told, told)))

    @property
    def path(self) -> Path | None:
        """The file; None where nothing is kept."""
        return self._path

    @property
    def index_path(self) -> Path | None:
        """Where the index of the same workspace lies, beside the file; None without one."""
        return _index_beside(self._path) if self._path is not None else None

    def another(self) -> "StateStore":
        """Return one of the same file that is not open: each session has its own."""
        return StateStore(self._path)

    def open_for(self, token: Token, base_url: str = DEFAULT_BASE_URL) -> None:
        """Use what was seen with this token at this address; to be called once."""
        if self._path is None:
            return
        with self._turn:
            if self._is_given_up.is_set():
                return
            with contextlib.suppress(OSError):  # told when the file is opened
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._base = StateBase(self._path, partial(owner_mark, token, base_url), _LAYOUT)
            self._run = RunMark(self._path)
            if self._run.begin():
                self._begin_plainly(self._base)
            self._do(self._erase_strangers, _OPENING_S)
            self._run.tell_owner(self._base.owner)
        if self._is_given_up.is_set():
            self.close()

    def give_up(self) -> None:
        """Be closed as soon as a disk that hangs lets it, be it still opened: nobody waits."""
        self._is_given_up.set()
        if self._turn.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._turn.release()

    @property
    def last_place(self) -> str:
        """The place where somebody was last and saw something; empty if it is not known."""
        if not self._last_place:
            found = self.load(_LAST)
            self._last_place = str(found.state.get("place") or "") if found is not None else ""
        return self._last_place

    def arrive(self, place: str) -> None:
        """Note that a place shows what it is for, be it a problem: a start may begin there."""
        self.arrived_at = place
        with self._turn:
            if self._run is not None:
                self._run.arrive()
        if place != self._last_place:
            self._last_place = place
            self.save(_LAST, {"place": place})

    def leave(self) -> None:
        """Note that the user ends the program, which may have to be soon: no start has failed."""
        if self._run is not None:
            self._run.arrive()

    def save(
        self, place: str, state: dict[str, Any], rows: list[dict[str, Any]] | None = None
    ) -> None:
        """Keep what a place is like now, unless a token was typed there by mistake."""
        try:
            texts = json.dumps(state), json.dumps(rows or [])
            place.encode()
        except (TypeError, ValueError, RecursionError):
            return  # no reason to end the program
        if sum(map(len, texts)) > _MAX_BYTES or OWN_SECRETS.stand_in(place + texts[0]):
            return
        with self._turn:
            if self._base is None or not self._base.is_usable:
                return
            self._unwritten.pop(place, None)
            self._unwritten[place] = (*texts, datetime.now(UTC).timestamp())
            while len(self._unwritten) > _MAX_PLACES:
                del self._unwritten[next(iter(self._unwritten))]
            self._do(self._write)

    def update(self, place: str, of: str, change: Change) -> None:
        """Change what is kept of a place as it is when that is written: others change it, too.

        Args:
            place: Which.
            of: What of it is changed; of several changes of the same the last one counts.
            change: Makes the new state of the one that is kept; it may be called several times.
        """
        with self._turn:
            if self._base is None or not self._base.is_usable:
                return
            self._changes.pop((place, of), None)
            self._changes[place, of] = change
            while len(self._changes) > _MAX_PLACES:
                del self._changes[next(iter(self._changes))]
            self._do(self._write)

    def load(self, place: str) -> Remembered | None:
        """Return what a place was like, if that is known."""

        def read(base: "sqlite3.Connection", owner: str) -> Any:
            return base.execute(_KEPT, (owner, place)).fetchone()

        if not self._turn.acquire(timeout=_DISK_S):
            return None
        try:
            found = _read(self._unwritten.get(place) or self._do(read))
            changes = [change for (name, _), change in self._changes.items() if name == place]
        finally:
            self._turn.release()
        if not changes:
            return found
        state = found.state if found is not None else {}
        for change in changes:
            state = change(state)
        return Remembered(state, [], datetime.now(UTC))

    def forget(self, *, with_index: bool = True) -> None:
        """Erase everything, files that were put aside too, and keep nothing more.

        Args:
            with_index: Without it the index stays: what is used has to be stopped before.

        Raises:
            OSError: A file stays.
        """
        with self._turn:
            self._unwritten.clear()
            self._changes.clear()
            self.close()
        # Nobody who has something to keep waits for that: it is dropped from now on.
        if self._path is not None and self._path.parent.is_dir():
            erase_base(self._path)
            if with_index:
                erase_index(_index_beside(self._path))
            RunMark(self._path).sweep()

    def close(self) -> None:
        """Write what is still to be written, and keep nothing more."""
        with self._turn:
            if self._unwritten or self._changes:
                self._do(self._write, _CLOSING_S)
            self._disconnect()
            if self._run is not None:
                self._run.end()

    def break_off(self) -> None:
        """Keep nothing more because of a fault; if nothing was to be seen yet, that is found."""
        with self._turn:
            self._disconnect()
            if self._run is not None:
                self._run.break_off()

    def move_to(self, path: Path) -> None:
        """Put what lies here there instead; what it could not be copied from is erased.

        Raises:
            OSError: It stays.
        """
        if self._path is None:
            return
        if self._path.exists():
            StateStore(path).forget()
            move_base(self._path, path)
        move_index(_index_beside(self._path), _index_beside(path))

    def follow(self, other: "StateStore") -> None:
        """Go on in the other's file, where what lay here is now."""
        with self._turn:
            if self._base is None or other._path is None:  # noqa: SLF001 - of the same class
                return
            owner_of = self._base.owner_of
            self._disconnect()
            if self._run is not None:
                self._run.end()
            self._path = other._path  # noqa: SLF001 - the same
            self._base, self._run = StateBase(self._path, owner_of, _LAYOUT), RunMark(self._path)
            self._run.begin()
            self._run.arrive()
            self._do(self._write)
            self._run.tell_owner(self._base.owner)

    def _do(self, action: Action[T], patience_s: float = _BETWEEN_S) -> T | None:
        return self._base.do(action, patience_s=patience_s) if self._base is not None else None

    def _disconnect(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def _begin_plainly(self, base: StateBase) -> None:
        """Apply nothing that may have been the reason why the last start showed nothing."""

        def put_aside(base: "sqlite3.Connection", owner: str) -> bool:
            with writing(base, _LAYOUT):
                base.execute(
                    "UPDATE OR REPLACE place SET is_aside = 1 WHERE owner = ? AND is_aside = 0"
                    " AND name NOT IN (?, ?)",
                    (owner, *NOTES),
                )
            query = "SELECT 1 FROM place WHERE owner = ? AND is_aside = 1"
            return base.execute(query, (owner,)).fetchone() is not None

        is_aside = base.do(put_aside, patience_s=_OPENING_S)
        if is_aside is None:
            base.is_usable = False
        then = "; the remembered state was set aside" if is_aside else ""
        self._told = (
            "The last start ended before its first rows loaded, so this one opens the first "
            f"screen{then}."
        )

    def _write(self, base: "sqlite3.Connection", owner: str) -> None:
        with writing(base, _LAYOUT):
            kept = [(owner, place, *one) for place, one in self._unwritten.items()]
            base.executemany(_KEEP, kept)
            for (place, _), change in self._changes.items():
                found = _read(base.execute(_KEPT, (owner, place)).fetchone())
                state = json.dumps(change(found.state if found is not None else {}))
                if len(state) <= _MAX_BYTES and not OWN_SECRETS.stand_in(state):
                    now = datetime.now(UTC).timestamp()
                    base.execute(_KEEP, (owner, place, state, "[]", now))
            # By the order in which they were written: clocks are set back.
            base.execute(
                "DELETE FROM place WHERE owner = ? AND is_aside = 0 AND name NOT IN (?, ?) AND"
                " rowid NOT IN (SELECT rowid FROM place WHERE owner = ? AND is_aside = 0"
                " ORDER BY rowid DESC LIMIT ?)",
                (owner, *NOTES, owner, _MAX_PLACES),
            )
        self._unwritten.clear()
        self._changes.clear()

    def _erase_strangers(self, base: "sqlite3.Connection", owner: str) -> None:
        used = self._run.owners() if self._run is not None else set()
        if "" in used:
            return  # a program that is opening it just now did not say yet what is its own
        # As they lie there: a text that is not UTF-8 is found again by its bytes alone.
        owners = base.execute("SELECT DISTINCT CAST(owner AS BLOB) FROM place").fetchall()
        known = {one.encode() for one in (*used, owner)}
        strangers = [row for row in owners if row[0] not in known]
        if strangers:
            with writing(base, _LAYOUT):
                base.executemany("DELETE FROM place WHERE CAST(owner AS BLOB) IS ?", strangers)
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # gone from the disk too


_KEPT = "SELECT state, rows, at FROM place WHERE owner = ? AND name = ? AND is_aside = 0"
_KEEP = "REPLACE INTO place (owner, name, is_aside, state, rows, at) VALUES (?, ?, 0, ?, ?, ?)"


def _read(found: Any) -> Remembered | None:
    """Return what stands in a row of the file; None if there is none, or nothing of ours."""
    if found is None or not isinstance(found[0], str):
        return None
    if OWN_SECRETS.stand_in(found[0]):  # an earlier version kept one
        return None
    try:
        state, rows = json.loads(found[0]), json.loads(found[1])
        at = datetime.fromtimestamp(found[2], UTC)
    except (ValueError, TypeError, OverflowError, OSError, RecursionError):
        return None
    if not isinstance(state, dict) or not isinstance(rows, list):
        return None
    return Remembered(state, [row for row in rows if isinstance(row, dict)], at)


def _index_beside(path: Path) -> Path:
    return path.with_name(f"index-{path.name.removeprefix('seen-')}")
