"""Twelve months of invoices as bars."""

from decimal import Decimal

import msgspec

from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.money import exact
from kinescope_tui.presentation.text.sections import Section, Slot, Slots
from kinescope_tui.services.billing.year_sums import YearSums

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_FULL = len(_EIGHTHS) - 1
_HEIGHT = 4  # lines of bars that are enough
_WIDEST, _BROADEST = 16, 6  # cells from one bar to the next, and of a bar
_TALLEST = 40  # lines
_TOLD = 9  # cells from which on the sum of a month stands beneath it
_NAMED = 4  # cells from which on a month has its short name


class YearBars(msgspec.Struct, frozen=True):
    """Draws them; the month of the invoice stands out."""

    year: YearSums

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the bars, and beneath them the months."""
        year, count = self.year, len(self.year.months)
        pitch = min(_WIDEST, width // count)
        if pitch < 1:
            return []
        bar = max(1, min(pitch - 1, _BROADEST))
        high = max(_HEIGHT, min(height - 2, _TALLEST))
        top = max((one for one in year.sums if one is not None), default=Decimal())
        levels = [
            max(1, round(float(one / top) * high * _FULL)) if one is not None and one > 0 else 0
            for one in year.sums
        ]
        found: list[Slots] = []
        for line in reversed(range(high)):
            slots: list[Slot] = []
            for number, level in enumerate(levels):
                eighths = max(0, min(_FULL, level - line * _FULL))
                is_unknown = line == 0 and year.sums[number] is None
                text = "·" * bar if is_unknown else _EIGHTHS[eighths] * bar
                slots += [Slot(text, bar, self._tone(number, is_unknown)), gap(pitch - bar)]
            found.append(tuple(slots))
        names = tuple(self._name(number, pitch) for number in range(count))
        if pitch < _TOLD:
            return [*found, names]
        told = tuple(
            Slot("" if one is None else exact(round(one, 0)), pitch, Tone.MUTED)
            for one in year.sums
        )
        return [*found, names, told]

    def _name(self, number: int, pitch: int) -> Slot:
        """Return a month's name; that of the invoice is seen without colours too."""
        name = f"{self.year.months[number]:%b}"
        if pitch < _NAMED:
            return Slot(name[:1], pitch, Tone.MUTED)
        if number == self.year.chosen and pitch > _NAMED:
            return Slot(f"{name}▲", pitch, Tone.WARNING)
        return Slot(name, pitch, Tone.MUTED)

    def _tone(self, number: int, is_unknown: bool) -> Tone:
        if is_unknown:
            return Tone.MUTED
        return Tone.WARNING if number == self.year.chosen else Tone.ACCENT


def year_section(year: YearSums | None) -> Section:
    """Return the section; empty where there is nothing to compare."""
    if year is None:
        return Section("12 months", (), ())
    currency = one_line(year.currency)
    rows = tuple(
        (Cell(f"{month:%b} {month.year}", Tone.MUTED), Cell(f"{exact(one)} {currency}".rstrip()))
        for month, one in zip(year.months, year.sums, strict=True)
        if one is not None
    )
    state = Cell(f"mean {exact(round(year.mean, 2))} {currency}".rstrip(), Tone.MUTED)
    return Section(
        "12 months", rows, (8, 0), state=state, drawing=YearBars(year), is_broad=True, grows=True
    )
