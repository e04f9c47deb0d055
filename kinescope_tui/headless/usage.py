"""What was used of storage, traffic and encoding, on standard output."""

from datetime import UTC
from typing import Any

from kinescope_tui.api.models import RawModel
from kinescope_tui.headless.listing import OutputFormat, RowOutput, check_is_whole, note
from kinescope_tui.headless.output import Output
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.moments import ends_text
from kinescope_tui.presentation.text.numbers import short, size
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.lists.project_names import CATALOG_TYPES
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.workspace.session import Session

# Documented with the endpoint; a product that is not is written as it comes.
_UNITS = {"cdn": "bytes", "storage": "bytes", "encoding": "min"}
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
        note(f"Usage is counted in whole days of UTC: {ends_text(days, UTC)}.")
    query = list(days.dates.query())
    if is_by_project:
        query.append(("group_by", "project_id"))
    if project_id:
        query.append(("project_id", project_id))
    rows = RowOutput(Output(), style, RawModel, lambda _rows: _columns(is_by_project), _FIELDS)
    if style.form == "table" and is_by_project:
        await rows.learn_names(session, *CATALOG_TYPES)
    page = await session.client.rows("/v1/billing/usage", RawModel, query=query)
    await rows.write([RawModel(raw=_row(item.raw)) for item in page.items])
    await rows.end()
    check_is_whole(page)


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    unit = _UNITS.get(str(raw.get("product") or "").casefold())
    return {**{field: raw.get(field) for field in _FIELDS}, "unit": unit}


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
    used = exact(row.raw["usage"])
    if isinstance(used, bool) or not isinstance(used, int | float):
        return text(_plain(row, "usage"))
    return Cell(
        size(used) if row.raw["unit"] == "bytes" else f"{short(used)} {row.raw['unit'] or ''}"
    )


def _plain(row: RawModel, field: str) -> str:
    value = row.raw[field]
    return "" if value is None else str(value)
