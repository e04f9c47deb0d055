"""The way to the terminal: short, where it takes what it is sent without a wait."""

import os
from contextlib import suppress
from typing import TextIO


class TerminalOutput:
    """Stands where the file does to which a thread writes, and takes what nothing is before.

    A thread has to be woken, and while it writes nothing else runs; but only a thread may wait for
    a terminal that is slow.

    Args:
        file: Of the terminal.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._handed_on = self._written = self._done = 0  # texts; each is changed in one thread
        self._descriptor: int | None = None

    def open(self) -> None:
        """Find the way to the terminal; without it all is left to the thread."""
        if self._file.encoding.lower() != "utf-8":
            return
        # One of its own: whether to wait belongs to an open file, and others have that one too.
        flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
        with suppress(OSError):
            self._descriptor = os.open(os.ttyname(self._file.fileno()), flags)

    def take(self, text: str) -> str:
        """Write as much of a text as goes without a wait, and return the rest, for the thread."""
        if self._descriptor is not None and self._handed_on == self._done:
            data = _encoded(text)
            with suppress(OSError):  # it takes nothing now
                size = os.write(self._descriptor, data)
                text = data[size:].decode("utf-8", "surrogateescape")
        self._handed_on += bool(text)
        return text

    def write(self, text: str) -> None:
        """Write a text that was handed on."""
        self._file.buffer.write(_encoded(text))
        self._written += 1

    def flush(self) -> None:
        """Have all that was written arrive."""
        self._file.flush()
        self._done = self._written

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()

    def close(self) -> None:
        """Write nothing more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _encoded(text: str) -> bytes:
    """Return what is sent of a text; the rest of one may begin amid a character."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")
