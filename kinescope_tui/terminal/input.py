"""The terminal's input, cut into what was typed, what was pasted and what nobody typed."""

import re
from codecs import getincrementaldecoder
from enum import Enum, auto

import msgspec
from textual.message import Message

from kinescope_tui.api.clock import Clock

_PASTE_END = b"\x1b[201~"
_REST_S = 2.0  # how long the rest of what is more than an escape may take: nobody typed it
_PASTE_S = 5.0  # how long a paste may be silent: its end was lost then
_LONGEST = 64  # of an order; no key is as long
_ALT = 2  # bytes of an escape and a character
_MOUSE = 6  # bytes of an old report: ESC [ M, a button and a place as characters
# Of characters in UTF-8, by their length in bytes.
_FIRST_BYTES = {1: range(0x80), 2: range(0xC2, 0xE0), 3: range(0xE0, 0xF0), 4: range(0xF0, 0xF5)}
_KEYPAD = re.compile(rb"\x1bO[0-9;]*[@-~]")
_PARAMETERS, _BETWEEN = bytes(range(0x30, 0x40)), bytes(range(0x20, 0x30))
_LAST = range(0x40, 0x7F)  # what an order may end with
# Answers to questions: a colour, a version, what a picture became of. Without what they begin with
# it is alt and a key.
_ANSWER = re.compile(rb"\x1b(?:\][0-9lL]|P[0-9>!|+$=]|_G)")
_ANSWER_END = re.compile(rb"\x07|\x1b\\?")
# Of orders that begin so, or end so, none is a key; Textual needs the reports of mouse and modes.
_REPORT = re.compile(rb"\x1b\[(?:[<=>?].*|.*[ -/].)", re.DOTALL)
_NEEDED = re.compile(rb"\x1b\[(?:<[0-9;-]+[Mm]|\?[0-9;]+\$y)")
# What follows an escape, in one go, and was not typed after one.
_REST = re.compile(rb"\[[0-?]+[ -/]*[@-~]|\[[A-HPQRSZ]|O[A-Z]|\][0-9]|P[0-9>!|+$=]|_G")
_UNREADABLE = "\ufffd"


class UnreadableInput(Message):
    """Something that was typed was no UTF-8, and is left out."""


class Kind(Enum):
    """The kind of a piece."""

    KEYS = auto()
    """Characters, each a key; one after an escape is a key with alt."""
    ORDER = auto()
    """One whole control sequence: a key, the mouse, or a report."""
    PASTE = auto()


class Piece(msgspec.Struct, frozen=True):
    """A piece of what was sent.

    Attributes:
        kind: What it is.
        text: What was sent; of a paste what stands between its marks.
    """

    kind: Kind
    text: str


