"""Usage of storage, traffic and encoding, on standard output."""

import re
from datetime import UTC
from typing import Any

from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import RawModel
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.headless.notes import note
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.row_output import RowOutput, check_is_whole
from kinescope_tui.presentation.billing.usage_words import used
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.moments import ends_text
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.services.billing.usage import product_of
from kinescope_tui.services.lists.project_names import CATALOG_TYPES
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.workspace.session import Session

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIELDS = ("date", "product", "usage", "unit", "project_id")


async def write_usage(
    session: Session, asked: TimeRange, style: OutputFormat, *, project_id: str, is_by_project: bool
) -> None:
    """Write the rows of `GET /v1/billing/usage`: a product's use of a day each.

    Storage is what lay there on that day, so that days do not add up; the others do.

    Raises:
        KinescopeError: It could not be read.
    """
    days = asked.in_days(UTC)
    if days != asked:
        note(f"Usage is counted in full UTC days: {ends_text(days, UTC)}.")
    query = list(days.dates.query())
    if is_by_project:
        query.append(("group_by", "project_id"))
    if project_id:
        query.append(("project_id", project_id))
    rows = RowOutput(Output(), style, RawModel, lambda _rows: _columns(is_by_project), _FIELDS)
    if style.form == "table" and is_by_project:
        await rows.learn_names(session, *CATALOG_TYPES)
    page = await session.client.rows("/v1/billing/usage", RawModel, query=query)
    await rows.write_all([RawModel(raw=_row(item.raw)) for item in page.items])
    first, last = (value for _, value in days.dates.query())
    strays = sum(not first <= day <= last for item in page.items if (day := _day(item)))
    if strays:
        note(f"The server returned {plural(strays, 'row')} for days outside {first} to {last}.")
    projects = (str(item.raw.get("project_id") or "") for item in page.items)
    others = sum(plain_id(name) not in {"", plain_id(project_id)} for name in projects)
    if project_id and others:
        note(
            f"The server did not filter by project: {plural(others, 'row')} of other projects "
            "returned."
        )
    check_is_whole(page)
    if page.lacking:
        raise IncompleteError(f"the server says that there are {plural(page.lacking, 'row')} more.")


def _day(item: RawModel) -> str:
    """Return the day of a row; empty where it has none."""
    day = str(item.raw.get("date") or "")[:10]
    return day if _DAY.fullmatch(day) else ""


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    unit = product_of(str(raw.get("product") or "")).unit
    return {**{field: raw.get(field) for field in _FIELDS}, "unit": str(unit) or None}


def _columns(is_by_project: bool) -> list[Column[RawModel]]:
    columns: list[Column[RawModel]] = [
        Column("DAY", 10, lambda row: text(_plain(row, "date")[:10])),
        Column("PRODUCT", 16, lambda row: text(_plain(row, "product"))),
        Column("USAGE", 14, _usage, is_right=True),
    ]
    if is_by_project:
        columns.append(
            Column(
                "PROJECT",
                20,
                lambda row: text(_plain(row, "project_id"), Tone.MUTED),
                is_name=True,
                is_flexible=True,
            )
        )
    return columns


def _usage(row: RawModel) -> Cell:
    value = row.raw["usage"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text(_plain(row, "usage"))
    return Cell(used(product_of(_plain(row, "product")), value))


def _plain(row: RawModel, field: str) -> str:
    value = row.raw[field]
    return "" if value is None else str(value)
