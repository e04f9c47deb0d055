"""A small database of a profile: opened, laid out, shared with other programs, mended."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kinescope_tui.api.token import Token
from kinescope_tui.services.files.aside import asides, put_aside
from kinescope_tui.services.files.database_files import files_of, make_private
from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.files.json_file import PASSING
from kinescope_tui.services.files.odd_texts import marked

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")
Action = Callable[["sqlite3.Connection", str], T]
"""Takes the open base, and whose rows are meant."""

# What sqlite3 calls it where a file is damaged, and where somebody else is at it.
_DAMAGED = ("SQLITE_ERROR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_MISMATCH", "SQLITE_FORMAT")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_FULL = ("SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_IOERR")


class _DamagedError(Exception):
    """The file is none of ours, or no longer one."""


class _NewerError(Exception):
    """A newer version of the program has written the file."""


class Layout(msgspec.Struct, frozen=True):
    """The tables of a base, besides the one that holds its salt.

    Attributes:
        version: Of the file; an older one is laid out anew, a newer one stays as it is.
        tables: Statements that make them, and drop what an older version had.
        check: A query that fails where they are none of ours.
        what: What is in it, as a sentence begins: "The remembered state".
        hidden: What is missed while another program has the file, "remembered rows are not
            shown".
        lost: What is missed where it cannot be used, "nothing is remembered".
    """

    version: int
    tables: tuple[str, ...]
    check: str
    what: str
    hidden: str
    lost: str


class StateBase:
    """A small database for its owner alone, opened when it is first needed.

    A file that is damaged is put aside, and a new one is begun. One that is in use by another
    program, a full disk and the like are no damage: what was to be done is not, and can be tried
    again. For one thread at a time.

    Attributes:
        owner_of: What makes of the file's salt the mark of an owner.
        owner: Whose rows are meant, once it was open; empty before.
        is_usable: Whether it makes sense to try again.
        trouble: What is to be told of the file, for people; empty if nothing is.
        failure: Why the last action was not done, in the words of the database.
    """

    def __init__(self, path: Path, owner_of: Callable[[bytes], str], layout: Layout) -> None:
        self._path = path
        self._layout = layout
        self.owner_of = owner_of
        self._connection: sqlite3.Connection | None = None
        self._patience_s = 0.0
        self.owner = ""
        self.is_usable = True
        self.trouble = ""
        self.failure = ""

    def do(self, action: Action[T], *, patience_s: float) -> T | None:
        """Return what an action gives; None if it could not be done.

        Args:
            action: What; not to give None by itself, where that matters.
            patience_s: How long other programs are waited for.
        """
        import sqlite3

        for _ in range(2 if self.is_usable else 0):
            try:
                return action(self._connected(patience_s), self.owner)
            except (sqlite3.Error, _DamagedError) as error:
                self.failure = str(error)
                if not _is_damage(error):
                    self._tell(error)
                    return None
                self.close()
                self._mend()
            except _NewerError:
                self.is_usable = False
                told = f"{self._path.name} was written by a newer version and was left unchanged"
                self.trouble = f"{self._layout.what} could not be read: {told}."
                return None
            except (OSError, ValueError) as error:
                self.failure = str(error)
                self._tell(error)
                return None
        return None

    def close(self) -> None:
        """Leave the file; the next action opens it again."""
        import sqlite3

        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _tell(self, error: Exception) -> None:
        """Tell why the file could not be opened; unless that passes it is not tried again."""
        if self._connection is not None:
            return
        if _name(error).startswith(_BUSY):
            told = f"is in use by another program; {self._layout.hidden}"
            self.trouble = f"{self._path.name} {told}."
        elif _passes(error):
            told = f"cannot be used now: {self.failure}; {self._layout.lost} until then"
            self.trouble = f"{self._path.name} {told}."
        else:
            self.is_usable = False
            self.trouble = f"{self._path} cannot be used; {self._layout.lost}."

    def _connected(self, patience_s: float) -> "sqlite3.Connection":
        if self._connection is None:
            self._connection, self.owner = self._opened(patience_s)
        elif patience_s != self._patience_s:
            self._connection.execute(f"PRAGMA busy_timeout = {round(patience_s * 1000)}")
        self._patience_s = patience_s
        return self._connection

    def _opened(self, patience_s: float) -> "tuple[sqlite3.Connection, str]":
        import sqlite3

        make_private(self._path)
        base = sqlite3.connect(
            self._path, timeout=patience_s, isolation_level=None, check_same_thread=False
        )
        try:
            base.text_factory = marked
            # A power cut may lose the last of it, which is no loss; nothing waits for the disk.
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute("PRAGMA secure_delete = ON")
            if _version(base) < self._layout.version:
                _lay_out(base, self._layout)
            # Where another program has it open at this moment, the file does without.
            with contextlib.suppress(sqlite3.OperationalError):
                base.execute("PRAGMA journal_mode = WAL")
            return base, self.owner_of(_salt(base, self._layout))
        except BaseException:
            base.close()
            raise

    def _mend(self) -> None:
        """Put the file aside if it is damaged, and not mended by another program meanwhile."""
        path = self._path
        try:
            with alone_in(path.parent):
                if self._is_sound():
                    return
                for file in files_of(path)[1:]:
                    file.unlink(missing_ok=True)  # it would be taken for the next file's
                aside = put_aside(path)
        except (OSError, _NewerError) as error:
            self._tell(error)
        else:
            told = f"could not be read; the file was renamed to {aside.name}"
            self.trouble = f"{self._layout.what} {told}."

    def _is_sound(self) -> bool:
        import sqlite3

        try:
            base, _ = self._opened(self._patience_s)
            with contextlib.closing(base):
                return bool(base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except (sqlite3.Error, _DamagedError) as error:
            return not _is_damage(error)


@contextlib.contextmanager
def writing(base: "sqlite3.Connection", layout: Layout) -> Iterator[None]:
    """Write all of it or nothing, and nothing into a file of a newer version."""
    base.execute("BEGIN IMMEDIATE")
    try:
        _check_version(base, layout)
        yield
        base.execute("COMMIT")
    except BaseException:
        if base.in_transaction:
            base.execute("ROLLBACK")
        raise


def owner_mark(token: Token, base_url: str, salt: bytes) -> str:
    """Return the mark of what was seen with a token at an address: nobody finds it from that."""
    key = hashlib.blake2b(base_url.encode("utf-8", "replace"), key=salt[:64], digest_size=32)
    return token.digest(key.digest())


def erase_base(path: Path) -> None:
    """Leave nothing of a base, nor of those that were put aside.

    Raises:
        OSError: A file stays.
    """
    for file in (*files_of(path), *asides(path)):
        file.unlink(missing_ok=True)


def move_base(path: Path, to: Path) -> None:
    """Give a base another place, whole, where nothing lies; what uses it goes on without.

    Raises:
        OSError: It cannot be there.
    """
    import sqlite3

    draft = to.with_name(f"{to.name}-new")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with contextlib.closing(sqlite3.connect(path, timeout=1.0)) as base:
            base.execute("VACUUM INTO ?", (str(draft),))
        draft.replace(to)
    except sqlite3.Error:
        pass  # it is only what was seen last
    finally:
        draft.unlink(missing_ok=True)
    erase_base(path)


def _lay_out(base: "sqlite3.Connection", layout: Layout) -> None:
    """Make the tables, unless another program has done it by now; rows of old say no address."""
    with writing(base, layout):
        version = _version(base)
        if version == layout.version:
            return
        if version == 0 and base.execute("SELECT 1 FROM sqlite_master").fetchone() is not None:
            raise _DamagedError  # somebody else's
        for statement in layout.tables:
            base.execute(statement)
        base.execute("CREATE TABLE file (salt BLOB NOT NULL)")
        base.execute("INSERT INTO file VALUES (?)", (os.urandom(16),))
        base.execute(f"PRAGMA user_version = {layout.version}")


def _salt(base: "sqlite3.Connection", layout: Layout) -> bytes:
    """Return the file's salt, and make sure that the tables are ours."""
    _check_version(base, layout)
    base.execute(layout.check)
    found = base.execute("SELECT salt FROM file").fetchone()
    if found is None or not isinstance(found[0], bytes):
        raise _DamagedError
    return found[0]


def _check_version(base: "sqlite3.Connection", layout: Layout) -> None:
    if _version(base) > layout.version:
        raise _NewerError


def _version(base: "sqlite3.Connection") -> int:
    (version,) = base.execute("PRAGMA user_version").fetchone()
    return int(version)


def _is_damage(error: Exception) -> bool:
    """Tell whether an error proves that a file is damaged; one in use, or a full disk, does not."""
    name = _name(error)
    is_named = any(name == kind or name.startswith(f"{kind}_") for kind in _DAMAGED)
    return is_named or isinstance(error, _DamagedError)


def _passes(error: Exception) -> bool:
    """Tell whether an error says that there is no room just now, for files or for anything."""
    number = error.errno if isinstance(error, OSError) else None
    return number in {*PASSING, errno.ENOSPC, errno.EDQUOT} or _name(error).startswith(_FULL)


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
