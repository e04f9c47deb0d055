"""Texts of which only the lines are drawn that are asked for."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget


def drawn_line(widget: Widget, line: Content, y: int, width: int, start: int = 0) -> Strip:
    """Return a line of a part's text, with what of it is selected.

    Args:
        widget: The part.
        line: What stands there.
        y: The number of the line in the text.
        width: The cells that there are for it.
        start: Where in the line of the text this begins, in characters.
    """
    selection = widget.text_selection
    if selection is not None and (span := selection.get_span(y)) is not None:
        begin, end = span
        to = len(line) if end == -1 else max(0, end - start)
        look = widget.screen.get_visual_style("screen--selection")
        line = line.stylize(look, max(0, begin - start), to)
    style = widget.visual_style
    strips = Visual.to_strips(widget, line, width, 1, style, apply_selection=False)
    return strips[0].apply_offsets(start, y) if strips else Strip.blank(width, style.rich_style)


class LazyLines(Sequence[Content]):
    """Lines of which some are put together when they are asked for: to be counted is enough."""

    def __init__(self, lines: Sequence[Content | Callable[[], Content]]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, y: Any) -> Any:
        if isinstance(y, slice):
            return [self[number] for number in range(*y.indices(len(self)))]
        line = self._lines[y]
        return line if isinstance(line, Content) else line()


class LineByLine(Widget):
    """Draws each line of its text when that is asked for.

    Textual puts the lines into one text, breaks that into lines again and draws all of them for
    the first one, which holds the loop for as long as a large part takes.
    """

    _lines_drawn_of: tuple[Size, Sequence[Content]] | None = None

    def content_lines(self) -> Sequence[Content]:
        """Return the lines, none of them wider than the part."""
        raise NotImplementedError

    def render(self) -> Content:
        """Return all of the text."""
        return Content("\n").join(self.content_lines())

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        if self._lines_drawn_of is None or self._lines_drawn_of[0] != self.size:
            self._lines_drawn_of = self.size, self.content_lines()
        lines, width = self._lines_drawn_of[1], self.size.width
        if y < len(lines):
            return drawn_line(self, lines[y], y, width)
        return Strip.blank(width, self.visual_style.rich_style)

    def notify_style_update(self) -> None:
        """Take the lines anew in other styles."""
        super().notify_style_update()
        self._lines_drawn_of = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Take the lines anew, and draw them again."""
        self._lines_drawn_of = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
