"""A chart of bars as cells of a terminal: what stands where, before anybody decides on colours."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kinescope_tui.presentation.analytics.bars import Bar, axis_end

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_FULL = len(_EIGHTHS) - 1
_HALF = _FULL // 2
_GAPPED = 3  # cells a bar from which on one of them is a gap
_WIDEST = 13  # cells a bar: three days are no slabs
_ENOUGH = 0.8  # of the room that bars fill before coarser ones are tried
_MANY_TICKS = 12  # lines from which on there are five ticks
_LABEL_GAP = 2
_WEEKEND = "weekend"
_FOOT = 2  # lines: where the bars stand, and when that is


class Ink(StrEnum):
    """What a piece of a chart is."""

    AXIS = "axis"
    GUIDE = "guide"
    BAR = "bar"
    RUNNING = "running"
    CURSOR = "cursor"
    BEFORE = "before"
    COLUMN = "column"
    MARK = "mark"


class Piece(NamedTuple):
    """Some cells of a line that look alike.

    Attributes:
        ground: What they are drawn upon: a bar, the bar under the cursor, or its column; None for
            the widget's own.
    """

    text: str
    ink: Ink
    ground: Ink | None = None


class ChartLayout:
    """Bars of one width at one distance over a labelled axis, in a room of so many cells.

    A tick stands in the line whose upper edge is its value, so that all are true: each part between
    two has as many lines. What is left of the room is a margin.

    Args:
        bars_for: Makes at most that many bars.
        tick: Tells a value beside the axis, as its end is.
        units: In which the axis may count, see `axis_end`.
        width: Of the room, in cells.
        height: In lines.

    Attributes:
        bars: What is drawn.
        lines: How many lines the bars have.
        top: The value at their upper edge.
        ticks: The texts beside the axis by line; that of 0 is under the last line.
        axis: How wide they are, with what follows them.
        pitch: Cells from one bar to the next.
        bar_width: Cells of each bar.
        left: Where the first one begins.
    """

    def __init__(
        self,
        bars_for: Callable[[int], Sequence[Bar]],
        tick: Callable[[float, float], str],
        units: Sequence[float],
        width: int,
        height: int,
    ) -> None:
        self.width, self.height = width, height
        self.axis = 0
        # The axis takes room from the bars, and what the bars stand for decides on the axis.
        while self._measure(bars_for, tick, units) > self.axis:
            self.axis = self._needed
        self.bar_width = self.pitch - (self.pitch >= _GAPPED)
        taken = self.pitch * len(self.bars) - (self.pitch - self.bar_width)
        self.left = self.axis + max(0, (width - self.axis - taken) // 2)

    def _measure(
        self,
        bars_for: Callable[[int], Sequence[Bar]],
        tick: Callable[[float, float], str],
        units: Sequence[float],
    ) -> int:
        """Lay it out beside an axis of that width, and return the one that it needs."""
        bars, self.pitch = self._fitted(bars_for, self.width - self.axis)
        self.bars = bars
        room = self.height - _FOOT
        parts = 4 if room >= _MANY_TICKS else 2
        self.lines = room - room % parts
        # What is left over names the weekends, where there are some.
        self._has_weekends = room > self.lines and any(bar.is_weekend for bar in bars)
        self._above = room - self.lines - self._has_weekends
        values = [bar.value for bar in bars] + [bar.before for bar in bars]
        top = self.top = axis_end(values, units, parts)
        texts = [*(tick(top * (parts - n) / parts, top) for n in range(parts)), "0"]
        self.ticks = {self._above + n * self.lines // parts: text for n, text in enumerate(texts)}
        self._needed = max(map(len, texts)) + 2
        return self._needed

    def _fitted(
        self, bars_for: Callable[[int], Sequence[Bar]], room: int
    ) -> tuple[Sequence[Bar], int]:
        """Return bars and their pitch: as fine ones as fill the room, else those that fill most.

        Where each bucket has a bar of its own, it keeps that.
        """
        found: list[tuple[int, Sequence[Bar], int]] = []
        for least in (1, 2, _GAPPED):
            bars = bars_for(max(1, room // least))
            pitch = min(_WIDEST, (room + 1) // max(1, len(bars)))
            if pitch < _GAPPED:  # no gap that the last bar could do without
                pitch = min(_WIDEST, room // max(1, len(bars)))
            found.append((pitch * len(bars), bars, pitch))
            if found[-1][0] >= room * _ENOUGH or all(bar.count == 1 for bar in bars):
                return bars, pitch
        _, bars, pitch = max(found, key=lambda one: one[0])
        return bars, pitch

    @property
    def is_drawn(self) -> bool:
        """Whether there are bars, and room for them."""
        return bool(self.bars) and self.lines > 0 and self.pitch > 0

    def span(self, number: int) -> range:
        """Return where a bar stands, with its gap if there is room for that."""
        start = self.left + number * self.pitch
        return range(start, min(start + self.pitch, self.width))

    def bar_at(self, x: int) -> int | None:
        """Return the number of the bar that stands there."""
        number = (x - self.left) // self.pitch if self.pitch else -1
        return number if 0 <= number < len(self.bars) else None

    def level(self, value: float | None) -> int:
        """Return a value's height in eighths of a line; what is there at all shows."""
        if value is None or not value > 0:
            return 0
        return max(1, round(min(1.0, value / self.top) * self.lines * _FULL))

    # Drawing.

    def line(self, y: int, cursor: int = -1) -> Iterator[Piece]:
        """Yield a line from the left, with the cursor on a bar; together they are as wide as all.

        Args:
            y: From the top.
            cursor: The number of the bar; none is below 0.
        """
        if not self.is_drawn:
            yield Piece(" " * self.width, Ink.AXIS)
            return
        stand = self._above + self.lines
        if y > stand:
            text = self._label_line if y == stand + 1 else self._weekend_line
            yield Piece(text, Ink.AXIS)
            return
        tick = self.ticks.get(y)
        corner = "└" if y == stand else "│" if tick is None else "┤"
        if y < self._above:
            corner = " "
        yield Piece(f"{tick or '':>{self.axis - 2}} {corner}", Ink.AXIS)
        blank = "┈" if tick is not None and y < stand else " "
        yield Piece(blank * (self.left - self.axis), Ink.GUIDE)
        gap = Piece(blank * (self.pitch - self.bar_width), Ink.GUIDE)
        for number in range(len(self.bars)):
            is_cursor = number == cursor
            if y == stand:
                yield Piece(("▲" if is_cursor else " ") * self.bar_width, Ink.MARK)
            elif y < self._above:
                yield Piece(" " * self.bar_width, Ink.GUIDE)
            else:
                yield self._cells(number, stand - 1 - y, blank, is_cursor=is_cursor)
            if number < len(self.bars) - 1:
                yield gap
        right = self.left + self.pitch * (len(self.bars) - 1) + self.bar_width
        yield Piece(blank * (self.width - right), Ink.GUIDE)

    @cached_property
    def _levels(self) -> list[tuple[int, int]]:
        """The heights of each bar's value and of that before: each line is drawn by them."""
        return [(self.level(bar.value), self.level(bar.before)) for bar in self.bars]

    def _cells(self, number: int, line: int, blank: str, *, is_cursor: bool) -> Piece:
        """Return a bar's cells on one of the lines, counted from the bottom."""
        bar, width = self.bars[number], self.bar_width
        level, before = self._levels[number]
        column = Ink.COLUMN if is_cursor else None
        ink = Ink.CURSOR if is_cursor else Ink.RUNNING if bar.is_running else Ink.BAR
        filled = max(0, min(_FULL, level - line * _FULL))
        if before and (before - 1) // _FULL == line and (line or filled in {0, _FULL}):
            # Where both end in one cell, it is the window before that is drawn to the eighth.
            return Piece("▔" * width, Ink.BEFORE, ink if filled > _HALF else column)
        if bar.value is None and line == 0:
            return Piece("·" * width, Ink.AXIS, column)
        if filled == 0:
            return Piece(blank * width, Ink.GUIDE, column)
        if filled < _FULL:
            return Piece(_EIGHTHS[filled] * width, ink, column)
        if bar.is_running:
            return Piece("▒" * width, ink, column)
        end = "▉" if width == self.pitch > 1 else "█"  # something of a gap
        return Piece("█" * (width - 1) + end, ink, column)

    @cached_property
    def _label_line(self) -> str:
        """The line beneath: as many labels as fit, evenly spread, and today at its end."""
        line = " " * self.width
        last = self.bars[-1]
        end = self.width
        if last.is_running and (text := last.label):
            start = min(self.span(len(self.bars) - 1).start, self.width - len(text))
            if start >= self.axis:
                line = line[:start] + text + line[start + len(text) :]
                end = start - _LABEL_GAP
        longest = max(len(bar.label) for bar in self.bars) + _LABEL_GAP
        for number in range(0, len(self.bars), max(1, -(-longest // self.pitch))):
            start, text = self.span(number).start, self.bars[number].label
            if start + len(text) <= end:
                line = line[:start] + text + line[start + len(text) :]
        return line

    @cached_property
    def _weekend_line(self) -> str:
        """The line beneath that: a dot under every day of a weekend."""
        if not self._has_weekends:
            return " " * self.width
        gap = " " * (self.pitch - self.bar_width)
        dots = [("·" if bar.is_weekend else " ") * self.bar_width + gap for bar in self.bars]
        line = (" " * self.left + "".join(dots)).ljust(self.width)[: self.width]
        # The name stands beside the dots, else in the place of the first ones that have the room.
        places = [0] if self.left > len(_WEEKEND) else []
        pairs = enumerate(pairwise(bar.is_weekend for bar in self.bars))
        places += [self.span(n).start for n, pair in pairs if all(pair)]
        for start in places:
            room = 2 * self.pitch if start else len(_WEEKEND) + 1
            if room > len(_WEEKEND):
                return (line[:start] + _WEEKEND.ljust(room) + line[start + room :])[: self.width]
        return line
