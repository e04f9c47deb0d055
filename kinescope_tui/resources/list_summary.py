"""What the rows of a short list come to, column by column, as bars."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from kinescope_tui.api.models import Identified, RawModel
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import MISSING, Tone, one_line
from kinescope_tui.presentation.text.moment_bars import moment_bars
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import Names, Resource, named

_MOST_BARS = 8
_MOST_FIELDS = 16
_NOTHING: tuple[object, ...] = (None, "", [], {})
_FEW = 6  # values that are counted


def summary_sections(
    resource: Resource[Any],
    columns: Iterable[Column[Any]],
    items: Sequence[Identified],
    names: Names,
    zone: tzinfo | None = None,
    *,
    beside: Sequence[Any] = (),
    now: datetime,
) -> list[Section]:
    """Return what all rows come to: in the list's own sections, then by column.

    Args:
        resource: What they are of.
        columns: That are looked at.
        items: All rows of the list.
        names: Of projects and folders, by id.
        zone: Where moments are told; the local one without it.
        beside: Rows of the list that tells more of these, as far as they are here.
        now: The time of the day.
    """
    own = resource.summary(items, beside, names, now) if items else []
    found = [_section(resource, column, items, names, zone) for column in columns]
    return [
        *(section for section in own if section.rows),
        *(section for section in found if section is not None),
        *([] if resource.columns else _fields(items)),
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
    if column.is_flexible or not column.is_summed or not items:
        return None
    if column.moment is not None:
        return moment_bars(column.title.capitalize(), [column.moment(item) for item in items], zone)
    if column.is_right:
        return _quantities(resource, column, items)
    return _values(column, items, names)


def _fields(items: Sequence[Identified]) -> list[Section]:
    """Return in how many rows there is a field that not all have, where none is documented."""
    rows = [item.raw for item in items if isinstance(item, RawModel)]
    found = Counter(key for row in rows for key in row if row[key] not in _NOTHING)
    names = dict.fromkeys(key for row in rows for key in row)
    bars = [
        NamedBar(one_line(name), found[name] / len(rows), count(found[name]), Tone.MUTED)
        for name in names
        if found[name] < len(rows)
    ]
    state = f"of {count(len(rows))}"
    return [bars_section("Rows with this field", bars[:_MOST_FIELDS], state)] if bars else []


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
    return bars_section(column.title.capitalize(), bars, more)


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
    return bars_section(column.title.capitalize(), bars, f"of {count(len(items))}")
