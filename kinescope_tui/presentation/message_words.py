"""Messages as a line, and as a page."""

from collections.abc import Iterable, Sequence

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.times import second
from kinescope_tui.services.workspace.message_log import Message, Severity

_SHOWN = 3
_SIGNS = {
    Severity.INFORMATION: ("·", Tone.MUTED),
    Severity.WARNING: ("!", Tone.WARNING),
    Severity.ERROR: ("✗", Tone.BAD),
}


def told(message: Message) -> str:
    """Return a message as one line: `14:02:44 ! It stays: …`."""
    return f"{second(message.at)} {_SIGNS[message.severity][0]} {one_line(message.text)}"


def message_line(newest_first: Sequence[Message]) -> tuple[list[Cell], str]:
    """Return the last messages, and the key that shows all of them."""
    cells: list[Cell] = []
    for message in newest_first[:_SHOWN]:
        tone = _SIGNS[message.severity][1]
        cells.append(Cell(told(message), Tone.MUTED if cells and tone is not Tone.BAD else tone))
    return cells, messages_key() if cells else ""


def message_page(messages: Iterable[Message]) -> str:
    """Return all messages, a line each, the newest first."""
    return "\n".join(map(told, messages)) or "No messages yet."


def messages_key() -> str:
    """Return the key that shows all messages, and what it does."""
    return hint("{app.messages} messages")
