"""How tests wait: for what shall happen, however slow the computer is, and never without an end."""

import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest

PATIENCE_S = 240.0
"""Only what hangs takes so long."""
_LOOKS, _LATER_S = 50, 0.0005  # then threads are waited for, which need the interpreter themselves


def until(holds: Callable[[], object], missing: Callable[[], object] = str) -> Iterator[None]:
    """Yield until something holds, for whoever waits to do what brings it about; fail if it hangs.

    Args:
        holds: What is waited for.
        missing: Tells what to look at once it has not come.
    """
    limit = time.monotonic() + PATIENCE_S
    for looks in count():
        if holds():
            return
        if time.monotonic() > limit:
            pytest.fail(f"what was waited for did not come: {missing()}")
        if looks > _LOOKS:
            time.sleep(_LATER_S)
        yield
