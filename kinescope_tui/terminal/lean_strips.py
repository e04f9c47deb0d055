"""Textual's lines of cells without caches that nobody looks into, and not held by themselves."""

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

# What Textual remembers of each line, and how much of it: seven caches, most of which stay empty.
_ROOM = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
_OWN = {"_segments", "_cell_length", "_render_cache", "_link_ids", "_cell_count"}


def make_strips_lean() -> bool:
    """Have a cache made when it is first looked into, and tell whether strips are as expected.

    They were a third of all objects that a look for garbage has to go through; and a line that is
    as wide as it is wanted remembers itself, so that nothing but such a look ends it.
    """
    is_known = {*Strip.__slots__} == {*_ROOM, *_OWN}
    if is_known:
        Strip.__init__ = _begin  # type: ignore[method-assign]  # Textual offers no other way
        Strip.__getattr__ = _made  # type: ignore[attr-defined]
    return is_known


def _begin(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    self._segments = list(segments)
    self._cell_length = cell_length
    self._render_cache = None
    self._link_ids = None
    self._cell_count = None


def _made(self: Strip, name: str) -> "_Others":
    """Return a cache that is not there yet."""
    if name not in _ROOM:
        raise AttributeError(name)
    made = _Others(_ROOM[name], id(self))
    setattr(self, name, made)
    return made


class _Others(FIFOCache[Any, Any]):
    """Remembers what was made of a line, but not that it was the line itself."""

    __slots__ = ("_own",)

    def __init__(self, room: int, own: int) -> None:
        super().__init__(room)
        self._own = own

    def __setitem__(self, key: Any, value: Any) -> None:
        made = value[0] if type(value) is list and value else value
        if id(made) != self._own:
            self.set(key, value)
