"""A chart of bars in the characters that every terminal has."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.bars import Bar
from kinescope_tui.presentation.analytics.chart_layout import ChartLayout, Ink
from kinescope_tui.presentation.analytics.hue import Hue
from kinescope_tui.readable import SHAPE, TEXT, contrast, difference
from kinescope_tui.widgets.ghost_chart import ghost_line
from kinescope_tui.widgets.styled import hue_color

_PALEST = 0.6  # how much of its hue a bar has at its foot
_UNFINISHED = 0.6  # and one whose bucket is not over
_FILLED = {Ink.BAR, Ink.RUNNING, Ink.CURSOR}
_LOOK = attrgetter("ink", "ground")
_CURSORS = (Hue.AMBER, Hue.BLUE, Hue.TEAL)
_FAR = 45  # so different from the others is the bar under the cursor, where a hue is


class BarChart(Widget, can_focus=True):
    """Shows bars over a labelled axis, with a cursor; a dash in each tells the value before.

    Nothing but the two bars that a cursor move changes is drawn anew.
    """

    BINDINGS = keymap.bindings("chart")
    COMPONENT_CLASSES = {
        "bar-chart--before",
        "bar-chart--axis",
        "bar-chart--guide",
        "bar-chart--column",
        "bar-chart--mark",
    }

    class Moved(Message):
        """The cursor stands on another bar, or the bars are others."""

    class Opened(Message):
        """The bar under the cursor was chosen."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._bars_for: Callable[[int], Sequence[Bar]] = lambda _most: ()
        self._tick: Callable[[float, float], str] = lambda value, _end: str(value)
        self._units: Sequence[float] = (1.0,)
        self._hue = Hue.BLUE
        self._bucket: int | None = None  # the first bucket of the bar under the cursor
        self._laid_out: ChartLayout | None = None
        self._is_waiting = True  # until there is something to show, be it nothing
        self._styles: dict[tuple[Ink, Ink | None, int], Style] = {}

    # What is shown.

    def show(
        self,
        bars_for: Callable[[int], Sequence[Bar]],
        tick: Callable[[float, float], str],
        *,
        units: Sequence[float] = (1.0,),
        hue: Hue = Hue.BLUE,
        keeps_cursor: bool = False,
    ) -> None:
        """Show other bars, with the cursor on the last one, or where it was.

        Args:
            bars_for: Makes at most that many bars.
            tick: Tells a value beside the axis that ends at another one.
            units: In which the axis may count.
            hue: In what they are drawn.
            keeps_cursor: Whether the cursor stays on its bucket.
        """
        self._bars_for, self._tick, self._units, self._hue = bars_for, tick, units, hue
        self._is_waiting = False
        self._laid_out = None
        self._styles = {}
        if not keeps_cursor:
            self._bucket = None
        self.refresh()
        self.post_message(self.Moved())

    @property
    def _layout(self) -> ChartLayout:
        """What is drawn in the room that there is."""
        width, height = self.size
        layout = self._laid_out
        if layout is None or (layout.width, layout.height) != (width, height):
            layout = ChartLayout(self._bars_for, self._tick, self._units, width, height)
            self._laid_out = layout
        return layout

    @property
    def bars(self) -> Sequence[Bar]:
        """The bars, as many as there is room for."""
        return self._layout.bars

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
            span = self._layout.span(changed)
            self.refresh(Region(span.start, 0, len(span), self.size.height))
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
        hit = self._layout.bar_at(offset.x)
        if hit is not None:
            self._move_to(hit)
            if event.chain > 1:
                self.action_open()

    def on_resize(self) -> None:
        """Tell that the bars may be others."""
        self.post_message(self.Moved())

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """Return one line of the chart."""
        if self._is_waiting:
            ghost = ghost_line(y, self.size.width, self.size.height)
            return Strip([Segment(ghost, self.get_component_rich_style("bar-chart--guide"))])
        cursor = self.cursor if self.has_focus or self._bucket is not None else -1
        # What looks alike side by side is one: each is cut, coloured and compared on its own.
        alike = groupby(self._layout.line(y, cursor), _LOOK)
        has_color = not self.app.no_color
        segments = []
        for (ink, ground), pieces in alike:
            text = "".join(piece.text for piece in pieces)
            # Without colours a dash within a bar is a slit in it.
            shown = text if has_color or ground not in _FILLED else "▇" * len(text)
            segments.append(Segment(shown, self._style(ink, ground, y)))
        return Strip(segments)

    def _style(self, ink: Ink, ground: Ink | None, y: int) -> Style:
        """Return a piece's look, which is put together once; what is higher has more of its hue."""
        key = (ink, ground, y)
        style = self._styles.get(key)
        if style is None:
            color, below = self._color(ink, y), self._ground(ground, y)
            if ink is Ink.BEFORE and ground in _FILLED:
                color = self._seen_on(below, color)
            style = self._styles[key] = Style(color=color, bgcolor=below)
        return style

    def _seen_on(self, ground: RichColor | None, ink: RichColor | None) -> RichColor | None:
        """Return a colour, or in its place that around a bar of which it does not stand out."""
        if not ground or not ink or not ground.triplet or not ink.triplet:
            return ink
        least = SHAPE if self._has_shades else TEXT
        bar, dash = Color.from_rich_color(ground), Color.from_rich_color(ink)
        return ink if contrast(bar, dash) >= least else self.background_colors[1].rich_color

    def _color(self, ink: Ink, y: int) -> RichColor | None:
        if ink not in _FILLED:
            return self.get_component_rich_style(f"bar-chart--{ink}").color
        color = hue_color(self._hue, self)
        if ink is Ink.CURSOR:
            cursors = [hue_color(hue, self) for hue in _CURSORS if hue is not self._hue]
            far = (one for one in cursors if difference(one, color) >= _FAR)
            return next(far, max(cursors, key=lambda one: difference(one, color))).rich_color
        if not self._has_shades:
            return color.rich_color
        share = _PALEST + (1 - _PALEST) * (1 - y / max(1, self.size.height - 1))
        if ink is Ink.RUNNING:
            share *= _UNFINISHED
        return self.background_colors[1].blend(color, share).rich_color

    @property
    def _has_shades(self) -> bool:
        """Whether the theme has any: what is pale is not seen in the one of high contrast."""
        return "reverse" not in self.app.theme_variables["cursor-style"]

    def _ground(self, ground: Ink | None, y: int) -> RichColor | None:
        if ground is None:
            return self.rich_style.bgcolor
        if ground is Ink.COLUMN:
            return self.get_component_rich_style("bar-chart--column").bgcolor
        return self._color(ground, y)

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._styles = {}
