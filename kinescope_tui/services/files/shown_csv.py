"""The text of a CSV as it may be shown: the cells of secret columns are hidden, as JSON's fields.

What cannot be told apart is hidden whole: a row that is not cut as its heading is.
"""

import csv
import re
from collections.abc import Sequence

from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import Field, has_secret_ids, redact_text, told_name
from kinescope_tui.api.text import clean
from kinescope_tui.services.files.csv_table import CsvForm, cells_of

_DELIMITER = re.compile(r"[;,\t|]")
_LINE_END = re.compile(r"[\r\n]")
_MARKS = "\ufeff\"' \r"
_LONGEST_HEADING = 10_000


def shown_csv(text: str, path: str, *, is_csv: bool) -> str:
    """Return a text as it may be shown: cleaned, and of a CSV without the cells that are secret.

    Args:
        text: What came, whole or cut anywhere.
        path: From which endpoint: an access token's id may be the token itself.
        is_csv: Whether it is known to be CSV; else it is one if its first line is a heading.
    """
    if is_csv or _begins_as_csv(text):
        text = _without_cells(text, has_ids=has_secret_ids(path))
    return redact_text(clean(text))


def _begins_as_csv(text: str) -> bool:
    first = _LINE_END.split(text[:_LONGEST_HEADING].lstrip(_MARKS + "\n"), 1)[0]
    names = [name.strip(_MARKS) for name in _DELIMITER.split(first)]
    return len(names) > 1 and all(map(_is_name, names))


def _without_cells(text: str, *, has_ids: bool) -> str:
    try:
        rows, delimiter = cells_of(text)
    except csv.Error:
        return "\n".join([*text.splitlines()[:1], HIDDEN])
    shown: list[list[str]] = []
    heading = _Heading((), has_ids=has_ids)
    for row in rows:
        if heading.is_followed_by(row):
            heading = _Heading(row, has_ids=has_ids)
            shown.append(row)
        else:
            shown.append(heading.shown(row))
    return text if shown == rows else CsvForm(delimiter).lines(shown)


class _Heading:
    """The names of the columns of the rows that follow."""

    def __init__(self, row: Sequence[str], *, has_ids: bool) -> None:
        self._names = [_called(cell) for cell in row]
        self._has_ids = has_ids
        self._has_pairs = told_name(dict.fromkeys(self._names, "x")) != ""
        self._has_secrets = self._has_pairs or any(map(self._hides, self._names))

    def is_followed_by(self, row: Sequence[str]) -> bool:
        """Tell whether a row is another heading: what stood before it was no table's."""
        if self._has_secrets:
            return False
        return len(row) != len(self._names) or all(map(_is_name, row))

    def shown(self, row: list[str]) -> list[str]:
        """Return a row without what its columns call secret."""
        if not self._has_secrets:
            return row
        if len(row) != len(self._names):
            return [HIDDEN] * len(row)
        names = self._names
        if self._has_pairs and (told := told_name(dict(zip(names, row, strict=True)))):
            names = [told if name == "value" else name for name in names]
        return [
            HIDDEN if cell and self._hides(name) else cell
            for name, cell in zip(names, row, strict=True)
        ]

    def _hides(self, name: str) -> bool:
        return Field(name).hides_texts or (self._has_ids and name.lower() == "id")


def _called(cell: str) -> str:
    """Return the name of a column; where the cell holds several, one that is secret."""
    names = [name.strip(_MARKS) for name in _DELIMITER.split(cell)]
    return next((name for name in names if Field(name).hides_texts), clean(cell.strip(_MARKS)))


def _is_name(text: str) -> bool:
    return text.replace("-", "_").isidentifier()
