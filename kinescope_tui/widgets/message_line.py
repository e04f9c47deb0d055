"""The line of the last messages, above the status bar."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from kinescope_tui.presentation.message_words import message_line, messages_key, told
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.services.workspace.message_log import Message, MessageLog
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_GAP = 3  # columns between two messages


def fits_line(message: Message, width: int, beside: Sequence[Message] = ()) -> bool:
    """Return whether a message can be read whole on the line.

    Args:
        message: The newest.
        width: Of the line, in columns.
        beside: Those before it that nobody can have read yet: it must not take their place.
    """
    lengths = [cell_len(told(one)) for one in (message, *beside)]
    return "\n" not in message.text and sum(lengths) + _GAP * len(beside) <= room_in(width)


def room_in(width: int) -> int:
    """Return how many columns a line has for messages, beside the key and three blanks."""
    return width - cell_len(messages_key()) - 3


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
        """Return as many messages as fit whole; the newest is cut if it has no room."""
        width = self.size.width
        cells, key = message_line(self._log.newest_first)
        right = styled(Cell(f"{key} " if key else "", Tone.MUTED))
        room, shown = room_in(width), list[Content]()
        for cell in cells:
            if shown and cell_len(cell.text) > room:
                break
            shown.append(styled(Cell(fit(cell.text, room).rstrip(), cell.tone)))
            room -= cell_len(cell.text) + _GAP
        left = Content(" ") + Content(" " * _GAP).join(shown)
        return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right

    async def on_click(self) -> None:
        """Show all messages."""
        await self.run_action("app.messages")
