"""Figures as lines for people."""

from collections.abc import Sequence

from benchmarks.figure import COUNTED, Figure
from kinescope_tui.api.nouns import noun_of

_HEAD = ("", "measured", "figure", "beside", "ratio", "goal", "")
_IS_RIGHT = (False, False, True, False, True, True, False)
_WIDTHS = (6, 48, 14, 34, 6, 7, 8)
_REACHED = {True: "reached", False: "missed", None: ""}
_DIGITS = 100  # from here on a value has no decimals


def head() -> str:
    """Return the table's first line."""
    return _line(_HEAD)


def line(name: str, figure: Figure) -> str:
    """Return a figure's line, and what one should know to read it."""
    beside, goal = "", ""
    if figure.reference is not None:
        beside = f"{figure.reference.name}: {_told(figure.reference.value, figure.unit)}"
    if figure.most is not None:
        goal = f"≤ {figure.most:g}" if figure.ratio is None else f"≤ {figure.most:.2f}"
    cells = (
        name,
        figure.what,
        _told(figure.value, figure.unit),
        beside,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        goal,
        _REACHED[figure.is_reached],
    )
    note = f"\n{' ' * (_WIDTHS[0] + 2)}{figure.note}" if figure.note else ""
    return _line(cells) + note


def _line(cells: Sequence[str]) -> str:
    padded = (
        cell.rjust(width) if is_right else cell.ljust(width)
        for cell, width, is_right in zip(cells, _WIDTHS, _IS_RIGHT, strict=True)
    )
    return "  ".join(padded).rstrip()


def _told(value: float, unit: str) -> str:
    digits = 0 if value == int(value) or value >= _DIGITS else 2
    # What is counted goes by its number, and what is measured has no plural.
    return f"{value:,.{digits}f} {noun_of(value, unit) if unit in COUNTED else unit}"
