"""A list of the user's, with the columns that its entry names."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from kinescope_tui.api.client import parse_target
from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.thing_page import label, value_cell
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.endpoint import EndpointResource, split_query
from kinescope_tui.resources.listing import Listing
from kinescope_tui.resources.resource import any_name
from kinescope_tui.services.setup.own_list import OwnColumn, OwnList

_INDEX = re.compile(r"[0-9]{1,9}")
_USUAL_WIDTH = 16
_ID_WIDTH = 36


def own_table(listing: Listing, own: OwnList) -> EndpointResource:
    """Return how a list of the user's is shown."""
    path, query = parse_target(own.path)
    order, fixed = split_query(query)
    columns = tuple(
        _column(column, own.sort_fields, is_first=place == 0)
        for place, column in enumerate(own.columns)
    )
    facts = {**listing.facts, "path": path, "default_order": order, "fixed": fixed}
    return EndpointResource(
        **facts,
        model=AnyRow,
        columns=columns,
        title_of=any_name,
        is_csv=path.endswith(".csv"),
    )


def value_at(raw: Any, path: Sequence[str]) -> Any:
    """Return what stands where names, and numbers in lists, lead to; None if nothing does."""
    for name in path:
        if isinstance(raw, dict):
            raw = raw.get(name)
        elif isinstance(raw, list) and _INDEX.fullmatch(name) and int(name) < len(raw):
            raw = raw[int(name)]
        else:
            return None
    return raw


def _column(column: OwnColumn, sort_fields: Sequence[str], *, is_first: bool) -> Column[Any]:
    path = column.path.split(".")
    title = (column.title or label(path[-1])).upper()
    usual = _ID_WIDTH if path[-1].endswith("id") else _USUAL_WIDTH
    return Column(
        title,
        column.width or max(len(title), usual),
        partial(_cell, path, column.path),
        sort_field=column.path if column.path in sort_fields else "",
        is_flexible=is_first and not column.width,
    )


def _cell(path: Sequence[str], whole: str, row: AnyRow) -> Cell:
    found = row.raw.get(whole)  # a name may have dots
    return value_cell(value_at(row.raw, path) if found is None else found)
