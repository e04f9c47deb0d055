"""The copy menu, a letter for each thing."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.keys.keymap import Key
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.widgets.cells import fit

_LABEL = 16
_AROUND, _BESIDE = 6, 6  # lines and cells of the terminal that the menu leaves to others
_LONGEST = 1_000  # characters of a text, more than a line has room for
_COLUMN = 11  # cells of a letter with its name


class CopyMenu(Dialog[Copyable]):
    """Answers with what was chosen, or None."""

    BINDINGS = keymap.bindings("copy", "dialog")

    def __init__(self, offered: list[Copyable]) -> None:
        super().__init__("Copy")
        self._offered = {copyable.kind: copyable for copyable in offered}

    def compose_content(self) -> ComposeResult:
        """List what there is, with its key."""
        offered = [
            (key, copyable)
            for key in keymap.keys_of("copy")
            if (copyable := self._offered.get(key.id.partition(".")[2])) is not None
        ]
        height, width = self.app.size.height, self.app.size.width
        is_low = len(offered) > height - _AROUND
        lines = _short_lines(offered, width - _BESIDE) if is_low else _lines(offered)
        yield Static(Content("\n").join(lines))

    def action_copy(self, kind: str) -> None:
        """Choose by letter."""
        copyable = self._offered.get(kind)
        if copyable is None or not copyable.is_there:
            self.warn("Not available here.")
            return
        self.dismiss(copyable)


def _lines(offered: Sequence[tuple[Key, Copyable]]) -> list[Content]:
    """Return a line for each, with how its text begins."""
    width = max(len(key.shown) for key in keymap.keys_of("copy"))
    lines = []
    for key, copyable in offered:
        text = one_line(copyable.text[:_LONGEST]) or "not available"
        if copyable.text and copyable.is_shown_first:
            text = "preview, then copy"
        if copyable.ask is not None:
            text = "loaded when chosen, never shown"
        style = "" if copyable.is_there else "dim"
        name = f"{copyable.label:<{_LABEL}}"
        lines.append(Content.assemble((f" {key.shown:<{width}}  ", "bold"), name, (text, style)))
    return lines


def _short_lines(offered: Sequence[tuple[Key, Copyable]], width: int) -> list[Content]:
    """Return letters and names alone, several on a line: all of them are to be seen."""
    columns = max(1, width // _COLUMN)
    cells = [
        Content.assemble(
            (f"{key.first} ", "bold"),
            (fit(key.label, _COLUMN - 3) + " ", "" if copyable.is_there else "dim"),
        )
        for key, copyable in offered
    ]
    return [
        Content("").join(cells[first : first + columns]) for first in range(0, len(cells), columns)
    ]
