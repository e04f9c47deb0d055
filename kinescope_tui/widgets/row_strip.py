"""The line of a table's row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.times import human
from kinescope_tui.resources.column import Column
from kinescope_tui.services.lists.rows import MissingRow
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.column_widths import GUTTER, Fitted
from kinescope_tui.widgets.table_styles import TableStyles

_NEW = Style(bold=True)


class RowLook(msgspec.Struct, frozen=True):
    """What a row looks like besides its cells.

    Attributes:
        cursor: The component of the table that draws the cursor there; empty without it.
    """

    cursor: str = ""
    is_tinted: bool = False
    is_gone: bool = False
    is_marked: bool = False
    is_new: bool = False


def row_strip(
    item: Any,
    row: int,
    columns: Sequence[Column[Any]],
    fitted: Fitted,
    styles: TableStyles,
    *,
    look: RowLook,
    names: Mapping[str, str],
    now: datetime | None,
) -> Strip:
    """Return the line of a row.

    Args:
        item: What stands in the row, or why nothing does.
        row: Its number.
        columns: From the left.
        fitted: How wide they are drawn.
        styles: Of the table.
        look: How the row looks.
        names: Of projects and folders, by id.
        now: Beside which moments are told; as dates without it.
    """
    base = styles.base
    if look.cursor:
        base += styles.of(look.cursor)
    elif look.is_tinted:
        base += styles.of("tinted")
    if look.is_gone:
        base += styles.of("gone")
    if look.is_new:
        base += _NEW
    sign = "▌" if look.is_marked else "✗" if look.is_gone else " "
    cells: list[Segment] = []
    for column, width, gap in zip(columns, fitted.widths, fitted.gaps, strict=True):
        cell = _gap_cell(item, column, row) if isinstance(item, MissingRow) else column.cell(item)
        if column.is_name:
            cell = Cell(one_line(names.get(cell.text, "")) or cell.text, cell.tone)
        told = _text(column, cell, item, now)
        if item is MissingRow.LOADING:
            told = told[:width]  # nothing is cut: there is no more of it
        text = fit(told, width, right=column.is_right)
        tone = Style(color=styles.of(cell.tone).color)
        # Reversed, a row of several tones would be one of several blocks.
        style = base if cell.tone is Tone.PLAIN or base.reverse else base + tone
        # With the gap, whose colour nobody sees: a change of style less is sent.
        cells.append(Segment(text + " " * gap, style))
    marked = base + Style(color=styles.of("marked").color) if look.is_marked else base
    gutter = [Segment("❯" if look.cursor else " ", base), Segment(sign, marked)]
    if not look.cursor and sign == " ":
        gutter = [Segment(" " * GUTTER, cells[0].style)]  # saves a change of style
    return Strip([*gutter, *cells]).simplify()


def _text(column: Column[Any], cell: Cell, item: Any, now: datetime | None) -> str:
    """Return what stands in a cell: of a status its sign alone, of a moment what people say."""
    if column.has_sign and column.width == 1:
        return cell.text[:1]
    if column.moment is None or now is None or isinstance(item, MissingRow):
        return cell.text
    moment = column.moment(item)
    return human(moment, now) if moment is not None else cell.text


def _gap_cell(gap: MissingRow, column: Column[Any], row: int) -> Cell:
    if not column.is_flexible:
        return Cell("")
    if gap is MissingRow.LOADING:
        return Cell("░" * (8 + row * 7 % 17), Tone.MUTED)  # uneven, as the rows to come
    if gap is MissingRow.FAILED:
        return Cell(hint("✗ not loaded · {view.refresh} retries"), Tone.BAD)
    return Cell(f"· {gap.value}", Tone.MUTED)
