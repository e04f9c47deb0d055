"""A chart of bars in the characters that every terminal has."""

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.bars import Bar, round_top
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.ghost_chart import ghost_line

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_FULL = len(_EIGHTHS) - 1
_GAPPED = 3  # cells from which on bars stand apart
_LABEL_GAP = 2
_LOWEST = 3  # lines
_LOOKS = ("bar", "cursor", "before", "axis", "guide", "column")


class BarChart(Widget, can_focus=True):
    """Shows bars over a labelled axis, with a cursor; a dash in each tells the value before.

    Nothing but the two bars that a cursor move changes is drawn anew.
    """

    BINDINGS = keymap.bindings("chart")
    COMPONENT_CLASSES = {
        "bar-chart--bar",
        "bar-chart--cursor",
        "bar-chart--before",
        "bar-chart--axis",
        "bar-chart--guide",
        "bar-chart--column",
    }

    class Moved(Message):
        """The cursor stands on another bar, or the bars are others."""

    class Opened(Message):
        """The bar under the cursor was chosen."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bars_for: Callable[[int], Sequence[Bar]] = lambda _most: ()
        self._tick: Callable[[float], str] = str
        self._unit = 1.0
        self._bucket: int | None = None  # the first bucket of the bar under the cursor
        self._laid_out: tuple[int, Sequence[Bar]] = (-1, ())
        self._is_waiting = True  # until there is something to show, be it nothing
        self._top = 1.0
        self._axis = 0
        self._styles: Mapping[str, Style] = {}

    # What is shown.

    def show(
        self,
        bars_for: Callable[[int], Sequence[Bar]],
        tick: Callable[[float], str],
        *,
        unit: float = 1.0,
        keeps_cursor: bool = False,
    ) -> None:
        """Show other bars, with the cursor on the last one, or where it was.

        Args:
            bars_for: Makes at most that many bars.
            tick: Tells a value beside the axis.
            unit: In which the axis counts.
            keeps_cursor: Whether the cursor stays on its bucket.
        """
        self._bars_for, self._tick, self._unit = bars_for, tick, unit
        self._is_waiting = False
        self._laid_out = (-1, ())
        if not keeps_cursor:
            self._bucket = None
        self.refresh()
        self.post_message(self.Moved())

    @property
    def bars(self) -> Sequence[Bar]:
        """The bars, as many as there is room for."""
        width = self.size.width
        if self._laid_out[0] != width:
            bars = self._bars_for(max(1, width - 8))
            self._top = round_top(
                [bar.value for bar in bars] + [bar.before for bar in bars], self._unit
            )
            ticks = (self._tick(self._top), self._tick(self._top / 2))
            self._axis = max(cell_len(text) for text in (*ticks, "0")) + 2
            self._laid_out = (width, bars)
        return self._laid_out[1]

    @property
    def cursor(self) -> int:
        """The number of the bar under the cursor; -1 if there are none."""
        bars = self.bars
        if self._bucket is None:
            return len(bars) - 1
        found = (
            n for n, bar in enumerate(bars) if bar.first <= self._bucket < bar.first + bar.count
        )
        return next(found, len(bars) - 1)

    @property
    def bar(self) -> Bar | None:
        """The bar under the cursor."""
        return self.bars[self.cursor] if self.bars else None

    # Moving.

    def action_move(self, places: int) -> None:
        """Move the cursor by bars."""
        self._move_to(self.cursor + places)

    def action_first(self) -> None:
        """Move to the first bar."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move to the last bar."""
        self._move_to(len(self.bars) - 1)

    def _move_to(self, number: int) -> None:
        old = self.cursor
        number = max(0, min(number, len(self.bars) - 1))
        if number == old or not self.bars:
            return
        self._bucket = self.bars[number].first
        for changed in (old, number):
            start, end = self._span(changed)
            self.refresh(Region(start, 0, end - start, self.size.height))
        self.post_message(self.Moved())

    def action_open(self) -> None:
        """Choose the bar under the cursor."""
        if self.bar is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to what was clicked; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        spans = (self._span(number) for number in range(len(self.bars)))
        hit = next((n for n, (start, end) in enumerate(spans) if start <= offset.x < end), None)
        if hit is not None:
            self._move_to(hit)
            if event.chain > 1:
                self.action_open()

    def on_resize(self) -> None:
        """Tell that the bars may be others."""
        self.post_message(self.Moved())

    # Drawing.

    def _span(self, number: int) -> tuple[int, int]:
        """Return where a bar begins, and where the next one does."""
        width, bars = self._laid_out
        count, room = max(1, len(bars)), width - self._axis
        return self._axis + number * room // count, self._axis + (number + 1) * room // count

    def render_line(self, y: int) -> Strip:
        """Return one line of the chart."""
        height, width = self.size.height, self.size.width
        bars, lines, looks = self.bars, height - 1, self._looks
        if self._is_waiting:
            return Strip([Segment(ghost_line(y, width, height), looks["guide"])])
        if not bars or lines < _LOWEST or self._axis >= width:
            return Strip.blank(width, self.rich_style)
        if y == lines:
            return Strip([Segment(self._labels(width), looks["axis"])])
        ticks = {0: self._top, lines // 2: self._top * (1 - (lines // 2) / lines), lines - 1: 0.0}
        tick = ticks.get(y)
        label = "" if tick is None else self._tick(tick) if tick else "0"
        lead = fit(label, self._axis - 1, right=True) + ("┤" if tick is not None else "│")
        segments = [Segment(lead, looks["axis"])]
        has_guide = tick is not None and y < lines - 1
        cursor = self.cursor if self.has_focus or self._bucket is not None else -1
        for number, bar in enumerate(bars):
            start, end = self._span(number)
            segments += self._cells(
                bar,
                end - start,
                lines - 1 - y,
                lines,
                looks,
                is_cursor=number == cursor,
                has_guide=has_guide,
            )
        return Strip(segments)

    def _cells(
        self,
        bar: Bar,
        width: int,
        line: int,
        lines: int,
        looks: Mapping[str, Style],
        *,
        is_cursor: bool,
        has_guide: bool,
    ) -> list[Segment]:
        """Return a bar's cells on one of the lines, counted from the bottom."""
        if width <= 0:
            return []
        chart, bars = self._laid_out
        each = (chart - self._axis) // len(bars)
        gap = width - each + 1 if each >= _GAPPED else 0  # all bars are of one width
        level = self._level(bar.value, lines)
        filled = max(0, min(_FULL, level - line * _FULL))
        before = self._level(bar.before, lines)
        is_before = bar.before is not None and before > 0 and (before - 1) // _FULL == line
        look = "cursor" if is_cursor else "bar"
        empty = looks["column"] if is_cursor else looks["guide"]
        blank = "┈" if has_guide else " "
        if bar.value is None and line == 0:
            cell = Segment("·" * (width - gap), looks["axis"])
        elif is_before and filled == _FULL:
            style = looks["before"] + Style(bgcolor=looks[look].color)
            cell = Segment("─" * (width - gap), style)
        elif is_before and filled == 0:
            cell = Segment("─" * (width - gap), looks["before"])
        elif filled == 0:
            cell = Segment(blank * (width - gap), empty)
        else:
            cell = Segment(_EIGHTHS[filled] * (width - gap), looks[look])
        return [cell, Segment(blank * gap, looks["guide"])] if gap else [cell]

    def _level(self, value: float | None, lines: int) -> int:
        """Return a value's height in eighths of a line; what is there at all shows."""
        if value is None or value <= 0:
            return 0
        return max(1, round(min(1.0, value / self._top) * lines * _FULL))

    def _labels(self, width: int) -> str:
        """Return the line beneath: as many labels as fit, evenly spread."""
        bars = self.bars
        longest = max(cell_len(bar.label) for bar in bars) + _LABEL_GAP
        each = max(1, -(-longest * len(bars) // max(1, width - self._axis)))
        line = " " * self._axis
        for number in range(0, len(bars), each):
            start, _ = self._span(number)
            text = bars[number].label
            if cell_len(line) <= start and start + cell_len(text) <= width:
                line += " " * (start - cell_len(line)) + text
        return fit(line, width)

    @property
    def _looks(self) -> Mapping[str, Style]:
        """The styles, which Textual would put together anew for every line."""
        if not self._styles:
            self._styles = {
                name: self.get_component_rich_style(f"bar-chart--{name}") for name in _LOOKS
            }
        return self._styles

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._styles = {}
