"""A program on a pseudo-terminal of its own, byte by byte: what it writes, and how it leaves."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pytest
from at_rest import work_of
from fork_server import FORK_SERVER, Fork
from patience import until

from benchmarks.terminal_screen import TerminalScreen

_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_ON_AT_FIRST = {b"7", b"25"}  # wrapping and the cursor


class PseudoTerminal:
    """A program that has a terminal, and leads a session of its own as under a terminal window.

    Attributes:
        written: Everything that it wrote so far.
    """

    def __init__(
        self,
        words: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        size: tuple[int, int] = (80, 24),
        ignores: Sequence[signal.Signals] = (),
        folder: Path | None = None,
        is_fork: bool = False,
    ) -> None:
        """Start it: as a process of its own, or as a fork of one that has imported the program."""
        self._master, slave = pty.openpty()
        self._slave_name = os.ttyname(slave)
        width, height = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.modes_before = termios.tcgetattr(slave)
        self.written = b""
        self._screen, self._unseen = TerminalScreen(*size), b""

        def prepare() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            for number in ignores:
                signal.signal(number, signal.SIG_IGN)

        others = {"TMUX", "TMUX_PANE", "COLUMNS", "LINES"}
        keep = {name: value for name, value in environment.items() if name not in others}
        variables = {"LANG": "C.UTF-8", **keep, "TERM": keep.get("TERM", "xterm-256color")}
        self._slave: int | None = slave
        self._process: Fork | subprocess.Popen[bytes]
        if is_fork:
            self._process = FORK_SERVER.start(
                words[1:], variables, [slave] * 3, folder=folder, has_terminal=True, ignores=ignores
            )
            return
        self._process = subprocess.Popen(
            words,
            env=variables,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 - there are no threads of ours that hold a lock
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self.hang_up()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status; None as long as the program runs."""
        return self._process.poll()

    @property
    def text(self) -> str:
        """What is to be seen now."""
        self._screen.feed(self._unseen)
        self._unseen = b""
        return self._screen.text

    def takes_keys(self, seconds: float) -> bool:
        """Tell whether there is room for what is typed, within that time."""
        until = time.monotonic() + seconds
        while not select.select([], [self._master], [], 0.05)[1]:
            self.read(0)  # a program that cannot write may read nothing
            if time.monotonic() > until:
                return False
        return True

    def type(self, keys: bytes) -> None:
        """Send what a terminal sends."""
        os.write(self._master, keys)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self._screen.resize(width, height)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGWINCH)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Take the terminal away."""
        if self._slave is not None:
            os.close(self._slave)
            os.close(self._master)
            self._slave = None

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what is written within that time; tell whether something was."""
        if self._slave is None:
            time.sleep(seconds)
            return False
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):
            data = os.read(self._master, 1 << 16)
            self.written += data
            self._unseen += data
        return True

    def wait_for(self, *texts: str, since: int | None = 0, gone: str = "") -> None:
        """Return as soon as the texts are to be seen, or were written, and another one is not.

        Args:
            texts: What is waited for.
            since: Where in what was written they may stand, too; None where they shall be seen.
            gone: What is to be seen no more.
        """

        def are_there() -> bool:
            seen = self.text
            new = b"" if since is None else self.written[since:]
            return not (gone and gone in seen) and all(
                text in seen or text.encode() in new for text in texts
            )

        def missing() -> str:
            end = self.written[-3000:].decode("utf-8", "replace")
            return f"{texts}, or {gone!r} did not go ({self._process.poll()}): {end!r}"

        for _ in until(are_there, missing):
            if not self.read() and self._process.poll() is not None:
                pytest.fail(missing())

    def wait_until_quiet(self, seconds: float = 0.3) -> None:
        """Return when nothing is written for a while, and the program has nothing to do."""
        before = work_of(self.pid)

        def is_quiet() -> bool:
            nonlocal before
            is_written = self.read(seconds)
            last, before = before, work_of(self.pid)
            return not is_written and before == last and not (before and before[1])

        for _ in until(is_quiet):
            pass

    def left(self) -> int:
        """Wait for the end, and return the exit status."""
        for _ in until(lambda: self._process.poll() is not None, lambda: "the end"):
            self.read(0.02)
        for _ in until(lambda: not self.read(0.02), lambda: "the end of what it wrote"):
            pass
        return self._process.wait()

    @property
    def left_on(self) -> list[str]:
        """Every mode that is not as it was, and what else of the terminal's settings is not."""
        assert self._slave is not None
        state: dict[bytes, bool] = {}
        for names, switch in _MODE.findall(self.written):
            for name in names.split(b";"):
                state[name] = switch == b"h"
        left = [name.decode() for name, on in state.items() if on != (name in _ON_AT_FIRST)]
        if len(re.findall(rb"\x1b\[>\d+u", self.written)) > self.written.count(b"\x1b[<u"):
            left.append("keyboard protocol")
        if termios.tcgetattr(self._slave) != self.modes_before:
            left.append("settings")
        return left
