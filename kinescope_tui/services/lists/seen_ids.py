"""Ids of a list of any length, in a few bytes each."""

from array import array

_READING = 3  # the bits that tell it
_WHOLE = 2**64 - 1
_BEGINS_WITH = 1_024


class SeenIds:
    """Knows which ids came, and at which reading of their list, 1 to 3, each came last.

    Of an id 62 bits of its hash are kept: a million rows take 16 MB, and two of a million ids are
    taken for one once in ten million lists.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * _BEGINS_WITH))
        self._number = 0

    def reading_of(self, item_id: str) -> int:
        """Return the reading at which an id came last; 0 if it never came."""
        return self._table[self._slot(_key(item_id))] & _READING

    def note(self, item_id: str, reading: int) -> None:
        """Take note of an id that came at a reading."""
        key = _key(item_id)
        slot = self._slot(key)
        self._number += not self._table[slot]
        self._table[slot] = key | reading
        if 3 * self._number > 2 * len(self._table):
            self._grow()

    def _slot(self, key: int) -> int:
        """Return where a key stands, or where there is room for it."""
        last = len(self._table) - 1
        slot = (key >> 2) & last
        while (found := self._table[slot]) and found & ~_READING != key:
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        old = self._table
        self._table = array("Q", bytes(2 * 8 * len(old)))
        for found in old:
            if found:
                self._table[self._slot(found & ~_READING)] = found


def _key(item_id: str) -> int:
    return hash(item_id) << 2 & _WHOLE or _READING + 1
