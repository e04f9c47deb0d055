"""Links opened in a browser that has a window of its own, and in no other."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from kinescope_tui.services.daemon_call import call_in_daemon
from kinescope_tui.services.foreign_program import launch

# Each takes a link; on a desktop the user's choice first.
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


class NoBrowserError(Exception):
    """No browser opened the link; the message is a sentence that says why."""


async def open_in_browser(link: str, environment: Mapping[str, str] = os.environ) -> str:
    """Hand a link of http or https to a graphical browser, and return the name of who took it.

    Raises:
        NoBrowserError: There is none, or none that takes it.
    """
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        raise NoBrowserError("Over SSH a browser would open on the other computer.")
    if sys.platform == "win32":
        await call_in_daemon(lambda: os.startfile(link), limit_s=None)  # noqa: S606 - http or https
        return "Windows"
    taken = await call_in_daemon(lambda: _open(link, environment), limit_s=None)
    if taken is None:
        raise NoBrowserError("There is no graphical browser here.")
    return taken


def _open(link: str, environment: Mapping[str, str]) -> str | None:
    """Return who took the link; None if nobody did."""
    own = {name: value for name, value in environment.items() if name != _CHOICE}
    wanted = [name for name in environment.get(_CHOICE, "").split(os.pathsep) if name]
    if wanted and not any(Path(name.split()[0]).name in _IN_A_TERMINAL for name in wanted):
        own[_CHOICE] = environment[_CHOICE]
    ways: tuple[tuple[str, ...], ...]
    if sys.platform == "darwin":
        ways = (("open",),)
    elif "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment:
        ways = _ON_A_DISPLAY
    else:
        ways = _WITHOUT_ONE
    for program, *words in ways:
        found = shutil.which(program, path=environment.get("PATH"))
        # One name may stand for another: x-www-browser for a browser without windows.
        if found is None or Path(found).resolve().name in _IN_A_TERMINAL:
            continue
        if launch([found, *words, link], own):
            return program
    return None
