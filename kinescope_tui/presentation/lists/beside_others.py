"""What a thing has, beside what others of its list have, as far as they are here."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section

T = TypeVar("T")

_MOST = 8


def beside_others(
    title: str, others: Sequence[T], of: Callable[[T], Sequence[str]], here: Sequence[str]
) -> Section:
    """Return how many of them have what; empty if nobody has anything.

    Args:
        title: Of the section.
        others: Videos that are here.
        of: What one of them has.
        here: What the one has that is looked at; it is marked.
    """
    found = Counter(name for other in others for name in dict.fromkeys(of(other)) if name)
    bars = [
        NamedBar(
            name, number / len(others), count(number), Tone.GOOD if name in here else Tone.ACCENT
        )
        for name, number in found.most_common(_MOST)
    ]
    return bars_section(title, bars, f"of {plural(len(others), 'loaded video')}")
