"""A note that a terminal shows outside of itself, as escape sequences."""

import os
from collections.abc import Mapping

from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.text import clean

_LONGEST = 200  # characters
_TITLE = "kinescope-tui"
# Terminals that know one of the two; each would ignore the other, or show both.
_BY_777 = ("foot", "rxvt", "vte")
_BY_9 = ("iterm", "wezterm", "ghostty", "vscode", "kitty")


def terminal_note(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the bell, and what makes a terminal show a text: OSC 9, OSC 777, or both.

    Inside tmux both go through to the terminal, where `allow-passthrough` is on; the bell is
    tmux's own. Which terminal that is cannot be known there.

    Args:
        text: What; nothing in it ends the sequence.
        environment: Tells which terminal it is.
    """
    text = " ".join(clean(OWN_SECRETS.struck_from(text)).split())[:_LONGEST]
    is_in_tmux = bool(environment.get("TMUX"))
    # It begins with a letter: what begins with a digit means something else to some of them.
    by_9, by_777 = f"\x1b]9;{_TITLE}: {text}\x1b\\", f"\x1b]777;notify;{_TITLE};{text}\x1b\\"
    names = f"{environment.get('TERM_PROGRAM', '')} {environment.get('TERM', '')}".casefold()
    if is_in_tmux:
        notes = f"{_through_tmux(by_9)}{_through_tmux(by_777)}"
    elif any(name in names for name in _BY_777) or environment.get("VTE_VERSION"):
        notes = by_777
    elif any(name in names for name in _BY_9) or environment.get("WT_SESSION"):
        notes = by_9
    else:
        notes = by_9 + by_777
    return f"\a{notes}"


def _through_tmux(sequence: str) -> str:
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"
