"""Workspaces side by side, in words: numbers, why one is missing, and what a token may read."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.presentation.analytics.metrics import VIEWS, change
from kinescope_tui.presentation.billing.usage_words import used
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.money import sums_text
from kinescope_tui.presentation.text.numbers import count, short
from kinescope_tui.presentation.text.sections import Section, pairs
from kinescope_tui.services.billing.due import is_unpaid
from kinescope_tui.services.billing.invoice_sums import Totals, sums, unpaid_amount
from kinescope_tui.services.billing.usage import STORAGE
from kinescope_tui.services.workspace.token_access import Access
from kinescope_tui.services.workspace.workspaces import AREAS, WorkspaceRow

WORKSPACE_FIELDS = (
    "profile", "address", "videos", "failed", "views", "views_before", "storage_bytes", "owed",
    "closed", "problem",
)  # fmt: skip
"""What a row that is written has."""

_ASKING = Cell("░░", Tone.MUTED)
_SHUT = {Access.FORBIDDEN: "⊘", Access.ABSENT: MISSING}


def videos_cell(row: WorkspaceRow) -> Cell:
    """Return how many videos there are."""
    return _cell(row, "videos", lambda: Cell(count(row.videos)))


def failed_cell(row: WorkspaceRow) -> Cell:
    """Return how many videos failed."""
    tone = Tone.BAD if row.failed else Tone.PLAIN
    return _cell(row, "failed", lambda: Cell(count(row.failed), tone))


def views_cell(row: WorkspaceRow) -> Cell:
    """Return the views of the last 28 whole days."""
    return _cell(row, "views", lambda: Cell(short(row.views[0])))


def change_cell(row: WorkspaceRow) -> Cell:
    """Return how they differ from those of the 28 days before."""
    return _cell(row, "views", lambda: change(VIEWS, *row.views))


def storage_cell(row: WorkspaceRow) -> Cell:
    """Return how much is stored."""
    return _cell(row, "storage", lambda: Cell(used(STORAGE, row.storage)))


def owed_cell(row: WorkspaceRow) -> Cell:
    """Return what is left to be paid, by currency."""

    def told() -> Cell:
        text = sums_text(owed(row)).removeprefix("Σ ")
        if not text:
            return Cell("nothing" if not row.has_more_invoices else MISSING, Tone.MUTED)
        return Cell(f"≥ {text}" if row.has_more_invoices else text, Tone.WARNING)

    return _cell(row, "invoices", told)


def access_cell(row: WorkspaceRow) -> Cell:
    """Return what the token may read, as far as it was asked, else why nothing came."""
    if row.trouble is not None:
        return Cell(f"! {one_line(row.trouble.message)}", Tone.WARNING)
    if row.has_token is False:
        return Cell("○ no token", Tone.MUTED)
    failures = row.failures
    if len(row.findings) < len(AREAS):
        return _ASKING
    if len(failures) == len(AREAS):
        return Cell(f"✗ {problem_of(failures['videos']).word}", Tone.BAD)
    if failures:
        return Cell(f"all except {', '.join(failures)}", Tone.WARNING)
    return Cell("✓ all", Tone.GOOD)


def owed(row: WorkspaceRow) -> Totals:
    """Return what is left to be paid of the invoices that came."""
    return sums(map(unpaid_amount, filter(is_unpaid, row.invoices or ())))


def workspace_section(row: WorkspaceRow) -> Section:
    """Return what is known of a workspace: each area, and why one is not."""
    title = one_line(row.profile.name)
    facts = [("address", Cell(row.profile.base_url))]
    if row.trouble is not None:
        facts.append(("token", Cell(f"{row.trouble.message} {row.trouble.next_step}")))
        return pairs(title, facts)
    if row.has_token is False:
        told = "No token saved. Press enter to add one and open the workspace."
        return pairs(title, [*facts, ("token", Cell(told))])
    for area in AREAS:
        found = row.findings.get(area)
        if found is None:
            facts.append((area, Cell("loading …", Tone.MUTED)))
        elif found.error is not None:
            facts.append((area, Cell(failure_told(found.error), Tone.WARNING)))
        else:
            facts.append((area, Cell(_known(row, area))))
    return pairs(title, facts, hint("enter opens it · {view.refresh} reloads"))


def workspace_record(row: WorkspaceRow) -> dict[str, Any]:
    """Return a workspace as it is written: null for what did not come."""
    came = {area for area, found in row.findings.items() if found.error is None}

    def number(value: float | Decimal | None) -> Any:
        return int(value) if value is not None and value == int(value) else value

    problem = row.trouble.message if row.trouble is not None else ""
    if row.has_token is False and not problem:
        problem = "no token"
    failures = [f"{area}: {problem_of(error).title}" for area, error in row.failures.items()]
    return {
        "profile": row.profile.name,
        "address": row.profile.base_url,
        "videos": row.videos if "videos" in came else None,
        "failed": row.failed if "failed" in came else None,
        "views": number(row.views[0]) if "views" in came else None,
        "views_before": number(row.views[1]) if "views" in came else None,
        "storage_bytes": number(row.storage) if "storage" in came else None,
        "owed": {code or "?": str(sum_) for code, sum_ in owed(row).by_currency.items()}
        if "invoices" in came
        else None,
        "closed": row.closed,
        "problem": problem or "; ".join(failures) or None,
    }


def failure_told(error: KinescopeError) -> str:
    """Return why something did not come, with the id to quote."""
    code = f"{error.code} {error.code_name}" if error.code is not None else ""
    id_ = error.request_id or error.sent_id or ""
    return " · ".join(filter(None, (problem_of(error).title, one_line(code), one_line(id_))))


def _known(row: WorkspaceRow, area: str) -> str:
    cells = {
        "videos": (videos_cell,),
        "failed": (failed_cell,),
        "views": (views_cell, change_cell),
        "storage": (storage_cell,),
        "invoices": (owed_cell,),
    }
    told = " · ".join(cell(row).text for cell in cells[area])
    words = {"views": "in 28 days", "invoices": "owed"}.get(area, "")
    return f"{told} {words}".rstrip()


def _cell(row: WorkspaceRow, area: str, known: Callable[[], Cell]) -> Cell:
    found = row.findings.get(area)
    if found is None:
        is_coming = row.is_asking and row.has_token is not False and row.trouble is None
        return _ASKING if is_coming else Cell(MISSING, Tone.MUTED)
    if found.error is not None:
        if found.access in _SHUT:
            return Cell(_SHUT[found.access], Tone.MUTED)
        return Cell(f"✗ {found.error.status or ''}".rstrip(), Tone.WARNING)
    return known()
