"""Counts and sizes as people write them."""

import humanize

from kinescope_tui.presentation.cell import MISSING

_MOST_BYTES = 10**18


def count(number: int | None) -> str:
    """Return a count with thin groups, `12 431`; `?` if it is unknown."""
    return "?" if number is None else f"{number:,}".replace(",", "\u00a0")


def plural(number: int, noun: str) -> str:
    """Return `1 video`, `12 431 videos`."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def size(number: float | None) -> str:
    """Return bytes as `412.6 MB`; `—` for none, `?` for nonsense."""
    if number is None:
        return MISSING
    if not 0 <= number < _MOST_BYTES:
        return "?"
    return humanize.naturalsize(number)
