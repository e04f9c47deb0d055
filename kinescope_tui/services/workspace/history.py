"""The history of the command line, also of earlier starts."""

import contextlib
import re
import threading
from pathlib import Path

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.redaction import redact_text
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.atomic_file import SaveError, save_file
from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.files.read_file import read_file

_MAX = 200  # lines
_MAX_BYTES = 200_000  # as many as the longest lines may have
_LIMIT_S = 1.0  # for a disk that hangs
_LONGEST = 200  # characters of a line
# Tokens are UUIDs; whoever pastes one, or anything as long, into the wrong field loses nothing.
_SECRET = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|bearer|\S{32}", re.IGNORECASE)

_PATH = re.compile(r":?\s*get\s+/?v\d", re.IGNORECASE)
_BETWEEN = re.compile(r"[/?&=,]")


class History:
    """Lines, the newest last, each once.

    A line that may hold a token is not kept, neither here nor in the file.

    Args:
        path: The file; without one the lines last as long as the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: list[str] = []
        self._written = 0  # of these
        self._turn = threading.Lock()  # to write

    async def recall(self) -> list[str]:
        """Return the same as `lines`; without those of the file if the disk takes too long."""
        try:
            return await call_in_daemon(lambda: self.lines, limit_s=_LIMIT_S)
        except TimeoutError:
            return _last(self._lines)

    async def settle(self) -> None:
        """Return when all lines are in the file, or the disk took too long."""
        if self._written < len(self._lines):
            with contextlib.suppress(TimeoutError):
                await call_in_daemon(self.write, limit_s=_LIMIT_S)

    @property
    def lines(self) -> list[str]:
        """The lines, those of the file included; a file that cannot be read has none."""
        try:
            return _last([*self._read(), *self._lines])
        except OSError:
            return _last(self._lines)

    def add(self, line: str) -> None:
        """Keep a line as the newest; `write` puts it into the file, and may take a while."""
        if not line.isprintable() or len(line) > _LONGEST:
            return
        if _may_hold_a_secret(line) or OWN_SECRETS.stand_in(line):
            return
        self._lines.append(line)

    def write(self) -> None:
        """Put all lines into the file that are not there yet."""
        with self._turn, contextlib.suppress(SaveError, OSError):
            # A convenience is not worth a warning; this session's lines stay.
            own = list(self._lines)
            if self._path is not None and self._written < len(own):
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with alone_in(self._path.parent):
                    # What cannot be read now is not overwritten, either; the next line tries again.
                    lines = _last([*self._read(), *own[self._written :]])
                    save_file(self._path, "\n".join(lines).encode(), replaces=True)
            self._written = len(own)

    def _read(self) -> list[str]:
        if self._path is None:
            return []
        try:
            text = read_file(self._path, _MAX_BYTES).decode("utf-8-sig", "replace")
        except FileNotFoundError:
            return []
        lines = (line.strip() for line in text.splitlines())
        return [line for line in lines if line.isprintable() and 0 < len(line) <= _LONGEST]


def _may_hold_a_secret(line: str) -> bool:
    if not _PATH.match(line):
        return _SECRET.search(line) is not None
    # A path is long without being a secret: each of its parts is looked at.
    return redact_text(line) != line or _SECRET.search(_BETWEEN.sub(" ", line)) is not None


def _last(lines: list[str]) -> list[str]:
    return [line for n, line in enumerate(lines) if line not in lines[n + 1 :]][-_MAX:]
