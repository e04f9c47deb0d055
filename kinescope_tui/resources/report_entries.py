"""Columns of tables of reports."""

from collections.abc import Callable, Mapping
from typing import Any

from kinescope_tui.presentation.analytics.cards import text_bar
from kinescope_tui.presentation.analytics.metrics import average, ratio, share, watched
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import short
from kinescope_tui.resources.column import Column
from kinescope_tui.services.analytics.report import Dimension, ReportEntry

_BAR = 12
_WANTED = 44  # cells of a title, which comes before the numbers that are seldom read
_BROADEST = 56  # cells of a title: numbers that are read beside it stay near it


def _name(row: ReportEntry) -> Cell:
    if row.name:
        return Cell(one_line(row.name))
    return Cell(one_line(row.id), Tone.MUTED) if row.id else Cell("(unknown)", Tone.MUTED)


def _unique(row: ReportEntry, buckets: int) -> Cell:
    # Who watched in two buckets is counted in both.
    sign = "≤ " if buckets > 1 and row.unique_views else ""
    return Cell(f"{sign}{short(row.unique_views)}")


def _rate(row: ReportEntry) -> float | None:
    return ratio(*(row.rated or (row.views, row.player_loads)))


def _average(row: ReportEntry) -> float | None:
    return ratio(*(row.averaged or (row.watch_time_s, row.views)))


def report_columns(
    dimension: Dimension, total: float, buckets: int, *, top: float = 0
) -> tuple[Column[ReportEntry], ...]:
    """Return the columns of a report.

    Args:
        dimension: What its rows are.
        total: The views of all rows.
        buckets: In how many buckets they were counted.
        top: The views of the row with the most: its bar is whole.
    """

    def part(row: ReportEntry) -> float | None:
        return ratio(row.views, total)

    def bar(row: ReportEntry) -> float | None:
        return ratio(row.views, top or total)

    return (
        Column(
            dimension.name.upper(),
            26,
            _name,
            "name",
            is_flexible=True,
            wanted=_WANTED,
            most=_BROADEST,
        ),
        Column("VIEWS", 10, lambda row: Cell(short(row.views)), "views", is_right=True),
        Column("SHARE", 7, lambda row: Cell(share(part(row))), "views", is_right=True),
        Column(
            " ",
            _BAR,
            lambda row: Cell(text_bar(bar(row) or 0, _BAR), Tone.ACCENT),
            is_close=True,
        ),
        Column("WATCHED", 9, lambda row: Cell(watched(row.watch_time_s)), "watched", is_right=True),
        Column(
            "LOADS", 10, lambda row: Cell(short(row.player_loads)), "loads", is_right=True, rank=1
        ),
        Column("RATE", 7, lambda row: Cell(share(_rate(row))), "rate", is_right=True, rank=1),
        Column(
            "AVERAGE", 8, lambda row: Cell(average(_average(row))), "average", is_right=True, rank=1
        ),
        Column("UNIQUE", 10, lambda row: _unique(row, buckets), "unique", is_right=True, rank=1),
    )


def _difference(row: ReportEntry) -> Cell:
    tone = Tone.GOOD if row.difference > 0 else Tone.WARNING
    return Cell(f"{'▲ +' if row.difference > 0 else '▼ −'}{short(abs(row.difference))}", tone)


MOVER_COLUMNS: tuple[Column[ReportEntry], ...] = (
    Column("VIDEO", 26, _name, "name", is_flexible=True, most=_BROADEST),
    Column("CHANGE", 11, _difference, "change", is_right=True),
    Column("VIEWS", 10, lambda row: Cell(short(row.views or 0)), "views", is_right=True),
    Column("BEFORE", 10, lambda row: Cell(short(row.before or 0)), "before", is_right=True),
)

SORT_KEYS: Mapping[str, Callable[[ReportEntry], Any]] = {
    "name": lambda row: (row.name or row.id).casefold() or None,
    "views": lambda row: row.views,
    "watched": lambda row: row.watch_time_s,
    "loads": lambda row: row.player_loads,
    "rate": _rate,
    "average": _average,
    "unique": lambda row: row.unique_views,
    "before": lambda row: row.before,
    "change": lambda row: row.difference,
    "size-of-change": lambda row: abs(row.difference),
}
"""By what each column sorts."""
