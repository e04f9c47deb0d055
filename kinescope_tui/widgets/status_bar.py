"""The two lines at the bottom of every screen: where one is, and what the API said last."""

from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from kinescope_tui.presentation.requests.status_line import LEAST, StatusLine
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.prompt_part import LinePart
from kinescope_tui.widgets.styled import styled, tone_style

_GAP = 2
_MARGIN = 1
_STAYS = {Tone.MUTED: 0, Tone.ACCENT: 1}  # what goes from the right first
_POSITION, _EXCHANGE = 0, 1  # the lines


class StatusBar(LinePart, Widget):
    """Shows the position in the list and one exchange, each on a line that never wraps.

    The elastic part of a line is cut where the columns do not suffice; the request id never is.
    """

    position: reactive[tuple[str, str]] = reactive(("", ""), repaint=False)
    line: reactive[StatusLine | None] = reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[int, Strip] = {}
        self._drawn_width = 0
        self._muted: Style | None = None

    def watch_position(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Redraw what differs of the first line: at a move of the cursor a number or two."""
        self._drawn.pop(_POSITION, None)
        width = self.size.width
        begin, end = differing(placed(*old, width), placed(*new, width))
        self.refresh(Region(begin, _POSITION, end - begin, 1))

    def watch_line(self) -> None:
        """Redraw the second line alone."""
        self._drawn.pop(_EXCHANGE, None)
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Forget the looks of the old theme."""
        super().notify_style_update()
        self._muted = None
        self._drawn.clear()

    def render(self) -> Content:
        """Return both lines, or the second one alone."""
        lines = [_POSITION, _EXCHANGE][-max(1, self.size.height) :]
        return Content("\n").join(map(self._line, lines))

    def render_line(self, y: int) -> Strip:
        """Return one line, drawn when it changed: at a move of the cursor the other one stays.

        Where the position is told elsewhere there is a line for the exchange alone.
        """
        if self.text_selection is not None or y > _EXCHANGE:
            return super().render_line(y)
        width, height = self.size
        place, y = y, _EXCHANGE if height == 1 else y
        if self._drawn_width != width:  # a frame may be drawn before the resize is told
            self._drawn_width = width
            self._drawn.clear()
        if y not in self._drawn:
            if y == _POSITION:
                if self._muted is None:
                    look = (self.visual_style + tone_style(Tone.MUTED, self)).rich_style
                    # Where it is, by which Textual finds what is selected: the same at every move.
                    self._muted = look + Style.from_meta({"offset": (0, place)})
                self._drawn[y] = Strip([Segment(placed(*self.position, width), self._muted)])
            else:
                strip = Visual.to_strips(self, self._line(y), width, 1, self.visual_style)[0]
                self._drawn[y] = strip.apply_offsets(0, place)
        return self._drawn[y]

    def _line(self, y: int) -> Content:
        if y == _EXCHANGE:
            return self._exchange_line(self.line, self.size.width) if self.line else Content(" ")
        return styled(Cell(placed(*self.position, self.size.width), Tone.MUTED))

    def _exchange_line(self, line: StatusLine, width: int) -> Content:
        right = [cell for cell in line.right if cell.text]
        taken = _width([*line.before, *line.after]) + 2
        while right and taken + LEAST + _GAP + _width(right) > width:
            right.remove(min(right, key=lambda cell: _STAYS.get(cell.tone, len(_STAYS))))
        room = width - taken - _width(right)
        elastic = Cell(_cut(line.elastic.text, room - _GAP), line.elastic.tone)
        begin = Content(" ") + self._joined([*line.before, elastic])
        end = self._joined([*line.after, *right]) + Content(" ")
        return begin + Content(" " * max(0, width - begin.cell_length - end.cell_length)) + end

    def _joined(self, cells: list[Cell]) -> Content:
        return Content(" " * _GAP).join(styled(cell) for cell in cells if cell.text)


@lru_cache(4)  # of a move of the cursor there is what was, and twice what is
def placed(left: str, right: str, width: int) -> str:
    """Return a line of two texts; without room for both the right one goes."""
    if cell_len(left) + _GAP + cell_len(right) + 2 * _MARGIN > width:
        right = ""  # the head of the table tells the order too
    return f" {fit(left, width - cell_len(right) - 2)}{right} "


def differing(old: str, new: str) -> tuple[int, int]:
    """Return the cells between which two texts on the same line differ."""
    same = cell_len(old[: _alike(old, new)])
    width = max(cell_len(old), cell_len(new))
    if cell_len(old) == cell_len(new):
        width -= cell_len(old[::-1][: _alike(old[::-1], new[::-1])])
    return same, max(same, width)


def _alike(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _width(cells: list[Cell]) -> int:
    return sum(cell_len(cell.text) + _GAP for cell in cells if cell.text)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fit(text, max(0, width)).rstrip()
