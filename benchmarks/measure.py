"""Something that can be measured, and what it needs to know."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.figure import Figure

FULL_MINUTES = 5.0
"""How long a list is browsed in full."""


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        rounds: How often each side of a comparison takes its turn.
        minutes: How long a list is browsed.
        videos: How many are read into the index; None for as many as is usual.
        is_full: Whether what takes minutes is measured too.
    """

    rounds: int = 3
    minutes: float = 1.0
    is_full: bool = False
    videos: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measurement by its name.

    Attributes:
        name: What `--only` takes.
        title: What it is about, in a few words.
        run: Yields the figures as they are known.
        left_out: What is not measured without `--full`, and why; empty if all of it is.
        only_in_full: Whether it is left out as a whole.
    """

    name: str
    title: str
    run: Callable[[Extent], Iterator[Figure]]
    left_out: str = ""
    only_in_full: bool = False
