"""Files that cannot be read, put out of the way without touching what they hold."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

_MAX = 9


def asides(path: Path) -> Iterator[Path]:
    """Yield the names under which a file may lie aside, whether it does or not."""
    for number in ("", *range(2, _MAX + 1)):
        yield path.with_suffix(f".unreadable{number}{path.suffix}")


def put_aside(path: Path) -> Path:
    """Give a file a name under which nothing lies yet, and return that.

    Raises:
        OSError: It stays: it may not be moved, or too many lie aside already.
    """
    for aside in asides(path):
        if not os.path.lexists(aside):
            path.replace(aside)
            return aside
    raise OSError(errno.EEXIST, "too many set-aside files exist already", str(path))
