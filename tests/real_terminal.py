"""A real terminal: a shell in tmux, typed into and read as a person would."""

import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote
from typing import Self

import pytest
from patience import until


class Terminal:
    """A shell in a tmux of its own.

    Attributes:
        folder: Where the shell is.
        output: A file with every byte that was written to the terminal.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, size: str = "80x24"
    ) -> None:
        if shutil.which("tmux") is None:
            pytest.skip("needs a terminal: apt-get install tmux")
        self._tmux = ["tmux", "-L", f"test-{uuid.uuid4().hex}", "-f", "/dev/null"]
        self._width, self._height = size.split("x")
        self.folder = folder
        self.output = folder / "terminal.bytes"
        # Of the terminal that the tests run in, whose size is not this one's.
        others = {"TMUX", "TMUX_PANE", "COLUMNS", "LINES"}
        keep = {name: environment[name] for name in environment if name not in others}
        self._environment = keep | {"PS1": "$ ", "TERM": "xterm-256color", "LANG": "C.UTF-8"}

    def __enter__(self) -> Self:
        geometry = ["-x", self._width, "-y", self._height]
        place = ["-c", str(self.folder)]
        self._run("new-session", "-d", *geometry, *place, "sh", environment=self._environment)
        self._run("pipe-pane", f"cat > {quote(str(self.output))}")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._run("kill-server")

    def _run(self, *words: str, environment: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            [*self._tmux, *words], check=True, capture_output=True, text=True, env=environment
        )
        return done.stdout

    def type(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._run("send-keys", *keys)

    def enter(self, line: str) -> None:
        """Type a line and press enter."""
        self._run("send-keys", "-l", line)
        self._run("send-keys", "Enter")

    def paste(self, text: str) -> None:
        """Paste a text, as a terminal that brackets it does."""
        self._run("set-buffer", "-b", "pasted", "--", text)
        self._run("paste-buffer", "-p", "-r", "-b", "pasted")

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self._run("resize-window", "-x", str(width), "-y", str(height))

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self._run("capture-pane", "-p")

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self._run("show-buffer")

    @property
    def is_plain(self) -> bool:
        """Whether nobody holds the alternate screen, the mouse or the cursor."""
        flags = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"
        return self._run("display-message", "-p", flags).split() == ["0", "0", "1"]

    def wait_for(self, *texts: str, gone: str = "") -> str:
        """Return the screen as soon as the texts stand on it.

        Of the other texts it may lack some, as lines of a frame can come one by one.
        """

        def is_there(screen: str) -> bool:
            return all(text in screen for text in texts) and not (gone and gone in screen)

        return self.wait_until(is_there, f"{texts} did not come, or {gone!r} did not go")

    def wait_until(
        self, holds: Callable[[str], bool], missing: str = "what was waited for did not come"
    ) -> str:
        """Return the screen of which something holds, as soon as there is one."""
        seen = [""]

        def is_there() -> bool:
            seen[:] = [self.text]
            return holds(seen[0])

        for _ in until(is_there, lambda: f"{missing}. The screen:\n{seen[0]}"):
            time.sleep(0.05)
        return seen[0]
