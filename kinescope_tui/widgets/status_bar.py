"""The two lines at the bottom of every screen: where one is, and what the API said last."""

from datetime import UTC, datetime

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.cell import Cell, Tone
from kinescope_tui.presentation.status_line import status_line
from kinescope_tui.widgets.cells import fit

_AGE_STEP_S = 60  # ages are told in minutes; a second's tick would redraw for nothing


class StatusBar(Widget):
    """Shows the position in the list and one exchange, each on a line that never wraps.

    The elastic part of a line is cut where the columns do not suffice; the request id never is.
    """

    COMPONENT_CLASSES = {f"status-bar--{tone}" for tone in Tone}

    position: reactive[tuple[str, str]] = reactive(("", ""), repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._exchange: Exchange | None = None
        self._is_busy = False
        self._told: object = None

    def on_mount(self) -> None:
        """Let the age of what is shown grow."""
        self.set_interval(_AGE_STEP_S, self.refresh)

    def watch_position(self) -> None:
        """Redraw the first line alone: it changes with every move of the cursor."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def tell(self, exchange: Exchange | None, *, is_busy: bool) -> None:
        """Show an exchange on the second line, and whether any is under way."""
        self._exchange, self._is_busy = exchange, is_busy
        # An exchange changes while it lasts; what is drawn of it changes with these.
        state = (exchange, is_busy, exchange and (exchange.outcome, len(exchange.attempts)))
        if state != self._told:
            self._told = state
            self.refresh(Region(0, 1, self.size.width, 1))

    def render(self) -> Content:
        """Return both lines."""
        width = self.size.width
        left, right = self.position
        if cell_len(right) > width // 2:
            right = ""
        room = width - cell_len(right) - 2
        lines = [Content(f" {fit(left, room)}{right} ").stylize(self._style(Tone.MUTED))]
        lines.append(self._exchange_line(width))
        return Content("\n").join(lines)

    def _exchange_line(self, width: int) -> Content:
        if self._exchange is None:
            cells = [Cell("⧗", Tone.BUSY)] if self._is_busy else []
            return Content(" ") + self._joined(cells)
        now = datetime.now(UTC)
        line = status_line(self._exchange, width=width, now=now, busy=self._is_busy)
        fixed = [*line.before, *line.after, line.right]
        used = sum(cell_len(cell.text) + 2 for cell in fixed if cell.text)
        elastic = Cell(_cut(line.elastic.text, width - used - 4), line.elastic.tone)
        left = Content(" ") + self._joined([*line.before, elastic, *line.after])
        right = self._joined([line.right]) + Content(" ")
        if left.cell_length + right.cell_length > width:
            return left
        return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right

    def _joined(self, cells: list[Cell]) -> Content:
        parts = [Content(cell.text).stylize(self._style(cell.tone)) for cell in cells if cell.text]
        return Content("  ").join(parts)

    def _style(self, tone: Tone) -> Style:
        return self.get_visual_style(f"status-bar--{tone}")


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fit(text, max(0, width)).rstrip()
