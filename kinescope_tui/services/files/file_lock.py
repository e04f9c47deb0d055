"""Locks between programs of ours; each ends with the program that holds it."""

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

_LIMIT_S = 3.0


def hold(descriptor: int) -> bool | None:
    """Hold an open file for as long as it is open here; tell whether it is held now.

    A lock ends with its program, and other than a process's number it is not given out again.
    False where another program holds it, None where the system, or the file system, has no locks.
    """
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold off every other block of this kind for that folder, in any thread or program.

    It is for blocks of a moment, which come in turns. A program that was stopped within one has
    the folder for as long as it stands, and is not waited for.

    Args:
        folder: Which; nothing is put into it.

    Raises:
        OSError: The folder cannot be opened, or somebody else has it for too long.
    """
    if os.name == "nt":  # folders cannot be opened there
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if hold(descriptor) is False and not _held_in_turn(descriptor):
            raise OSError(errno.EBUSY, "another program is writing there", str(folder))
        yield
    finally:
        os.close(descriptor)


def _held_in_turn(descriptor: int) -> bool:
    """Wait until an open file is held here; tell whether it is.

    The system lets nobody wait for less than for ever, so a thread does. The file is held as long
    as either number of it is open: if nobody waits any more, the thread lets it go at once.
    """
    import fcntl

    own, held = os.dup(descriptor), threading.Event()

    def wait() -> None:
        try:
            fcntl.flock(own, fcntl.LOCK_EX)
            held.set()
        finally:
            os.close(own)

    threading.Thread(target=wait, name="file-lock", daemon=True).start()
    return held.wait(_LIMIT_S)
