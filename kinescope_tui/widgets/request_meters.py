"""How long the last requests took, and how near the rate limits are."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.pacing import Pace
from kinescope_tui.presentation.requests.latency import (
    latency_facts,
    latency_strip,
    rate_meters,
)
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.terminal.called_while_here import CalledWhileHere
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.styled import styled

_LINES = 3


class RequestMeters(CalledWhileHere, Horizontal):
    """Two panes side by side; while they are not in sight nothing is drawn."""

    latency = query_one("#latency", DiffedStatic)
    limits = query_one("#limits", DiffedStatic)

    def __init__(self) -> None:
        super().__init__()
        self._exchanges: Sequence[Exchange] = ()
        self._pace = Pace()

    def compose(self) -> ComposeResult:
        """Lay out both."""
        yield DiffedStatic(id="latency", classes="pane")
        limits = DiffedStatic(id="limits", classes="pane")
        limits.border_title = "Rate limits"
        yield limits

    def show(self, exchanges: Sequence[Exchange], pace: Pace) -> None:
        """Show those, the oldest first, and how the limits are."""
        self._exchanges = exchanges
        self._draw_latency()
        self.show_pace(pace)

    def show_pace(self, pace: Pace) -> None:
        """Show how the limits are."""
        self._pace = pace
        if self.display:
            self.limits.show(self._drawn(rate_meters(pace, self.limits.content_size.width)))

    def _draw_latency(self) -> None:
        if not self.display:
            return
        width = self.latency.content_size.width
        lines, count = latency_strip(self._exchanges, width, _LINES)
        self.latency.border_title = Content(f"Latency · last {plural(count, 'request')}")
        self.latency.border_subtitle = Content(latency_facts(self._exchanges))
        self.latency.show(self._drawn(lines))

    def _drawn(self, lines: Sequence[Sequence[Cell]]) -> Content:
        drawn = [Content("").join(styled(cell) for cell in line) for line in lines]
        return Content("\n").join(drawn)

    def on_resize(self) -> None:
        """Draw it for another width."""
        self.call_after_refresh(self._draw_again)

    def notify_style_update(self) -> None:
        """Draw it in the colours of another theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._draw_again()

    def _draw_again(self) -> None:
        self._draw_latency()
        self.show_pace(self._pace)
