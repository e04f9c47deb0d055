"""The two lines at the bottom of every screen: where one is, and what the API said last."""

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.presentation.cell import Cell, Tone
from kinescope_tui.presentation.status_line import StatusLine
from kinescope_tui.widgets.cells import fit

_LEAST = 12  # of the elastic part; what stands on the right goes first
_GAP = 2
_MARGIN = 1


class StatusBar(Widget):
    """Shows the position in the list and one exchange, each on a line that never wraps.

    The elastic part of a line is cut where the columns do not suffice; the request id never is.
    """

    COMPONENT_CLASSES = {f"status-bar--{tone}" for tone in Tone}

    position: reactive[tuple[str, str]] = reactive(("", ""), repaint=False)
    line: reactive[StatusLine | None] = reactive(None, repaint=False)

    def watch_position(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Redraw what differs of the first line: at a move of the cursor its left part alone."""
        (before, right_before), (after, right) = old, new
        width = _MARGIN + max(cell_len(before), cell_len(after))
        self.refresh(Region(0, 0, width if right == right_before else self.size.width, 1))

    def watch_line(self) -> None:
        """Redraw the second line alone."""
        self.refresh(Region(0, 1, self.size.width, 1))

    def render(self) -> Content:
        """Return both lines."""
        width = self.size.width
        left, right = self.position
        if cell_len(right) > width // 2:
            right = ""
        room = width - cell_len(right) - 2
        lines = [Content(f" {fit(left, room)}{right} ").stylize(self._style(Tone.MUTED))]
        lines.append(self._exchange_line(self.line, width) if self.line is not None else Content())
        return Content("\n").join(lines)

    def _exchange_line(self, line: StatusLine, width: int) -> Content:
        right = [cell for cell in line.right if cell.text]
        taken = _width([*line.before, *line.after]) + 2
        while right and taken + _LEAST + _width(right) > width:
            right.pop(0)
        room = width - taken - _width(right)
        elastic = Cell(_cut(line.elastic.text, room - _GAP), line.elastic.tone)
        begin = Content(" ") + self._joined([*line.before, elastic, *line.after])
        end = self._joined(right) + Content(" ")
        return begin + Content(" " * max(0, width - begin.cell_length - end.cell_length)) + end

    def _joined(self, cells: list[Cell]) -> Content:
        parts = [Content(cell.text).stylize(self._style(cell.tone)) for cell in cells if cell.text]
        return Content(" " * _GAP).join(parts)

    def _style(self, tone: Tone) -> Style:
        return self.get_visual_style(f"status-bar--{tone}")


def _width(cells: list[Cell]) -> int:
    return sum(cell_len(cell.text) + _GAP for cell in cells if cell.text)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fit(text, max(0, width)).rstrip()
