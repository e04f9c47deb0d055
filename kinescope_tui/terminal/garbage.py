"""Garbage is collected while nobody types: amid keys it holds them up for a tenth of a second."""

import gc
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial

from kinescope_tui.api.clock import Alarm, Clock

_YOUNG, _ALL = 1, 2  # generations, as Python counts them
_PAUSES_S = (0.3, 2.0, 180.0)  # without a key
_IS_AWAY = 2  # who typed, after the last of them
_IN_A_ROW = 3  # the young alone; then all goes in a short pause, or memory grows without long ones
_SOME = 5_000  # objects that came and did not go
_MAX = 150_000  # of them are looked through whatever goes on
_OFTEN = 60  # some of what was left out so many times is garbage


def freeze_startup_objects() -> None:
    """Leave what is imported out of every collection, and put off those that nobody asks for."""
    gc.freeze()
    gc.set_threshold(_MAX, 10, 10)


def collect_if_worth_it(generation: int = _ALL) -> bool:
    """Collect what has become garbage, up to a generation, if there may be some."""
    new, *collected = gc.get_count()
    if new < _SOME and not any(collected[:generation]):
        return False
    if generation == _ALL:
        _forget_who_asked()
    gc.collect(generation)
    return True


def _forget_who_asked() -> None:
    """Have Textual let go of widgets.

    It remembers two colours, and with them each of the last thousand widgets that asked. Without
    this, or with a Textual that has no such thing, memory grows a little.
    """
    with suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache  # there is no other way to it

        StylesCache.get_inner_outer.cache_clear()


class Collector:
    """Collects garbage in the pauses of who types; at rest it does nothing at all.

    A look takes as long as there are things to look through. What has come by one, and belongs to
    places that stay, is therefore looked through no more: each look is at what came since the last
    one. So that little is left out that will be garbage, this waits while another screen stands
    over a place, and until those that were closed are gone; and everything is looked through when
    nobody has been there for minutes, which takes a third of a second.

    Args:
        clock: By which the pauses are measured.
        lasting: Returns the screens that stay; None while there is one that will be closed.
    """

    def __init__(
        self, clock: Clock, lasting: Callable[[], Collection[object] | None] = lambda: None
    ) -> None:
        self._clock = clock
        self._lasting = lasting
        self._next: Alarm | None = None
        self._has_looked = False
        self._in_a_row = 0  # collections of the young alone
        self._kept = 0  # times since everything was looked through

    def touch(self) -> None:
        """Hear that something was typed, and look when nothing was for a while."""
        if self._next is not None:
            self._next.cancel()
        self._look_later(0, _PAUSES_S[0])

    def keep(self) -> None:
        """Leave what there is out of the collections to come, unless a screen will be closed."""
        if self._lasting() is not None:
            self._kept += 1
            gc.freeze()

    def let_go(self) -> None:
        """Look through everything the next time: what was left out may be garbage by now."""
        if self._kept:
            self._kept = 0
            gc.unfreeze()

    def _look_later(self, pause: int, seconds: float) -> None:
        self._next = self._clock.call_later(seconds, partial(self._look, pause))

    def _look(self, pause: int) -> None:
        if not self._has_looked:  # what the start has left is most of all there is
            self._has_looked = True
            gc.freeze()
        if pause == _IS_AWAY:
            if self._kept < _OFTEN:
                return
            self.let_go()
        lasting = self._lasting()
        is_due = pause or self._in_a_row == _IN_A_ROW
        generation = _ALL if is_due or lasting is not None else _YOUNG
        if collect_if_worth_it(generation):
            self._in_a_row = 0 if generation == _ALL else self._in_a_row + 1
            if lasting is not None and _are_lasting(gc.get_objects(), lasting):
                self.keep()
        if pause + 1 < len(_PAUSES_S):
            self._look_later(pause + 1, _PAUSES_S[pause + 1] - _PAUSES_S[pause])


def _are_lasting(found: list[object], screens: Collection[object]) -> bool:
    """Return whether no other screen is among some things: one that was closed, and is held."""
    from textual.screen import Screen  # here once there are any

    kinds = {kind for kind in set(map(type, found)) if issubclass(kind, Screen)}
    return all(thing in screens for thing in found if type(thing) in kinds)