class TerminalInput:
    """Cuts bytes into pieces, whatever they are, and waits for the rest of a piece.

    Answers that came late, mouse reports of the old kind and bytes that are no UTF-8 are left out:
    taken for keys they would do anything.

    Attributes:
        was_unreadable: Whether something was left out that may have been typed.

    Args:
        escape_s: How long an escape waits for the rest of a key's sequence, in seconds.
        clock: Says the time.
    """

    def __init__(self, escape_s: float, clock: Clock | None = None) -> None:
        self.was_unreadable = False
        self._escape_s = escape_s
        self._clock = clock or Clock()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._left = b""  # of a piece whose rest is to come
        self._pasted: bytearray | None = None
        self._is_answer = False
        self._heard_at = 0.0
        self._escaped_at: float | None = None

    @property
    def wait_s(self) -> float | None:
        """In how many seconds `tick` has something to do; None if it has nothing."""
        if self._pasted is not None:
            limit = _PASTE_S
        elif self._is_answer or len(self._left) > 1:
            limit = _REST_S
        elif self._left:
            limit = self._escape_s
        else:
            return None
        return max(0.0, self._heard_at + limit - self._clock.monotonic())

    def tick(self) -> list[Piece]:
        """Return what is to be taken as it is because its rest did not come."""
        if self.wait_s != 0:
            return []
        left, pasted, was_answer = self._left, self._pasted, self._is_answer
        self._left, self._pasted, self._is_answer = b"", None, False
        if pasted is not None:
            return [_paste(bytes(pasted))]
        if was_answer or len(left) > _ALT or not left.isascii():
            return []
        if len(left) == 1:
            self._escaped_at = self._clock.monotonic()
        return [Piece(Kind.KEYS, left.decode("ascii"))]

    def feed(self, data: bytes) -> list[Piece]:
        """Return the pieces that are whole by now."""
        now = self._clock.monotonic()
        if self._escaped_at is not None and not self._left:
            # On a slow line the rest of a key came in one go, after its escape was taken for one.
            if now < self._escaped_at + _REST_S and _REST.match(data):
                data = b"\x1b" + data
            self._escaped_at = None
        self._heard_at = now
        data = self._left + data
        self._left = b""
        pieces: list[Piece] = []
        at = 0
        while at < len(data):
            if self._pasted is not None:
                at = self._read_paste(self._pasted, data, at, pieces)
            elif self._is_answer:
                at = self._skip_answer(data, at)
            elif data[at : at + 1] != b"\x1b":
                end = data.find(b"\x1b", at)
                end = len(data) if end < 0 else end
                self._add_keys(data[at:end], pieces)
                at = end
            else:
                self._add_keys(b"", pieces, is_last=True)  # half a character stays half
                length = self._read_escape(data[at:], pieces)
                if length is None:
                    self._left = data[at : at + _LONGEST + 1]  # one that is longer is left out
                    break
                at += length
        return pieces

    def _add_keys(self, data: bytes, pieces: list[Piece], *, is_last: bool = False) -> None:
        text = self._decode(data, is_last)
        if _UNREADABLE in text:
            self.was_unreadable = True
            text = text.replace(_UNREADABLE, "")
        if text:
            pieces.append(Piece(Kind.KEYS, text))

    def _read_paste(self, pasted: bytearray, data: bytes, at: int, pieces: list[Piece]) -> int:
        """Take what is pasted; the first bytes of its end, at the end of `data`, are left."""
        end = data.find(_PASTE_END, at)
        if end >= 0:
            pasted += data[at:end]
            pieces.append(_paste(bytes(pasted)))
            self._pasted = None
            return end + len(_PASTE_END)
        left = next(
            (n for n in range(len(_PASTE_END) - 1, 0, -1) if data.endswith(_PASTE_END[:n])), 0
        )
        end = max(at, len(data) - left)
        pasted += data[at:end]
        self._left = data[end:]
        return len(data)

    def _skip_answer(self, data: bytes, at: int) -> int:
        """Leave an answer out up to its end; an escape that ends none begins something else."""
        end = _ANSWER_END.search(data, at)
        if end is None:
            return len(data)
        if end[0] == b"\x1b":
            if end.end() == len(data):
                self._left = b"\x1b"  # its end, perhaps
                return len(data)
            self._is_answer = False
            return end.start()
        self._is_answer = False
        return end.end()

    def _read_escape(self, data: bytes, pieces: list[Piece]) -> int | None:  # noqa: PLR0911 - a case each
        """Take what begins with an escape, and return its length; None if its rest is to come."""
        kind = data[1:2]
        if kind == b"\x1b":
            pieces.append(Piece(Kind.KEYS, "\x1b"))
            return 1
        if kind == b"[":
            return self._read_order(data, pieces)
        if len(data) == 1 or (len(data) == _ALT and kind in {b"O", b"]", b"P", b"_"}):
            return None
        if _ANSWER.match(data):
            self._is_answer = True
            return _ALT
        if kind == b"O":
            key = _KEYPAD.match(data)
            if key is None and _KEYPAD.match(data + b"A"):
                return None
            if key is not None:
                pieces.append(Piece(Kind.ORDER, key[0].decode("ascii")))
                return key.end()
        length = next((size for size, first in _FIRST_BYTES.items() if data[1] in first), 1)
        character = data[1 : 1 + length]
        try:
            pieces.append(Piece(Kind.KEYS, "\x1b" + character.decode()))
        except UnicodeDecodeError as error:
            if len(character) < length and error.end == len(character):
                return None
            self.was_unreadable = True
            return _ALT
        return 1 + length

    def _read_order(self, data: bytes, pieces: list[Piece]) -> int | None:
        if data[2:3] == b"M":
            return _MOUSE if len(data) >= _MOUSE else None
        # A function key of the Linux console has another [ before its letter.
        begin = 3 if data[2:3] == b"[" else 2
        end = len(data) - len(data[begin:].lstrip(_PARAMETERS).lstrip(_BETWEEN))
        if end == len(data):
            return None
        order = data[: end + 1]
        if data[end] not in _LAST:
            return end  # broken off
        if order == b"\x1b[200~":
            self._pasted = bytearray()
        elif len(order) <= _LONGEST and (_NEEDED.fullmatch(order) or not _REPORT.fullmatch(order)):
            pieces.append(Piece(Kind.ORDER, order.decode("ascii")))
        return end + 1


def _paste(data: bytes) -> Piece:
    return Piece(Kind.PASTE, data.decode("utf-8", "replace").replace("\x00", ""))
