"""What the projects used of a product this month, as bars."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from kinescope_tui.presentation.billing.usage_words import label, used
from kinescope_tui.presentation.text.bar_line import bar_slots, gap
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section, Slot, Slots
from kinescope_tui.services.billing.usage import CDN, Product, Usage

ROWS = 4
"""How many lines it has, whatever came."""

_GAP = 2
_NAME, _USED, _SHARE = 24, 10, 7
_TONES = (Tone.ACCENT, Tone.BUSY, Tone.GOOD)


class ProjectBar(msgspec.Struct, frozen=True):
    """One project, or several: what they used, and their part of all; below 0 if unknown."""

    name: str
    used: str
    share: float


class ProjectBars(msgspec.Struct, frozen=True):
    """Draws them; what is more than there is room for is not among them."""

    projects: Sequence[ProjectBar]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return a line for each, and blank ones up to the height that it always has."""
        del height
        name = min(_NAME, width // 3)
        bar = width - name - _USED - _SHARE - 3 * _GAP
        found: list[Slots] = []
        for number, one in enumerate(self.projects):
            tone = _TONES[number] if number < len(_TONES) else Tone.MUTED
            share = f"{one.share * 100:.1f} %" if one.share >= 0 else ""
            found.append(
                (
                    Slot(one.name, name),
                    gap(_GAP),
                    *bar_slots(one.share, bar, tone),
                    gap(_GAP),
                    Slot(one.used, _USED, is_right=True),
                    gap(_GAP),
                    Slot(share, _SHARE, Tone.MUTED, is_right=True),
                )
            )
        return found + [()] * (ROWS - len(found))


def projects_section(usage: Usage | None, names: Mapping[str, str], *, is_waiting: bool) -> Section:
    """Return the section of the first product of which something came.

    Args:
        usage: Of the month; None before it came, and where it does not come.
        names: What projects are called, by id.
        is_waiting: Whether it is still to come.
    """
    products = [one.product for one in usage.series] if usage is not None else []
    product = CDN if CDN in products or not products else products[0]
    bars = _bars(usage, product, names) if usage is not None else []
    if is_waiting:
        bars = [ProjectBar("░" * wide, "░░░░", -1.0) for wide in (12, 9, 14, 7)]
    rows: tuple[tuple[Cell, ...], ...] = tuple((Cell(one.name), Cell(one.used)) for one in bars)
    title = f"{usage.first:%B} by project" if usage is not None else "This month by project"
    if not rows:
        rows = ((Cell("Usage by project is not available.", Tone.MUTED),),)
    foot = hint("{billing.usage} opens Usage")
    drawing = ProjectBars(tuple(bars)) if bars else None
    return Section(title, rows, (_NAME, 0), foot, Cell(label(product), Tone.MUTED), drawing)


def _bars(usage: Usage, product: Product, names: Mapping[str, str]) -> list[ProjectBar]:
    wholes = [(one.whole(product), one.id) for one in usage.projects]
    known = sorted(
        ((whole, key) for whole, key in wholes if whole is not None and whole > 0),
        key=lambda one: -one[0],
    )
    total = sum((whole for whole, _ in known), Decimal())
    shown = known if len(known) <= ROWS else known[: ROWS - 1]
    bars = [
        ProjectBar(
            one_line(names.get(key, "")) or key or "(no project)",
            used(product, whole),
            float(whole / total),
        )
        for whole, key in shown
    ]
    if rest := known[len(shown) :]:
        others = sum((whole for whole, _ in rest), Decimal())
        name = plural(len(rest), "other")
        bars.append(ProjectBar(name, used(product, others), float(others / total)))
    return bars
