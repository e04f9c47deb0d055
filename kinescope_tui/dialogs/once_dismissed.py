"""A screen that is left once, however often it is told to."""

from typing import TypeVar

from textual.await_complete import AwaitComplete

from kinescope_tui.terminal.called_while_here import CalledWhileHere
from kinescope_tui.terminal.frame_in_turns import FrameInTurns
from kinescope_tui.terminal.latest_size import LatestSize
from kinescope_tui.terminal.resumed_once import ResumedOnce
from kinescope_tui.widgets.notices import Notices

T = TypeVar("T")


class OnceDismissed(CalledWhileHere, Notices, ResumedOnce[T], FrameInTurns[T], LatestSize[T]):
    """Ignores a second dismissal: Textual would take away the screen beneath.

    Keys come faster than screens go, enter and escape for instance. Stands before the kind of
    screen among the bases.
    """

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave the screen with an answer, if it is still the one on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
