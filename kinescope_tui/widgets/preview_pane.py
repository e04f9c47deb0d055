"""The preview of the row under a table's cursor, beside or beneath the table."""

from collections.abc import Sequence

from textual.containers import VerticalScroll

from kinescope_tui.api.clock import Clock
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.section_box import show_facts

_PAUSE_S = 0.06  # a cursor that runs is not followed


class PreviewPane(VerticalScroll, can_focus=False):
    """Shows sections a moment after they were given; those given meanwhile win."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._shown: Sequence[Section] = ()
        self._pause = Pause(self, clock, _PAUSE_S)

    def show(self, sections: Sequence[Section]) -> None:
        """Show these soon."""
        if list(sections) == list(self._shown):
            return
        self._shown = sections
        self._pause.then(self._draw)

    def _draw(self) -> None:
        show_facts(self, self._shown)
