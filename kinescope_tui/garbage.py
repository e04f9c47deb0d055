"""Garbage is collected while nobody types: amid a key it holds that up for a tenth of a second."""

import gc

_SOME = 30_000  # objects that came and did not go, a minute's browsing
_MOST = 150_000  # they are collected whatever goes on


def spare_what_stays() -> None:
    """Leave what is imported out of every collection, and put off those that nobody asks for."""
    gc.freeze()
    gc.set_threshold(_MOST, 10, 10)


def collect_if_worth_it() -> None:
    """Collect what has become garbage, if there may be much."""
    objects, times, _ = gc.get_count()
    if objects > _SOME or times:
        gc.collect()
