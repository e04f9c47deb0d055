"""A text of any length, of which only the lines in sight are drawn."""

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from kinescope_tui.widgets.line_by_line import drawn_line
from kinescope_tui.widgets.wrapped_text import WrappedText, is_long


class LongText(Widget):
    """Shows a text in what scrolls it; Textual's own would draw all of it for the first line.

    Attributes:
        is_table: Whether its lines are not broken.

    Args:
        text: All of it; of a long one what was made of it beside the keys.
        is_table: Whether its lines are not to be broken; those of a long text never are.
    """

    def __init__(
        self, text: str | WrappedText, *, is_table: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._wrapped: tuple[int, WrappedText] | None = None  # at which width
        if isinstance(text, WrappedText):
            self._wrapped, text = (0, text), text.text
        self._text = text
        self.is_table = is_table or is_long(text)

    def show(self, text: str) -> None:
        """Show another text."""
        self._text, self._wrapped = text, None
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns that there are, or those of the longest line."""
        del viewport
        if not self.is_table:
            return container.width
        return self._pieces_in(0).longest

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes in so many columns."""
        del container, viewport
        return len(self._pieces_in(width))

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        width = self.size.width
        pieces = self._pieces_in(width)
        if y >= len(pieces):
            return Strip.blank(width, self.rich_style)
        number, start, text, indent = pieces[y]
        strip = drawn_line(self, Content(text), number, width - indent, start)
        before = [Strip.blank(indent, self.visual_style.rich_style)] if indent else []
        return Strip.join([*before, strip])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what of the text is selected."""
        return selection.extract(self._text), "\n"

    def _pieces_in(self, width: int) -> WrappedText:
        width = 0 if self.is_table else width
        if self._wrapped is None or self._wrapped[0] != width:
            self._wrapped = width, WrappedText(self._text, width)
        return self._wrapped[1]
