"""What a cache held ends when it is cleared, without a look for garbage."""

import gc
import weakref

import pytest
from textual.cache import LRUCache

from kinescope_tui.terminal.cleared_caches import free_what_is_cleared


class Held:
    """Something in a cache."""


def test_what_was_in_a_cleared_cache_ends_with_its_last_holder() -> None:
    assert free_what_is_cleared()
    cache: LRUCache[int, Held] = LRUCache(3)
    things = [Held() for _ in range(5)]
    for number, thing in enumerate(things):
        cache[number] = thing
        cache.get(2)
    left = [weakref.ref(thing) for thing in things]
    gc.disable()
    try:
        cache.clear()
        del thing, things
        assert [one() for one in left] == [None] * 5
    finally:
        gc.enable()
    assert not cache
    cache[7] = held = Held()
    assert (cache[7], len(cache)) == (held, 1)


def test_a_cache_of_another_kind_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    free_what_is_cleared()
    clear = LRUCache.clear
    monkeypatch.setattr(LRUCache, "__slots__", ())
    monkeypatch.setattr(LRUCache, "clear", lambda _self: None)
    assert not free_what_is_cleared()
    assert LRUCache.clear is not clear
