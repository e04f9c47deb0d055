"""Names with a bar for each, and what it stands for at the right."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import bar_slots, gap
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.sections import Section, Slot, Slots

_GAP = 2
_LEAST_BAR = 4  # cells
_LABEL = 24  # cells of a name where there are no bars


class NamedBar(msgspec.Struct, frozen=True):
    """One of several.

    Attributes:
        name: What it is of.
        part: Of the whole, from 0 to 1.
        told: What the bar stands for, as text.
        tone: Of the bar.
    """

    name: str
    part: float
    told: str
    tone: Tone = Tone.ACCENT


class NamedBars(msgspec.Struct, frozen=True):
    """Draws a line for each; where there is no room for bars there are texts alone."""

    bars: Sequence[NamedBar]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines."""
        del height
        told = min(max((len(bar.told) for bar in self.bars), default=0), max(0, width - _GAP))
        name = min(max((len(bar.name) for bar in self.bars), default=0), max(1, width // 2))
        room = width - name - told - 2 * _GAP
        if room < _LEAST_BAR:
            name, room = max(0, width - told - _GAP), 0
        return [
            (
                Slot(bar.name, name),
                *((gap(_GAP), *bar_slots(bar.part, room, bar.tone)) if room else ()),
                gap(min(_GAP, width)),
                Slot(bar.told, told, Tone.MUTED, is_right=True),
            )
            for bar in self.bars
        ]


def bars_section(title: str, bars: Sequence[NamedBar], state: str = "") -> Section:
    """Return bars as a section, with what they are of, or how many there are, beside its title."""
    rows = tuple((Cell(bar.name), Cell(bar.told)) for bar in bars)
    told = Cell(state, Tone.MUTED)
    return Section(title, rows, (_LABEL, 0), state=told, drawing=NamedBars(tuple(bars)))
