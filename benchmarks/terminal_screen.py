"""A small terminal: what is to be seen after what was written to it."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_PIECE = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)[ -/]*(?P<order>[@-~])"
    r"|\x1b\]8;[^;\x1b\x07]*;(?P<link>[^\x1b\x07]*)(?:\x07|\x1b\\)"
    r"|(?P<ignored>\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b[^\[\]P_^X])"
    r"|(?P<begun>\x1b(?:\[[0-?]*[ -/]*|[\]P_^X].*)?\Z)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)|(?P<control>.)",
    re.DOTALL,
)
_OFF = {22: (1, 2), 23: (3,), 24: (4,), 25: (5,), 27: (7,), 28: (8,), 29: (9,)}
_SEEN_ON_BLANKS = {4, 7, 9}


@dataclass(frozen=True, slots=True)
class Pen:
    """How what is written looks.

    Attributes:
        attributes: Bold and the like, as SGR numbers them.
        colour: As SGR parameters; empty for the terminal's own.
        background: The same.
        link: Where it leads.
    """

    attributes: frozenset[int] = frozenset()
    colour: str = ""
    background: str = ""
    link: str = ""


Cell = tuple[str, Pen]
EMPTY: Cell = (" ", Pen())


def usual_width(character: str) -> int:
    """Return how many cells most terminals give a character."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


class TerminalScreen:
    """Takes what a program writes and knows what is seen; lines are cut, not wrapped.

    Args:
        width: In cells.
        height: In lines.
        width_of: How many cells a character has: terminals do not agree on it.
    """

    def __init__(
        self, width: int, height: int, width_of: Callable[[str], int] = usual_width
    ) -> None:
        self.width, self.height = width, height
        self.cells: list[list[Cell]] = [[EMPTY] * width for _ in range(height)]
        self.cursor = (0, 0)
        self._width_of = width_of
        self._pen = Pen()
        self._begun = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def feed(self, written: bytes | str) -> None:
        """Take what is written; an order may come in parts."""
        text = self._decode(written) if isinstance(written, bytes) else written
        self._begun, text = "", self._begun + text
        for piece in _PIECE.finditer(text):
            match piece.lastgroup:
                case "order":
                    self._obey(piece["order"], piece["parameters"])
                case "link":
                    pen = self._pen
                    self._pen = Pen(pen.attributes, pen.colour, pen.background, piece["link"])
                case "begun":
                    self._begun = piece[0]
                case "text":
                    for character in piece[0]:
                        self._put(character)
                case "control":
                    self._control(piece[0])

    def resize(self, width: int, height: int) -> None:
        """Have another size; what there is no room for is cut off."""
        lines = [(line + [EMPTY] * width)[:width] for line in self.cells[:height]]
        self.cells = lines + [[EMPTY] * width for _ in range(height - len(lines))]
        self.width, self.height = width, height
        self.cursor = min(self.cursor[0], height - 1), min(self.cursor[1], width - 1)

    @property
    def text(self) -> str:
        """What can be read, a line below the other."""
        return "\n".join("".join(text for text, _ in line) for line in self.cells)

    @property
    def seen(self) -> list[list[Cell]]:
        """What is seen of the cells: of the look of a blank one, the background."""
        return [
            [
                (" ", Pen(background=pen.background, link=pen.link))
                if text == " " and not pen.attributes & _SEEN_ON_BLANKS
                else (text, pen)
                for text, pen in line
            ]
            for line in self.cells
        ]

    def _put(self, character: str) -> None:
        y, x = self.cursor
        line, width = self.cells[y], self._width_of(character)
        if width == 0:
            before = max(0, x - 1)
            while before and not line[before][0]:
                before -= 1
            line[before] = (line[before][0] + character, line[before][1])
            return
        x = min(x, self.width - width)
        for place in range(x, x + width):
            self._break_up(line, place)
        line[x : x + width] = [(character, self._pen), *[("", self._pen)] * (width - 1)]
        self.cursor = y, x + width

    def _break_up(self, line: list[Cell], place: int) -> None:
        """Leave blanks of a wide character of which a part is written over."""
        begin = place
        while begin and not line[begin][0]:
            begin -= 1
        end = place + 1
        while end < self.width and not line[end][0]:
            end += 1
        if end - begin > 1:
            line[begin:end] = [(" ", pen) for _, pen in line[begin:end]]

    def _control(self, control: str) -> None:
        y, x = self.cursor
        if control == "\n":
            if y == self.height - 1:
                self.cells = [*self.cells[1:], [EMPTY] * self.width]
            self.cursor = min(y + 1, self.height - 1), 0
        elif control == "\r":
            self.cursor = y, 0
        elif control == "\b":
            self.cursor = y, max(0, x - 1)

    def _obey(self, order: str, parameters: str) -> None:
        y, x = self.cursor
        if parameters.startswith("?"):
            if "1049" in parameters:
                self.cells = [[EMPTY] * self.width for _ in range(self.height)]
            return
        if not re.fullmatch(r"[\d;]*", parameters):
            return
        numbers = [int(number or 0) for number in parameters.split(";")]
        if order == "H":
            line, place = (*numbers, 0)[:2]
            line, place = max(1, line), max(1, place)
            self.cursor = min(line, self.height) - 1, min(place, self.width) - 1
        elif order == "C":
            self.cursor = y, min(x + max(1, numbers[0]), self.width - 1)
        elif order == "J":
            begin = 0 if numbers[0] else y
            self.cells[begin:] = [[EMPTY] * self.width for _ in range(self.height - begin)]
        elif order == "m":
            self._paint(numbers)

    def _paint(self, numbers: list[int]) -> None:
        attributes, colours = set(self._pen.attributes), [self._pen.colour, self._pen.background]
        while numbers:
            number = numbers.pop(0)
            is_background = number // 10 in {4, 10}
            if number == 0:
                attributes, colours = set(), ["", ""]
            elif number in {38, 48}:
                size = 2 if numbers[0] == 5 else 4  # noqa: PLR2004 - of 256 colours one, or three
                colours[is_background] = ";".join(map(str, (number, *numbers[:size])))
                del numbers[:size]
            elif number in {39, 49}:
                colours[is_background] = ""
            elif number in _OFF:
                attributes.difference_update(_OFF[number])
            elif number // 10 in {3, 4, 9, 10}:
                colours[is_background] = str(number)
            else:
                attributes.add(number)
        self._pen = Pen(frozenset(attributes), colours[0], colours[1], self._pen.link)
