"""The numbers of a range as cards, and its breakdowns as lines with bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from kinescope_tui.api.models import Share, Top
from kinescope_tui.presentation.analytics.bars import bars
from kinescope_tui.presentation.analytics.metrics import PLAYER_LOADS, Metric, change, ratio
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.overview import Answer

_BLOCKS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Card:
    """One number, what became of it, and its sparkline.

    Attributes:
        change: Against the window before; None if that is not wanted.
        sparkline: The values to draw in at most so many columns.
    """

    label: str
    short_label: str
    value: str
    change: Cell | None
    sparkline: Callable[[int], Sequence[float | None]]


def ghost_card(label: str, short_label: str) -> Card:
    """Return a card whose number is not here yet."""
    return Card(label, short_label, "░░░░░", None, lambda room: [0.0] * (room // 2))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The breakdown of a range's viewers, the most first.

    Attributes:
        lines: A name and its share of all that are known.
    """

    title: str
    lines: Sequence[tuple[str, float]]


def card(metric: Metric, answer: Answer, comparison: Comparison | None) -> Card:
    """Return the card of a metric; without a total in the answer its buckets make one.

    Of windows that are not over it is the whole buckets that are compared.
    """

    def sparkline_values(most: int) -> list[float | None]:
        sums = answer.sums
        found = bars(len(sums), most=most, value=partial(metric.per_bucket, sums))
        return [bar.value for bar in found]

    said = metric.of(answer.total)
    value = said if said is not None else metric.of(answer.sums.of())
    told = metric.tell(said) if said is not None else metric.sum_text(value, len(answer.sums))
    return Card(
        metric.label, metric.short_label, told, _change(metric, comparison), sparkline_values
    )


def breakdowns(top: Top | None, metric: Metric) -> list[Breakdown]:
    """Return the shares by country, device, browser and system; of views, or of player loads."""
    if top is None:
        return []
    name = "loads" if metric is PLAYER_LOADS else "views"

    def count(row: Share) -> float:
        number = row.player_loads if metric is PLAYER_LOADS else row.views
        return max(0.0, number or 0.0)

    kinds = (
        ("Countries", top.countries),
        ("Devices", top.devices),
        ("Browsers", top.browsers),
        ("Systems", top.oses),
    )
    found = []
    for title, rows in kinds:
        whole = sum(map(count, rows))
        lines = [
            (one_line(row.name or row.code) or "(unknown)", ratio(count(row), whole) or 0.0)
            for row in sorted(rows, key=count, reverse=True)
            if count(row) > 0
        ]
        found.append(Breakdown(f"{title}, {name}", lines))
    return found


def text_bar(part: float, width: int) -> str:
    """Return a share as a bar in cells of eighths; what is there at all shows."""
    full = len(_BLOCKS) - 1
    eighths = max(1 if part > 0 else 0, round(min(1.0, part) * width * full))
    whole, rest = divmod(eighths, full)
    return ("█" * whole + (_BLOCKS[rest] if rest else "")).ljust(width)


def _change(metric: Metric, comparison: Comparison | None) -> Cell | None:
    if comparison is None:
        return None
    parts = [metric.of(part) for part in comparison.parts]
    totals = [metric.of(answer.total) for answer in (comparison.now, comparison.before)]
    # A total is compared with a total: what buckets add up to may be another number.
    now, before = totals if comparison.is_of_all and None not in totals else parts
    return change(metric, now, before)
