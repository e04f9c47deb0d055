"""Files that are either whole or not there, and that replace nothing unasked."""

import contextlib
import errno
import os
import platform
import re
import secrets
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.text import clean
from kinescope_tui.services.files.file_lock import hold

_OURS = f".kinescope-tui-{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}-"
"""How the drafts of this computer's programs are called; folders may be shared with others."""

_DRAFT = re.compile(re.escape(_OURS) + r"[0-9a-f]{16}\.part")
# The last one is what Python makes of Windows' "invalid function" and "not supported", as on FAT.
_LINKLESS = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
    errno.EINVAL,
}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_AGAIN = os.O_RDWR | getattr(os, "O_BINARY", 0)
_NEW = _AGAIN | os.O_CREAT | os.O_EXCL
_TRIES = 100
_PIECE = 2**20  # bytes


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


class AtomicFile:
    """A file in the making, for its owner alone: beside its place first, then there in one step.

    It lives until it is in its place or dropped. Whatever fails, what was written before stays,
    and can be tried again, elsewhere too. What programs that were killed left of theirs in that
    folder goes.

    Args:
        path: Where to in the end.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It cannot be written there.
    """

    def __init__(self, path: Path, *, replaces: bool = False) -> None:
        _check(path, replaces=replaces)
        _sweep(path.parent)
        self.path = path
        self._replaces = replaces
        self._size = 0  # of what was written whole
        self._draft, self._file, self._is_held = _begun(path)

    @property
    def draft(self) -> Path:
        """Where it is in the meantime."""
        return self._draft

    def write(self, content: bytes) -> None:
        """Write on: all of it, or nothing.

        Raises:
            SaveError: The disk is full, or gone.
        """
        try:
            _put_down(self._file, self._size, content)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._size)
            raise _told(self.path, error) from None
        self._size += len(content)

    def move(self, path: Path, *, replaces: bool) -> None:
        """Aim at another place; what was written goes along, to another disk too.

        Raises:
            SaveError: It cannot be written there; the draft stays where it was.
        """
        _check(path, replaces=replaces)
        if path.parent != self.path.parent or not self._draft.exists():
            draft, file, is_held = _begun(path)
            try:
                self._copy_to(file)
            except OSError as error:
                _drop(draft, file)
                raise _told(path, error) from None
            self.discard()
            self._draft, self._file, self._is_held = draft, file, is_held
        self.path, self._replaces = path, replaces

    def commit(self, ending: bytes = b"", *, mark: str = "") -> Path:
        """Put the file into its place, and return where it is.

        Args:
            ending: What stands behind all that was written.
            mark: A word that is to stand in its name, `x.incomplete.csv`; nobody was asked about
                that name, so another file of it stays, and this one gets a number.

        Raises:
            SaveError: It could not be done; the draft is as it was.
        """
        try:
            _put_down(self._file, self._size, ending)
            self._file.truncate(self._size + len(ending))
            os.fsync(self._file.fileno())  # a full disk may not show before
            with self._movable():
                path = self._placed(mark)
        except FileExistsError:
            again = "enter again replaces it, or choose another name"
            raise FileThereError(
                f"{_shown(self.path)} was created in the meantime.", again
            ) from None
        except OSError as error:
            raise _told(self.path, error) from None
        self.discard()
        return path

    def discard(self) -> None:
        """Leave nothing behind."""
        _drop(self._draft, self._file)

    def _copy_to(self, file: Any) -> None:
        at = 0
        while at < self._size:
            self._file.seek(at)
            piece = self._file.read(min(_PIECE, self._size - at))
            if not piece:
                raise OSError(errno.EIO, "the partial file no longer exists")
            _put_down(file, at, piece)
            at += len(piece)

    @contextlib.contextmanager
    def _movable(self) -> Iterator[None]:
        """Let the draft be moved, and be open again where that fails.

        Windows moves nothing that is open. A draft that is held stays so: else it may be swept.
        """
        if self._is_held:
            yield
            return
        self._file.close()
        try:
            yield
        except BaseException:
            self._file = os.fdopen(os.open(self._draft, _AGAIN), "r+b", 0)
            raise

    def _placed(self, mark: str) -> Path:
        if not mark and self._replaces:
            _check(self.path, replaces=True)  # it may have become a folder
            return self._draft.replace(self.path)
        if not mark:
            return _put(self._draft, self.path)
        return _put_marked(self._draft, self.path, mark)


def save_file(path: Path, content: bytes | Iterable[bytes], *, replaces: bool = False) -> None:
    """Write a file in one step.

    Args:
        path: Where to.
        content: All of it, or its pieces.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It could not be written.
    """
    draft = AtomicFile(path, replaces=replaces)
    try:
        for part in [content] if isinstance(content, bytes) else content:
            draft.write(part)
        draft.commit()
    finally:
        draft.discard()


def is_left(draft: Path) -> bool:
    """Tell whether this is a draft with something in it, of a program that runs no more."""
    with contextlib.suppress(OSError), _left(draft) as file:
        return file is not None and os.fstat(file).st_size > 0
    return False


