"""Links opened in a browser that has a window of its own, and in no other."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.desktop.foreign_program import launch

# Each takes a link.
_ON_A_DISPLAY = (
    ("xdg-open",), ("gio", "open"), ("x-www-browser",), ("firefox",), ("chromium",),
    ("google-chrome",),
)  # fmt: skip
_WITHOUT_ONE = (("wslview",), ("termux-open-url",))
# They need a terminal, and ours is taken.
_IN_A_TERMINAL = {
    "browsh", "carbonyl", "cha", "elinks", "links", "links2", "lynx", "w3m", "www-browser",
}  # fmt: skip
_CHOICE = "BROWSER"
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


class NoBrowserError(Exception):
    """No browser opened the link; the message is a sentence that says why."""


async def open_in_browser(link: str, environment: Mapping[str, str] = os.environ) -> str:
    """Hand a link of http or https to a graphical browser, and return the name of who took it.

    Raises:
        NoBrowserError: There is none, or none that takes it.
    """
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        raise NoBrowserError("Over SSH, a browser would open on the remote computer.")
    if sys.platform == "win32":
        await call_in_daemon(lambda: os.startfile(link), limit_s=None)  # noqa: S606 - http or https
        return "Windows"
    taken = await call_in_daemon(lambda: _open(link, environment), limit_s=None)
    if taken is None:
        raise NoBrowserError("No graphical browser is available.")
    return taken


def _open(link: str, environment: Mapping[str, str]) -> str | None:
    """Return who took the link; None if nobody did."""
    # An opener of the desktop would ask the variable again, and find what needs a terminal.
    own = {name: value for name, value in environment.items() if name != _CHOICE}
    for program, *words in _ways(environment):
        found = shutil.which(program, path=environment.get("PATH"))
        # One name may stand for another: x-www-browser for a browser without windows.
        if found is None or Path(found).resolve().name in _IN_A_TERMINAL:
            continue
        given = [word.replace("%s", link) for word in words]
        if launch([found, *given, *[link] * (given == words)], own):
            return program
    return None


def _ways(environment: Mapping[str, str]) -> list[Sequence[str]]:
    """Return what to try, in turn, as words of command lines."""
    if sys.platform != "darwin" and not any(map(environment.get, _DISPLAYS)):
        return [*_WITHOUT_ONE]
    chosen = []
    for line in environment.get(_CHOICE, "").split(os.pathsep):
        with suppress(ValueError):  # a quotation mark without its other one
            chosen.append(shlex.split(line))
    ways = (("open",),) if sys.platform == "darwin" else _ON_A_DISPLAY
    return [*filter(None, chosen), *ways]
