"""The line of the last messages, above the status bar."""

from textual.content import Content
from textual.widget import Widget

from kinescope_tui.presentation.message_words import message_line, room_in
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.services.workspace.message_log import MessageLog
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_GAP = 3


class MessageLine(Widget):
    """Shows the last messages with their times, where the terminal has lines for it.

    A click opens all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._log = MessageLog()

    def on_mount(self) -> None:
        """Follow the app's messages; one without any shows none."""
        self._log = getattr(self.app, "messages", self._log)
        self._unfollow = self._log.subscribe(self._redraw)

    def on_unmount(self) -> None:
        """Follow them no more."""
        self._unfollow()

    def _redraw(self) -> None:
        self.refresh()

    def render(self) -> Content:
        """Return the line; the newest message is cut if it has no room."""
        width = self.size.width
        cells, key = message_line(self._log.newest_first, width)
        right = styled(Cell(f"{key} " if key else "", Tone.MUTED))
        if cells:
            cells[0] = Cell(fit(cells[0].text, room_in(width)).rstrip(), cells[0].tone)
        left = Content(" ") + Content(" " * _GAP).join(styled(part) for part in cells)
        return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right

    async def on_click(self) -> None:
        """Show all messages."""
        await self.run_action("app.messages")
