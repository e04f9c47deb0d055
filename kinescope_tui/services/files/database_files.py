"""The files of a database, for its owner alone."""

import os
import stat
from pathlib import Path


def files_of(path: Path) -> list[Path]:
    """Return a database's file, and those that may lie beside it for a while."""
    return [path.with_name(f"{path.name}{end}") for end in ("", "-journal", "-wal", "-shm")]


def make_private(path: Path) -> None:
    """Make an empty file if there is none, so that nobody else can read it before its mode is set.

    One that is there is not opened: closing it would end the locks of this program's connections.

    Raises:
        OSError: It cannot be made, or is no regular file.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OSError("not a regular file") from None
