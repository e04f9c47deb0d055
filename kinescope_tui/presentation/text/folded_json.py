"""JSON of any size as lines that fold, of which nothing is written before somebody looks at it."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import repeat
from typing import Any, NamedTuple

from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import (
    Field,
    redact_member,
    redact_name,
    redact_shapes,
    told_name,
)
from kinescope_tui.presentation.text.cell import one_line

_LONGEST = 2_000  # characters of a value
_LONG = 200  # characters of a text that is looked through once, not with each line
_LOOKED_AT = 20_000  # characters of one
_OPEN_LEVELS = 2
_MANY = 2_000  # values
_DIGITS = 9  # of the number of a value in a list
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


class _Node:
    """An object or a list that is looked into.

    It is little more than numbers and names: of thousands each is work for the collector.

    Attributes:
        raw: The object or list; secrets are not hidden in it yet.
        keys: The names of what lies in it, or the numbers.
        outer: What it lies in itself, and which one it is there; None at the top.
        inner: The numbers of those that were looked into of what lies in it.
    """

    __slots__ = ("field", "inner", "is_open", "keys", "level", "outer", "raw", "texts", "told")

    def __init__(
        self,
        value: Any,
        texts: "Texts",
        field: Field,
        level: int = -1,
        outer: "Place | None" = None,
        *,
        is_open: bool = True,
    ) -> None:
        self.texts = texts
        is_object = isinstance(value, dict)
        self.raw = value
        self.keys: Sequence[str | int] = tuple(value) if is_object else range(len(value))
        self.field, self.told = field, told_name(value) if is_object else ""
        self.level, self.outer, self.is_open = level, outer, is_open
        self.inner: dict[int, int] = {}

    def field_of(self, index: int) -> Field:
        """Return of which field a value is that lies in it."""
        key = self.keys[index]
        return self.field.inner(key, self.told) if isinstance(key, str) else self.field

    def values(self) -> Iterable[Any]:
        """Return what lies in it, secrets not hidden."""
        return self.raw.values() if isinstance(self.raw, dict) else self.raw

    def value(self, index: int) -> Any:
        """Return a value as it may be shown; what lies in that is not looked at."""
        raw, field = self.raw[self.keys[index]], self.field_of(index)
        if isinstance(raw, str) and len(raw) > _LONG:
            return HIDDEN if field.hides_texts else self._begin_of(raw)
        return redact_member(raw, field)

    def is_deep(self, index: int) -> bool:
        """Tell whether something lies in a value that may be shown."""
        raw = self.raw[self.keys[index]]
        return isinstance(raw, _DEEP) and bool(raw) and self.value(index) is raw

    def name(self, index: int) -> str:
        """Return the name of a value, or its number."""
        key = self.keys[index]
        if not isinstance(key, str):
            return str(key)
        return one_line(redact_name(key) if len(key) <= _LONG else self._begin_of(key))

    def _begin_of(self, text: str) -> str:
        """Return how a long text begins, secrets hidden: it is looked at once, not with each line.

        Much more is looked through than is shown, so that no secret is cut where it would show.
        """
        found = self.texts.get(id(text))
        if found is None:
            found = self.texts[id(text)] = redact_shapes(text[:_LOOKED_AT])[: _LONGEST + 1]
        return found

    def index_of(self, name: str) -> int | None:
        """Return which one is called so, or has that number; None if none does."""
        is_number = isinstance(self.keys, range) and name.isdecimal() and len(name) <= _DIGITS
        key = int(name) if is_number else name
        return self.keys.index(key) if key in self.keys else None

    def text(self, index: int) -> str:
        """Return a value's line without what draws it."""
        return f"{self.name(index)}  {_told(self.value(index))[0]}"


Texts = dict[int, str]
"""How long texts begin, secrets hidden, by their identities: the document keeps them."""
Place = tuple[int, int]
"""What a value lies in, and which one it is there; numbers alone are no work for the collector."""
Position = tuple[int, ...]
"""Which one it is at each level from the top: positions compare as the values follow."""


