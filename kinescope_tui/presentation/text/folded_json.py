"""JSON of any size as lines that fold, of which nothing is written before somebody looks at it."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from kinescope_tui.presentation.text.cell import one_line

_LONGEST = 2_000  # characters of a value
_OPEN_LEVELS = 2
_MANY = 2_000  # values
_DEEP = (dict, list)

Path = tuple[str, ...]
"""The names and numbers that lead to a value."""


class JsonInk(StrEnum):
    """What a piece of a line is."""

    GUIDE = "guide"
    SIGN = "sign"
    NAME = "name"
    QUIET = "quiet"
    TEXT = "text"
    NUMBER = "number"


class JsonPiece(NamedTuple):
    """Some characters that look alike."""

    text: str
    ink: JsonInk


class Folds:
    """What somebody folded and unfolded, by its path: it stays so in what comes next."""

    def __init__(self) -> None:
        self._all: bool | None = None
        self._chosen: dict[Path, bool] = {}

    def note(self, path: Path, *, is_open: bool) -> None:
        """Take note of one."""
        self._chosen[path] = is_open

    def note_all(self, *, is_open: bool) -> None:
        """Take note of all at once."""
        self._all = is_open
        self._chosen.clear()

    @property
    def chosen(self) -> list[tuple[Path, bool]]:
        """Which were folded or unfolded one by one, so far."""
        return list(self._chosen.items())

    def is_open(self, level: int) -> bool:
        """Return whether what lies so deep is open where nobody chose."""
        return self._all if self._all is not None else level + 1 < _OPEN_LEVELS


def is_large(document: Any) -> bool:
    """Return whether a document has more values than are gone through between two keys."""
    left = _MANY
    waiting = [document]
    while waiting and left > 0:
        one = waiting.pop()
        left -= len(one)
        inner = one.values() if isinstance(one, dict) else one
        waiting += [value for value in inner if isinstance(value, dict | list)] if left > 0 else []
    return left <= 0


class FoldedJson:
    """The values of a document from its top, each with what lies beneath it behind it.

    A value's number is its place among all, its row the one among those in sight.

    Args:
        document: An object or a list.
        folds: What was folded before.
    """

    def __init__(self, document: Any, folds: Folds) -> None:
        self._document = document
        self._keys: list[str | int] = []
        self._values: list[Any] = []
        self._ends = array("L")  # the number behind all that lies beneath a value
        self._parents = array("l")  # the number of what it lies in; -1 at the top
        self._folds = folds
        self._is_open = bytearray()
        self._add(document, -1, 0)
        for path, is_open in folds.chosen:
            if (number := self._number_of(path)) is not None:
                self._is_open[number] = is_open
        self._shown = array("L", self._in_sight(0, len(self._values)))

    def _add(self, document: Any, parent: int, level: int) -> None:
        pairs = document.items() if isinstance(document, dict) else enumerate(document)
        is_open = self._folds.is_open(level)
        for key, value in pairs:
            number = len(self._values)
            self._keys.append(key)
            self._values.append(value)
            self._is_open.append(is_open)
            self._parents.append(parent)
            self._ends.append(number + 1)
            if isinstance(value, _DEEP) and value:
                self._add(value, number, level + 1)
                self._ends[number] = len(self._values)

    @property
    def is_large(self) -> bool:
        """Whether there are more values than are gone through between two keys."""
        return len(self._values) > _MANY

    # What is in sight.

    @property
    def row_count(self) -> int:
        """The number of lines in sight."""
        return len(self._shown)

    def row_of(self, number: int) -> int:
        """Return the row of a value, or of what follows where it is folded away."""
        return bisect_left(self._shown, number)

    def number(self, row: int) -> int:
        """Return the number of the value in a row."""
        return self._shown[row]

    def may_fold(self, number: int) -> bool:
        """Return whether something lies beneath a value."""
        return self._ends[number] > number + 1

    def is_open(self, number: int) -> bool:
        """Return whether what lies beneath a value is in sight if the value is."""
        return self.may_fold(number) and bool(self._is_open[number])

    def parent(self, number: int) -> int | None:
        """Return the number of what a value lies in; None at the top."""
        found = self._parents[number]
        return found if found >= 0 else None

    def _in_sight(self, begin: int, end: int) -> Iterator[int]:
        while begin < end:
            yield begin
            begin = begin + 1 if self._is_open[begin] else self._ends[begin]

    # Folding.

    def turn(self, number: int, *, is_open: bool) -> None:
        """Fold a value that is in sight, or unfold it."""
        if not self.may_fold(number) or self.is_open(number) == is_open:
            return
        self._is_open[number] = is_open
        self._folds.note(self.path(number), is_open=is_open)
        first, end = self.row_of(number) + 1, self._ends[number]
        beneath = self._in_sight(number + 1, end) if is_open else ()
        self._shown[first : self.row_of(end)] = array("L", beneath)

    def turn_all(self) -> None:
        """Fold everything; unfold it where all at the top is folded."""
        is_open = not any(map(self.is_open, self._top))
        self._folds.note_all(is_open=is_open)
        self._is_open = bytearray([is_open]) * len(self._values)
        self._shown = array("L", self._in_sight(0, len(self._values)))

    def reveal(self, number: int) -> None:
        """Unfold what a value lies in."""
        around = []
        parent = self.parent(number)
        while parent is not None:
            around.append(parent)
            parent = self.parent(parent)
        for one in reversed(around):  # from the top: each is in sight then
            self.turn(one, is_open=True)

    @property
    def _top(self) -> Iterator[int]:
        return self._beside(0, len(self._values))

    def _beside(self, begin: int, end: int) -> Iterator[int]:
        while begin < end:
            yield begin
            begin = self._ends[begin]

    # Names.

    def path(self, number: int) -> Path:
        """Return the names that lead to a value."""
        names = []
        one: int | None = number
        while one is not None:
            names.append(str(self._keys[one]))
            one = self.parent(one)
        return tuple(reversed(names))

    def row_at(self, path: Path) -> int | None:
        """Return the row of the value of a path; None if it is not there, or folded away."""
        number = self._number_of(path)
        if number is None:
            return None
        row = self.row_of(number)
        return row if row < len(self._shown) and self._shown[row] == number else None

    def _number_of(self, path: Path) -> int | None:
        begin, end, found = 0, len(self._values), None
        for name in path:
            beside = self._beside(begin, end)
            found = next((one for one in beside if str(self._keys[one]) == name), None)
            if found is None:
                return None
            begin, end = found + 1, self._ends[found]
        return found

    # What is read.

    def places(self, sought: str) -> list[int]:
        """Return the numbers of the values in whose line a text stands, whatever the case."""
        wanted = sought.casefold()
        return [one for one in range(len(self._values)) if wanted in self.text(one).casefold()]

    def text(self, number: int) -> str:
        """Return a value's line without what draws it."""
        return f"{one_line(str(self._keys[number]))}  {_told(self._values[number])[0]}"

    def pieces(self, number: int) -> list[JsonPiece]:
        """Return a value's line: guides, sign, name, and what it is."""
        parent = self.parent(number)
        around = self._values[parent] if parent is not None else self._document
        name = one_line(str(self._keys[number]))
        sign = ("▼ " if self._is_open[number] else "▶ ") if self.may_fold(number) else ""
        told, ink = _told(self._values[number])
        return [
            JsonPiece(self._guides(number), JsonInk.GUIDE),
            JsonPiece(sign, JsonInk.SIGN),
            JsonPiece(name, JsonInk.QUIET if isinstance(around, list) else JsonInk.NAME),
            JsonPiece("  ", JsonInk.NAME),
            JsonPiece(told, ink),
        ]

    def _guides(self, number: int) -> str:
        drawn: list[str] = []
        while (parent := self.parent(number)) is not None:
            is_last = self._ends[number] == self._ends[parent]
            at_value, beside = ("└ ", "  ") if is_last else ("├ ", "│ ")
            drawn.append(beside if drawn else at_value)
            number = parent
        return "".join(reversed(drawn))


def _told(value: Any) -> tuple[str, JsonInk]:
    match value:
        case None:
            return "null", JsonInk.QUIET
        case bool():
            return "true" if value else "false", JsonInk.NUMBER
        case int() | float():
            return str(value)[:_LONGEST], JsonInk.NUMBER
        case str():
            return f"“{one_line(value[:_LONGEST])}”", JsonInk.TEXT
        case dict():
            return f"{{{len(value) or ''}}}", JsonInk.QUIET
        case _:
            return f"[{len(value) or ''}]", JsonInk.QUIET
