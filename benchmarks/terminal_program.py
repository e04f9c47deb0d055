"""A program on a pseudo terminal of its own: what it writes, and when."""

import atexit
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Self

from benchmarks.terminal_screen import TerminalScreen

SIZE = (80, 24)
"""Columns and lines, unless others are asked for."""

SMALLEST = ["benchmarks.references.smallest_app"]
"""The smallest Textual app; what it shows is "smallest"."""

QUIET_S = 0.05
"""So long nothing comes after the last byte of a frame."""

_PATIENCE_S = 30.0
ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

# Whether frames are marked: terminals of today answer, and the program then writes the marks.
_QUESTION = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"
# What would make this machine's program another one; most users have no proxy.
_OWN_WORLD = re.compile(r"KINESCOPE|TEXTUAL|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_", re.IGNORECASE)


@cache
def _compiled() -> str:
    """Return a folder for compiled modules, as an installed program has them."""
    folder = tempfile.mkdtemp(prefix="bench-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def own_environment() -> dict[str, str]:
    """Return the variables of a program that is measured."""
    kept = {name: value for name, value in os.environ.items() if not _OWN_WORLD.match(name)}
    return kept | {
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _compiled(),
    }  # fmt: skip


class MeasureError(Exception):
    """Something that was to be measured did not happen."""


class TerminalProgram:
    """Runs a Python module on a pseudo terminal.

    Attributes:
        began: When it was started, in seconds of `time.monotonic`.
        received: How many bytes came from it so far.

    Args:
        arguments: What follows `python -m`.
        size: Columns and lines.
        environment: Variables besides those of this process.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        size: tuple[int, int] = SIZE,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._home = tempfile.TemporaryDirectory(prefix="bench-")
        self._screen, self._unseen = TerminalScreen(*size), b""
        self.received = 0
        self.began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - this project's own modules
            [sys.executable, "-m", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=self._home.name,  # where an export is saved
            env={**own_environment(), "HOME": self._home.name, **(environment or {})},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def home(self) -> Path:
        """The folder in which it is at home."""
        return Path(self._home.name)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def write(self, keys: str | bytes) -> float:
        """Press keys, and return when."""
        now = time.monotonic()
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)
        return now

    def enter(self, command: str) -> None:
        """Type a command, slowly enough for the line to be there to take it."""
        self.write(":")
        self.drain(0.2)
        self.write(f"{command}\r")

    def press(self, keys: str, quiet_s: float) -> None:
        """Press keys or type a command, and wait until that shows."""
        self.type(keys)
        self.settle(quiet_s)

    def type(self, keys: str) -> None:
        """Press keys, or type what begins with a colon as a command."""
        if len(keys) > 1 and keys.startswith(":"):
            self.enter(keys[1:])
        else:
            self.write(keys)

    def wait_for(self, text: str, *, patience_s: float = _PATIENCE_S) -> float:
        """Return when that text came to be seen; of what is to come something has to come.

        Raises:
            MeasureError: It did not come.
        """
        until = time.monotonic() + patience_s
        while True:
            came = self._read(until - time.monotonic())
            if came is None:
                raise MeasureError(f"{text!r} did not come; there is\n{self._seen()}")
            if text in self._seen():
                return came

    def frame(self, *, patience_s: float = _PATIENCE_S) -> tuple[float, int]:
        """Return when the last byte of what is being drawn came, and how many there were.

        Raises:
            MeasureError: Nothing is drawn.
        """
        before = self.received
        last = self._read(patience_s)
        if last is None:
            raise MeasureError("nothing was drawn")
        while (came := self._read(QUIET_S)) is not None:
            last = came
        return last, self.received - before

    def drain(self, seconds: float) -> int:
        """Return how many bytes come within that time."""
        before, until = self.received, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)
        return self.received - before

    def settle(self, quiet_s: float = 0.4, *, most_s: float = 3.0) -> None:
        """Return when nothing has come for that long, or something still does after `most_s`."""
        until = time.monotonic() + most_s
        while self._read(quiet_s) is not None and time.monotonic() < until:
            pass

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self._process.send_signal(number)

    def close(self) -> None:
        """End the program: as a user, and else by force."""
        try:
            self.write("\x11")
            until = time.monotonic() + 3.0
            while self._process.poll() is None and time.monotonic() < until:
                self._read(0.1)
        except OSError:
            pass
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)
        self._home.cleanup()

    def _seen(self) -> str:
        self._screen.feed(self._unseen)
        self._unseen = b""
        return self._screen.text

    def _read(self, seconds: float) -> float | None:
        """Return when the next bytes came; None if none did in that time."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return None
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # the program has ended
            return None
        now = time.monotonic()
        self.received += len(data)
        self._unseen += data
        if _QUESTION in data:
            os.write(self._master, _ANSWER)
        return now


def until_seen(program: Sequence[str], text: str) -> float:
    """Return how many seconds pass from the start of a program until it shows a text."""
    with TerminalProgram(program) as shown:
        return shown.wait_for(text) - shown.began
