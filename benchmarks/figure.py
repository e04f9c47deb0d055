"""One line of the table: what was measured, against what, and what it was to be."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

COUNTED = ("answer", "file", "request")
"""Units that are no measures."""

_FEWEST = 4  # values that have quarters


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure is held against, measured in the same run and in the same unit."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value.

    Attributes:
        what: What was measured.
        value: In the unit.
        unit: s, ms, µs, MB, B, %, or one of `COUNTED`.
        reference: What it is held against; its ratio is then what the goal is about.
        most: The goal: the largest ratio, or without a reference the largest value.
        note: What one should know to read it.
    """

    what: str
    value: float
    unit: str
    reference: Reference | None = None
    most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value by that of the reference."""
        if self.reference is None or not self.reference.value:
            return None
        return self.value / self.reference.value

    @property
    def is_reached(self) -> bool | None:
        """Whether it is as good as wanted; None without a goal."""
        if self.most is None:
            return None
        compared = self.value if self.ratio is None else self.ratio
        return compared <= self.most

    def as_json(self) -> dict[str, Any]:
        """Return everything about it as plain objects."""
        return {**asdict(self), "ratio": self.ratio, "reached": self.is_reached}


def beside(
    what: str, values: Sequence[float], name: str, others: Sequence[float], **more: Any
) -> Figure:
    """Return the median of values in milliseconds beside that of a reference, both given in s."""
    reference = Reference(name, statistics.median(others) * 1e3)
    note = f"half of them {_middle(values)}, beside {_middle(others)} ms"
    return Figure(what, statistics.median(values) * 1e3, "ms", reference, note=note, **more)


def _middle(values: Sequence[float]) -> str:
    """Return between what the middle half of some times lies, in milliseconds."""
    if len(values) < _FEWEST:
        low, high = min(values), max(values)
    else:
        low, _, high = statistics.quantiles(values, n=4)
    return f"{low * 1e3:,.1f}–{high * 1e3:,.1f}"
