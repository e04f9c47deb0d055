"""The program's mark, where there is nothing else to show yet."""

from textual.content import Content
from textual.widget import Widget

from kinescope_tui.presentation.wordmark import wordmark
from kinescope_tui.widgets.styled import styled


class Mark(Widget):
    """Shows the mark and a sentence in the middle of the screen's width."""

    def render(self) -> Content:
        """Return them as large as there is room for."""
        lines = wordmark(*self.screen.size)
        width = max(len(cell.text) for cell in lines)
        return Content("\n").join(
            styled(cell) + Content(" " * (width - len(cell.text))) for cell in lines
        )
