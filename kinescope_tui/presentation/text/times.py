"""Durations, moments and ages as people write them."""

from datetime import date, datetime, timedelta

import humanize

from kinescope_tui.api.dates import in_zone
from kinescope_tui.presentation.text.cell import MISSING

_LONGEST_S = 100 * 3600 * 24
_MONTHS = timedelta(days=60)  # from which on an age is told in months
_MINUTE = timedelta(minutes=1)
_SECOND_MS = 1000
_WEEK_DAYS = 7


def clock(seconds: float | None) -> str:
    """Return a duration in seconds as `4:02` or `1:31:47`; `—` for none or zero, `?` for nonsense.

    The API gives 0 until a video is processed.
    """
    if not seconds:
        return MISSING
    if not 0 < seconds < _LONGEST_S:
        return "?"
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def took(seconds: float | None) -> str:
    """Return how long a request took: `184 ms`, `1.2 s`; `—` for none, `?` for nonsense."""
    if seconds is None:
        return MISSING
    if not 0 <= seconds < _LONGEST_S:
        return "?"
    milliseconds = round(seconds * 1000)
    return f"{milliseconds} ms" if milliseconds < _SECOND_MS else f"{seconds:.1f} s"


def day(moment: date | None) -> str:
    """Return a moment's day in the local time zone, `2026-08-21`."""
    return _local(moment)[:10]


def minute(moment: date | None) -> str:
    """Return a moment to the minute in the local time zone, `2026-08-21 09:03`; a day as a day."""
    return _local(moment)[:16]


def human(moment: date | None, now: datetime) -> str:
    """Return a moment as people say it, in at most 12 cells of the local time zone.

    `today 14:30`, `Thu 20:56` for the six days before, `19 Aug 14:11` in the same year, else
    `2025-08-19`. A day has no time, and is the same one in every zone.
    """
    here: date | None = in_zone(moment) if isinstance(moment, datetime) else moment
    today = in_zone(now)
    if here is None or today is None or here.year == date.min.year:
        return day(moment)
    time = f" {here:%H:%M}" if isinstance(here, datetime) else ""
    days = (today.date() - date(here.year, here.month, here.day)).days
    if not days:
        return f"today{time}"
    if 0 < days < _WEEK_DAYS:
        return f"{here:%a}{time}"
    if here.year == today.year:
        return f"{here.day} {here:%b}{time}"
    return day(moment)


def full(moment: datetime | None) -> str:
    """Return a moment to the second with its offset, `2026-08-21 09:03:00 +03:00`."""
    text = _local(moment)
    return f"{text[:19]} {text[19:]}".rstrip()


def stamp(moment: datetime) -> str:
    """Return a moment to the millisecond with its offset, `2026-08-22T14:02:44.913+03:00`."""
    return moment.isoformat(timespec="milliseconds")


def time_of_day(moment: datetime) -> str:
    """Return a moment's time of day, `14:02:44`."""
    return f"{moment:%H:%M:%S}"


def second(moment: datetime | None) -> str:
    """Return a moment's time of day in the local time zone, `14:02:44`."""
    return _local(moment)[11:19] or MISSING


def age(since: timedelta) -> str:
    """Return how old something is, in steps that stay true for a while: `just now`, `3 min ago`."""
    # A clock that was set back makes things come from the future.
    since = max(since, timedelta())
    if since < _MINUTE:
        return "just now"
    if since < 60 * _MINUTE:
        return f"{since // _MINUTE} min ago"
    # It takes sixteen days for a month.
    return f"{humanize.naturaldelta(since, months=since >= _MONTHS)} ago"


def _local(moment: date | None) -> str:
    """Return a moment as it is here; one that is at no time here stands as it came."""
    if moment is None or moment.year == date.min.year:  # which is how Go writes that there is none
        return MISSING
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (in_zone(moment) or moment).isoformat(" ", "seconds")
