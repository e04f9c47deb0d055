"""What the terminal shows, cell by cell, so that only what differs is sent."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import msgspec

T = TypeVar("T")

_PIECE = re.compile(
    r"\x1b\[(?P<look>[\d;]*)m(?:(?P<styled>[^\x00-\x1f\x7f-\x9f]+)(?P<plain>\x1b\[0m)?)?"
    r"|(?P<bare>[^\x00-\x1f\x7f-\x9f]+)|\x1b\[(?P<line>\d+);(?P<place>\d+)H"
    r"|(?P<down>\n)(?=\x1b\[\d+;\d+H)|(?P<other>.)",
    re.DOTALL,
)
_PLACE = re.compile(r"(\n?)\x1b\[(\d+);(\d+)H")
_SWITCHED_OFF_BY = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29}
_SEEN_ON_BLANKS = {4, 7, 9}  # a line under or through it, and the colours swapped
_BLANK = " "
_MOST_KNOWN = 1_024  # characters, of each look
_BRIDGED = 3  # cells that are sent again where a move would be as long
# Alphabets of which every terminal makes a cell a letter, from the left; signs, lines and blocks.
_ALPHABETS_END, _SIGNS = 0x530, range(0x1E00, 0x2C00)


class Rendition(msgspec.Struct, frozen=True, gc=False):
    """How a cell looks.

    Garbage is not looked for in it, nor in cells.

    Attributes:
        attributes: Bold and the like, as SGR numbers them; None if it does not matter.
        colour: As SGR parameters; empty for the terminal's own, None if it does not matter.
        background: The same.
    """

    attributes: frozenset[int] | None = frozenset()
    colour: str | None = ""
    background: str = ""


Cell = tuple[str, Rendition]
PLAIN = Rendition()


class FrameDiff:
    """Knows what a terminal shows, and makes of a frame what has to be sent.

    What is not understood is sent as it is, and what may have become of the cells is not known
    then: widths that terminals disagree on, marks, links, pictures.
    """

    def __init__(self) -> None:
        self._is_known = False
        self._width = self._height = 0
        self._lines: list[list[Cell | None]] = []
        self._drawn: dict[int, list[Cell | None]] = {}  # of this frame, not sent yet
        self._out: list[str] = []
        self._at: tuple[int, int] | None = None  # a line and a cell, where the frame writes
        self._before: tuple[str, Rendition] | None = None  # what this frame wrote just before it
        self._is_lost = False  # until it says where it goes on
        self._cursor: tuple[int, int] | None = None  # where the terminal would
        self._look: Rendition | None = PLAIN

    def forget(self) -> None:
        """Know nothing of what is shown: something else may have written to the terminal."""
        self._is_known = False

    def diff(self, frame: str, width: int, height: int) -> str:
        """Return what to send so that the terminal shows a frame; empty if it does.

        Args:
            frame: As Textual would send it.
            width: Of the terminal, in cells.
            height: In lines.
        """
        if not self._is_known or (width, height) != (self._width, self._height):
            self._is_known = True
            self._width, self._height = width, height
            self._lines = [[None] * width for _ in range(height)]
            self._cursor = self._look = None
        self._out, self._drawn = [], {}
        self._read(frame)
        return "".join(self._out)

    def _read(self, frame: str) -> None:
        if not self._read_places(frame):
            self._read_pieces(frame)

    def _read_places(self, frame: str) -> bool:
        """Read a frame that has nothing but cells behind each place; tell whether it was one."""
        before, *parts = _PLACE.split(frame)
        found: list[tuple[int, int, tuple[Cell, ...]]] = []
        y, at = -1, None
        for down, line, place, text in zip(*[iter(parts)] * 4, strict=True):
            if down and y >= self._height - 1:
                return False  # it scrolls
            y, x, cells = int(line) - 1, int(place) - 1, _cells_in(text)
            if (
                cells is None
                or y >= self._height
                or x >= self._width
                or x + len(cells) > self._width
            ):
                return False
            found.append((y, x, cells))
            at = y, x + len(cells)
        if before or at is None:
            return False
        for y, x, cells in found:
            if cells:
                drawn = self._drawn.get(y)
                if drawn is None:
                    drawn = self._drawn[y] = self._lines[y].copy()
                drawn[x : x + len(cells)] = cells
        self._at = at
        self._end()
        return True

    def _end(self) -> None:
        self._send()
        self._take(PLAIN)
        if self._at is not None and self._at[1] < self._width:
            self._move(*self._at)

    def _read_pieces(self, frame: str) -> None:
        self._at, self._before, self._is_lost, look = None, None, False, PLAIN
        for piece in _PIECE.finditer(frame):
            kind, before = piece.lastgroup, look
            told, styled, _, bare, line, place, _, _ = piece.groups()
            if told is not None:
                found = _look(told)
                if found is None or (found is not PLAIN and look is not PLAIN):
                    break
                look = found
            if (text := styled or bare) and (self._at or self._is_lost):
                self._write(text, look)
                look = PLAIN if kind == "plain" else look
            elif kind == "place":
                self._at = int(line) - 1, int(place) - 1
                self._before = None
                self._is_lost = False
                if self._at[0] >= self._height or self._at[1] >= self._width:
                    break
            elif kind == "down" and (self._at is None or self._at[0] < self._height - 1):
                self._at = None
            elif kind != "look":
                break
        else:
            self._end()
            return
        self._give_up(frame[piece.start() :], before)

    def _write(self, text: str, look: Rendition) -> None:
        """Draw as much of a text as is understood, and send the rest as it is."""
        if self._is_lost or self._at is None:
            self._write_as_it_is(text, look)
            return
        y, x = self._at
        cells, rest = _cells(text, look), ""
        if len(cells) < len(text) or len(cells) > self._width - x:
            length = max(
                0, min(len(cells), self._width - x) - 1
            )  # what follows may be a mark on it
            cells, rest = cells[:length], text[length:]
        if cells:
            line = self._drawn.get(y)
            if line is None:
                line = self._drawn[y] = self._lines[y].copy()
            end = x + len(cells)
            line[x:end] = cells
            self._at, self._before = (y, end), (cells[-1][0], look)
        if rest:
            self._write_as_it_is(rest, look)

    def _write_as_it_is(self, told: str, look: Rendition) -> None:
        if not self._is_lost and self._at is not None:
            self._send()
            y, x = self._at
            if _understood(told[:1]):
                self._move(y, x)
            else:
                self._move_behind(y, x)
            begin = max(0, x - 1)  # a mark goes to the cell before
            self._lines[y][begin:] = [None] * (self._width - begin)
            self._at, self._cursor, self._is_lost = None, None, True
        self._take(look)
        self._out.append(told)

    def _give_up(self, rest: str, look: Rendition) -> None:
        """Send the rest as it is; it may do anything."""
        if not self._is_lost:
            self._send()
            if self._at is not None:
                self._move(*self._at)
        self._take(look)
        self._out.append(rest)
        self.forget()

    def _send(self) -> None:
        """Send what differs in the lines that were drawn."""
        for y, drawn in sorted(self._drawn.items()):
            if drawn != self._lines[y]:
                self._send_line(y, drawn)
                self._lines[y] = drawn
        self._drawn.clear()

    def _send_line(self, y: int, drawn: list[Cell | None]) -> None:
        last, look, out = -self._width, None, self._out
        for x, (cell, shown) in enumerate(zip(drawn, self._lines[y], strict=True)):
            if cell is None or cell is shown or cell == shown:
                continue
            if x > last:
                if last > 0:
                    self._cursor = y, last
                self._move_on(y, last, x, drawn)
            if cell[1] is not look:
                look = cell[1]
                if look is not self._look:
                    self._take(look)
            out.append(cell[0])
            last = x + 1
        if last > 0:  # terminals differ in where it is behind the last cell
            self._cursor = (y, last) if last < self._width else None

    def _move_on(self, y: int, x: int, to: int, drawn: list[Cell | None]) -> None:
        """Move on in a line; where that is as short, send what is between once more."""
        between = drawn[x:to] if to - x <= _BRIDGED else [None]
        if all(cell is not None and _fits(cell[1], self._look) for cell in between):
            self._out += [cell[0] for cell in between if cell is not None]
        else:
            self._move(y, to)

    def _move(self, y: int, x: int) -> None:
        if self._cursor == (y, x):
            return
        if self._cursor is not None and self._cursor[0] == y and self._cursor[1] < x:
            cells = x - self._cursor[1]
            self._out.append(f"\x1b[{cells}C" if cells > 1 else "\x1b[C")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
        self._cursor = y, x

    def _move_behind(self, y: int, x: int) -> None:
        """Move to behind a cell that is written once more: what comes may be a mark on it."""
        if self._before is None:
            self._move(y, x)
            return
        self._move(y, x - 1)
        self._take(self._before[1])
        self._out.append(self._before[0])
        self._cursor = (y, x) if x < self._width else None

    def _take(self, look: Rendition) -> None:
        if not _fits(look, self._look):
            told, self._look = _change(self._look, look)
            self._out.append(told)


class _OfCharacters(dict[str, T]):
    """What is known of characters: found out once, and forgotten where it becomes much."""

    def __init__(self, find_out: Callable[[str], T]) -> None:
        self._find_out = find_out

    def __missing__(self, character: str) -> T:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[character] = self._find_out(character)
        return found


def _is_a_cell(character: str) -> bool:
    """Tell whether all terminals give a character one cell, and join it with no other."""
    number = ord(character)
    return (
        (number < _ALPHABETS_END or number in _SIGNS)
        and unicodedata.category(character)[0] not in "MC"
        and unicodedata.east_asian_width(character) not in {"W", "F"}
    )


_IS_A_CELL = _OfCharacters(_is_a_cell)


def _understood(text: str) -> int:
    """Return how many characters a text begins with that have a cell each."""
    if text.isascii() or all(map(_IS_A_CELL.__getitem__, text)):
        return len(text)
    return next(n for n, one in enumerate(text) if not _IS_A_CELL[one])


@lru_cache(512)  # a few screens; with those of thousands of texts memory grew for minutes
def _cells(text: str, look: Rendition) -> tuple[Cell, ...]:
    """Return the cells of as many characters as have one each."""
    return tuple(map(_cells_of(look).__getitem__, text[: _understood(text)]))


@lru_cache(1_024)  # as many as a frame of a large terminal has places, for `read_ahead`
def _cells_in(text: str) -> tuple[Cell, ...] | None:
    """Return the cells of what is drawn at one place; None where it is not only cells."""
    found: list[Cell] = []
    look = PLAIN
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup
        told, styled, _, bare, *_ = piece.groups()
        if told is not None:
            own = _look(told)
            if own is None or (own is not PLAIN and look is not PLAIN):
                return None
            look = own
        if written := styled or bare:
            cells = _cells(written, look)
            if len(cells) < len(written):
                return None
            found += cells
            look = PLAIN if kind == "plain" else look
        elif kind != "look":
            return None
    return tuple(found) if look is PLAIN else None


def read_ahead(drawn: str) -> None:
    """Find the cells of a part of a frame before all of it is sent, which then takes less time."""
    for text in _PLACE.split(drawn)[4::4]:
        _cells_in(text)


@lru_cache(256)
def _cells_of(look: Rendition) -> _OfCharacters[Cell]:
    """Return what has a cell for each character: one for all that look alike."""
    blank = _on_blanks(look)
    return _OfCharacters(lambda one: (one, blank if one == _BLANK else look))


@lru_cache(1_024)
def _look(parameters: str) -> Rendition | None:
    """Return what SGR parameters make of a plain look; None if that is not known."""
    numbers = [int(number or 0) for number in parameters.split(";")]
    attributes: set[int] = set()
    colours = {"3": "", "4": ""}
    while numbers:
        number = numbers.pop(0)
        ground = "4" if number // 10 in {4, 10} else "3"
        if number in {38, 48}:
            size = {5: 2, 2: 4}.get(numbers[0] if numbers else 0, 0)
            if not 0 < size <= len(numbers):
                return None
            colours[ground] = ";".join(map(str, (number, *numbers[:size])))
            del numbers[:size]
        elif number in {39, 49}:
            colours[ground] = ""
        elif number // 10 in {3, 4, 9, 10} and number % 10 < 8:  # noqa: PLR2004 - eight colours
            colours[ground] = str(number)
        elif number in _SWITCHED_OFF_BY:
            attributes.add(number)
        elif number == 0 and not numbers:
            return PLAIN
        else:
            return None
    found = Rendition(frozenset(attributes), colours["3"], colours["4"])
    return PLAIN if found == PLAIN else found


@lru_cache(1_024)
def _on_blanks(look: Rendition) -> Rendition:
    """Return what of a look is seen where nothing is written."""
    if look.attributes is None or look.attributes & _SEEN_ON_BLANKS:
        return look
    return Rendition(None, None, look.background)


@lru_cache(4_096)
def _fits(wanted: Rendition, look: Rendition | None) -> bool:
    """Tell whether a cell looks as wanted if it is written now."""
    if look is None or look.attributes is None or wanted.background != look.background:
        return False
    if wanted.attributes is None:
        return not look.attributes & _SEEN_ON_BLANKS
    return wanted == look


@lru_cache(4_096)
def _change(look: Rendition | None, wanted: Rendition) -> tuple[str, Rendition]:
    """Return the shortest order that makes one look of another, and the look after it."""
    after = wanted
    if wanted.attributes is None or wanted.colour is None:
        keeps = look is not None and look.attributes and not look.attributes & _SEEN_ON_BLANKS
        colour = look.colour if look is not None and look.colour is not None else ""
        attributes = look.attributes if look is not None and keeps else frozenset[int]()
        after = Rendition(attributes, colour, wanted.background)
    attributes = after.attributes or frozenset()
    colours = [colour for colour in (after.colour, after.background) if colour]
    whole = ";".join(["0", *map(str, sorted(attributes)), *colours])
    if look is None:
        return f"\x1b[{whole}m", after
    before = look.attributes or frozenset()
    off = {_SWITCHED_OFF_BY[number] for number in before - attributes}
    left = {number for number in before if _SWITCHED_OFF_BY[number] not in off}
    parts = [str(number) for number in (*sorted(off), *sorted(attributes - left))]
    if after.colour != look.colour:
        parts.append(after.colour or "39")
    if after.background != look.background:
        parts.append(after.background or "49")
    return f"\x1b[{min(';'.join(parts), whole, key=len)}m", after
