"""Files that are either whole or not there, and that replace nothing unasked."""

import contextlib
import errno
import os
import re
import stat
from pathlib import Path

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.text import clean

_DRAFT = re.compile(r"\..+\.\d+\.part")
_LINKLESS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class SaveError(Exception):
    """A file could not be written; nothing that was on the disk has changed.

    Attributes:
        message: What stood in the way.
        next_step: What to do about it.
    """

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class FileThereError(SaveError):
    """There is a file of that name already; it may be replaced on purpose."""


class Draft:
    """A file in the making, for its owner alone: beside its place first, then there in one step.

    What programs that were killed left of theirs in that folder goes.

    Args:
        path: Where to in the end.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It cannot be written there.
    """

    def __init__(self, path: Path, *, replaces: bool = False) -> None:
        _check(path, replaces=replaces)
        _sweep(path.parent)
        self._path = path
        self._replaces = replaces
        self._draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
        try:
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise _told(path, error) from None
        _lock(descriptor)
        self._file = os.fdopen(descriptor, "wb")

    def write(self, content: bytes) -> None:
        """Write on.

        Raises:
            SaveError: The disk is full, or gone.
        """
        try:
            self._file.write(content)
        except OSError as error:
            raise _told(self._path, error) from None

    def commit(self, name: str = "") -> Path:
        """Put the file into its place, or beside it under another name, and return where it is.

        Raises:
            SaveError: It could not be done; the draft is gone.
        """
        path = self._path.with_name(name) if name else self._path
        try:
            self._file.flush()
            os.fsync(self._file.fileno())  # a full disk may not show before
            if self._replaces:
                self._draft.replace(path)
            else:
                _put(self._draft, path)
        except FileExistsError:
            raise FileThereError(f"{_shown(path)} came meanwhile.", "choose another name") from None
        except OSError as error:
            raise _told(path, error) from None
        finally:
            self.discard()
        return path

    def discard(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(OSError):  # a full disk shows here too, and the file goes anyway
            self._file.close()
        self._draft.unlink(missing_ok=True)


def save_file(path: Path, content: bytes, *, replaces: bool = False) -> None:
    """Write a file in one step.

    Args:
        path: Where to.
        content: All of it.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It could not be written.
    """
    draft = Draft(path, replaces=replaces)
    try:
        draft.write(content)
        draft.commit()
    finally:
        draft.discard()


def _put(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)  # fails where a file came meanwhile; a rename would not
    except OSError as error:
        if error.errno not in _LINKLESS:
            raise
        if path.exists():
            raise FileExistsError from None
        draft.rename(path)


def _lock(descriptor: int) -> bool:
    """Hold an open draft for as long as this program lives; tell whether nobody else does.

    A lock ends with its program, and other than a process's number it is not given out again.
    """
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Remove the drafts that nobody holds any more."""
    with contextlib.suppress(OSError):
        for file in folder.glob(".*.part"):
            if _DRAFT.fullmatch(file.name) and stat.S_ISREG(file.lstat().st_mode):
                _remove_if_left(file)


def _remove_if_left(draft: Path) -> None:
    try:
        descriptor = os.open(draft, os.O_RDONLY)
    except OSError:
        return
    try:
        if _lock(descriptor):
            draft.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _shown(path: Path) -> str:
    return clean(str(path))


def _told(path: Path, error: OSError) -> SaveError:
    reason = error.strerror or type(error).__name__
    return SaveError(f"{_shown(path)} was not written: {reason}.", "choose another place")


def _check(path: Path, *, replaces: bool) -> None:
    if OWN_SECRETS.stand_in(str(path)):
        raise SaveError("That is the token of this session.", "choose another name")
    try:
        if not path.parent.is_dir():
            raise SaveError(f"There is no folder {_shown(path.parent)}.", "choose another place")
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:  # a name too long, or with a NUL
        raise SaveError(f"This is no name for a file ({error}).", "choose another name") from None
    if not stat.S_ISREG(kind):
        raise SaveError(f"{_shown(path)} is no plain file.", "choose another name")
    if not replaces:
        raise FileThereError(
            f"{_shown(path)} exists.", "enter again replaces it, or choose another name"
        )
