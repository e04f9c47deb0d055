"""Copying that says how it was done, and what nobody confirmed."""

import base64
import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.daemon_call import call_in_daemon
from kinescope_tui.services.settings import Route

_LIMIT_S = 2.0
_MOST_BYTES = 74_994  # of an encoded text: what xterm and hterm take at most


class CopyError(Exception):
    """A text could not be copied; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Copied:
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
        route: `auto` goes through tmux inside tmux, which drops the escape sequence by default;
            through this computer's clipboard unless over SSH; else by OSC 52.
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

    async def copy(self, text: str, osc52: Callable[[str], None]) -> Copied:
        """Copy a text and return how.

        Args:
            text: What.
            osc52: Writes the escape sequence to the terminal.

        Raises:
            CopyError: There is no way, or the text is too long for it.
        """
        text = OWN_SECRETS.struck_from(text)
        in_tmux = self._route is Route.AUTO and "TMUX" in self._environment
        if in_tmux and shutil.which("tmux") and await _done(lambda: _to_tmux(text)):
            return Copied("through tmux: it is in tmux's buffer, and was passed on")
        over_ssh = "SSH_CONNECTION" in self._environment or "SSH_TTY" in self._environment
        is_native = self._route is Route.NATIVE or (self._route is Route.AUTO and not over_ssh)
        if is_native and await _done(lambda: _to_system(text)):
            return Copied("to this computer's clipboard")
        if self._route is Route.NATIVE:
            raise CopyError(
                "This computer's clipboard cannot be reached: on Linux it needs a display, and "
                "xclip, xsel or wl-clipboard."
            )
        size = len(base64.b64encode(text.encode()))
        if size > _MOST_BYTES:
            raise CopyError(
                f"It is too long for the terminal: {size:,} bytes by OSC 52, which takes "
                f"{_MOST_BYTES:,}."
            )
        osc52(text)
        return Copied("sent by OSC 52", is_certain=self.trusts_terminal)


async def _done(way: Callable[[], bool]) -> bool:
    """Tell whether a way was gone to its end; what hangs is left behind."""
    try:
        return await call_in_daemon(way, limit_s=_LIMIT_S)
    except (OSError, subprocess.SubprocessError, TimeoutError, UnicodeError):
        return False


async def route(environment: Mapping[str, str] = os.environ) -> str:
    """Return how the next copy would go, without copying anything."""
    if "TMUX" in environment and shutil.which("tmux"):
        return "through tmux"
    if "SSH_CONNECTION" not in environment and "SSH_TTY" not in environment:
        with contextlib.suppress(OSError, TimeoutError):
            if any(await call_in_daemon(_system, limit_s=_LIMIT_S)):
                return "to the system's clipboard"
    return "by OSC 52, which the terminal may ignore"


def _system() -> tuple[Any, Any]:
    """Return what copies and what pastes here; what stands for none is false."""
    import pyperclip

    # Its is_available() says no until something was copied, and then always yes.
    ways: tuple[Any, Any] = pyperclip.determine_clipboard()
    return ways


def _to_tmux(text: str) -> bool:
    subprocess.run(
        ["tmux", "load-buffer", "-w", "-"],  # noqa: S607 - the user's own tmux
        input=text.encode(),
        check=True,
        capture_output=True,
        timeout=_LIMIT_S,
    )
    return True


def _to_system(text: str) -> bool:
    """Copy, and read it back: pyperclip does not look at what its helpers say."""
    import pyperclip

    try:
        copy, paste = _system()
        if not copy:
            return False
        copy(text)
        found = paste()
    except pyperclip.PyperclipException:
        return False
    return _same_lines(found) == _same_lines(text)


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")
