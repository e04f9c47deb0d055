"""What was written in the chat of a live event, as JSON, CSV or lines of a text."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.thing_page import value_cell
from kinescope_tui.presentation.text.cell import MISSING, Cell
from kinescope_tui.resources.column import Column

# No document has a message of a chat.
_TIMES = ("created_at", "time", "date", "sent_at", "timestamp")
_PEOPLE = ("user_name", "username", "name", "user", "author", "nickname")
_MESSAGES = ("text", "message", "body", "content", "value")
_FORMS = {".json", ".csv", ".txt"}
_LINE = re.compile(
    r"\[?(\d{4}-\d\d-\d\d[T ][\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?|\d\d?:\d\d(?::\d\d)?)\]?"
    r"[ \t,-]{1,8}([^:]{1,100}?):(?: (.*))?",
    re.ASCII,
)


def message_of(said: AnyRow) -> str:
    """Return what was said."""
    return _said(said, _MESSAGES).text


def _said(row: AnyRow, names: Iterable[str]) -> Cell:
    found = (row.raw.get(name) for name in names)
    return value_cell(next((value for value in found if value not in (None, "")), None))


CHAT_COLUMNS: tuple[Column[AnyRow], ...] = (
    Column("TIME", 16, lambda said: _said(said, _TIMES)),
    Column("NAME", 18, lambda said: _said(said, _PEOPLE)),
    Column("MESSAGE", 40, lambda said: _said(said, _MESSAGES), is_flexible=True),
)
"""When, who, what."""


def is_chat(path: str) -> bool:
    """Return whether a path is that of a chat."""
    named = PurePosixPath(path)
    return named.stem == "chat" and named.suffix in _FORMS


def is_chat_text(path: str) -> bool:
    """Return whether a path is that of a chat as lines of a text."""
    return is_chat(path) and path.endswith(".txt")


def has_messages(rows: Sequence[AnyRow]) -> bool:
    """Return whether somebody is known to have said something, or all that came is empty."""
    return not rows or any(
        all(column.cell(row).text != MISSING for column in CHAT_COLUMNS) for row in rows
    )


def chat_lines(text: str) -> list[dict[str, str]]:
    """Return the messages in the lines of a text; what begins like none goes on with the last."""
    rows: list[dict[str, str]] = []
    for line in text.splitlines():
        if (found := _LINE.fullmatch(line.strip())) is not None:
            time, name, said = found.groups(default="")
            rows.append({"time": time, "name": name.strip(), "text": said})
        elif rows:
            rows[-1]["text"] += f"\n{line}"
        elif line.strip():
            rows.append({"time": "", "name": "", "text": line})
    return rows
