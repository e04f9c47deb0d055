"""What is shown fades while the answer to another question is waited for."""

from textual.widget import Widget

from kinescope_tui.api.clock import Clock
from kinescope_tui.widgets.pause import Pause

_SOON_S = 0.6  # an answer that comes within it makes nothing flicker


class Fading:
    """Draws a part paler from a moment after something else is asked until that is here.

    Args:
        part: Which.
        clock: Tells when that moment has passed.
    """

    def __init__(self, part: Widget, clock: Clock) -> None:
        self._part = part
        self._pause = Pause(part, clock, _SOON_S)

    def begin(self) -> None:
        """Take in that something else is asked."""
        self._pause.then(lambda: self._part.add_class("-waits"))

    def end(self) -> None:
        """Take in that it is here, or will not come."""
        self._pause.cancel()
        self._part.remove_class("-waits")
