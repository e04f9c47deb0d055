"""The time zones that a workspace can have."""

from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.thing_page import value_cell
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

# No document has an answer: they may be names, objects, or an object of names and offsets.
_NAMES = ("name", "timezone", "zone", "value", "id")
_OFFSETS = ("offset", "utc_offset", "gmt_offset", "value")


def _name(row: AnyRow) -> Cell:
    found = (row.raw.get(field) for field in _NAMES)
    return value_cell(next((value for value in found if value), None))


def _offset(row: AnyRow) -> Cell:
    found = (row.raw.get(field) for field in _OFFSETS if len(row.raw) > 1)
    return value_cell(next((value for value in found if value is not None), None))


TIMEZONES = Resource(
    **LISTINGS["timezones"].facts,
    model=AnyRow,
    columns=(
        Column("NAME", 36, _name, is_flexible=True),
        Column("OFFSET", 10, _offset),
    ),
    title_of=lambda row: named(_name(row).text),
)
