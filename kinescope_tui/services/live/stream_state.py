"""The state of a live event's stream, as far as the API tells it."""

from datetime import UTC, datetime, timedelta
from enum import Enum

from kinescope_tui.api.dates import in_zone, is_at_edge
from kinescope_tui.api.models import LiveEvent

# No document lists the statuses of a stream; "pending" and "finished" were seen.
_COMING = {"", "pending", "scheduled", "created", "waiting"}
_OVER = {"finished", "ended", "stopped", "completed", "cancelled", "canceled", "archived"}
_EARLY = timedelta(hours=3)  # what a stream may begin before its time


class StreamState(Enum):
    """Whether a stream runs, is to come, or is over; in the order of who cares."""

    RUNNING = 0
    COMING = 1
    OVER = 2


def stream_state(event: LiveEvent) -> StreamState:
    """Return the state of an event's last stream; an unknown status is that of one that runs."""
    stream = event.stream
    if stream is None:
        return StreamState.COMING
    status = stream.status.strip().casefold()
    if status in _OVER:
        return StreamState.OVER
    if status in _COMING:
        return StreamState.COMING
    begin, end = _utc(stream.started_at), _utc(stream.finished_at)
    # The end of the stream before may still stand there.
    is_over = end is not None and not (begin is not None and begin > end)
    return StreamState.OVER if is_over else StreamState.RUNNING


def has_begun(event: LiveEvent) -> bool:
    """Return whether a stream began at or near an event's time, and not for an earlier one."""
    stream, state, plan = event.stream, stream_state(event), planned(event)
    if stream is None or state is StreamState.RUNNING:
        return stream is not None
    begin, end = _utc(stream.started_at), _utc(stream.finished_at)
    if plan is not None and begin is not None and end is not None and end >= max(begin, plan):
        return True  # however early it began
    known = begin or end
    return state is StreamState.OVER if known is None else not _is_earlier(known, plan)


def planned(event: LiveEvent) -> datetime | None:
    """Return when an event is to begin, in UTC."""
    return _utc(event.scheduled.time) if event.scheduled is not None else None


def began(event: LiveEvent) -> datetime | None:
    """Return when an event's last stream began, in UTC; None if the next one is to come."""
    if event.stream is None:
        return None
    begin = _utc(event.stream.started_at)
    is_coming = stream_state(event) is StreamState.COMING
    return None if is_coming and _is_earlier(begin, planned(event)) else begin


def ended(event: LiveEvent) -> datetime | None:
    """Return when an event's last stream was over, in UTC; None if it is not."""
    if event.stream is None or stream_state(event) is not StreamState.OVER:
        return None
    return _utc(event.stream.finished_at)


def _is_earlier(begin: datetime | None, plan: datetime | None) -> bool:
    """Return whether a stream began too long before a time to be the one of it."""
    return begin is not None and plan is not None and begin < plan - _EARLY


def _utc(moment: datetime | None) -> datetime | None:
    return in_zone(moment, UTC) if moment is not None and not is_at_edge(moment) else None
