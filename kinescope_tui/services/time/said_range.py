"""Whether an answer is of the range that was asked for, as far as it says of which it is."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from kinescope_tui.api.dates import DateRange, in_zone, parse_moment

_MOMENT = timedelta(microseconds=1)


def is_of_range(asked: DateRange, said: tuple[str, str], zone: tzinfo) -> bool:
    """Return whether what an answer says of its range may mean the one that was asked for.

    Days may be said as midnights of UTC or of the workspace, and the end as the midnight after it.
    What is not said, or in words that are no date, denies nothing.

    Args:
        asked: What was asked for.
        said: From when to when the answer is.
        zone: The workspace's time zone.
    """
    begin, end = map(_parsed, said)
    return _may_be(begin, asked.start, zone, timedelta()) and _may_be(end, asked.end, zone, _MOMENT)


def _parsed(text: str) -> date | None:
    try:
        return parse_moment(text)
    except ValueError:
        return None


def _may_be(said: date | None, asked: date, zone: tzinfo, slack: timedelta) -> bool:
    if said is None:
        return True
    if isinstance(said, datetime) and isinstance(asked, datetime):
        return abs(said - asked) < timedelta(seconds=1)
    return bool(_days(said, zone, slack) & _days(asked, zone, slack))


def _days(moment: date, zone: tzinfo, slack: timedelta) -> set[date]:
    """Return the days on which it may lie, of UTC and of the workspace."""
    if not isinstance(moment, datetime):
        return {moment}
    try:
        moments = {moment, moment - slack}
    except OverflowError:
        moments = {moment}
    there = (in_zone(one, place) for one in moments for place in (UTC, zone))
    return {one.date() for one in there if one is not None}
