"""Counts and sizes as people write them."""

from kinescope_tui.api.nouns import counted, grouped
from kinescope_tui.presentation.text.cell import MISSING

_MAX_BYTES = 10**18
_MAX_MEGABITS = 100_000
_THOUSANDS = ("", "k", "M", "G", "T", "P")

plural = counted
"""Returns `1 video`, `12 431 videos`."""


def count(number: int | None) -> str:
    """Return a count with thin groups, `12 431`; `?` if it is unknown."""
    return "?" if number is None else grouped(number)


def size(number: float | None) -> str:
    """Return bytes as `412.6 MB`; `—` for none, `?` for nonsense."""
    if number is None:
        return MISSING
    if not 0 <= number < _MAX_BYTES:
        return "?"
    import humanize  # a shell that completes a word waits for what stands at the top

    return humanize.naturalsize(number)


def bitrate(number: float | None, seconds: float | None) -> str:
    """Return bytes over seconds as `4.56 Mbit/s`; `—` where one of them is missing."""
    if not number or not seconds or number < 0 or seconds < 0:
        return MISSING
    megabits = number * 8 / seconds / 1_000_000
    return f"{megabits:.2f} Mbit/s" if megabits < _MAX_MEGABITS else "?"


def short(number: float | None) -> str:
    """Return a number as `1 204` or `1 204.5`; `—` if there is none."""
    if number is None or not abs(number) < _MAX_BYTES:  # neither is what is no number at all
        return MISSING if number is None else "?"
    return count(int(number)) if number == int(number) else f"{number:,.1f}".replace(",", "\u00a0")


def axis_text(number: float, end: float, unit: str = "") -> str:
    """Return a number beside an axis, all of its digits: `640`, `2.5 k`, `10 TB`.

    Args:
        number: The number.
        end: Where the axis ends: all its numbers are in the thousands of that one.
        unit: What is counted, behind them; with a space before it where it stands apart.
    """
    power = sum(end > 1000.0 ** (place + 1) for place in range(len(_THOUSANDS) - 1))
    told = f"{number / 1000.0**power:,.6g}".replace(",", "\u00a0")
    if not number or (not power and not unit):
        return told
    return f"{told} {_THOUSANDS[power]}{unit}".replace("  ", " ")
