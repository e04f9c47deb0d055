"""A part of a whole as a line, thick as far as the part goes."""

import math

from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.sections import Slot, Slots


def bar_slots(part: float, width: int, tone: Tone = Tone.ACCENT) -> Slots:
    """Return a bar of exactly that many cells; what is there at all shows.

    Args:
        part: From 0 to 1; what is no number, or less, is nothing.
        width: In cells.
        tone: Of what is there.
    """
    width = max(0, width)
    known = min(1.0, part) if math.isfinite(part) and part > 0 else 0.0
    thick = min(width, max(1, round(known * width))) if known else 0
    return Slot("━" * thick, thick, tone), Slot("─" * (width - thick), width - thick, Tone.MUTED)


def gap(width: int) -> Slot:
    """Return so many blank cells."""
    return Slot("", max(0, width))
