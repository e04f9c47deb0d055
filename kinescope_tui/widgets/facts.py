"""A titled box of labels and texts."""

from textual.content import Content
from textual.widgets import Static

from kinescope_tui.presentation.cell import Cell, Tone
from kinescope_tui.presentation.sections import Section


class Facts(Static):
    """Shows a section: one label and text a line, or a small table."""

    COMPONENT_CLASSES = {f"facts--{tone}" for tone in Tone}  # noqa: RUF012 - Textual's form

    def __init__(self, section: Section) -> None:
        super().__init__(id=None)
        self._section = section
        self.border_title = Content(f"{section.title}")

    def render(self) -> Content:
        """Return the lines, columns aligned."""
        return Content("\n").join(self._line(row) for row in self._section.rows)

    def _line(self, row: tuple[Cell, ...]) -> Content:
        from kinescope_tui.widgets.cells import fit

        parts = []
        for number, (cell, width) in enumerate(zip(row, self._section.widths, strict=False)):
            last = number == len(row) - 1
            text = cell.text if last else fit(cell.text, width) + "  "
            style = self.get_component_styles(f"facts--{cell.tone}").color.css
            parts.append(Content(text).stylize(style))
        return Content("").join(parts)
