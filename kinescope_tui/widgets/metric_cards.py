"""Numbers side by side, each with its change and its course."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.analytics.metrics import sparkline
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.styled import styled

_WIDE_COLUMNS = 20  # cells of a card from which on its change stands beside its label
_NARROWEST = 11


class MetricCards(Widget):
    """Shows cards in columns; the chosen one is the chart's. A click chooses."""

    COMPONENT_CLASSES = {
        "metric-cards--label",
        "metric-cards--chosen",
        "metric-cards--value",
        "metric-cards--course",
    }

    class Chosen(Message):
        """A card was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    cards: reactive[Sequence[Card]] = reactive((), layout=True)
    chosen: reactive[int] = reactive(0)

    def _column(self, width: int) -> int:
        """Return a card's width; the last cards are left out where there is no room for them."""
        count = max(1, min(len(self.cards), width // _NARROWEST))
        return width // count

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return three lines where label and change stand side by side, else four."""
        return 3 if self._column(width) >= _WIDE_COLUMNS else 4

    def render(self) -> Content:
        """Return the cards, line by line."""
        width = self.content_size.width
        column = self._column(width)
        shown = [self._card(n, card, column) for n, card in enumerate(self.cards)]
        shown = shown[: max(1, width // max(1, column))]
        return Content("\n").join(Content("").join(parts) for parts in zip(*shown, strict=False))

    def _card(self, number: int, card: Card, column: int) -> list[Content]:
        room = column - 2
        look = "chosen" if number == self.chosen else "label"
        change = card.change or Cell("")
        value = self._line(card.value, room, "value")
        course = self._line(sparkline(card.sparkline(room)), room, "course")
        if column < _WIDE_COLUMNS:
            label = self._line(card.short_label.upper(), room, look)
            told = styled(Cell(fit(change.text, room), _tone(change)), self)
            return [label, value, Content(" ") + told + Content(" "), course]
        label = self._styled(fit(card.label, room - cell_len(change.text) - 1), look)
        told = styled(Cell(change.text, _tone(change)), self)
        return [Content(" ") + label + Content(" ") + told + Content(" "), value, course]

    def _line(self, text: str, room: int, look: str) -> Content:
        return Content(" ") + self._styled(fit(text, room), look) + Content(" ")

    def _styled(self, text: str, look: str) -> Content:
        shown = text.rstrip()
        drawn = Content(shown).stylize(self.get_visual_style(f"metric-cards--{look}"))
        return drawn + Content(" " * (cell_len(text) - cell_len(shown)))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        number = event.x // max(1, self._column(self.content_size.width))
        if number < len(self.cards):
            self.post_message(self.Chosen(number))


def _tone(change: Cell) -> Tone:
    return Tone.MUTED if change.tone is Tone.PLAIN else change.tone
