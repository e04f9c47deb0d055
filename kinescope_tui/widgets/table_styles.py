"""The styles of a table's lines, each put together once for a theme."""

from rich.style import Style
from textual.widget import Widget

from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.widgets.styled import tone_style

_BASE = ""  # what stands among the styles for that of the table itself


class TableStyles:
    """Looks up the styles of one table; Textual would put them together anew for every line.

    Args:
        table: Whose component classes are called `virtual-table--…`.
    """

    def __init__(self, table: Widget) -> None:
        self._table = table
        self._found: dict[str, Style] = {}

    def of(self, name: str) -> Style:
        """Return the style of a tone, or of a component of the table."""
        if name not in self._found:
            table = self._table
            self._found[name] = (
                (table.visual_style + tone_style(name, table)).rich_style
                if isinstance(name, Tone)
                else table.get_component_rich_style(f"virtual-table--{name}")
            )
        return self._found[name]

    @property
    def base(self) -> Style:
        """The table's own style."""
        if _BASE not in self._found:
            self._found[_BASE] = self._table.rich_style
        return self._found[_BASE]

    def clear(self) -> None:
        """Forget the looks of the old theme."""
        self._found.clear()
