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

_LABEL = 16  # cells of a name, and the gap behind it
_GAP = 2
_AROUND, _BESIDE = 6, 4  # lines and cells of the terminal that the menu leaves to others
_LONGEST = 1_000  # characters of a text, more than a line has room for


class CopyMenu(Dialog[Copyable]):
    """Answers with what was chosen, or None."""

    BINDINGS = keymap.bindings("copy", "dialog")

    def __init__(self, offered: list[Copyable]) -> None:
        super().__init__("Copy")
        self._offered = {copyable.kind: copyable for copyable in offered}

    def compose_content(self) -> ComposeResult:
        """Lay out a text for what there is."""
        yield Static(self._told(), id="told")

    def on_resize(self) -> None:
        """List as many on a line as the terminal asks for."""
        for told in self.query("#told").results(Static):  # a size may come before it is there
            told.update(self._told())

    def _told(self) -> Content:
        """Return what there is, with its key; in a low terminal with many on a line."""
        offered = [
            (key, copyable)
            for key in keymap.keys_of("copy")
            if (copyable := self._offered.get(key.id.partition(".")[2])) is not None
        ]
        height, width = self.app.size.height, self.app.size.width
        is_low = len(offered) > height - _AROUND
        room = width - _BESIDE
        lines = _short_lines(offered, room) if is_low else _lines(offered, room)
        return Content("\n").join(lines)

    def action_copy(self, kind: str) -> None:
        """Choose by letter."""
        copyable = self._offered.get(kind)
        if copyable is None or not copyable.is_there:
            self.warn("Not available here.")
            return
        self.dismiss(copyable)


def _lines(offered: Sequence[tuple[Key, Copyable]], room: int) -> list[Content]:
    """Return a line for each, with how its text begins; the texts stand one under the other."""
    width = max(len(key.shown) for key in keymap.keys_of("copy"))
    labels = [len(copyable.label) for _, copyable in offered if len(copyable.label) <= room // 2]
    label_width = max([_LABEL, *(label + _GAP for label in labels)])
    lines = []
    for key, copyable in offered:
        text = one_line(copyable.text[:_LONGEST]) or "not available"
        if copyable.text and copyable.is_shown_first:
            text = "preview, then copy"
        if copyable.ask is not None:
            text = "loaded when chosen, never shown"
        style = "" if copyable.is_there else "$text-muted"
        name = f"{copyable.label:<{label_width - _GAP}}{' ' * _GAP}"
        lines.append(Content.assemble((f" {key.shown:<{width}}  ", "bold"), name, (text, style)))
    return lines


def _short_lines(offered: Sequence[tuple[Key, Copyable]], width: int) -> list[Content]:
    """Return letters and names alone, as many on a line as all of them are whole with."""
    cells = [
        Content.assemble(
            (f"{key.first} ", "bold"), (key.label, "" if copyable.is_there else "$text-muted")
        )
        for key, copyable in offered
    ]
    for columns in range(len(cells), 0, -1):
        widths = [max(cell.cell_length for cell in cells[n::columns]) for n in range(columns)]
        if sum(widths) + columns - 1 <= width:
            break
    padded = [
        cell.pad_right(widths[n % columns] - cell.cell_length) for n, cell in enumerate(cells)
    ]
    rows = (padded[first : first + columns] for first in range(0, len(cells), columns))
    return [Content(" ").join(row) for row in rows]
