"""Columns for things whose fields nobody documented."""

from collections.abc import Mapping, Sequence
from typing import Any

from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.presentation.lists.thing_page import label, value_cell
from kinescope_tui.presentation.text.cell import MISSING
from kinescope_tui.resources.column import Column

_FIRST = ("name", "title", "tag", "domain", "host", "endpoint", "status", "archived")
_LAST = ("created_at", "updated_at")
_MAX = 8
_SAMPLE = 100  # things that are looked at
_WIDEST = 30


def inferred_columns(
    rows: Sequence[Mapping[str, Any]], *, most: int = _MAX
) -> tuple[Column[Any], ...]:
    """Return the columns that these things have something to show in, names first, ids last."""
    rows = rows[:_SAMPLE]
    keys = {key: None for row in rows for key in row if any(_is_plain(r.get(key)) for r in rows)}
    chosen = sorted(keys, key=_rank)[:most]
    return tuple(
        _column(key, [value_cell(row.get(key)).text for row in rows], is_flexible=place == 0)
        for place, key in enumerate(chosen)
    ) or (_column("id", [], is_flexible=True),)


def _rank(key: str) -> tuple[int, int]:
    if key in _FIRST:
        return 0, _FIRST.index(key)
    return (3 if key.endswith("id") else 2 if key in _LAST else 1), 0


def _is_plain(value: object) -> bool:
    return value not in (None, "", HIDDEN) and not isinstance(value, dict | list)


def _column(key: str, texts: Sequence[str], *, is_flexible: bool) -> Column[Any]:
    title = label(key).upper()[:_WIDEST]
    widest = max((len(text) for text in texts), default=0)
    return Column(
        title,
        max(len(title), min(widest, _WIDEST)),
        lambda thing: value_cell(thing.raw.get(key)),
        is_flexible=is_flexible,
        key=lambda thing: _sort_key(thing.raw.get(key)),
        field=key,
    )


def _sort_key(value: Any) -> tuple[int, Any] | None:
    """Return what tells the place of a value of any type: numbers first, then texts."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 0, value
    text = value_cell(value).text
    return None if text == MISSING else (1, text.casefold())
