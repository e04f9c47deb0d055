"""Durations, moments and ages as people write them."""

import math
from datetime import datetime, timedelta

import humanize

from kinescope_tui.presentation.cell import MISSING

_LONGEST_S = 100 * 3600 * 24
_MINUTE_S = 60


def clock(seconds: float | None) -> str:
    """Return a duration in seconds as `4:02` or `1:31:47`; `—` for none or zero, `?` for nonsense.

    The API gives 0 until a video is processed.
    """
    if not seconds:
        return MISSING
    if not math.isfinite(seconds) or not 0 < seconds < _LONGEST_S:
        return "?"
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def took(seconds: float | None) -> str:
    """Return how long a request took: `184 ms`, `1.2 s`."""
    if seconds is None:
        return MISSING
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def day(moment: datetime | None) -> str:
    """Return a moment's day in the local time zone, `2026-08-21`."""
    return _local(moment, "%Y-%m-%d")


def minute(moment: datetime | None) -> str:
    """Return a moment to the minute in the local time zone, `2026-08-21 09:03`."""
    return _local(moment, "%Y-%m-%d %H:%M")


def full(moment: datetime | None) -> str:
    """Return a moment to the second with its offset, `2026-08-21 09:03:00 +03:00`."""
    return _local(moment, "%Y-%m-%d %H:%M:%S %:z")


def age(since: timedelta) -> str:
    """Return how old something is, in steps that stay true for a while: `just now`, `3 min ago`."""
    # A clock that was set back makes things come from the future.
    seconds = max(0.0, since.total_seconds())
    if seconds < _MINUTE_S:
        return "just now"
    if seconds < 60 * _MINUTE_S:
        return f"{seconds // _MINUTE_S:.0f} min ago"
    return f"{humanize.naturaldelta(timedelta(seconds=seconds))} ago"


def _local(moment: datetime | None, form: str) -> str:
    if moment is None:
        return MISSING
    try:
        local = moment.astimezone()
    except (OverflowError, ValueError, OSError):  # the first and last days of the calendar
        return "?"
    offset = local.strftime("%z")
    return local.strftime(form.replace("%:z", f"{offset[:3]}:{offset[3:]}"))
