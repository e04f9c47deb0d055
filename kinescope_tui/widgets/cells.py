"""Text fitted into columns of a terminal."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from kinescope_tui.presentation.cell import Cell, Tone

_STYLES = {
    Tone.PLAIN: "",
    Tone.MUTED: "$text-muted",
    Tone.GOOD: "$success",
    Tone.BUSY: "$secondary",
    Tone.WARNING: "$warning",
    Tone.BAD: "$error",
    Tone.ACCENT: "$primary",
}


def toned(cell: Cell) -> Content:
    """Return a cell's text in the look of its tone."""
    return Content.styled(cell.text, _STYLES[cell.tone])


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text of exactly that many cells: padded, or cut with an ellipsis."""
    room = width - cell_len(text)
    if room >= 0:
        return " " * room + text if right else text + " " * room
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""
