"""What the rows of a short list come to, in the room beneath them."""

from collections.abc import Sequence
from textwrap import wrap

from msgspec.structs import replace
from rich.cells import cell_len

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.masonry import Brick, columns_in, masonry
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.column_page import ColumnPage
from kinescope_tui.widgets.section_box import show_facts

_FRAME, _SIDES = 2, 4  # lines and cells that a box takes around its text
_GAP = 2  # cells between its columns
_LEAST_ROWS = 3  # that are left of a section that is cut


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
    """Return the sections that stand in so many cells and lines; earlier ones go first.

    They stand there whole, but for those of which the last rows may be left out.
    """
    columns = columns_in(width)
    shown: list[Section] = []
    bricks: list[Brick] = []

    def brick(section: Section) -> Brick:
        room = width if section.is_broad else width // columns
        return Brick(_lines(section, room) + _FRAME, section.is_broad)

    def over(section: Section) -> int:
        spots = masonry([*bricks, brick(section)], columns, width)
        return max(spot.y + spot.height for spot in spots) - height

    for section in sections:
        left: Section | None = section
        while left is not None and (more := over(left)) > 0:
            left = _without(left, more)  # again where texts wrap
        if left is not None:
            shown.append(left)
            bricks.append(brick(left))
    return shown


def _without(section: Section, rows: int) -> Section | None:
    """Return a section without so many of its last rows, if it may stand without them."""
    left = len(section.rows) - rows
    if not section.may_be_cut or left < _LEAST_ROWS:
        return None
    return replace(section, rows=section.rows[:left])


def _lines(section: Section, width: int) -> int:
    """Return how many lines a section takes in a box of that many cells; texts wrap."""
    if section.drawing is not None:
        return len(section.rows)
    return sum(_wrapped(section, row, width - _SIDES) for row in section.rows)


def _wrapped(section: Section, row: Sequence[Cell], width: int) -> int:
    if not row:
        return 0
    if section.has_ends:
        *row, end = row
        width -= cell_len(end.text) + _GAP
    room = width - sum(wide + _GAP for wide in section.widths[: len(row) - 1])
    text = row[-1].text if row else ""
    narrow = max(1, room * len(text) // max(1, cell_len(text)))  # letters may be two cells wide
    return max(1, len(wrap(text, narrow)))
