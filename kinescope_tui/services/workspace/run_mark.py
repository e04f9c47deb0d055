"""Marks of runs: how far each program came, so that the next one knows of a start that failed."""

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path

from kinescope_tui.services.files.file_lock import alone_in, hold
from kinescope_tui.services.files.read_file import read_file

_STARTING = b"starting"
_ARRIVED = b"arrived "  # as long, so that it takes the other's place in one step
_MAX_BYTES = 200
_FLAGS = getattr(os, "O_NOFOLLOW", 0)


class RunMark:
    """A small file beside another one, held by its program until that ends, however it ends.

    Where no such file can be made, nothing is noted: it is a precaution, and no reason not to
    start. Where files cannot be held, a program that is just starting passes for one that failed.

    Args:
        path: The file that programs use.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.run")
        self._descriptor: int | None = None
        self._has_arrived = False

    def begin(self) -> bool:
        """Note that a start is under way; tell whether an earlier one never got any further."""
        has_failed = False
        with contextlib.suppress(OSError), alone_in(self._path.parent):
            has_failed = any(said.startswith(_STARTING) for said in self._swept())
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS
            self._descriptor = os.open(self._own, flags, 0o600)
            hold(self._descriptor)
            self._write(0, _STARTING)
        return has_failed

    def tell_owner(self, owner: str) -> None:
        """Note for whom the file is used."""
        self._write(len(_STARTING), owner.encode())

    def arrive(self) -> None:
        """Note that there is something to see."""
        if not self._has_arrived:
            self._has_arrived = True
            self._write(0, _ARRIVED)

    def owners(self) -> set[str]:
        """Return for whom programs use the file that run; an empty text where one did not say."""
        found = set()
        for mark in self._marks():
            if mark != self._own and not _is_left(mark):
                with contextlib.suppress(OSError):  # it has just ended, or is none of ours
                    said = read_file(mark, _MAX_BYTES)
                    found.add(said[len(_STARTING) :].decode("ascii", "replace"))
        return found

    def end(self) -> None:
        """Leave no mark."""
        if self._descriptor is not None:
            self.break_off()
            with contextlib.suppress(OSError):
                self._own.unlink(missing_ok=True)

    def break_off(self) -> None:
        """Leave the mark as it is, for the next start to find."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove the marks of programs that have ended, whatever they say."""
        with contextlib.suppress(OSError):
            self._swept()

    def _write(self, place: int, text: bytes) -> None:
        with contextlib.suppress(OSError):
            if self._descriptor is not None:
                os.lseek(self._descriptor, place, os.SEEK_SET)
                os.write(self._descriptor, text)

    def _swept(self) -> list[bytes]:
        """Remove the marks of programs that have ended, and return what they said."""
        said = []
        for mark in self._marks():
            if mark != self._own and _is_left(mark):
                with contextlib.suppress(OSError):  # none of ours; or open, on Windows
                    content = read_file(mark, _MAX_BYTES)
                    mark.unlink()
                    said.append(content)
        return said

    def _marks(self) -> list[Path]:
        name = re.compile(rf"{re.escape(self._path.stem)}\.[0-9a-f]{{8}}\.run")
        return [file for file in self._path.parent.iterdir() if name.fullmatch(file.name)]


def _is_left(mark: Path) -> bool:
    """Tell whether the program of a mark has ended."""
    try:
        descriptor = os.open(mark, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _FLAGS)
    except OSError:
        return False  # it goes just now, or is none of ours
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode) and hold(descriptor) is not False
    finally:
        os.close(descriptor)
