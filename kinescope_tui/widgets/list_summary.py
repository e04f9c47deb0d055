"""What the rows of a short list come to, in the room beneath them."""

from collections.abc import Sequence

from kinescope_tui.presentation.text.masonry import Brick, columns_in, masonry
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.column_page import ColumnPage
from kinescope_tui.widgets.section_box import show_facts

_FRAME = 2  # lines of a box


class ListSummary(ColumnPage, can_focus=False):
    """Shows as many sections as there is room for, whole; none where not even the first fits."""

    def show(self, sections: Sequence[Section], width: int, height: int) -> None:
        """Show them.

        Args:
            sections: The more important, the earlier.
            width: Of the room, in cells.
            height: Of the room, in lines.
        """
        shown = fitting(sections, width, height)
        self.has_columns = True
        self.display = bool(shown)
        show_facts(self, shown)


def fitting(sections: Sequence[Section], width: int, height: int) -> list[Section]:
    """Return the sections that stand whole in so many cells and lines; earlier ones go first."""
    columns = columns_in(width)
    shown: list[Section] = []
    for section in sections:
        bricks = [Brick(len(one.rows) + _FRAME) for one in (*shown, section)]
        if max(spot.y + spot.height for spot in masonry(bricks, columns, width)) <= height:
            shown.append(section)
    return shown
