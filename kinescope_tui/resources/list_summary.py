"""What the rows of a short list come to, column by column, as bars."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from kinescope_tui.api.dates import in_zone
from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.named_bars import NamedBar, NamedBars
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import Names, Resource, named

_MOST_BARS = 8
_FEW = 6  # values that are counted
_YEARS_FROM, _MONTHS_FROM = 3 * 365, 60  # days between the first moment and the last
_CENTURY = range(1900, 2200)


def summary_sections(
    resource: Resource[Any],
    columns: Iterable[Column[Any]],
    items: Sequence[Identified],
    names: Names,
    zone: tzinfo | None = None,
) -> list[Section]:
    """Return a section for each column that tells something of all rows together.

    Args:
        resource: What they are of.
        columns: That are looked at.
        items: All rows of the list.
        names: Of projects and folders, by id.
        zone: Where moments are told; the local one without it.
    """
    found = [_section(resource, column, items, names, zone) for column in columns]
    return [
        *(section for section in found if section is not None),
        *([_keys(resource)] if items else []),
    ]


def _keys(resource: Resource[Any]) -> Section:
    """Return what can be done with the rows."""
    leads_on = resource.leads_on
    keys = [
        ("{table.open}", "opens what is in it" if leads_on else "opens its page"),
        *([("{list.details}", "opens its own page")] if leads_on else []),
        ("{mark.one}", "marks it, for copies and exports"),
        ("{view.copy}", "copies its id, links or JSON"),
        ("{list.export}", "exports rows: CSV, TSV, JSON"),
        ("{list.sort}", "sorts by the column you are in"),
        ("{list.search}", "searches"),
    ]
    return part_help("With these rows", [], keys)


def _section(
    resource: Resource[Any],
    column: Column[Any],
    items: Sequence[Identified],
    names: Names,
    zone: tzinfo | None,
) -> Section | None:
    if column.is_flexible or not items:
        return None
    if column.moment is not None:
        return _moments(column.title, [column.moment(item) for item in items], zone)
    if column.is_right:
        return _quantities(resource, column, items)
    return _values(column, items, names)


def _quantities(
    resource: Resource[Any], column: Column[Any], items: Sequence[Identified]
) -> Section | None:
    """Return the greatest of a column of numbers, each beside what it is of."""
    known = [(number, item) for item in items if (number := _number(column, item)) is not None]
    known.sort(key=lambda pair: -pair[0])
    top = known[0][0] if known else 0.0
    if top <= 0 or len(known) < 2:  # noqa: PLR2004 - one number is compared with none
        return None
    bars = [
        NamedBar(named(resource.title_of(item)), number / top, column.cell(item).text)
        for number, item in known[:_MOST_BARS]
    ]
    more = f"top {len(bars)} of {count(len(items))}" if len(known) > len(bars) else ""
    return _bars(column.title, bars, more)


def _number(column: Column[Any], item: Identified) -> float | None:
    found = column.key(item) if column.key is not None else None
    is_number = isinstance(found, int | float | Decimal) and not isinstance(found, bool)
    number = float(found) if is_number else math.nan  # type: ignore[arg-type] # it is one
    return number if math.isfinite(number) else None


def _values(column: Column[Any], items: Sequence[Identified], names: Names) -> Section | None:
    """Return how often each of a few values stands in a column."""
    found: Counter[str] = Counter()
    tones: dict[str, Tone] = {}
    for item in items:
        text = column.text(item, names) or MISSING
        found[text] += 1
        tones[text] = column.cell(item).tone
    if len(found) > _FEW or set(found) == {MISSING} or len(found) == len(items) > 1:
        return None
    coloured = {Tone.GOOD, Tone.BUSY, Tone.WARNING, Tone.BAD}
    bars = [
        NamedBar(
            text,
            number / len(items),
            count(number),
            tones[text] if tones[text] in coloured else Tone.ACCENT,
        )
        for text, number in found.most_common()
    ]
    return _bars(column.title, bars, f"of {count(len(items))}")


def _moments(title: str, moments: Sequence[datetime | None], zone: tzinfo | None) -> Section | None:
    """Return in which years, months or days they are, the last ones first."""
    here = [in_zone(one, zone) if zone else in_zone(one) for one in moments if one is not None]
    known = sorted(one for one in here if one is not None and one.year in _CENTURY)
    if not known:
        return None
    days = (known[-1] - known[0]).days
    form = "%Y" if days > _YEARS_FROM else "%b %Y" if days > _MONTHS_FROM else "%d %b %Y"
    found = Counter(one.strftime(form).lstrip("0") for one in reversed(known))
    if len(found) == 1:
        return None
    top = max(found.values())
    shown = list(found.items())[:_MOST_BARS]
    bars = [NamedBar(text, number / top, count(number)) for text, number in shown]
    told = f"{count(len(known))} of {count(len(moments))}" if len(known) < len(moments) else ""
    return _bars(title, bars, f"the latest {len(bars)}" if len(found) > len(bars) else told)


def _bars(title: str, bars: Sequence[NamedBar], state: str) -> Section:
    rows = tuple((Cell(bar.name), Cell(bar.told)) for bar in bars)
    return Section(
        title.capitalize(),
        rows,
        (24, 0),
        state=Cell(state, Tone.MUTED),
        drawing=NamedBars(tuple(bars)),
    )
