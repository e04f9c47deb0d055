"""Whatever stands in any text on any screen: the terminal is given no order by it."""

import os
import re
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TOKEN
from patience import until
from real_terminal import Terminal

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.keys.keymap import key_of_character
from kinescope_tui.resources.registry import RESOURCES

pytestmark = pytest.mark.terminal

PROGRAM = Path(__file__).parent / "counting_app.py"
# Terminals take escape characters out of what is pasted, all but tmux do.
PASTED = "]52;c;aGk=\x07\x0e\x9b31m\x9d0;x\x9c\x7f [/][@click=app.quit] \u202egpj.exe \u200b раypal"
HOME = ("Escape", "Escape")  # it never quits
# All that Textual and we say to a terminal: colours, places, modes, its own questions at the
# start, the shape of the pointer, a bell.
ORDERS = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\d*C|\x1b\[\?[0-9;]+[hl]|\x1b\[[<>][0-9]*u|\x1b\[\?20(?:26|48)\$p"
    r"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)|\x07"
)
# Of the same kind, and sent by nobody but the server.
OURS = ("\x1b[38;5;213", "\x1b[?6666h", "aGVsbG8=\x07", "renamed\x07")
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class Typist:
    """Types into the program, and remembers what.

    Attributes:
        typed: The names of the keys, and "pasted".
        came: The file in which the program writes down what came of that.
    """

    def __init__(self, terminal: Terminal, came: Path) -> None:
        self.terminal = terminal
        self.came = came
        self.typed: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.terminal.type(key)
            self.typed.append(name_of(key))
            if key == "Escape":
                self.wait_until_taken()  # what follows at once would be one key with it
        self.wait_until(lambda: f"= {len(self.typed)}" in self.lines)
        self.see_it_runs()

    @property
    def lines(self) -> list[str]:
        """What the program has written down so far."""
        return self.came.read_text().splitlines()

    @property
    def keys(self) -> list[str]:
        """The keys that came."""
        return [line for line in self.lines if not line.startswith("= ")]

    def wait_until_taken(self) -> None:
        """Return when as much came as was typed."""
        self.wait_until(lambda: len(self.keys) >= len(self.typed))

    def wait_until(self, holds: Callable[[], bool]) -> None:
        for _ in until(holds, lambda: self.typed[-5:]):
            self.see_it_runs()
            time.sleep(0.02)

    def see_it_runs(self) -> None:
        """Fail if the program has given the terminal back."""
        with self.terminal.output.open("rb") as file:
            file.seek(max(0, self.terminal.output.stat().st_size - 4_096))  # the shell says little
            left = b"\x1b[?1049l" in file.read()
        assert not left, (self.typed[-5:], self.terminal.text)

    def say(self, text: str) -> None:
        self.terminal.type("-l", text)
        self.typed += map(name_of, text)

    def paste(self, text: str) -> None:
        self.terminal.paste(text)
        self.typed.append("pasted")

    def go_to(self, place: str) -> None:
        self.press(":")
        self.say(place)
        self.press("Enter")


def name_of(key: str) -> str:
    """Return what Textual calls a key of tmux."""
    if len(key) == 1:
        return key_of_character(key)
    return key.replace("C-", "ctrl+").lower()


def test_no_text_on_any_screen_is_obeyed_by_the_terminal(tmp_path: Path) -> None:
    came = tmp_path / "came"
    came.touch()
    with (
        DemoServer(Workspace(120), token=TOKEN, limits=False) as server,
        Terminal(tmp_path, {**os.environ, "HOME": str(tmp_path)}, size="120x40") as terminal,
    ):
        hostile = Fault.parse("hostile")
        server.faults[:] = [hostile]
        terminal.enter(
            f"export KINESCOPE_API_TOKEN={TOKEN} PYTHONPATH={shlex.quote(str(Path.cwd()))}; clear"
        )
        words = [sys.executable, str(PROGRAM), "--base-url", server.base_url, str(came)]
        terminal.enter(f"{shlex.join(words)}; echo left with $?")
        typist = Typist(terminal, came)
        terminal.wait_for("of 120", "✓ 200", "␛")
        # A video, its tabs, JSON among them; its popups.
        typist.press("p", "p", "p", "b", "b", "Enter", *["]"] * 8, "/")
        typist.say("title")
        typist.press("Enter", *HOME)
        for popup in ("z", "f", "F", "y", "?", "`", "e"):
            typist.press(popup, "Down", "Escape")
        typist.press("C-p", "Escape", "y", "s", "Escape", *HOME)
        # Pasted.
        for field in ("/", ":", "F", "e"):
            typist.press(field, *["a"] * (field == "F"))
            typist.paste(PASTED)
            typist.press("Enter", *HOME)
        # Every place, and one thing of each.
        for place in list(RESOURCES)[1:]:
            typist.go_to(place)
            typist.press("j", "Enter", "]", "y", "Escape", *HOME)
        typist.press("1", *HOME, *HOME)
        # Errors, everywhere that one is told.
        server.faults[:] = [Fault.parse("hostile-error")]
        typist.press("r", "Enter", *HOME, "4", "Enter", "G", "y", "s", *HOME, "e", *HOME)
        typist.press("!", *HOME, "1", *HOME, *HOME, "R")
        # Too much of it.
        for kind in ("huge-texts", "marks", "surrogates"):
            server.faults[:] = [Fault.parse(kind)]
            typist.press("r", "g", "Enter", "]", *HOME, *HOME)
        terminal.wait_for("▶ kinescope")
        terminal.type("C-q")
        terminal.wait_for("left with 0")
        # Nothing that the server sent made the terminal answer: that would have come as keys.
        assert typist.keys == [*typist.typed, "ctrl+q"]
        written = terminal.output.read_bytes().decode("utf-8", "surrogateescape")
        for order in OURS:
            assert order not in written
        begun, ended_at = written.index("\x1b[?1049h"), written.rindex("\x1b[?1049l")
        left = ORDERS.sub("", written[begun:ended_at])
        found = CONTROLS.search(left)
        assert found is None, repr(left[max(0, found.start() - 200) : found.end() + 50])
        assert list(tmp_path.glob("*.csv")) == []
