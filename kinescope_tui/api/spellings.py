"""A secret in whatever way somebody may write it."""

import base64
import contextlib
import json
import re
from functools import cache

# What may stand between its digits: its own dashes, other marks, the breaks of folded lines.
_BETWEEN = b"-_ .:\t\r\n"
_LOWER = bytes(range(256)).lower()
_SHORTEST = 12  # less than that stands in other texts by chance
# An escape of a digit or a dash; where none is, nothing is spelled in escapes.
_CODE = "(?:25)*+(?:2d|3[0-9]|[46][1-6])"  # as in %2565, an escape in an escape
_ESCAPED = re.compile(
    rf"(?:\\u00|\\x|%){_CODE}"
    rf"|#(?:x0*+{_CODE}|0*+(?:4[589]|5[0-7]|6[5-9]|70|9[7-9]|10[0-2])(?!\d))".encode(),
    re.IGNORECASE,
)


class Spellings:
    """The ways to write one secret: in any case, in escapes, in hexadecimal, in base64.

    Escapes are those of JSON, URLs and HTML, in one another too. In base64 other bytes may stand
    before it and behind it. All is linear in what is looked through.

    Args:
        secret: A token; anything shorter than 12 characters is found nowhere.
    """

    __slots__ = ("_needles",)

    def __init__(self, secret: str) -> None:
        self._needles = _needles(secret)

    def stand_in(self, data: bytes) -> bool:
        """Tell whether one of them does."""
        return any(_pattern(needle).search(data) for needle in self._likely(data))

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
            return self._struck(data.decode(encoding).encode(), by).decode().encode(encoding)
        except UnicodeError:
            return data  # it only looked like text

    def _struck(self, data: bytes, by: bytes) -> bytes:
        for needle in self._likely(data):
            data = _pattern(needle).sub(lambda found: by or b"-" * len(found[0]), data)
        return data

    def _likely(self, data: bytes) -> list[bytes]:
        """Return which of them are worth a search, which is a hundred times slower than this."""
        if not self._needles:
            return []
        squeezed = data.translate(_LOWER, _BETWEEN)
        found = [needle for needle in self._needles if needle in squeezed]
        bare = self._needles[0]
        if bare not in found and any(mark in data for mark in (b"\\", b"%", b"#")):
            found += [bare] if _ESCAPED.search(data) else []
        return found


def _needles(secret: str) -> tuple[bytes, ...]:
    """Return the ways to write it without escapes, in lower case and with nothing between."""
    bare = secret.encode().translate(_LOWER, _BETWEEN)
    if len(bare) < _SHORTEST:
        return ()
    texts = {
        text
        for written in (secret, secret.replace("-", ""))
        for text in (written.encode(), written.lower().encode(), written.upper().encode())
    }
    found = dict.fromkeys([bare, *(text.hex().encode() for text in sorted(texts))])
    with contextlib.suppress(ValueError):  # what is no UUID has no bytes
        texts.add(bytes.fromhex(bare.decode()))
    for text in sorted(texts):
        for before in range(3):
            # Whatever stands around it changes the first four characters and the last ones.
            coded = base64.b64encode(bytes(before) + text)
            middle = coded[4 if before else 0 : (before + len(text)) // 3 * 4]
            found[middle.translate(_LOWER, _BETWEEN)] = None
    return tuple(needle for needle in found if len(needle) >= _SHORTEST)


@cache
def _pattern(needle: bytes) -> re.Pattern[bytes]:
    """Return what finds a needle in any case, with escapes, and with something between."""
    between = rf"(?:[{re.escape(_BETWEEN.decode())}]|{_escapes('-')})*+"
    # In base64 a piece of it may stand in the characters before and behind.
    around = "" if re.fullmatch(rb"[0-9a-f]+", needle) else "[0-9a-z+/=]{0,4}"
    digits = (f"(?:{re.escape(char)}|{_escapes(char)})" for char in needle.decode())
    return re.compile((around + between.join(digits) + around).encode(), re.IGNORECASE)


def _escapes(char: str) -> str:
    codes = sorted({ord(char.lower()), ord(char.upper())})
    in_hex = "(?:25)*+(?:" + "|".join(f"{code:x}" for code in codes) + ")"
    in_decimal = "|".join(map(str, codes))
    entity = rf"(?:amp;)?#(?:x0*+{in_hex}|0*+(?:{in_decimal})(?!\d));?"
    return rf"(?<!\\)\\++(?:(?:u00|x){in_hex}|u0026{entity})|%{in_hex}|&{entity}"
