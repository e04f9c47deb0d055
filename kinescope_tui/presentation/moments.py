"""When a bucket is, as people write it where the workspace is."""

from datetime import datetime, tzinfo

from kinescope_tui.api.dates import in_zone
from kinescope_tui.presentation.cell import MISSING
from kinescope_tui.services.time_range import Bucket, TimeRange

_SHORT = {
    Bucket.HOUR: "%H:%M",
    Bucket.DAY: "%d %b",
    Bucket.WEEK: "%d %b",
    Bucket.MONTH: "%b %Y",
}
_LONG = {
    Bucket.HOUR: "%a %d %b %Y, %H:%M",
    Bucket.DAY: "%a %d %b %Y",
    Bucket.WEEK: "week from %d %b %Y",
    Bucket.MONTH: "%B %Y",
}
_EXACT = {
    Bucket.HOUR: "%Y-%m-%d %H:%M",
    Bucket.DAY: "%Y-%m-%d",
    Bucket.WEEK: "%Y-%m-%d",
    Bucket.MONTH: "%Y-%m",
}


def short_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket's beginning for an axis: `06 Aug`, `14:00`; midnights tell the day."""
    local = _local(moment, zone)
    if local is None:
        return MISSING
    is_midnight = bucket is Bucket.HOUR and local.hour == 0
    return local.strftime(_SHORT[Bucket.DAY if is_midnight else bucket])


def long_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket in words: `Thu 06 Aug 2026`, `week from 03 Aug 2026`."""
    local = _local(moment, zone)
    return local.strftime(_LONG[bucket]) if local is not None else MISSING


def moments_between(first: datetime | None, last: datetime | None, zone: tzinfo) -> str:
    """Return some buckets by their first and last one: `06 Aug … 09 Aug 2026`."""
    start, end = _local(first, zone), _local(last, zone)
    if start is None or end is None:
        return MISSING
    if start.date() == end.date():
        return f"{start:%d %b %Y, %H:%M} … {end:%H:%M}"
    return f"{start:%d %b} … {end:%d %b %Y}"


def exact_moment(moment: datetime | None, bucket: Bucket, zone: tzinfo) -> str:
    """Return a bucket's beginning for a table: `2026-08-06`, `2026-08-06 14:00`."""
    local = _local(moment, zone)
    return local.strftime(_EXACT[bucket]) if local is not None else MISSING


def told_range(shown: TimeRange) -> str:
    """Return a range: `28 days · 2026-07-25 → 2026-08-21`."""
    if shown.is_of_days:
        text = f"{shown.first_day} → {shown.last_day}"
    else:
        ends = (shown.dates.start, shown.dates.end)
        start, end = (
            f"{end:%Y-%m-%d %H:%M}" if isinstance(end, datetime) else f"{end}" for end in ends
        )
        text = f"{start} → {end}"
    days = round(shown.length.total_seconds() / 86_400)
    name = shown.name or (f"{days} days" if days != 1 else "1 day")
    return f"{name} · {text}"


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return in_zone(moment, zone) if moment is not None else None
