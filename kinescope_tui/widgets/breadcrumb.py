"""The line beneath the header: the way to what is shown."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_GAP = 3
_BETWEEN = "  "  # the place, and the keys that lead on
_STEP = " › "
_MORE = "…"


class Breadcrumb(Widget):
    """Shows the way, and at the right the place in the list that one came from.

    Attributes:
        crumbs: The way.
        note: The place.
        keys: The ids of the actions that lead on from there; their keys stand beside the place.
        is_typing: Whether letters are typed into a field: then they are no keys.
    """

    crumbs: reactive[Sequence[str]] = reactive(())
    note: reactive[str] = reactive("")
    keys: reactive[tuple[str, ...]] = reactive(())
    is_typing: reactive[bool] = reactive(False)

    @property
    def told_keys(self) -> frozenset[str]:
        """The actions whose keys stand here; none where there is no line for it."""
        return frozenset(self.keys if self.display and self.size.height else ())

    def watch_keys(self) -> None:
        """Let the footer name what is not named here."""
        self.screen.refresh_bindings()

    def on_resize(self) -> None:
        """Let the footer name the keys where there is no line for them here."""
        self.screen.refresh_bindings()

    def render(self) -> Content:
        """Return the line; the place goes before the title is cut, and the keys stay."""
        width = self.size.width - 2
        keys = (
            " ".join(keymap.key(action).first for action in self.keys) if not self.is_typing else ""
        )
        note = _BETWEEN.join(filter(None, (self.note, keys)))
        title = cell_len(self.crumbs[-1]) if self.crumbs else 0
        if title + _GAP + cell_len(note) > width:
            note = keys
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
