"""Text in the look of what it means."""

from textual.content import Content

from kinescope_tui.presentation.text.cell import Cell, Tone

_STYLES = {
    Tone.PLAIN: "",
    Tone.MUTED: "$text-muted",
    Tone.GOOD: "$text-success",
    Tone.BUSY: "$text-secondary",
    Tone.WARNING: "$text-warning",
    Tone.BAD: "$text-error",
    Tone.ACCENT: "$text-primary",
}


def styled(cell: Cell) -> Content:
    """Return a cell's text in the look of its tone."""
    return Content.styled(cell.text, _STYLES[cell.tone])
