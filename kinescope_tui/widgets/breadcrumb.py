"""The line beneath the header: the way to what is shown."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_GAP = 3
_STEP = " › "
_MORE = "…"


class Breadcrumb(Widget):
    """Shows the way, and at the right the place in the list that one came from."""

    crumbs: reactive[Sequence[str]] = reactive(())
    note: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the line; the note goes before the title is cut."""
        width = self.size.width - 2
        note = self.note
        title = cell_len(self.crumbs[-1]) if self.crumbs else 0
        if title + _GAP + cell_len(note) > width:
            note = ""
        room = width - cell_len(note) - (_GAP if note else 0)
        way = trail(self.crumbs, room)
        before, step, last = way.rpartition(_STEP)
        gap = " " * max(0, width - cell_len(way) - cell_len(note))
        told = Content.assemble(" ", styled(Cell(before + step, Tone.MUTED)), (last, "bold"), gap)
        whole = told + styled(Cell(note, Tone.MUTED))
        return whole if whole.cell_length <= width + 1 else Content(fit(whole.plain, width + 1))


def trail(crumbs: Sequence[str], room: int) -> str:
    """Return the way in so many columns; what lies between goes first, the last title is cut last.

    `Videos › Academy › Season 2 › A title`, `Videos › … › A title`, `A tit…`
    """
    told = [one_line(crumb) for crumb in crumbs if crumb]
    ways = [told, *([told[0], _MORE, *told[first:]] for first in range(2, len(told)))]
    lines = (_STEP.join(way) for way in ways)
    line = next((line for line in lines if cell_len(line) <= room), "".join(told[-1:]))
    return line if cell_len(line) <= room else set_cell_size(line, max(0, room - 1)) + _MORE
