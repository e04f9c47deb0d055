"""The file of the index: opened, owned, written by one, read by any number."""

import contextlib
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from kinescope_tui.services.files.database_files import files_of, make_private
from kinescope_tui.services.files.odd_texts import marked
from kinescope_tui.services.index.index_errors import (
    BusyIndexError,
    DamagedIndexError,
    FullDiskError,
    IndexBoundError,
    IndexFaultError,
    NoIndexError,
    NoTextSearchError,
    OtherOwnerError,
    OtherVersionError,
)
from kinescope_tui.services.index.index_files import erase_index
from kinescope_tui.services.index.index_schema import LAYOUT, VERSION
from kinescope_tui.services.index.index_state import IndexState, state_in
from kinescope_tui.services.index.indexed_video import (
    FACTS,
    NAMES,
    TEXTS,
    VideoRow,
    document_of,
)
from kinescope_tui.services.index.tally import Tally

_BUSY_S = 2.0
_MB = 2**20
_ROOM = 16 * _MB  # free on a disk that is not full
# Of who asks; who writes has SQLite's own 2 MB: with more memory grew, and nothing was quicker.
_CACHE_KB = 32 * 1024
_YEAR_2005 = 1_104_537_600_000  # milliseconds; what is older, or has no date, comes first
_UNDATED_KEY = -(2**40)  # of the first one
_APART = 16_000  # milliseconds from key to key: the nearer they are, the smaller is the file
_LATEST_KEY = 2**48  # of a date beyond all reason
_FARTHEST = 2**32  # keys from where a video should stand
MOST_CHANGES = 50_000
"""So many are kept."""

_TOLD = ("title", "status", "privacy", "project", "folder", "size")  # changes that are kept

Connection = sqlite3.Connection


