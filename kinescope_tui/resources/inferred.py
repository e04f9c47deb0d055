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
_WIDEST = 36  # an id, whole


def inferred_columns(
    rows: Sequence[Mapping[str, Any]], *, is_sortable: bool = False, most: int = _MAX
) -> tuple[Column[Any], ...]:
    """Return the columns that these things have something to show in, names first, ids last.

    Args:
        rows: The things as they came.
        is_sortable: Whether the server may be asked to sort by any of the fields.
        most: How many columns there are at most.
    """
    rows = rows[:_SAMPLE]
    plain = {key for row in rows for key, value in row.items() if _is_plain(value)}
    keys = dict.fromkeys(key for row in rows for key in row if key in plain)
    chosen = sorted(keys, key=_rank)[:most] or ["id"]
    return columns_of(chosen, rows, is_sortable=is_sortable)


def columns_of(
    keys: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    is_sortable: bool = False,
    is_first_flexible: bool = True,
) -> tuple[Column[Any], ...]:
    """Return a column for each of these fields, as wide as what these things have in them.

    Args:
        keys: The fields.
        rows: The things as they came.
        is_sortable: Whether the server may be asked to sort by any of the fields.
        is_first_flexible: Whether the first one takes the room that is left, else the widest.
    """
    widths = {
        key: max((len(value_cell(row.get(key)).text) for row in rows[:_SAMPLE]), default=0)
        for key in keys
    }
    flexible = keys[0] if is_first_flexible else max(keys, key=widths.__getitem__)
    return tuple(
        _column(key, widths[key], is_flexible=key == flexible, is_sortable=is_sortable)
        for key in keys
    )


def _rank(key: str) -> tuple[int, int]:
    if key in _FIRST:
        return 0, _FIRST.index(key)
    return (3 if key.endswith("id") else 2 if key in _LAST else 1), 0


def _is_plain(value: object) -> bool:
    return value not in (None, "", HIDDEN) and not isinstance(value, dict | list)


def _column(key: str, widest: int, *, is_flexible: bool, is_sortable: bool) -> Column[Any]:
    title = label(key).upper()[:_WIDEST]
    return Column(
        title,
        max(len(title), min(widest, _WIDEST)),
        lambda thing: value_cell(thing.raw.get(key)),
        sort_field=key if is_sortable and key.isidentifier() else "",
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
