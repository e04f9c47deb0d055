"""What is under a table's cursor, beside or beneath the table."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.timer import Timer

from kinescope_tui.presentation.sections import Section
from kinescope_tui.widgets.facts import show_facts

_PAUSE_S = 0.06  # a cursor that runs is not followed


class PreviewPane(VerticalScroll, can_focus=False):
    """Shows sections a moment after they were given; those given meanwhile win."""

    _timer: Timer | None = None
    _shown: Sequence[Section] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show these soon."""
        if list(sections) == list(self._shown):
            return
        self._shown = sections
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_S, self._draw)

    def _draw(self) -> None:
        show_facts(self, self._shown)
