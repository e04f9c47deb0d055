"""Textual's caches let go of what they held when they are cleared."""

from typing import Any

from textual.cache import LRUCache


def free_what_is_cleared() -> bool:
    """Have a cache that is cleared undo its chain, and tell whether it has one as expected.

    Each thing in it is held by the one before and the one after, so that otherwise nothing but a
    look for garbage ends what was in it: all lines of a table, each time when its rows change.
    """
    is_known = {"_cache", "_full", "_head"} <= {*LRUCache.__slots__}
    if is_known:
        LRUCache.clear = _clear  # type: ignore[method-assign]  # Textual offers no other way
    return is_known


def _clear(self: LRUCache[Any, Any]) -> None:
    chain = [*self._cache.values()]
    self._cache.clear()
    self._full = False
    self._head = []
    for link in chain:
        link.clear()
