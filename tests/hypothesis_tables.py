"""What Hypothesis looks up once and keeps on the disk."""

import contextlib
from pathlib import Path
from types import ModuleType

from hypothesis.internal import charmap
from hypothesis.internal.constants_ast import constants_from_module

import kinescope_tui


def look_up_once() -> None:
    """Have Hypothesis sort all characters and read the program's constants before workers start.

    Each of them would do so, at the same time: a second of processor time. It still does where
    Hypothesis's own parts, which this uses, are others.
    """
    with contextlib.suppress(AttributeError, TypeError, OSError):
        charmap.charmap()
        for folder in kinescope_tui.__path__:
            for file in Path(folder).rglob("*.py"):
                module = ModuleType(file.stem)
                module.__file__ = str(file)
                constants_from_module(module)
