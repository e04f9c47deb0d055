"""Imports without what takes long and is not used, or is not there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec


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


def looked_for_once(module: str) -> None:
    """Let a module that is not installed be looked for no more, whoever imports it.

    All folders are looked through for it otherwise, each time. It is for programs: in a library it
    would be found no more by a host that installs it meanwhile.
    """
    if module not in sys.modules and find_spec(module) is None:
        sys.modules[module] = None  # type: ignore[assignment]  # the same