def save_left(draft: Path, path: Path) -> Path:
    """Put what was left where it was to go, marked as incomplete, and return where it is.

    Args:
        draft: Which one.
        path: Where it was to go in the end.

    Raises:
        SaveError: It could not be done; the draft is as it was.
    """
    try:
        with _left(draft) as file:
            if file is None:
                raise SaveError("Another program is writing this file.", "wait until it is done")
            saved = _put_marked(draft, path, "incomplete")
            draft.unlink(missing_ok=True)
            return saved
    except OSError as error:
        raise _told(path, error) from None


@contextlib.contextmanager
def _left(draft: Path) -> Iterator[int | None]:
    """Hold a draft that was left; None if there is none, or somebody else holds it.

    Raises:
        OSError: It cannot be opened.
    """
    if not (_DRAFT.fullmatch(draft.name) and stat.S_ISREG(draft.lstat().st_mode)):
        yield None
        return
    descriptor = os.open(draft, os.O_RDWR)
    try:
        yield descriptor if _is_ours(descriptor) and hold(descriptor) else None
    finally:
        os.close(descriptor)


def _is_ours(descriptor: int) -> bool:
    user = getattr(os, "geteuid", None)  # Windows tells nobody whose a file is
    return user is None or bool(os.fstat(descriptor).st_uid == user())


def typed_path(text: str) -> Path:
    """Return the path that somebody typed, `~/x.csv`.

    Raises:
        SaveError: There is no such home folder.
    """
    try:
        return Path(text.strip()).expanduser()
    except (RuntimeError, ValueError):  # nobody's, or of no name that a system takes
        told = f"No home folder found for {clean(text.strip())}."
        raise SaveError(told, "choose another folder") from None


def _begun(path: Path) -> tuple[Path, Any, bool]:
    """Return a new draft in the folder of a path, the open file, and whether it is held.

    It is held while it lives, where the system has locks.

    Raises:
        SaveError: It could not be made.
    """
    try:
        for _ in range(_TRIES):
            draft = path.parent / f"{_OURS}{secrets.token_hex(8)}.part"
            file = os.fdopen(os.open(draft, _NEW, 0o600), "r+b", 0)
            # Somebody else may have swept it in the moment before it was held.
            is_held = hold(file.fileno())
            if is_held is not False and draft.exists():
                return draft, file, bool(is_held)
            file.close()
    except OSError as error:
        raise _told(path, error) from None
    raise SaveError(f"Could not write {_shown(path)}: the folder is too busy.", "try again")


def _put_down(file: Any, at: int, content: bytes) -> None:
    file.seek(at)
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def _drop(draft: Path, file: Any) -> None:
    with contextlib.suppress(OSError):
        file.close()
    with contextlib.suppress(OSError):  # nobody holds it any more: it is swept later
        draft.unlink(missing_ok=True)


def _put_marked(draft: Path, path: Path, mark: str) -> Path:
    """Put a draft where it was to go, with a word in its name, and a number if need be."""
    number = 1
    while True:
        word = f"{mark}-{number}" if number > 1 else mark
        with contextlib.suppress(FileExistsError):
            return _put(draft, path.with_name(f"{path.stem}.{word}{path.suffix}"))
        number += 1


def _put(draft: Path, path: Path) -> Path:
    """Put a draft where nothing is.

    Raises:
        FileExistsError: Something is there.
    """
    try:
        os.link(draft, path)  # fails where a file came meanwhile; a rename would not
    except OSError as error:
        if error.errno not in _LINKLESS:
            raise
        path.touch(0o600, exist_ok=False)  # the name is ours now
        try:
            draft.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    return path


def _sweep(folder: Path) -> None:
    """Remove this user's drafts that nobody holds any more."""
    with contextlib.suppress(OSError):
        for file in folder.glob(f"{_OURS}*.part"):
            with contextlib.suppress(OSError), _left(file) as is_left:
                if is_left is not None:
                    file.unlink(missing_ok=True)


def _shown(path: Path) -> str:
    return clean(str(path))


def _told(path: Path, error: OSError) -> SaveError:
    reason = error.strerror or type(error).__name__
    next_step = "free some space, or choose another folder"
    if error.errno not in _FULL:
        next_step = "choose another folder"
    return SaveError(f"Could not write {_shown(path)}: {reason}.", next_step)


def _check(path: Path, *, replaces: bool) -> None:
    if OWN_SECRETS.stand_in(str(path)):
        raise SaveError("That is this session's token.", "choose another name")
    try:
        if not path.parent.is_dir():
            raise SaveError(f"There is no folder {_shown(path.parent)}.", "choose another folder")
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:  # a name too long, or with a NUL
        raise SaveError(
            f"This is not a valid file name ({error}).", "choose another name"
        ) from None
    if not stat.S_ISREG(kind):
        raise SaveError(f"{_shown(path)} is not a regular file.", "choose another name")
    if not replaces:
        raise FileThereError(
            f"{_shown(path)} exists.", "enter again replaces it, or choose another name"
        )
