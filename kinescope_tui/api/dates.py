"""The two date formats of the API."""

import re
from datetime import UTC, date, datetime, tzinfo

import msgspec

_SHORT = re.compile(r"\d{4}-\d{2}-\d{2}")
_FULL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def parse_moment(text: str) -> date | datetime:
    """Return a date from `YYYY-MM-DD`, or a moment with its zone from RFC3339.

    Source: guidelines, "Date format".

    Raises:
        ValueError: The text has neither form, or names a day that does not exist.
    """
    if _SHORT.fullmatch(text):
        return date.fromisoformat(text)
    if _FULL.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError("Write a date as 2024-01-31 or 2024-01-31T00:00:00Z.")


def format_moment(moment: date | datetime) -> str:
    """Return `YYYY-MM-DD` for a date, `YYYY-MM-DDTHH:MM:SSZ` for a moment.

    Raises:
        ValueError: The moment has no time zone, or lies outside the calendar in UTC.
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    try:
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    except OverflowError:
        raise ValueError("A moment must be within the years 1 to 9999.") from None


def in_zone(moment: datetime, zone: tzinfo | None = None) -> datetime | None:
    """Return a moment by the clocks of a time zone, of this computer's without one.

    A moment that came without a zone is one of UTC. None if the calendar has no such day there: Go
    writes a missing time as the first of it, and "never" is often the last.
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return None


def is_at_edge(moment: date) -> bool:
    """Tell whether a moment lies where the calendar ends in some time zone, or a step further."""
    return not date.min.year < moment.year < date.max.year


class DateRange(msgspec.Struct, frozen=True):
    """A time range: `from` and `to`, which analytics endpoints both require.

    Days, or moments with their zone, in any mixture. Source: guidelines, "Date format".

    Raises:
        ValueError: It begins after its end.
    """

    start: date | datetime
    end: date | datetime

    def __post_init__(self) -> None:
        start, end = format_moment(self.start), format_moment(self.end)
        shared = min(len(start), len(end))  # a day and a moment are compared by their days
        if start[:shared] > end[:shared]:
            raise ValueError("The range starts after it ends.")

    def query(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return the two parameters, formatted."""
        return ("from", format_moment(self.start)), ("to", format_moment(self.end))
