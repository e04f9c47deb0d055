"""The state of a live event's stream, as far as the API tells it."""

from datetime import UTC, datetime
from enum import Enum

from kinescope_tui.api.dates import in_zone, is_at_edge
from kinescope_tui.api.models import LiveEvent

# No document lists the statuses of a stream; "pending" and "finished" were seen.
_COMING = {"", "pending", "scheduled", "created", "waiting"}
_OVER = {"finished", "ended", "stopped", "completed", "cancelled", "canceled", "archived"}


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


def began(event: LiveEvent) -> datetime | None:
    """Return when an event's last stream began, in UTC."""
    return _utc(event.stream.started_at) if event.stream is not None else None


def ended(event: LiveEvent) -> datetime | None:
    """Return when an event's last stream was over, in UTC; None if it is not."""
    if event.stream is None or stream_state(event) is not StreamState.OVER:
        return None
    return _utc(event.stream.finished_at)


def _utc(moment: datetime | None) -> datetime | None:
    return in_zone(moment, UTC) if moment is not None and not is_at_edge(moment) else None
