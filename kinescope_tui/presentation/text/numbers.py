"""Counts and sizes as people write them."""

from kinescope_tui.presentation.text.cell import MISSING

_MAX_BYTES = 10**18
_MAX_MEGABITS = 100_000


def count(number: int | None) -> str:
    """Return a count with thin groups, `12 431`; `?` if it is unknown."""
    return "?" if number is None else f"{number:,}".replace(",", "\u00a0")


def plural(number: int, noun: str) -> str:
    """Return `1 video`, `12 431 videos`."""
    return f"{count(number)} {noun if number == 1 else plural_of(noun)}"


def plural_of(noun: str) -> str:
    """Return `videos` for `video`, `entries` for `entry`."""
    return f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"


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


def compact(number: float) -> str:
    """Return a number in at most five cells, as beside an axis: `640`, `12k`, `1.9M`."""
    if not abs(number) < _MAX_BYTES:
        return "?"
    if abs(number) < 1000 or number == 0:  # noqa: PLR2004 - the first unit
        return f"{number:.0f}" if number == int(number) or abs(number) >= 10 else f"{number:.1f}"  # noqa: PLR2004 - two digits say enough
    import humanize

    return humanize.metric(number, precision=2).replace(" ", "")
