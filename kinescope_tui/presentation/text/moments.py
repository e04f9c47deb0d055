"""Moments and buckets, as people write them where the workspace is."""

from datetime import datetime, timedelta, tzinfo

from kinescope_tui.api.dates import in_zone
from kinescope_tui.presentation.text.cell import MISSING
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.services.time.time_range import Bucket, TimeRange
from kinescope_tui.services.time.zones import start_of_day

_SHORT = {
    Bucket.HOUR: "{0:%H:%M}",
    Bucket.DAY: "{0.day} {0:%b}",
    Bucket.WEEK: "{0.day} {0:%b}",
    Bucket.MONTH: "{0:%b %Y}",
}
_LONG = {
    Bucket.HOUR: "{0:%a} {0.day} {0:%b %Y, %H:%M}",
    Bucket.DAY: "{0:%a} {0.day} {0:%b %Y}",
    Bucket.WEEK: "week from {0.day} {0:%b %Y}",
    Bucket.MONTH: "{0:%B %Y}",
}
_EXACT = {
    Bucket.HOUR: "{0:%Y-%m-%d %H:%M}",
    Bucket.DAY: "{0:%Y-%m-%d}",
    Bucket.WEEK: "{0:%Y-%m-%d}",
    Bucket.MONTH: "{0:%Y-%m}",
}
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_MANY_HOURS = 96  # more are told as days


def short_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket's beginning for an axis: `6 Aug`, `14:00`; a day's first hour tells it."""
    local = _local(moment, zone)
    if local is None:
        return MISSING
    has_priority = bucket is Bucket.HOUR and moment == start_of_day(local.date(), zone)
    return _SHORT[Bucket.DAY if has_priority else bucket].format(local)


def long_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket in words: `Thu 6 Aug 2026`, `week from 3 Aug 2026`."""
    local = _local(moment, zone)
    return _LONG[bucket].format(local) + _which(local, bucket) if local is not None else MISSING


def moments_between(first: datetime | None, last: datetime | None, zone: tzinfo) -> str:
    """Return some buckets by their first and last one: `6 Aug … 9 Aug 2026`."""
    start, end = _local(first, zone), _local(last, zone)
    if start is None or end is None:
        return MISSING
    if start.date() == end.date():
        return f"{start.day} {start:%b %Y, %H:%M} … {end:%H:%M}"
    return f"{start.day} {start:%b} … {end.day} {end:%b %Y}"


def exact_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket's beginning for a table: `2026-08-06`, `2026-08-06 14:00`."""
    local = _local(moment, zone)
    return _EXACT[bucket].format(local) + _which(local, bucket) if local is not None else MISSING


def range_text(shown: TimeRange, zone: tzinfo) -> str:
    """Return a range: `28 days · 2026-07-25 → 2026-08-21`; moments as the clocks there show them.

    Which zone that is has to be said beside it.
    """
    return f"{shown.name or _length(shown)} · {ends_text(shown, zone)}"


def ends_text(shown: TimeRange, zone: tzinfo) -> str:
    """Return the ends of a range: `2026-08-21 09:00 → 2026-08-21 21:00`."""
    start, end = shown.dates.start, shown.dates.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        first, last = _local(start, zone) or start, _local(end, zone) or end
        # Where the clocks are changed in between, two moments may show the same time.
        are_alike = first.utcoffset() == last.utcoffset()
        texts = (moment.isoformat(" ", "minutes") for moment in (first, last))
        return " → ".join(text[:16] if are_alike else text for text in texts)
    return f"{start} → {end}"


def ends_words(shown: TimeRange, zone: tzinfo) -> str:
    """Return the ends of a range as people say them: `26 Jul – 22 Aug 2026`; hours exactly."""
    start, end = shown.dates.start, shown.dates.end
    if isinstance(start, datetime) or isinstance(end, datetime):
        return ends_text(shown, zone)
    last = f"{end.day} {end:%b %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} – {last}"
    year = f" {start.year}" if start.year != end.year else ""
    return f"{start.day} {start:%b}{year} – {last}"


def beside_text(
    before: TimeRange, zone: tzinfo, bucket: Bucket, whole: tuple[int, datetime | None] | None
) -> str:
    """Return what a range is compared with: `vs 28 Jun – 25 Jul 2026`.

    Args:
        before: The window before it.
        zone: Whose clocks tell its ends.
        bucket: In what parts the two are compared.
        whole: How many parts are whole and compared, and when the first one before begins; None if
            all is compared.
    """
    if whole is None:
        return f"vs {ends_words(before, zone)}"
    number, first = whole
    if not number:
        return f"vs {ends_words(before, zone)}: no full {bucket} to compare yet"
    local = _local(first, zone)
    start = (
        f"{local.day} {local:%b}"
        if local and bucket is not Bucket.HOUR
        else exact_moment(first, bucket, zone)
    )
    return f"vs {plural(number, f'full {bucket}')} from {start}"


def _length(shown: TimeRange) -> str:
    """Return how long a range is: `28 days`, `12 hours`, `4 days 6 hours`."""
    hours, rest = divmod(shown.length, _HOUR)
    days = 0
    if shown.is_of_days or hours >= _MANY_HOURS:
        days, hours = divmod(round(shown.length / _HOUR) if shown.is_of_days else hours, 24)
    counts = ((days, "day"), (hours, "hour"), (rest // _MINUTE, "minute"))
    parts = [plural(number, noun) for number, noun in counts if number]
    return " ".join(parts[:2]) or plural(rest.seconds, "second")


def _which(local: datetime, bucket: Bucket) -> str:
    """Return the offset of an hour that the clocks show twice; empty for all others."""
    other = local.replace(fold=1 - local.fold)
    is_twice = bucket is Bucket.HOUR and other.utcoffset() != local.utcoffset()
    return f" {local.isoformat(timespec='minutes')[16:]}" if is_twice else ""


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return in_zone(moment, zone) if moment is not None else None
