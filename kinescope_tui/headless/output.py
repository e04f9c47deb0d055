"""Standard output, for bytes that other programs read."""

import select
import shutil
import sys
from typing import Any

from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.services.desktop.daemon_call import call_in_daemon


class PipeClosedError(Exception):
    """Whoever read wants no more; that is nobody's fault."""


class Output:
    """Writes bytes at once, without a buffer that would have to be emptied at exit.

    Raises:
        CommandFailedError: There is no standard output.
    """

    def __init__(self) -> None:
        if sys.stdout is None:
            raise CommandFailedError("Standard output is closed.", ExitStatus.FAILED)
        stream: Any = sys.stdout.buffer
        self._raw = getattr(stream, "raw", stream)
        self.is_terminal = sys.stdout.isatty()

    @property
    def width(self) -> int | None:
        """The width of the terminal in cells; None if it is none."""
        return shutil.get_terminal_size().columns if self.is_terminal else None

    async def write(self, content: bytes) -> None:
        """Return when all of it is written.

        A reader may take his time, as a pager does. Answers go on arriving meanwhile, and signals
        are heard.

        Raises:
            PipeClosedError: Nobody reads any more.
            CommandFailedError: The disk is full, or gone.
        """
        try:
            await call_in_daemon(lambda: self._write(content), limit_s=None)
        except BrokenPipeError:
            raise PipeClosedError from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            text = f"Could not write to standard output: {reason}. The output is incomplete."
            raise CommandFailedError(text, ExitStatus.FAILED) from None

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            written: int | None = self._raw.write(left)
            if written is None:  # another program made the pipe one that does not wait
                select.select([], [self._raw], [])
                continue
            left = left[written:]
