"""What a part of a screen tells in its frame, where it has one."""

from collections.abc import Callable

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.style import Style

from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.terminal.mixins import WidgetMixin
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled, tone_style

_CORNERS = 6  # with the blanks beside the title
_LEAST_LINE = 1  # of the frame, between title and state


class FrameTitle(WidgetMixin):
    """Tells in the frame what it is, and beside that in which state it is, or its key.

    What is told there may change with every move of a cursor: only its line is drawn anew.

    Attributes:
        on_room: Called when there is another room, for whoever divides what is told by it.
    """

    _title, _state, _foot = "", "", ""
    on_room: Callable[[], None] = staticmethod(lambda: None)

    def room_for(self, title: str) -> int:
        """Return how many cells a state may take beside a title."""
        return self.outer_size.width - _CORNERS - cell_len(title) - _LEAST_LINE - 2

    def tell(self, title: str, state: str = "", foot: str = "") -> None:
        """Tell that in the frame.

        Args:
            title: What it is; it stays whole as long as anything does.
            state: Told beside it, cut where there is no room.
            foot: Told in the lower edge.
        """
        if (title, state) != (self._title, self._state):
            self._title, self._state = title, state
            self._draw_title()
        if foot != self._foot:
            self._foot = foot
            self._draw_foot()

    @property
    def room(self) -> int:
        """How many cells there are in either edge."""
        return max(0, self.outer_size.width - _CORNERS)

    def _draw_title(self) -> None:
        if not self.styles.border_bottom[0]:  # a line, which is no frame
            self._border_title = Content(self._title)
            return
        room = self.room
        title = fit(self._title, min(cell_len(self._title), room))
        state = self._state
        if state:
            left = self.room_for(title)
            state = fit(state, min(cell_len(state), left)) if left > 0 else ""
        line = room - cell_len(title) - cell_len(state) - 2
        # What has no style of its own has that of the frame.
        told = Content.styled(title, self._title_style)
        if state:
            told += Content(f" {'─' * line} ") + styled(Cell(state, Tone.MUTED))
        self._border_title = told
        self._refresh_line(-1)

    def _draw_foot(self) -> None:
        self._border_subtitle = Content(fit(self._foot, self.room).rstrip())
        self._refresh_line(self.outer_size.height - 2)

    @property
    def _title_style(self) -> Style:
        plain = Style(foreground=self.visual_style.foreground, bold=True)
        return plain + tone_style(Tone.ACCENT, self) if self.has_focus_within else plain

    def _refresh_line(self, y: int) -> None:
        self.refresh(Region(-1, y, self.outer_size.width, 1))

    def notify_style_update(self) -> None:
        """Tell it in the colours of another theme, or of the focus."""
        super().notify_style_update()
        if self.is_mounted:
            self._draw_title()

    def on_resize(self) -> None:
        """Fit what is told into another width."""
        self._draw_title()
        self._draw_foot()
        self.on_room()
