"""What some rows come to, in words."""

from collections.abc import Iterable

from kinescope_tui.presentation.text.numbers import count, size

_LONGEST_S = 100 * 24 * 3600  # of one thing; more is nonsense, as it is in a cell


def duration_sum(durations: Iterable[float | None]) -> str:
    """Return durations in seconds added up, `3:21:07`, and of how many none is known."""
    found = list(durations)
    known = [seconds for seconds in found if seconds and 0 < seconds < _LONGEST_S]
    if not known:
        return ""
    minutes, second = divmod(round(sum(known)), 60)
    hours, minute = divmod(minutes, 60)
    told = f"{count(hours)}:{minute:02}:{second:02}"
    return f"{told}{_unknown(len(found) - len(known), 'duration')}"


def size_sum(sizes: Iterable[int | None]) -> str:
    """Return bytes added up, `4.5 GB`, and of how many none are known."""
    found = list(sizes)
    known = [number for number in found if number is not None and size(number) != "?"]
    return f"{size(sum(known))}{_unknown(len(found) - len(known), 'size')}" if known else ""


def sums_told(*parts: str) -> str:
    """Return `Σ 3:21:07 · 4.5 GB`; empty if there is nothing to add up."""
    told = " · ".join(filter(None, parts))
    return f"Σ {told}" if told else ""


def _unknown(number: int, what: str) -> str:
    return f" ({count(number)} without a {what})" if number else ""
