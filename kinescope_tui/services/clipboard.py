"""Copying that says how it was done, since a terminal never confirms it."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

from kinescope_tui.services.daemon_call import call_in_daemon

_LIMIT_S = 2.0


async def copy(
    text: str, osc52: Callable[[str], None], environment: Mapping[str, str] = os.environ
) -> str:
    """Put a text on the clipboard and return how, as the end of a sentence.

    Inside tmux through tmux, which by default drops the escape sequence; on a local display through
    the system's clipboard; else by OSC 52, which the terminal may ignore without a word.
    """
    over_ssh = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    try:
        if "TMUX" in environment and shutil.which("tmux"):
            await call_in_daemon(lambda: _to_tmux(text), limit_s=_LIMIT_S)
            return "through tmux"
        if not over_ssh and await call_in_daemon(lambda: _to_system(text), limit_s=_LIMIT_S):
            return "to the system's clipboard"
    except (OSError, subprocess.SubprocessError, TimeoutError):
        pass  # the escape sequence is the way that is left
    osc52(text)
    return "sent to the terminal by OSC 52, which it may ignore"


async def route(environment: Mapping[str, str] = os.environ) -> str:
    """Return how the next copy would go, without copying anything."""
    if "TMUX" in environment and shutil.which("tmux"):
        return "through tmux"
    if "SSH_CONNECTION" not in environment and "SSH_TTY" not in environment:
        with contextlib.suppress(OSError, TimeoutError):
            if await call_in_daemon(_has_system, limit_s=_LIMIT_S):
                return "to the system's clipboard"
    return "by OSC 52, which the terminal may ignore"


def _has_system() -> bool:
    import pyperclip

    return bool(pyperclip.is_available())


def _to_tmux(text: str) -> None:
    subprocess.run(
        ["tmux", "load-buffer", "-w", "-"],  # noqa: S607 - the user's own tmux
        input=text.encode(),
        check=True,
        capture_output=True,
        timeout=_LIMIT_S,
    )


def _to_system(text: str) -> bool:
    import pyperclip

    if not pyperclip.is_available():
        return False
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return False
    return True