class IndexDatabase:
    """A catalogue in a file for its owner alone (mode 600, WAL).

    One program writes at a time, and any number read. What is written is written in transactions:
    whoever is killed leaves a file that opens, and in which the next reading goes on. Whose it is
    says a salted digest of the token and the API's address in the file: it is looked at in every
    transaction, so that nobody ever reads another token's rows. Any thread may write, one at a
    time.

    Args:
        path: The file.
        owner_of: Makes of the file's salt the mark of an owner.
        most_mb: How large it may become.
    """

    def __init__(
        self, path: Path, owner_of: Callable[[bytes], str], *, most_mb: int = 4096
    ) -> None:
        self.path = path
        self._owner_of = owner_of
        self._most_mb = most_mb
        self._base: Connection | None = None
        self._file: tuple[int, int] | None = None  # that it is a connection to
        self._terms: dict[tuple[str, str], int] = {}
        self._tally = Tally()
        self._turn = threading.RLock()  # who was cancelled may still be writing

    # Opening.

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self.path.exists()

    @property
    def file(self) -> tuple[int, int] | None:
        """What tells the file from another one of that name; None where there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @property
    def size(self) -> int:
        """How many bytes it takes on the disk."""
        sizes = 0
        for file in files_of(self.path):
            with contextlib.suppress(OSError):
                sizes += file.stat().st_size
        return sizes

    def open(self, *, anew: bool = False) -> None:
        """Open it for writing, and make it if there is none.

        Args:
            anew: Whether what lies there is erased first, whatever it is.

        Raises:
            IndexFaultError: It cannot be written; the message says what to do.
        """
        with self._turn, faults():
            if self._base is not None and not anew and self._file == self.file:
                return
            was_open = self._base is not None
            self.close()
            if anew:
                self.erase()
            elif was_open and not self.exists:
                raise NoIndexError  # another program erased it, and nobody wants it back
            self._base = self._opened()
            self._file = self.file
            self._terms = {
                (kind, name): number
                for number, kind, name in self._base.execute("SELECT id, kind, name FROM term")
            }

    def close(self) -> None:
        """Leave the file; what was written is in it."""
        with self._turn:
            base, self._base = self._base, None
            if base is not None:
                with contextlib.suppress(sqlite3.Error):
                    base.close()

    def erase(self) -> None:
        """Leave nothing of it on the disk.

        Raises:
            OSError: A file stays.
        """
        with self._turn:
            self.close()
            erase_index(self.path)

    def reading_connection(self) -> Connection:
        """Return a new connection that cannot write, for a thread of its own.

        Raises:
            IndexFaultError: There is none, or it cannot be read.
        """
        with faults():
            if not self.path.exists():
                raise NoIndexError
            base = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_S,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                base.execute("PRAGMA query_only = ON")
                base.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
                self.check(base)
            except BaseException:
                base.close()
                raise
            return base

    def check(self, base: Connection) -> None:
        """Return if the file is of this version and this owner, as it is now.

        Raises:
            IndexFaultError: It is not.
        """
        (version,) = base.execute("PRAGMA user_version").fetchone()
        if version == 0 and base.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            raise NoIndexError
        if version != VERSION:
            raise OtherVersionError if version else DamagedIndexError
        known = dict(base.execute("SELECT name, value FROM meta WHERE name IN ('salt', 'owner')"))
        salt = known.get("salt")
        if not isinstance(salt, bytes):
            raise DamagedIndexError
        if known.get("owner") != self._owner_of(salt):
            raise OtherOwnerError

    def _opened(self) -> Connection:
        make_private(self.path)
        base = sqlite3.connect(
            self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            base.text_factory = marked
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            (page_size,) = base.execute("PRAGMA page_size").fetchone()
            most = max(1, self._most_mb * _MB // page_size)
            base.execute(f"PRAGMA max_page_count = {most}")
            base.execute("BEGIN IMMEDIATE")
            if base.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
                self._lay_out(base)
            self.check(base)
            base.execute("COMMIT")
        except BaseException:
            base.close()
            raise
        return base

    def _lay_out(self, base: Connection) -> None:
        try:
            for statement in LAYOUT.split(";\n"):
                if statement.strip():
                    base.execute(statement)
        except sqlite3.OperationalError as error:
            if "fts5" in str(error) or "tokenizer" in str(error):
                raise NoTextSearchError from None
            raise
        salt = secrets.token_bytes(16)
        base.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("salt", salt), ("owner", self._owner_of(salt))]
        )
        base.execute(f"PRAGMA user_version = {VERSION}")

    # What is known of the reading.

    def load(self) -> IndexState:
        """Return how far the index is.

        Raises:
            IndexFaultError: It cannot be read.
        """
        with self._turn, faults():
            self.open()
            assert self._base is not None  # noqa: S101 - it is open
            return state_in(self._base)

    # Writing.

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write all of it or nothing, and nothing into a file of another owner or version.

        Raises:
            IndexFaultError: Nothing was written; the message says what to do.
        """
        with self._turn, faults(self.path, self._most_mb):
            self.open()
            base = self._base
            assert base is not None  # noqa: S101 - it is open
            base.execute("BEGIN IMMEDIATE")
            self._tally.clear()
            try:
                self.check(base)
                yield base
                self._tally.write(base)
                base.execute("COMMIT")
            except BaseException:
                if base.in_transaction:
                    base.execute("ROLLBACK")
                # Those that were made in it are none.
                self._terms.clear()
                self._terms.update(
                    ((kind, name), number)
                    for number, kind, name in base.execute("SELECT id, kind, name FROM term")
                )
                raise

    def put(
        self, base: Connection, rows: Sequence[VideoRow], reading: int, *, at: int | None = None
    ) -> "Written":
        """Write rows as they are now; for use within `writing`.

        Args:
            base: What `writing` gave.
            rows: Each id once.
            reading: The number of the reading that brought them.
            at: The moment, in milliseconds, under which differences are noted; None for none.
        """
        marks = ",".join("?" * len(rows))
        known = {
            video_id: (key, digest, seen)
            for video_id, key, digest, seen in base.execute(
                f"SELECT id, key, digest, reading FROM fact WHERE id IN ({marks})",  # noqa: S608
                [row.id for row in rows],
            )
        }
        same, new, changed, again = [], 0, 0, 0
        for row in rows:
            key, digest, seen = known.get(row.id, (None, None, None))
            again += seen == reading
            if digest == row.digest:
                same.append((reading, key))
                continue
            changed += key is not None
            new += key is None
            if at is not None:
                self._note_change(base, row, key, at)
            if key is not None:
                self._take_out(base, key)
            key = _free_key(base, row) if key is None else key
            self._put_in(base, row, key, max(seen or 0, reading))
        # Another program may be at a later reading by now, which takes out what it did not see.
        base.executemany("UPDATE fact SET reading = max(reading, ?) WHERE key = ?", same)
        return Written(new, changed, len(same), again)

    def drop(self, base: Connection, keys: Sequence[int], *, at: int | None = None) -> None:
        """Take rows out by their keys; for use within `writing`."""
        for key in keys:
            if at is not None:
                found = base.execute(
                    "SELECT f.id, r.title FROM fact f JOIN rest r ON r.key = f.key WHERE f.key = ?",
                    (key,),
                ).fetchone()
                if found is not None:
                    _add_changes(base, [(at, *found, "gone", None, None)])
            self._take_out(base, key)

    def _put_in(self, base: Connection, row: VideoRow, key: int, reading: int) -> None:
        self._tally.add(row.names, row.facts, row.tags, row.domains)
        self._tally.add_twins(_twins(base, row.title_key))
        named = [
            None if name is None else self._term(base, kind, name)
            for kind, name in zip(NAMES, row.names, strict=True)
        ]
        base.execute(
            _INSERT_FACT, (key, row.id, row.title_key, *named, *row.facts, reading, row.digest)
        )
        base.execute(_INSERT_REST, (key, *row.texts))
        base.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", (key, row.document))
        labels = [("tag", tag) for tag in row.tags] + [("domain", name) for name in row.domains]
        base.executemany(
            "INSERT OR IGNORE INTO label VALUES (?, ?)",
            [(self._term(base, kind, name), key) for kind, name in labels],
        )

    def _take_out(self, base: Connection, key: int) -> None:
        found = base.execute(f"{SELECT_ROW} WHERE f.key = ?", (key,)).fetchone()
        if found is None:
            return
        video_id, names, facts, texts = parted(found)
        (title_key,) = base.execute("SELECT title_key FROM fact WHERE key = ?", (key,)).fetchone()
        tags, domains = _listed(texts[2]), _listed(texts[3])
        self._tally.add(names, facts, tags, domains, number=-1)
        base.execute(
            "INSERT INTO found (found, rowid, text) VALUES ('delete', ?, ?)",
            (key, document_of(video_id, texts)),
        )
        for kind, labels in (("tag", tags), ("domain", domains)):
            base.executemany(
                "DELETE FROM label WHERE term = ? AND key = ?",
                [(self._term(base, kind, name), key) for name in labels],
            )
        base.execute("DELETE FROM rest WHERE key = ?", (key,))
        base.execute("DELETE FROM fact WHERE key = ?", (key,))
        self._tally.add_twins(-_twins(base, title_key))

    def _note_change(self, base: Connection, row: VideoRow, key: int | None, at: int) -> None:
        title = row.texts[0]
        if key is None:
            _add_changes(base, [(at, row.id, title, "new", None, None)])
            return
        found = base.execute(f"{SELECT_ROW} WHERE f.key = ?", (key,)).fetchone()
        _id, names, facts, texts = parted(found)
        before = _compared(names, facts, texts)
        after = _compared(row.names, row.facts, row.texts)
        _add_changes(
            base,
            [
                (at, row.id, title, what, before[what], after[what])
                for what in _TOLD
                if before[what] != after[what]
            ],
        )

    def _term(self, base: Connection, kind: str, name: str) -> int:
        number = self._terms.get((kind, name))
        if number is None:  # another program may have made it
            base.execute("INSERT OR IGNORE INTO term (kind, name) VALUES (?, ?)", (kind, name))
            query = "SELECT id FROM term WHERE kind = ? AND name = ?"
            (number,) = base.execute(query, (kind, name)).fetchone()
            self._terms[kind, name] = number
        return number


