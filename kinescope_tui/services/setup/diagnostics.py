"""Diagnostics for a person who helps: no token, no title, no id."""

import locale
import os
import platform
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from kinescope_tui import __version__
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.text import clean
from kinescope_tui.services.desktop.clipboard import route
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.setup.sourced_value import SourcedValue

_LIMIT_S = 3.0
_LIBRARIES = ("textual", "httpx", "keyring")
_LONGEST = 200  # characters of a variable's value


class Display(msgspec.Struct, frozen=True):
    """The terminal, as far as the program knows it.

    Attributes:
        colours: The colour system in use; empty for none.
    """

    width: int
    height: int
    colours: str


async def diagnostics(
    folder: Path | None,
    state_folder: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> list[SourcedValue]:
    """Return versions, clipboard, language, time zone and folders.

    Args:
        folder: Where the configuration is; None if nothing is kept.
        state_folder: Where it is kept what was seen last; None if it is not kept.
        environment: The variables.
    """
    try:
        facts = await call_in_daemon(
            lambda: _slow_facts(folder, state_folder, environment), limit_s=_LIMIT_S
        )
        way = await route(environment)
    except (TimeoutError, OSError) as error:
        return [SourcedValue("Versions", f"unknown ({type(error).__name__})")]
    return [*facts, SourcedValue("Clipboard", way)]


async def settings_file(path: Path | None) -> SourcedValue:
    """Return where the settings are, and whether the file is there, if the disk says so."""
    if path is None:
        return SourcedValue("File", "none")
    try:
        is_there = await call_in_daemon(path.exists, limit_s=_LIMIT_S)
    except (TimeoutError, OSError):
        is_there = True
    return SourcedValue("File", at_home(path), "" if is_there else "not created yet")


def _slow_facts(
    folder: Path | None, state_folder: Path | None, environment: Mapping[str, str]
) -> list[SourcedValue]:
    versions = [f"kinescope-tui {__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {_version(name)}" for name in _LIBRARIES]
    now = datetime.now().astimezone()
    zone = f"{now.tzname()} {now:%z}"
    language = locale.getlocale()
    variable = next((n for n in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(n)), "")
    return [
        SourcedValue("Versions", " · ".join(versions)),
        SourcedValue("System", f"{platform.system()} {platform.release()} {platform.machine()}"),
        SourcedValue("Locale", ".".join(filter(None, language)) or "C", variable or "not set"),
        SourcedValue("Time zone", zone, "TZ" if environment.get("TZ") else "the system"),
        SourcedValue("Configuration", at_home(folder) if folder else "nothing is kept"),
        SourcedValue("State", at_home(state_folder) if state_folder else "nothing is kept"),
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def terminal(display: Display, environment: Mapping[str, str] = os.environ) -> SourcedValue:
    """Return what terminal this is, and how it is reached."""

    def said(name: str) -> str:
        return clean(OWN_SECRETS.struck_from(environment.get(name, "")[:_LONGEST]))

    where = [said("TERM") or "none set", f"{display.width}×{display.height}"]
    if said("TERM_PROGRAM") not in {"", "tmux"}:
        where.append(said("TERM_PROGRAM"))
    where.append("tmux" if "TMUX" in environment else "no tmux")
    over_ssh = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    where.append("over SSH" if over_ssh else "no SSH")
    return SourcedValue("Terminal", " · ".join(where))


def colours(display: Display, environment: Mapping[str, str] = os.environ) -> SourcedValue:
    """Return how many colours are used, and which variable decides on it."""
    if environment.get("NO_COLOR"):
        return SourcedValue("Colours", "none", "NO_COLOR")
    source = "COLORTERM" if environment.get("COLORTERM") else "TERM"
    return SourcedValue("Colours", display.colours or "none", source)


def at_home(path: Path) -> str:
    """Return a path with the home folder as `~`."""
    try:
        return clean(str(Path("~") / path.relative_to(Path.home())))
    except (ValueError, RuntimeError):
        return clean(str(path))
