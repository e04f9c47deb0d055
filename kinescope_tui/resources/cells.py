"""Cells of values that may be missing."""

from datetime import datetime

from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, size
from kinescope_tui.presentation.text.times import minute


def text(value: str | None, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a text on one line, an address in it without what signs it."""
    line = redact_shapes(one_line(value or ""))
    return Cell(line, tone) if line else Cell(MISSING, Tone.MUTED)


def moment(value: datetime | None) -> Cell:
    """Return a moment to the minute."""
    return Cell(minute(value), Tone.MUTED)


def flag(value: bool | None) -> Cell:
    """Return yes or no."""
    return Cell(MISSING, Tone.MUTED) if value is None else Cell("yes" if value else "no")


def number(value: int | None) -> Cell:
    """Return a count."""
    return Cell(MISSING, Tone.MUTED) if value is None else Cell(count(value))


def bytes_(value: int | None) -> Cell:
    """Return a size."""
    return Cell(size(value), Tone.MUTED if value is None else Tone.PLAIN)
