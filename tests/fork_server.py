"""A process that has imported the program, and becomes it as often as it is asked to.

Half of what a start costs is importing. What is looked at is what a process does after that, so
that only tests of the start itself, and of what stands in the environment then, need a new one.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from patience import PATIENCE_S

PROGRAM = Path(__file__).with_name("forking_program.py")


class Fork:
    """A program that began as a fork; the methods are those of `subprocess.Popen`.

    Attributes:
        pid: Its process.
        returncode: How it ended, less than zero for a signal; None as long as it runs.
    """

    def __init__(self, told: IO[bytes]) -> None:
        self._told = told
        self.pid = int(told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, or None."""
        return self._ended(0)

    def wait(self, timeout: float = PATIENCE_S) -> int:
        """Return how it ended; at most so many seconds later."""
        ended = self._ended(timeout)
        if ended is None:
            raise TimeoutError
        return ended

    def send_signal(self, number: int) -> None:
        """Send a signal if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], timeout)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode


class ForkServer:
    """The process whose forks become programs; it is started when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(
        self,
        words: Sequence[str | Path],
        environment: Mapping[str, str],
        streams: Sequence[int],
        *,
        folder: Path | None = None,
        has_terminal: bool = False,
        ignores: Sequence[int] = (),
    ) -> Fork:
        """Start a program.

        Args:
            words: What follows "python": `-m` and a module's name, or a file; and its arguments.
            environment: All that it finds there.
            streams: Descriptors of its standard input, output and error.
            folder: Where it begins.
            has_terminal: Whether it leads a session on the terminal that is its input.
            ignores: Signals that it finds ignored.
        """
        asked = {
            "words": list(map(str, words)),
            "environment": dict(environment),
            "folder": str(folder or Path.cwd()),
            "has_terminal": has_terminal,
            "ignores": list(ignores),
        }
        ours, its = os.pipe()
        with TemporaryFile() as request:
            request.write(json.dumps(asked).encode())
            request.flush()
            socket.send_fds(self._connected(), [b"x"], [request.fileno(), its, *streams])
            os.close(its)
            return Fork(os.fdopen(ours, "rb", buffering=0))

    def run(
        self, words: Sequence[str | Path], environment: Mapping[str, str], stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, as `subprocess.run` does."""
        with TemporaryFile("w+") as given, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
            given.write(stdin)
            given.seek(0)
            streams = [file.fileno() for file in (given, out, err)]
            status = self.start(words, environment, streams).wait()
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(list(words), status, out.read(), err.read())

    def prepare(self) -> None:
        """Start it, so that it has imported the program once it is asked; forks ask it as well."""
        self._connected()

    def close(self) -> None:
        """End it; what became of its forks is another matter."""
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.wait()
            self._process = None

    def _connected(self) -> socket.socket:
        if self._process is None or self._line is None:
            self._line, its = socket.socketpair()
            environment = {
                name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
            }
            with its:
                self._process = subprocess.Popen(
                    [sys.executable, PROGRAM, str(its.fileno())],
                    pass_fds=[its.fileno()],
                    stdin=subprocess.DEVNULL,
                    env={**environment, "LANG": "C.UTF-8"},
                )
        return self._line


FORK_SERVER = ForkServer()
"""The one of these tests."""
