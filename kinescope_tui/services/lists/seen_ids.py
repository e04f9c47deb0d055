"""Ids of a list of any length, in a few bytes each."""

from array import array
from bisect import bisect_left

_READING = 3  # the bits that tell it
_WHOLE = 2**64 - 1
_PART = 64 - 7  # the bits after those that tell in which part an id stands


class SeenIds:
    """Knows which ids came, and at which reading of their list, 1 to 3, each came last.

    Of an id 62 bits of its hash are kept: a million rows take 8 MB, and two of a million ids are
    taken for one once in ten million lists. They are kept in order, and in parts: one table of
    them all would hold up everything whenever it grows.
    """

    def __init__(self) -> None:
        self._parts = [array("Q") for _ in range(1 + (_WHOLE >> _PART))]

    def reading_of(self, item_id: str) -> int:
        """Return the reading at which an id came last; 0 if it never came."""
        key = _key(item_id)
        part = self._parts[key >> _PART]
        place = bisect_left(part, key)
        is_here = place < len(part) and part[place] & ~_READING == key
        return part[place] & _READING if is_here else 0

    def note(self, item_id: str, reading: int) -> None:
        """Take note of an id that came at a reading."""
        key = _key(item_id)
        part = self._parts[key >> _PART]
        place = bisect_left(part, key)
        if place < len(part) and part[place] & ~_READING == key:
            part[place] = key | reading
        else:
            part.insert(place, key | reading)


def _key(item_id: str) -> int:
    return hash(item_id) << 2 & _WHOLE
