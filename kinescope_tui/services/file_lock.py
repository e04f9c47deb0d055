"""Locks between programs of ours; each ends with the program that holds it."""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_ATTEMPTS = 100
_PAUSE_S = 0.005


def hold(descriptor: int) -> bool:
    """Hold an open file for as long as it is open here; tell whether nobody else holds it.

    Where the system, or the file system, knows no such locks, nobody ever holds one.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def alone_in(folder: Path, pause: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Hold off every other block of this kind for that folder, in any thread or program.

    It is for blocks of a millisecond, and is not waited for long: a program that was stopped in
    such a block holds the folder for as long as it stands.

    Args:
        folder: Which; nothing is put into it.
        pause: What waits for that many seconds.

    Raises:
        OSError: The folder cannot be opened, or somebody else has it for half a second.
    """
    if os.name == "nt":  # folders cannot be opened there
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(_ATTEMPTS):
            if hold(descriptor):
                break
            pause(_PAUSE_S)
        else:
            raise OSError(errno.EBUSY, "another program is writing there", str(folder))
        yield
    finally:
        os.close(descriptor)