class Written(msgspec.Struct, frozen=True):
    """How many rows were new, had changed, were the same, and came in this reading before."""

    new: int
    changed: int
    same: int
    again: int


_NAMED = ", ".join(f"(SELECT name FROM term WHERE id = f.{name})" for name in NAMES)  # noqa: S608 - names of ours

_FACTS = ", ".join(f"f.{name}" for name in FACTS)
_TEXTS = ", ".join(f"r.{name}" for name in TEXTS)

SELECT_ROW = f"SELECT f.id, {_NAMED}, {_FACTS}, {_TEXTS} FROM fact f JOIN rest r ON r.key = f.key"  # noqa: S608 - names of ours
"""Gives what `parted` takes."""


def _insert(table: str, columns: int) -> str:
    marks = ",".join("?" * columns)
    return f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608 - names of ours


_INSERT_FACT = _insert("fact", 3 + len(NAMES) + len(FACTS) + 2)
_INSERT_REST = _insert("rest", 1 + len(TEXTS))


def parted(found: Sequence[Any]) -> tuple[str, Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the id, the names, the facts and the texts of a row that was read."""
    facts = 1 + len(NAMES)
    texts = facts + len(FACTS)
    return found[0], found[1:facts], found[facts:texts], found[texts:]


@contextlib.contextmanager
def faults(path: Path | None = None, most_mb: int = 0) -> Iterator[None]:
    """Raise what SQLite says as faults of the index, with what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault_of(error, path, most_mb) from error
    except OSError as error:
        raise IndexFaultError(
            f"The index cannot be used: {error.strerror or error}. Lists from the API still work."
        ) from error


def fault_of(error: sqlite3.Error, path: Path | None = None, most_mb: int = 0) -> IndexFaultError:
    """Return what an error of SQLite's means here."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return BusyIndexError()
    if name.startswith("SQLITE_FULL"):
        return IndexBoundError(most_mb) if path is not None and has_room(path) else FullDiskError()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_ERROR")):
        return DamagedIndexError()
    if name.startswith("SQLITE_IOERR"):
        return IndexFaultError(
            "The disk failed while using the index. Indexed videos are kept; `:index` tries again."
        )
    return IndexFaultError(f"The index cannot be used: {error}. Lists from the API still work.")


def has_room(path: Path) -> bool:
    """Tell whether the disk has room for more."""
    try:
        return shutil.disk_usage(path.parent).free > _ROOM
    except OSError:
        return False


def _free_key(base: Connection, row: VideoRow) -> int:
    """Return a key for a video: after those that are older, as far as one is free."""
    if row.created is None or row.created < _YEAR_2005 + _APART:
        (last,) = base.execute("SELECT max(key) FROM fact WHERE key < 0").fetchone()
        return _UNDATED_KEY if last is None else int(last) + 1
    key = min((row.created - _YEAR_2005) // _APART, _LATEST_KEY)
    newest = "SELECT key, created FROM fact WHERE key > 0 ORDER BY key DESC LIMIT 1"
    last, created = base.execute(newest).fetchone() or (0, 0)
    if key > last:
        return key
    # As all are read; many may have been made at once, and the newest may have lost its date.
    if created is None or row.created >= created:
        return int(last) + 1
    # Where others stand close together one is free nearby, but no step from each finds it.
    chance, span = crc32(row.id.encode()), 1
    while span < _FARTHEST:
        free = key + chance % span
        if base.execute("SELECT 1 FROM fact WHERE key = ?", (free,)).fetchone() is None:
            return free
        span *= 2
    return int(last) + 1


def _twins(base: Connection, title_key: str) -> int:
    """Return how many more titles are there twice with one of these beside those in the file."""
    if not title_key:
        return 0
    others = "SELECT 1 FROM fact WHERE title_key = ? LIMIT 2"
    return (0, 2, 1)[len(base.execute(others, (title_key,)).fetchall())]


def _listed(text: str) -> list[str]:
    import json

    return [str(name) for name in json.loads(text)] if text else []


def _compared(names: Sequence[Any], facts: Sequence[Any], texts: Sequence[Any]) -> dict[str, Any]:
    known = dict(zip(NAMES, names, strict=True)) | dict(zip(FACTS, facts, strict=True))
    return known | {"title": texts[0]}


def _add_changes(base: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    base.executemany(
        "INSERT INTO change (at, id, title, what, old, new) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    base.execute(
        "DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?", (MOST_CHANGES,)
    )
