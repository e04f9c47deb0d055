"""A pause before something is done, so that of keys that come fast only the last one counts."""

from collections.abc import Callable
from functools import partial

from textual.message_pump import MessagePump

from kinescope_tui.api.clock import Alarm, Clock


class Pause:
    """Does one thing after a pause; another one takes its place, and begins the pause anew.

    Args:
        part: Where it is done; if that is gone by then, it is not.
        clock: By which the pause is measured.
        seconds: How long it is.
    """

    def __init__(self, part: MessagePump, clock: Clock, seconds: float) -> None:
        self._part = part
        self._clock = clock
        self._seconds = seconds
        self._alarm: Alarm | None = None

    def then(self, do: Callable[[], object]) -> None:
        """Do that after the pause."""
        self.cancel()
        self._alarm = self._clock.call_later(self._seconds, partial(self._part.call_later, do))

    def cancel(self) -> None:
        """Do nothing of what was to come."""
        if self._alarm is not None:
            self._alarm.cancel()
