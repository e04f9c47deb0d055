"""Numbers side by side, each with its change and its course."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style

from kinescope_tui.presentation.analytics.cards import Card, shortened
from kinescope_tui.presentation.analytics.metrics import sparkline
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.framed import framed
from kinescope_tui.widgets.line_by_line import LineByLine
from kinescope_tui.widgets.styled import hue_color, hue_style, styled

_WIDE_COLUMNS = 20  # cells of a card from which on its change stands beside its value
_NARROWEST = 11
_FRAME = 4  # cells that a frame takes of a card's width


class MetricCards(LineByLine):
    """Shows cards in columns; the chosen one is the chart's. A click chooses.

    Where there is no room for all the chosen one is among those that are shown.

    Where panes have frames each card has one too, and more lines for its course.
    """

    COMPONENT_CLASSES = {
        "metric-cards--label",
        "metric-cards--value",
        "metric-cards--frame",
    }

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A card was clicked."""

        number: int

    cards: reactive[Sequence[Card]] = reactive((), layout=True)
    chosen: reactive[int] = reactive(0)

    @property
    def _is_framed(self) -> bool:
        return self.screen.has_class("-framed")

    def _columns(self, width: int) -> list[int]:
        """Return the widths of the cards that there is room for."""
        count = max(1, min(len(self.cards), width // _NARROWEST))
        return [width // count + (n < width % count) for n in range(count)]

    def _first(self, count: int) -> int:
        """Return the first of so many cards that are shown; the chosen one is among them."""
        return max(0, min(self.chosen, len(self.cards) - 1) - count + 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return how many lines all cards have."""
        if self._is_framed:
            return 5
        return 3 if self._columns(width)[-1] >= _WIDE_COLUMNS else 4

    def content_lines(self) -> list[Content]:
        """Return the cards, line by line."""
        draw = self._framed if self._is_framed else self._plain
        columns = self._columns(self.content_size.width)
        narrowest = columns[-1]
        first = self._first(len(columns))
        shown = [
            draw(card, column, is_wide=narrowest >= _WIDE_COLUMNS, is_chosen=n == self.chosen)
            for n, (card, column) in enumerate(
                zip(self.cards[first:], columns, strict=False), first
            )
        ]
        lines = [Content("").join(parts) for parts in zip(*shown, strict=True)]
        return [*map(self._with_more, lines[:1]), *lines[1:]]

    def _with_more(self, line: Content) -> Content:
        """Return a line with a sign at each end where there are more cards than are shown."""
        count = len(self._columns(self.content_size.width))
        first, look = self._first(count), self._look("label")
        if first:
            line = Content("‹").stylize(look) + line[1:]
        if first + count < len(self.cards):
            line = line[:-1] + Content("›").stylize(look)
        return line

    def _plain(self, card: Card, column: int, *, is_wide: bool, is_chosen: bool) -> list[Content]:
        room = column - 2
        look = self._hue(card, "bold underline") if is_chosen else self._look("label")
        (course,) = self._course(card, room, 1)
        # How the course is read has the place of a change where none is told.
        left = room - cell_len(card.label) - 1 if is_wide else room
        change = card.change or Cell(card.foot(left), Tone.MUTED)
        if is_wide:
            label = (
                Content(fit(card.label, room - cell_len(change.text) - 1)).rstrip().stylize(look)
            )
            lines = [self._ends(label, self._told(change), room), self._value(card, room), course]
        else:
            label = Content(fit(card.short_label.upper(), room)).rstrip().stylize(look)
            told = self._told(Cell(fit(change.text, room), change.tone))
            lines = [label, self._value(card, room), told, course]
        return [Content(" ") + self._ends(line, Content(), room) + Content(" ") for line in lines]

    def _framed(self, card: Card, column: int, *, is_wide: bool, is_chosen: bool) -> list[Content]:
        room = column - _FRAME
        look = self._hue(card) if is_chosen else self._look("frame")
        if is_wide:
            # Half a number would be another number: the value stays whole, and the change a change.
            change = self._told(shortened(card.change or Cell(""), room - len(card.value) - 1))
            value = self._value(card, room - change.cell_length - bool(change.cell_length))
            lines = [self._ends(value, change, room), *self._course(card, room, 2)]
        else:
            growth = self._told(
                Cell(fit((card.change or Cell("")).text, room), (card.change or Cell("")).tone)
            )
            lines = [self._value(card, room), growth, *self._course(card, room, 1)]
        name = card.label if cell_len(card.label) <= room - 1 else card.short_label.capitalize()
        title = Content(f" {fit(name, room - 1).rstrip()} ").stylize(self._hue(card, "bold"))
        span = f" {told} " if (told := card.foot(room - 1)) else ""
        foot = Content(span).stylize(self._look("label"))
        return framed(
            title, [self._ends(line, Content(), room) for line in lines], foot, column, look
        )

    @staticmethod
    def _ends(left: Content, right: Content, room: int) -> Content:
        """Return two texts at the ends of a line."""
        gap = " " * (room - left.cell_length - right.cell_length)
        return left + Content(gap) + right

    def _value(self, card: Card, room: int) -> Content:
        return Content(fit(card.value, room)).rstrip().stylize(self._look("value"))

    def _course(self, card: Card, room: int, lines: int) -> list[Content]:
        """Return the course exactly as wide as the card; what is no sum begins at its least."""
        drawn = sparkline(card.course(room), lines, from_zero=not card.span)
        look = Style(foreground=hue_color(card.hue, self))
        return [Content(line).stylize(look) for line in drawn]

    def _told(self, change: Cell) -> Content:
        tone = Tone.MUTED if change.tone is Tone.PLAIN else change.tone
        return styled(Cell(change.text, tone))

    def _hue(self, card: Card, text_style: str = "") -> Style:
        return hue_style(card.hue, self) + Style.parse(text_style)

    def _look(self, name: str) -> Style:
        return self.get_visual_style(f"metric-cards--{name}")

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        left, columns = 0, self._columns(self.content_size.width)
        for number, column in enumerate(columns, self._first(len(columns))):
            left += column
            if event.x < left:
                self.post_message(self.Chosen(number))
                return
