"""Time zones: by their names, this computer's, and when a day begins in one."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class LocalZone(tzinfo):
    """This computer's time zone, with the offset that its clocks have at each moment."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return by how much its clocks are ahead of UTC."""
        local = _local(moment)
        return local.utcoffset() if local is not None else timedelta()

    def dst(self, _moment: datetime | None) -> None:
        """Return nothing: what is summer time is not asked."""

    def tzname(self, moment: datetime | None) -> str:
        """Return what the computer calls it, `MSK`."""
        local = _local(moment)
        return (local.tzname() if local is not None else None) or "local time"

    def fromutc(self, moment: datetime) -> datetime:
        """Return what its clocks show."""
        try:
            seconds = moment.replace(tzinfo=UTC, microsecond=0).timestamp()
            local = datetime.fromtimestamp(seconds)  # noqa: DTZ006 - only so it tells folds apart
            return local.replace(microsecond=moment.microsecond, tzinfo=self)
        except (OverflowError, ValueError, OSError):  # the first and last days of the calendar
            return moment


class DayZone(msgspec.Struct, frozen=True):
    """The time zone whose days are meant, and how that is known.

    Attributes:
        zone: The zone.
        name: Its name; empty for this computer's.
        said: What the answer calls the zone; empty if it names none.
    """

    zone: tzinfo
    name: str
    said: str

    @classmethod
    def of(cls, said: str, known_before: str) -> "DayZone":
        """Return the zone that an answer names, else the one known before, else this computer's."""
        for name in (said, known_before):
            zone = zone_of(name)
            if zone is not None:
                return cls(zone, name, said)
        return cls(LocalZone(), "", said)


def zone_of(name: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name from outside, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def zone_name(moment: datetime) -> str:
    """Return what the time zone of a moment is called, `Europe/Moscow`."""
    return getattr(moment.tzinfo, "key", None) or moment.tzname() or "local time"


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins in a time zone, in UTC.

    That is at 01:00 where the clocks leap over midnight, and when the next day begins where they
    leap over the day itself. At its edges it is where the calendar ends.
    """
    try:
        # Of two midnights the first; one that is leapt over is the moment of the leap.
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return _FIRST if day.year == 1 else _LAST


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return when a day is over in a time zone, in UTC."""
    return start_of_day(day + timedelta(days=1), zone) if day < date.max else _LAST


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the day of a moment in a time zone; at the edges of the calendar that of UTC."""
    try:
        return moment.astimezone(zone).date()
    except (OverflowError, ValueError):
        return moment.date()


def _local(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=None).astimezone()
    except (OverflowError, ValueError, OSError):  # the first and last days of the calendar
        return None
