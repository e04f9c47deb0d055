"""The line of a table's titles."""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from kinescope_tui.api.order import Order
from kinescope_tui.resources.column import Column
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.column_widths import GUTTER, Fitted
from kinescope_tui.widgets.table_styles import TableStyles


def header_strip(
    columns: Sequence[Column[Any]],
    fitted: Fitted,
    order: Order,
    cursor: int,
    styles: TableStyles,
) -> Strip:
    """Return the line of a table's titles, with the level and direction of what is sorted by.

    Args:
        columns: From the left.
        fitted: How wide they are drawn.
        order: How the rows are sorted.
        cursor: Which column the cursor is in.
        styles: Of the table.
    """
    segments = [Segment(" " * GUTTER, styles.of("header"))]
    marked: set[str] = set()
    drawn = zip(columns, fitted.widths, fitted.gaps, strict=True)
    for number, (column, width, gap) in enumerate(drawn):
        level = order.level(column.name)
        title = column.title
        if level is not None and column.name not in marked:  # a share goes with its number
            marked.add(column.name)
            title = _signed(title, f"{'▼' if level[1].descending else '▲'}{level[0]}", width)
        look = "header-cursor" if number == cursor else "header"
        text = fit(title, width, right=column.is_right)
        if width == 1:  # of a sign
            text = title[:1] if look == "header-cursor" else " "
        stripped = text.strip()
        lead = len(text) - len(text.lstrip())
        segments += [
            Segment(" " * lead, styles.of("header")),
            Segment(stripped, styles.of(look)),
            Segment(" " * (width - lead - cell_len(stripped) + gap), styles.of("header")),
        ]
    return Strip(segments)


def _signed(title: str, sign: str, width: int) -> str:
    """Return a title with the sign of its order, which stays whole where there is little room."""
    if cell_len(title) + 1 + cell_len(sign) <= width:
        return f"{title} {sign}"
    return fit(title, max(0, min(cell_len(title), width - cell_len(sign)))) + sign


def marked_header(header: Strip, left: int, right: int, styles: TableStyles) -> Strip:
    """Return the line of titles with a sign at either end where there are more columns.

    Args:
        header: What of it is in sight.
        left: How many cells are out of sight there.
        right: The same at the other end; without a blank there, no title is written over.
        styles: Of the table.
    """
    look, width = styles.of("header"), header.cell_length
    if left > 0:
        header = Strip.join([Strip([Segment("‹", look)]), header.crop(1, width)])
    if right > 0 and header.text[-2:].isspace():
        header = Strip.join([header.crop(0, width - 1), Strip([Segment("›", look)])])
    return header
