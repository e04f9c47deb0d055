"""Copying that says how it was done, and what nobody confirmed."""

import asyncio
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

import msgspec

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.desktop.foreign_program import run
from kinescope_tui.services.setup.settings import Route

_LIMIT_S = 2.0  # of a program
_PATIENCE_S = 5.0  # with all that are tried
_LARGE = 2**16  # characters, of which more are gone through beside the keys
_MAX_BYTES = 74_994  # of an encoded text: what xterm and hterm take at most


class CopyError(Exception):
    """A text could not be copied; the message is a sentence that says why."""


class Copied(msgspec.Struct, frozen=True):
    """A text was copied.

    Attributes:
        how: By which way, as the end of a sentence.
        is_certain: Whether it is known to have arrived: a terminal never confirms anything.
    """

    how: str
    is_certain: bool = True


class Clipboard:
    """Puts texts on the clipboard by the way that the user wants, or by the surest there is.

    Attributes:
        trusts_terminal: Whether the user said that what is sent to the terminal arrives.

    Args:
        route: `auto` goes to this computer's clipboard unless over SSH, the one way that can be
            confirmed; else through tmux inside tmux, which drops the escape sequence by default;
            else by OSC 52.
    """

    def __init__(
        self,
        route: Route = Route.AUTO,
        environment: Mapping[str, str] = os.environ,
        *,
        trusts_terminal: bool = False,
    ) -> None:
        self._route = route
        self._environment = environment
        self.trusts_terminal = trusts_terminal
        self._turn = asyncio.Lock()

    async def copy(self, text: str, osc52: Callable[[str], None]) -> Copied:
        """Copy a text and return how, one after the other: the last one stays.

        Args:
            text: What.
            osc52: Writes the escape sequence to the terminal.

        Raises:
            CopyError: There is no way, or the text is too long for it.
        """
        async with self._turn:
            return await self._copy(text, osc52)

    async def _copy(self, text: str, osc52: Callable[[str], None]) -> Copied:
        text = _struck(text) if len(text) <= _LARGE else await asyncio.to_thread(_struck, text)
        is_native = self._route is Route.NATIVE or (
            self._route is Route.AUTO and not _is_over_ssh(self._environment)
        )
        if is_native and await _done(lambda: _to_system(text, self._environment)):
            return Copied("to this computer's clipboard")
        if self._route is Route.NATIVE:
            raise CopyError(
                "This computer's clipboard is not available: on Linux it needs a display and "
                "xclip, xsel or wl-clipboard."
            )
        in_tmux = self._route is Route.AUTO and _has_tmux(self._environment)
        if in_tmux and await _done(lambda: _to_tmux(text)):
            return Copied("sent through tmux", self.trusts_terminal)
        size = 4 * math.ceil(len(text.encode()) / 3)  # in base64
        if size > _MAX_BYTES:
            raise CopyError(
                f"Too long for the terminal: {size:,} of {_MAX_BYTES:,} bytes that OSC 52 allows."
            )
        osc52(text)
        return Copied("sent by OSC 52", is_certain=self.trusts_terminal)


def _struck(text: str) -> str:
    """Return a text without the tokens of this program, as every terminal can take it."""
    return OWN_SECRETS.struck_from(text).encode("utf-8", "replace").decode()


async def _done(way: Callable[[], bool]) -> bool:
    """Tell whether a way was gone to its end; what hangs is left behind."""
    try:
        return await call_in_daemon(way, limit_s=_PATIENCE_S)
    except (OSError, subprocess.SubprocessError, TimeoutError, UnicodeError):
        return False


async def route(environment: Mapping[str, str] = os.environ) -> str:
    """Return how the next copy would go, without copying anything."""
    if not _is_over_ssh(environment) and (sys.platform == "win32" or _tools(environment)):
        return "to the system's clipboard"
    if _has_tmux(environment):
        return "through tmux, which the terminal may ignore"
    return "by OSC 52, which the terminal may ignore"


def _is_over_ssh(environment: Mapping[str, str]) -> bool:
    return "SSH_CONNECTION" in environment or "SSH_TTY" in environment


def _has_tmux(environment: Mapping[str, str]) -> bool:
    return "TMUX" in environment and shutil.which("tmux") is not None


class _Tool(msgspec.Struct, frozen=True):
    """A program that copies what it reads, and one that writes what was copied."""

    copy: tuple[str, ...]
    paste: tuple[str, ...]
    encoding: str = "utf-8"


_XCLIP = ("xclip", "-selection", "clipboard")
_READ_IN_WINDOWS = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Clipboard -Raw"
_TOOLS = {
    "WAYLAND_DISPLAY": [_Tool(("wl-copy",), ("wl-paste", "--no-newline"))],
    "DISPLAY": [_Tool(_XCLIP, (*_XCLIP, "-o")), _Tool(("xsel", "-bi"), ("xsel", "-bo"))],
    "WSL_DISTRO_NAME": [
        _Tool(("clip.exe",), ("powershell.exe", "-NoProfile", "-c", _READ_IN_WINDOWS), "utf-16")
    ],
}


def _tools(environment: Mapping[str, str]) -> list[_Tool]:
    """Return what there is here to copy with, the likeliest first."""
    if sys.platform == "darwin":
        return [_Tool(("pbcopy",), ("pbpaste",))]
    return [
        tool
        for variable, tools in _TOOLS.items()
        if environment.get(variable)
        for tool in tools
        if all(map(shutil.which, (tool.copy[0], tool.paste[0])))
    ]


def _to_tmux(text: str) -> bool:
    run(["tmux", "load-buffer", "-w", "-"], text.encode(), limit_s=_LIMIT_S)
    return True


def _to_system(text: str, environment: Mapping[str, str]) -> bool:
    """Copy by whatever is here until what is read back is the text."""
    if sys.platform == "win32":
        import pyperclip  # there it starts no program

        try:
            pyperclip.copy(text)
            return _same_lines(pyperclip.paste()) == _same_lines(text)
        except pyperclip.PyperclipException:
            return False
    return any(_by_tool(tool, text) for tool in _tools(environment))


def _by_tool(tool: _Tool, text: str) -> bool:
    try:
        run(tool.copy, text.encode(tool.encoding), limit_s=_LIMIT_S)
        found = run(tool.paste, reads=True, limit_s=_LIMIT_S)
    except (OSError, subprocess.SubprocessError):
        return False
    return _same_lines(found.decode("utf-8", "replace")) == _same_lines(text)


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")
