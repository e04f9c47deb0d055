"""A secret in whatever way somebody may write it."""

import base64
import contextlib
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# What may stand between its digits: its own dashes, other marks, the breaks of folded lines, and
# the dashes, blanks and invisible marks of Unicode.
_MARKS = "-_ .:/|+*~\t\r\n"
_BETWEEN = _MARKS.encode() + bytes(range(0x80, 0x100))
_LOWER = bytes(range(256)).lower()
_SHORTEST = 12  # less than that stands in other texts by chance
_LEAST_VARIED = 6  # different digits in the beginning of a secret that tell it from made-up ids
# An escape of a digit or a dash; where none is, nothing is spelled in escapes.
_CODE = "(?:25)*+(?:2d|3[0-9]|[46][1-6])"  # as in %2565, an escape in an escape
# All in lower case, with the same bytes first: what begins with a choice, or is of either case, is
# looked for ten times as long, and this goes through every byte that comes.
_ESCAPES = (b"\\", b"%", b"#")  # each of these begins with one of them
_ESCAPED = tuple(
    re.compile(pattern.encode())
    for pattern in (
        rf"\\u00{_CODE}",
        rf"\\x{_CODE}",
        rf"%{_CODE}",
        rf"#(?:x0*+{_CODE}|0*+(?:4[589]|5[0-7]|6[5-9]|70|9[7-9]|10[0-2])(?!\d))",
    )
)


class Spellings:
    """The ways to write one secret: in any case, in escapes, in hexadecimal, in base64.

    Escapes are those of JSON, URLs and HTML, in one another too. In base64 other bytes may stand
    before it and behind it. It may be cut, or split in two: 12 digits of its beginning or of its
    end tell it. All is linear in what is looked through.

    Args:
        secret: A token; anything shorter than 12 characters is found nowhere.
    """

    __slots__ = ("_coded", "_plain")

    def __init__(self, secret: str) -> None:
        self._plain = _plain_needles(secret)
        self._coded = _coded_needles(secret)

    def stand_in(self, data: bytes) -> bool:
        """Tell whether one of them does."""
        return any(needle.pattern.search(data) for needle in self._likely(data))

    def struck_from(self, data: bytes, by: bytes = b"") -> bytes:
        """Return the data with something in their place.

        Args:
            data: In any encoding that JSON may have.
            by: What stands there then; without it as many dashes as there were bytes.
        """
        data = self._struck(data, by)
        encoding = json.detect_encoding(data[:4])
        if encoding in {"utf-8", "utf-8-sig"}:
            return data
        try:
            text = data.decode(encoding).encode()
            struck = self._struck(text, by)
            return data if struck == text else struck.decode().encode(encoding)
        except UnicodeError:
            return data  # it only looked like text

    def _struck(self, data: bytes, by: bytes) -> bytes:
        for needle in self._likely(data):
            kept, at = [], 0
            for start, end in needle.found_in(data):
                kept += [data[at:start], by or b"-" * (end - start)]
                at = end
            data = b"".join([*kept, data[at:]])
        return data

    def _likely(self, data: bytes) -> list["_Needle"]:
        """Return what is worth a search, which takes a hundred times as long as this."""
        squeezed = data.translate(_LOWER, _BETWEEN)
        lower = data.lower() if any(mark in data for mark in _ESCAPES) else b""
        is_escaped = any(escaped.search(lower) for escaped in _ESCAPED)
        found = [needle for needle in self._plain if is_escaped or needle.digits in squeezed]
        return found + [needle for needle in self._coded if needle.digits in squeezed]


class _Needle(NamedTuple):
    """The bytes that a secret is found by, in lower case and with nothing between.

    Attributes:
        digits: What must stand there.
        rest: What may follow, as far as it does.
        around: What else may belong to it in front and behind.
        reach: How many of these.
    """

    digits: bytes
    rest: bytes = b""
    around: bytes = b""
    reach: int = 0

    @property
    def pattern(self) -> re.Pattern[bytes]:
        """The pattern that finds it in any case, with escapes, and with something between."""
        return _pattern(self)

    def found_in(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield from where to where it stands."""
        last = 0
        for found in self.pattern.finditer(data):
            start, end = max(last, found.start()), found.end()
            first, last = max(last, start - self.reach), min(end + self.reach, len(data))
            while start > first and data[start - 1] in self.around:
                start -= 1
            while end < last and data[end] in self.around:
                end += 1
            last = end
            yield start, end


def _squeezed(text: bytes) -> bytes:
    return text.translate(_LOWER, _BETWEEN)


def _plain_needles(secret: str) -> list[_Needle]:
    """Return what finds a secret, and a large piece of it, as it is."""
    bare = _squeezed(secret.encode())
    if len(bare) < _SHORTEST:
        return []
    begin, end = bare[:_SHORTEST], bare[-_SHORTEST:]
    if len(set(begin)) < _LEAST_VARIED or len(set(end)) < _LEAST_VARIED:
        return [_Needle(bare)]
    return [
        _Needle(begin, bare[_SHORTEST:]),
        _Needle(end, around=b"-0123456789abcdefABCDEF", reach=12),
    ]


def _coded_needles(secret: str) -> list[_Needle]:
    """Return what finds a secret in hexadecimal and in base64."""
    bare = secret.replace("-", "")
    if len(bare) < _SHORTEST:
        return []
    texts = {
        text.encode()
        for written in (secret, bare)
        for text in (written, written.lower(), written.upper())
    }
    found = {text.hex().encode() for text in texts}
    with contextlib.suppress(ValueError):  # what is no UUID has no bytes
        texts.add(bytes.fromhex(bare))
    for text in texts:
        for before in range(3):
            # Whatever stands around it changes the first four characters and the last ones.
            coded = base64.b64encode(bytes(before) + text)
            found.add(_squeezed(coded[4 if before else 0 : (before + len(text)) // 3 * 4]))
    # In base64 a piece of it may stand in the characters before and behind.
    around = f"{string.ascii_letters}{string.digits}+/=".encode()
    needles = (_Needle(coded, around=around, reach=4) for coded in sorted(found))
    return [needle for needle in needles if len(needle.digits) >= _SHORTEST]


@cache
def _pattern(needle: _Needle) -> re.Pattern[bytes]:
    between = rf"(?:[{re.escape(_MARKS)}\x80-\xff]|{_escapes('-')})*+"
    digits = (needle.digits + needle.rest).decode()
    spelled = [f"(?:{re.escape(digit)}|{_escapes(digit)})" for digit in digits]
    rest = ""
    for digit in reversed(spelled[len(needle.digits) :]):
        rest = f"(?:{between}{digit}{rest})?"
    whole = between.join(spelled[: len(needle.digits)]) + rest
    return re.compile(whole.encode(), re.IGNORECASE)


def _escapes(char: str) -> str:
    codes = sorted({ord(char.lower()), ord(char.upper())})
    in_hex = "(?:25)*+(?:" + "|".join(f"{code:x}" for code in codes) + ")"
    in_decimal = "|".join(map(str, codes))
    entity = rf"(?:amp;)?#(?:x0*+{in_hex}|0*+(?:{in_decimal})(?!\d));?"
    return rf"(?<!\\)\\++(?:(?:u00|x){in_hex}|u0026{entity})|%{in_hex}|&{entity}"
