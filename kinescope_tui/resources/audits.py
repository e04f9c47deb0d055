"""The audits as a list: what each found, and the list of videos that it leads to."""

from collections.abc import Sequence
from typing import Any

from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.audit_words import doubts, formula
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.cells import bytes_, length, quantity_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.indexed_videos import INDEX, HereResource, one_page
from kinescope_tui.resources.resource import Lead, Names
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.index.audit import find_audit
from kinescope_tui.services.index.audit_answers import AuditAnswer
from kinescope_tui.services.index.index_state import IndexState
from kinescope_tui.services.index.workspace_index import WorkspaceIndex

AUDIT_FIELDS = (
    "id", "audit", "videos", "duration", "size", "share", "cost_a_month", "currency", "formula",
    "uncertainties",
)  # fmt: skip
"""What a row has."""


def audit_row(answer: AuditAnswer, state: IndexState | None) -> AnyRow:
    """Return what an audit found, as a row: sizes in bytes, durations in seconds."""
    sums, whole, cost = answer.sums, answer.whole.size_bytes, answer.cost
    price = answer.views.price if answer.views is not None else None
    is_sized = sums is not None and (sums.sized > 0 or not sums.count)
    size_bytes = sums.size_bytes if sums is not None and is_sized else None
    raw = {
        "id": answer.audit.name,
        "audit": answer.audit.title,
        "videos": sums.count if sums is not None else None,
        "duration": exact(sums.duration_s) if sums is not None else None,
        "size": size_bytes,
        "share": round(size_bytes / whole, 4) if size_bytes is not None and whole else None,
        "cost_a_month": None if cost is None else str(cost),
        "currency": price.currency if price is not None and cost is not None else None,
        "formula": formula(answer),
        "uncertainties": doubts(answer, state),
    }
    return AnyRow(id=answer.audit.name, raw=raw)


async def audit_rows(index: WorkspaceIndex) -> list[AnyRow]:
    """Return what all audits found.

    Raises:
        IndexFaultError: There is no index, or it cannot be read.
    """
    state = await index.look()
    return [audit_row(answer, state) for answer in await index.query.audits()]


async def _rows_of(index: WorkspaceIndex) -> list[AnyRow]:
    return await audit_rows(index) if index.exists else []


def _leads_to(row: AnyRow, _query: object) -> Lead | None:
    audit = find_audit(row.id)
    return None if audit is None else Lead(INDEX, audit.view)


def _videos(row: AnyRow) -> Cell:
    found = row.raw["videos"]
    return Cell("?", Tone.WARNING) if found is None else Cell(count(found))


def _share(row: AnyRow) -> Cell:
    found = row.raw["share"]
    return Cell(MISSING if found is None else f"{found:.0%}", Tone.MUTED)


def _cost(row: AnyRow) -> Cell:
    cost, currency = row.raw["cost_a_month"], row.raw["currency"]
    return text(f"{cost} {currency}" if cost is not None else "", Tone.ACCENT)


def _overview(row: AnyRow, names: Names) -> Section:
    audit = find_audit(row.id)
    lines = [*row.raw["uncertainties"]]
    if row.raw["formula"]:
        lines.insert(0, row.raw["formula"])
    if audit is not None:
        lines = [audit.reason, f"Filter: {' · '.join(INDEX.chips(audit.view, names))}.", *lines]
    rows = tuple((text(line),) for line in lines)
    return Section(row.raw["audit"], rows, (0,), "enter opens the videos")


AUDIT_NAME: Column[AnyRow] = Column("NAME", 13, lambda row: text(row.id, Tone.MUTED))
"""What people type to ask for it."""

_COLUMNS: Sequence[Column[Any]] = (
    Column("AUDIT", 34, lambda row: text(row.raw["audit"]), is_flexible=True),
    Column("VIDEOS", 9, _videos, is_right=True, key=lambda row: row.raw["videos"]),
    quantity_column("SIZE", 9, lambda row: row.raw["size"], cell=bytes_),
    Column("OF ALL", 6, _share, is_right=True, key=lambda row: row.raw["share"]),
    Column(
        "A MONTH",
        14,
        _cost,
        is_right=True,
        key=lambda row: None if row.raw["cost_a_month"] is None else float(row.raw["cost_a_month"]),
    ),
)

AUDIT_LIST = HereResource(
    name="audit",
    noun="audit",
    heading="○ Audits",
    is_passing=True,
    is_paged=False,
    model=AnyRow,
    pages=one_page(_rows_of),
    title_of=lambda row: row.raw["audit"],
    leads_to=_leads_to,
    columns=_COLUMNS,
    more_columns=(
        AUDIT_NAME,
        quantity_column("LENGTH", 12, lambda row: row.raw["duration"], cell=length),
    ),
    overview=_overview,
)
"""All audits, each leading to its videos."""
