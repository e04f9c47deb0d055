"""Files that are either whole or not there, and that replace nothing unasked."""

import os
import stat
from pathlib import Path


class SaveError(Exception):
    """A file could not be written; nothing on the disk has changed.

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


def save_file(path: Path, content: bytes, *, replaces: bool = False) -> None:
    """Write a file for its owner alone: beside its place first, then there in one step.

    Args:
        path: Where to.
        content: All of it.
        replaces: Whether a file of that name may go.

    Raises:
        SaveError: It could not be written.
    """
    _check(path, replaces=replaces)
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # a full disk may not show before
            if replaces:
                draft.replace(path)
            else:
                os.link(draft, path)  # fails where a file came meanwhile; a rename would not
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError:
        raise FileThereError(f"{path} came meanwhile.", "choose another name") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SaveError(f"{path} was not written: {reason}.", "choose another place") from None


def _check(path: Path, *, replaces: bool) -> None:
    try:
        if not path.parent.is_dir():
            raise SaveError(f"There is no folder {path.parent}.", "choose another place")
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:  # a name too long, or with a NUL
        raise SaveError(f"This is no name for a file ({error}).", "choose another name") from None
    if not stat.S_ISREG(kind):
        raise SaveError(f"{path} is no plain file.", "choose another name")
    if not replaces:
        raise FileThereError(f"{path} exists.", "enter again replaces it, or choose another name")
