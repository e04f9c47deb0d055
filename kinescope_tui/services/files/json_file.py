"""A small document that is kept from one start to the next."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kinescope_tui.api.text import clean_json
from kinescope_tui.services.files.aside import put_aside
from kinescope_tui.services.files.atomic_file import SaveError, save_file
from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.files.read_file import read_file

T = TypeVar("T")

_MAX_BYTES = 1_000_000
_NO_FILE = {errno.EINVAL, errno.EISDIR, errno.ENXIO}  # a pipe, a folder, a socket
# Nothing is known of the file then, and the next look may succeed.
PASSING = {
    errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.EAGAIN, errno.EINTR, errno.EBUSY,
    errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOLCK,
}  # fmt: skip
"""The errors of a system that has no room just now, for files or for anything."""


class JsonFileError(Exception):
    """The document could not be written; what stood there still does."""


class _DamagedError(Exception):
    """The file holds no document of ours."""


class _PassingError(Exception):
    """It cannot be read now."""


class JsonFile:
    """One JSON document in a file for its owner alone, whole or not there.

    A file that is damaged is put aside and not overwritten. One that cannot be read for a reason
    that passes is read again the next time, and one that is not ours is left alone.

    Args:
        path: The file; without one the document lasts as long as the program.
        what: What it holds, "saved views".
        version: Of the document; one of another version is not read.
    """

    def __init__(self, path: Path | None, *, what: str, version: int) -> None:
        self._path = path
        self._what = what
        self._version = version
        self._unwritten: dict[str, Any] | None = None  # the document, where there is no file
        self._lasting_trouble = self._passing_trouble = ""

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return self._lasting_trouble or self._passing_trouble

    def read(self, parse: Callable[[dict[str, Any]], T]) -> T | None:
        """Return what `parse` makes of the document; None if there is none that can be read."""
        try:
            return self._parsed(parse)
        except _DamagedError:
            return self._read_alone(parse)
        except _PassingError:
            return None

    def update(
        self,
        parse: Callable[[dict[str, Any]], T],
        change: Callable[[T | None], dict[str, Any]],
    ) -> None:
        """Write what `change` makes of what stands there now, in one step.

        Another program that does the same waits for as long, so that neither loses what the other
        one wrote. What `change` raises leaves everything as it was.

        Raises:
            JsonFileError: It was not written.
        """
        path = self._path
        if path is None:
            self._unwritten = self._versioned(change(self._parsed(parse)))
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with alone_in(path.parent):
                self._write(path, change(self._parsed_or_aside(parse)))
        except (SaveError, _PassingError) as error:
            raise JsonFileError(f"Not saved: {error}") from None
        except OSError as error:
            where = Path(error.filename or path).name
            raise JsonFileError(f"Not saved: {where}: {error.strerror}.") from None

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        document = self._versioned(content)
        if self._path is None:  # it turned out not to be ours
            self._unwritten = document
            return
        text = json.dumps(document, ensure_ascii=True, indent=2).encode()
        if len(text) > _MAX_BYTES:  # it could not be read again
            raise JsonFileError(f"Not saved: {self._what} would exceed {_MAX_BYTES:,} bytes.")
        save_file(path, text, replaces=True)

    def _versioned(self, content: dict[str, Any]) -> dict[str, Any]:
        return {"version": self._version, **content}

    def _parsed(self, parse: Callable[[dict[str, Any]], T]) -> T | None:
        if self._path is None:
            return parse(self._unwritten) if self._unwritten is not None else None
        try:
            text = read_file(self._path, _MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _NO_FILE:
                raise _DamagedError from None
            if error.errno in PASSING:
                told = f"{self._path.name} cannot be read right now: {error.strerror}."
                self._passing_trouble = told
                raise _PassingError(told) from None
            self._leave_alone(self._path)
            return None
        try:
            if len(text) > _MAX_BYTES:
                raise _DamagedError
            document = clean_json(json.loads(text))
            if document["version"] != self._version:
                raise _DamagedError
            found = parse(document)
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ):
            raise _DamagedError from None
        self._passing_trouble = ""
        return found

    def _read_alone(self, parse: Callable[[dict[str, Any]], T]) -> T | None:
        path = self._path
        if path is None:
            return None
        try:
            with alone_in(path.parent):
                return self._parsed_or_aside(parse)
        except (_PassingError, OSError):
            return None

    def _parsed_or_aside(self, parse: Callable[[dict[str, Any]], T]) -> T | None:
        """Return the document; a file that is none goes aside.

        Only where no other program writes: what was damaged a moment ago may be mended by now.
        """
        path = self._path
        try:
            return self._parsed(parse)
        except _DamagedError:
            if path is None:
                return None
        try:
            aside = put_aside(path)
        except OSError:
            self._leave_alone(path)
            return None
        told = f"The {self._what} could not be read; the file was renamed to {aside.name}."
        self._lasting_trouble = told
        return None

    def _leave_alone(self, path: Path) -> None:
        self._path = None
        self._lasting_trouble = f"{path} cannot be read; {self._what} will not be saved."
