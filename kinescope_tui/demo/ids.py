"""Ids that hold the number of their thing, so that none has to be stored."""

import uuid
from hashlib import blake2b

_BASE57 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in _BASE57 for second in _BASE57]
_NODE_BITS = 48
_SCRAMBLE = 0x5DEECE66D1B3  # odd, so that it can be undone
_UNSCRAMBLE: int = pow(_SCRAMBLE, -1, 2**_NODE_BITS)
_FORM_BITS, _FORM = 0xF000C << 60, 0x40008 << 60  # which make it a UUID of version 4


class Ids:
    """The ids of one workspace.

    Args:
        seed: The same seed gives the same ids.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, kind: str, number: int) -> str:
        """Return the id of the thing of that kind and number."""
        digest = blake2b(f"{self._seed} {kind} {number}".encode(), digest_size=10).digest()
        salt = int.from_bytes(digest, "big")
        node = number * _SCRAMBLE % 2**_NODE_BITS
        text = f"{salt << _NODE_BITS & ~_FORM_BITS | node | _FORM:032x}"  # quicker than a UUID
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def slug_of(self, kind: str, number: int) -> str:
        """Return the same in 22 characters, as links have it."""
        value, digits = int(self.of(kind, number).replace("-", ""), 16), ""
        for _ in range(11):
            value, pair = divmod(value, len(_PAIRS))
            digits = _PAIRS[pair] + digits
        return digits

    def number_of(self, kind: str, text: str, count: int) -> int:
        """Return the number of the thing of that kind and id; -1 if there are not so many."""
        number = number_in(text)
        fits = 0 <= number < count and self.of(kind, number) == text
        return number if fits else -1


def number_in(text: str) -> int:
    """Return the number that an id holds; -1 for what is no id."""
    try:
        value = uuid.UUID(text).int
    except ValueError:
        if len(text) != 22 or not set(text) <= set(_BASE57):
            return -1
        value = 0
        for digit in text:
            value = value * 57 + _BASE57.index(digit)
    nodes = 1 << _NODE_BITS  # an int to mypy, which 2**n is not: n might be negative
    return value % nodes * _UNSCRAMBLE % nodes
