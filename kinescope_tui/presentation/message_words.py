"""Messages as a line, and as a page."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.times import second
from kinescope_tui.services.workspace.message_log import Message, Severity

_SHOWN = 3
_GAP = 3  # columns between two messages, and before the key
_SIGNS = {
    Severity.INFORMATION: ("·", Tone.MUTED),
    Severity.WARNING: ("!", Tone.WARNING),
    Severity.ERROR: ("✗", Tone.BAD),
}


def told(message: Message) -> str:
    """Return a message as one line: `14:02:44 ! It stays: …`."""
    return f"{second(message.at)} {_SIGNS[message.severity][0]} {one_line(message.text)}"


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
    return width - cell_len(_key()) - 3


def message_line(newest_first: Sequence[Message], width: int) -> tuple[list[Cell], str]:
    """Return the last messages, as many as fit whole, and the key that shows all of them.

    The newest one is there in any case; whoever draws the line cuts it.
    """
    if not newest_first:
        return [], ""
    room = room_in(width)
    cells: list[Cell] = []
    for message in newest_first[:_SHOWN]:
        text = told(message)
        if cells and cell_len(text) > room:
            break
        room -= cell_len(text) + _GAP
        tone = _SIGNS[message.severity][1]
        cells.append(Cell(text, Tone.MUTED if cells and tone is not Tone.BAD else tone))
    return cells, _key()


def message_page(messages: Iterable[Message]) -> str:
    """Return all messages, a line each, the newest first."""
    return "\n".join(map(told, messages)) or "No messages yet."


def _key() -> str:
    return hint("{app.messages} messages")
