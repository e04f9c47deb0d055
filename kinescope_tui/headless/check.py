"""What needs somebody, on standard output, and as an exit status for cron and CI."""

import asyncio
from typing import Any

from kinescope_tui.api.models import RawModel
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.notes import note, note_to_watcher
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.row_output import RowOutput
from kinescope_tui.presentation.inbox.finding_words import partly_told, what
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.times import minute
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.services.inbox.check import Check
from kinescope_tui.services.inbox.finding import Finding
from kinescope_tui.services.inbox.inbox import Inbox
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.token_access import Access, TokenAccess

_FIELDS = ("kind", "count", "is_more", "newest", "newest_at", "since")


class _Row(RawModel):
    """A finding, or an area that is out of reach."""

    what: str = ""
    tone: Tone = Tone.PLAIN
    when: str = ""


async def write_check(
    session: Session, check: Check, inbox: Inbox, style: OutputFormat, *, asks_reach: bool
) -> None:
    """Write what is found, a row each.

    Args:
        session: Whose workspace.
        check: What is looked for.
        inbox: What finds it.
        style: How it is written.
        asks_reach: Whether it is found out first what the token may read.

    Raises:
        CommandFailedError: Something was found, or not all could be looked at.
        KinescopeError: Something could not be read.
    """
    rows = await _out_of_reach(session.token_access) if asks_reach else []
    if not rows and not check.is_empty:
        rows = [_row(finding) for finding in await check.run(inbox)]
        if inbox.refusal is not None and check.is_overdue:
            why = one_line(problem_of(inbox.refusal).title)
            note(f"Invoices were not checked: the API does not list them ({why}).")
        told = partly_told(inbox.partly)
        if told and not rows:
            told = f"{told} That is too few to rule out a finding."
            raise CommandFailedError(told, ExitStatus.FAILED)
        if told:
            note(told)
    output = RowOutput(Output(), style, _Row, lambda _rows: _columns(), _FIELDS)
    if rows or style.form != "table":
        await output.write_all(rows)
    if rows:
        raise CommandFailedError(f"{plural(len(rows), 'finding')}.", ExitStatus.FINDINGS)
    note_to_watcher("No findings.")


async def _out_of_reach(access: TokenAccess) -> list[_Row]:
    """Return the areas that the token may not read, or that nobody answers for."""
    is_over = asyncio.Event()
    leave = access.subscribe(lambda: None if access.is_checking else is_over.set())
    access.check()
    await is_over.wait()
    leave()
    rows = []
    for area, finding in access.findings.items():
        if finding.error is None or finding.access is Access.ABSENT:
            continue  # an endpoint that is not there forbids nothing
        why = one_line(problem_of(finding.error).title)
        raw = {"kind": "reach", "count": 1, "is_more": False, "newest": area}
        told = f"! {area} {finding.access.value}"
        rows.append(_Row(id=area, raw=_whole(raw), what=told, tone=Tone.BAD, when=why))
    return rows


def _row(finding: Finding) -> _Row:
    raw = {
        "kind": str(finding.kind),
        "count": finding.count,
        "is_more": finding.is_more,
        "newest": finding.newest or None,
        "newest_at": finding.newest_at and finding.newest_at.isoformat(),
        "since": finding.since and finding.since.isoformat(),
    }
    told = what(finding)
    since = "" if finding.since is None else f"since {minute(finding.as_known(finding.since))}"
    return _Row(id=finding.id, raw=raw, what=told.text, tone=told.tone, when=since)


def _whole(raw: dict[str, Any]) -> dict[str, Any]:
    return {field: raw.get(field) for field in _FIELDS}


def _columns() -> list[Column[_Row]]:
    return [
        Column("WHAT", 28, lambda row: Cell(row.what, row.tone)),
        Column("NEWEST", 20, lambda row: text(row.raw["newest"]), is_flexible=True),
        Column("WHEN", 22, lambda row: Cell(row.when or MISSING, Tone.MUTED)),
    ]
