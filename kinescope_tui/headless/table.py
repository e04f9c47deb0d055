"""Rows as a table that is aligned in a terminal and in a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import click
from rich.cells import cell_len

from kinescope_tui.presentation.lists.statuses import BADGES
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.widgets.cells import fit

T = TypeVar("T")

_GAP = "  "
_LEAST = 20  # cells of a flexible column
_WIDEST = 80  # cells up to which columns are aligned where nothing is cut
_STYLES: dict[Tone, dict[str, Any]] = {
    Tone.MUTED: {"dim": True},
    Tone.GOOD: {"fg": "green"},
    Tone.BUSY: {"fg": "cyan"},
    Tone.WARNING: {"fg": "yellow"},
    Tone.BAD: {"fg": "red"},
    Tone.ACCENT: {"fg": "blue"},
}
_WORDS = {badge.text: word for word, badge in BADGES.items()}
_ASCII = str.maketrans(
    {
        MISSING: "-",
        "–": "-",
        "·": "-",
        "…": "...",
        "\N{NO-BREAK SPACE}": " ",
        "×": "x",
        "→": "->",
        "≤": "<=",
    }
)
_CUT = str.maketrans({"…": "~"})


class Table(Generic[T]):
    """Writes rows as lines of cells, as `Writer` writes them in other forms.

    Args:
        columns: What is shown, the more important further left.
        sample: The first rows; where nothing is cut they tell the widths.
        width: Of the terminal, in cells: columns that do not fit are left out. None cuts nothing.
        names: What projects and folders are called, by id.
        has_colours: Whether tones show.
        is_plain: Whether what we add to the data is ASCII.
    """

    guarded = 0
    lost: frozenset[str] = frozenset()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        sample: Sequence[T],
        *,
        width: int | None,
        names: Mapping[str, str],
        has_colours: bool,
        is_plain: bool,
    ) -> None:
        self._names = names
        self._has_colours = has_colours
        self._is_plain = is_plain
        self._cuts = width is not None
        if width is None:
            self._columns = columns
            texts = [[self._text(column, item) for item in sample] for column in columns]
            self._widths = [
                min(max(map(cell_len, [column.title, *cells])), _WIDEST)
                for column, cells in zip(columns, texts, strict=True)
            ]
        else:
            self._columns = _fitting(columns, width)
            self._widths = _widths(self._columns, width)

    def head(self) -> str:
        """Return the line of titles."""
        cells = [Cell(column.title) for column in self._columns]
        return self._line(cells, bold=True)

    def lines(self, items: Iterable[T]) -> str:
        """Return a line for each item."""
        return "".join(self._line([self._cell(c, item) for c in self._columns]) for item in items)

    def tail(self) -> str:
        """Return nothing: a table ends with its last row."""
        return ""

    def _line(self, cells: Sequence[Cell], **style: Any) -> str:
        parts = []
        for place, (column, cell, width) in enumerate(
            zip(self._columns, cells, self._widths, strict=True)
        ):
            text = self._fitted(cell.text, width, right=column.is_right)
            if place == len(cells) - 1:
                text = text.rstrip()
            looks = {**_STYLES.get(cell.tone, {}), **style}
            parts.append(click.style(text, **looks) if self._has_colours and looks else text)
        return _GAP.join(parts).rstrip() + "\n"

    def _fitted(self, text: str, width: int, *, right: bool) -> str:
        if cell_len(text) > width and not self._cuts:
            return text
        fitted = fit(text, width, right=right)
        return fitted.translate(_CUT) if self._is_plain else fitted

    def _cell(self, column: Column[T], item: T) -> Cell:
        return Cell(self._text(column, item), column.cell(item).tone)

    def _text(self, column: Column[T], item: T) -> str:
        text = column.cell(item).text
        if column.is_name:
            text = one_line(self._names.get(text, text))
        return _WORDS.get(text, text.translate(_ASCII)) if self._is_plain else text


def _fitting(columns: Sequence[Column[T]], width: int) -> Sequence[Column[T]]:
    """Return the columns from the left that there is room for; at least one."""
    taken = 0
    for place, column in enumerate(columns):
        taken += _least(column) + (len(_GAP) if place else 0)
        if taken > width:
            return columns[: max(1, place)]
    return columns


def _widths(columns: Sequence[Column[T]], width: int) -> list[int]:
    widths = [_least(column) for column in columns]
    spare = width - sum(widths) - len(_GAP) * (len(columns) - 1)
    flexible = [place for place, column in enumerate(columns) if column.is_flexible] or [0]
    for place in flexible:
        widths[place] = max(1, widths[place] + spare // len(flexible))
    return widths


def _least(column: Column[T]) -> int:
    return min(column.width, _LEAST) if column.is_flexible else max(column.width, len(column.title))
