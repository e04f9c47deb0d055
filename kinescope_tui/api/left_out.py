"""Imports without a part of what is imported that takes long and is not used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out(module: str) -> Iterator[None]:
    """Let nothing import a module meanwhile; who tries is told that it is not installed.

    Whoever has it already keeps it.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # as Python's own tests do it
    try:
        yield
    finally:
        del sys.modules[module]