class FoldedJson:
    """The lines of a document: what is folded is not looked into, and secrets are hidden in lines.

    So a large document costs no more than what is in sight of it.

    Args:
        document: An object or a list.
        folds: What was folded before.
        texts: What is known of its long texts.
    """

    def __init__(self, document: Any, folds: Folds, texts: Texts | None = None) -> None:
        self._document = document
        self._folds = folds
        self._texts = {} if texts is None else texts
        self._nodes = [_Node(document, self._texts, Field())]
        self.is_large = is_large(document)
        for path, is_open in folds.chosen:
            place = self._place_of(path)
            if place is not None and self.may_fold(place):
                self._nodes[self._inner(place)].is_open = is_open
        self._shown = self._beneath(0)

    def turned(self) -> "FoldedJson":
        """Return the same with everything folded; unfolded where all at the top is folded."""
        top = ((0, index) for index in range(len(self._nodes[0].keys)))
        self._folds.note_all(is_open=not any(map(self.is_open, top)))
        return FoldedJson(self._document, self._folds, self._texts)

    # What is in sight.

    @property
    def row_count(self) -> int:
        """The number of lines in sight."""
        return len(self._shown)

    def row_of(self, place: Place) -> int | None:
        """Return the row of a value; None where it is folded away."""
        try:
            return self._shown.index(place)
        except ValueError:
            return None

    def place(self, row: int) -> Place:
        """Return the place of the value in a row."""
        return self._shown[row]

    def may_fold(self, place: Place) -> bool:
        """Return whether something lies beneath a value."""
        return self._nodes[place[0]].is_deep(place[1])

    def is_open(self, place: Place) -> bool:
        """Return whether what lies beneath a value is in sight if the value is."""
        return self.may_fold(place) and self._nodes[self._inner(place)].is_open

    def parent(self, place: Place) -> Place | None:
        """Return the place of what a value lies in; None at the top."""
        return self._nodes[place[0]].outer

    def _inner(self, place: Place) -> int:
        """Return the number of the node of something that is looked into."""
        node, index = self._nodes[place[0]], place[1]
        if index not in node.inner:
            level = node.level + 1
            is_open = self._folds.is_open(level)
            raw = node.raw[node.keys[index]]
            field = node.field_of(index)
            made = _Node(raw, self._texts, field, level, place, is_open=is_open)
            node.inner[index] = len(self._nodes)
            self._nodes.append(made)
        return node.inner[index]

    def _beneath(self, number: int) -> list[Place]:
        """Return what is in sight beneath something that is open."""
        node = self._nodes[number]
        places = list(zip(repeat(number), range(len(node.keys)), strict=False))
        has_open = any(self._nodes[one].is_open for one in node.inner.values())
        if not has_open and not self._folds.is_open(node.level + 1):
            return places
        shown: list[Place] = []
        for place, value in zip(places, node.values(), strict=True):
            shown.append(place)
            if isinstance(value, _DEEP) and self.is_open(place):
                shown += self._beneath(self._inner(place))
        return shown

    # Folding.

    def turn(self, place: Place, *, is_open: bool) -> None:
        """Fold a value that is in sight, or unfold it."""
        row = self.row_of(place)
        if row is None or not self.may_fold(place) or self.is_open(place) == is_open:
            return
        number = self._inner(place)
        self._nodes[number].is_open = is_open
        self._folds.note(self.path(place), is_open=is_open)
        beneath, first = self._beneath(number), row + 1
        if is_open:
            self._shown[first:first] = beneath
        else:
            del self._shown[first : first + len(beneath)]

    def reveal(self, position: Position) -> Place:
        """Unfold what a value lies in, and return its place."""
        place = (0, position[0])
        for index in position[1:]:  # from the top: each is in sight then
            self.turn(place, is_open=True)
            place = (self._inner(place), index)
        return place

    # Names.

    def path(self, place: Place | None) -> Path:
        """Return the names that lead to a value."""
        return tuple(str(node.keys[index]) for node, index in self._way(place))

    def position(self, place: Place | None) -> Position:
        """Return which one a value is at each level."""
        return tuple(index for _, index in self._way(place))

    def _way(self, place: Place | None) -> list[tuple[_Node, int]]:
        """Return what a value lies in, from the top, and which one is gone into there."""
        way = []
        while place is not None:
            node = self._nodes[place[0]]
            way.append((node, place[1]))
            place = node.outer
        return way[::-1]

    def row_at(self, path: Path) -> int | None:
        """Return the row of the value of a path; None if it is not there, or folded away."""
        place = self._place_of(path)
        return self.row_of(place) if place is not None else None

    def _place_of(self, path: Path) -> Place | None:
        place: Place | None = None
        for name in path:
            if place is not None and not self.may_fold(place):
                return None
            number = self._inner(place) if place is not None else 0
            index = self._nodes[number].index_of(name)
            if index is None:
                return None
            place = (number, index)
        return place

    # What is read.

    def positions(self, sought: str) -> list[Position]:
        """Return the values in whose line a text stands, whatever the case; in any thread."""
        wanted = sought.casefold()
        top = _Node(self._document, self._texts, Field())
        return sorted(
            (*before, index)
            for before, node in _all(top, ())
            for index in range(len(node.keys))
            if wanted in node.text(index).casefold()
        )

    def text(self, place: Place) -> str:
        """Return a value's line without what draws it."""
        return self._nodes[place[0]].text(place[1])

    def pieces(self, place: Place) -> list[JsonPiece]:
        """Return a value's line: guides, sign, name, and what it is."""
        node, index = self._nodes[place[0]], place[1]
        sign = ("▼ " if self.is_open(place) else "▶ ") if self.may_fold(place) else ""
        told, ink = _told(node.value(index))
        is_field = isinstance(node.keys, tuple)
        return [
            JsonPiece(self._guides(place), JsonInk.GUIDE),
            JsonPiece(sign, JsonInk.SIGN),
            JsonPiece(node.name(index), JsonInk.NAME if is_field else JsonInk.QUIET),
            JsonPiece("  ", JsonInk.NAME),
            JsonPiece(told, ink),
        ]

    def _guides(self, place: Place) -> str:
        way = self._way(place)[1:]  # nothing leads to what stands at the top
        are_last = [index == len(node.keys) - 1 for node, index in way]
        drawn = ["  " if is_last else "│ " for is_last in are_last[:-1]]
        drawn += ["└ " if is_last else "├ " for is_last in are_last[-1:]]
        return "".join(drawn)


def _all(node: _Node, position: Position) -> Iterator[tuple[Position, _Node]]:
    """Yield something, and all that lies in it and is looked into, as others than are shown."""
    yield position, node
    for index, value in enumerate(node.values()):
        if isinstance(value, _DEEP) and node.is_deep(index):
            yield from _all(_Node(value, node.texts, node.field_of(index)), (*position, index))


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
