"""The index on standard output: how it is, its videos, and what SQL makes of it."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import click

from kinescope_tui.api.errors import KinescopeError, NotSentError
from kinescope_tui.api.models import AnyRow
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError, IncompleteError
from kinescope_tui.headless.notes import note
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.parts import Parts
from kinescope_tui.headless.progress import progress
from kinescope_tui.headless.row_output import RowOutput
from kinescope_tui.presentation.lists.export_words import wait_told
from kinescope_tui.presentation.lists.index_words import index_told, reading_told, status_lines
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.audits import AUDIT_FIELDS, AUDIT_LIST, AUDIT_NAME, audit_rows
from kinescope_tui.resources.changes import CHANGE_FIELDS, change_row, changes_list
from kinescope_tui.resources.indexed_videos import INDEX, plain_columns, sql_rows
from kinescope_tui.services.index.audit import Audit
from kinescope_tui.services.index.index_database import MOST_CHANGES
from kinescope_tui.services.index.index_errors import IndexFaultError, NoIndexError
from kinescope_tui.services.index.index_filter import condition
from kinescope_tui.services.index.indexed_video import IndexedVideo
from kinescope_tui.services.index.workspace_index import WorkspaceIndex
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

_AT_ONCE = 1_000
_USUAL = 25


async def read_index(session: Session, *, full: bool) -> None:
    """Read the workspace into its index, or what is new.

    Raises:
        CommandFailedError: It is not known to be all there.
        KinescopeError: A page could not be read; the next call goes on from there.
    """
    index, now = session.index, session.clock.utc_now

    def told() -> str:
        return f"{reading_told(index.progress)}{wait_told(session.pacer.pace, now())}"

    with _in_shell():
        async with progress(told):
            await index.read(full=full)
    await index.look()
    _write_status(session)
    if index.state is not None and index.state.shortfall:
        raise IncompleteError(f"{index.state.shortfall}.")


async def write_status(session: Session) -> None:
    """Write how the index is; that there is none is no failure."""
    with _in_shell(), suppress(NoIndexError):
        await session.index.look()
    _write_status(session)


async def forget_index(session: Session) -> None:
    """Erase the index."""
    was_there = session.index.exists
    await session.index.forget()
    click.echo("The index has been erased." if was_there else "There is no index.")


async def write_indexed(
    session: Session, view: View, options: dict[str, Any], style: OutputFormat
) -> None:
    """Write videos of the index in a view.

    Raises:
        CommandFailedError: There is no index, or it cannot be read.
    """
    index = await _found(session)
    rows = RowOutput(Output(), style, IndexedVideo, lambda _rows: INDEX.columns)
    size = options["per_page"] or _USUAL
    first = ((options["number"] or 1) - 1) * size
    most = None if options["is_all"] else options["limit"] or size
    written, total, parts = 0, None, Parts()
    with _in_shell():
        rows.use_names(await index.query.names())
        while most is None or written < most:
            at_once = _AT_ONCE if most is None else min(_AT_ONCE, most - written)
            found = await index.query.rows(view, first + written, at_once)
            await rows.write(parts.new_in(found.items, found.total))
            written, total = written + len(found.items), found.total
            if len(found.items) < at_once:
                break
    await rows.end()
    note(index_told(index, session.clock.utc_now()))
    if total is not None and written < total and most is not None:
        note(f"{count(written)} of {plural(total, 'video')}; use --all to print all.")
    parts.check()


async def write_sql(session: Session, asked: str, style: OutputFormat) -> None:
    """Write the rows of a SELECT.

    Raises:
        CommandFailedError: It makes no sense, or the index cannot be read.
    """
    index = await _found(session)
    with _in_shell():
        found, fields, is_cut = await sql_rows(index.query, asked)
    rows = RowOutput(Output(), style, AnyRow, plain_columns, fields)
    await rows.write_all(found)
    note(index_told(index, session.clock.utc_now()))
    if is_cut:
        raise IncompleteError(
            f"there are more than {plural(len(found), 'row')}; use LIMIT to get fewer."
        )


async def write_audits(session: Session, style: OutputFormat) -> None:
    """Write what every audit found.

    Raises:
        CommandFailedError: There is no index, or it cannot be read.
    """
    index = await _found(session)
    await _count_views(index)
    with _in_shell():
        found = await audit_rows(index)
    rows = RowOutput(
        Output(), style, AnyRow, lambda _rows: [AUDIT_NAME, *AUDIT_LIST.columns], AUDIT_FIELDS
    )
    await rows.write_all(found)
    note(index_told(index, session.clock.utc_now()))
    for told in _told_of_all(found):
        note(told)


async def write_audit(
    session: Session, audit: Audit, options: dict[str, Any], style: OutputFormat
) -> None:
    """Write the videos that an audit finds, and on standard error what they cost and is not sure.

    Raises:
        CommandFailedError: There is no index, it cannot be read, or views are not known.
    """
    index = await _found(session)
    await _count_views(index)
    await write_indexed(session, audit.view, options, style)
    with _in_shell():
        found = [row for row in await audit_rows(index) if row.id == audit.name]
    for told in filter(None, (found[0].raw["formula"], *found[0].raw["uncertainties"])):
        note(told)


async def write_changes(
    session: Session, since: datetime | None, options: dict[str, Any], style: OutputFormat
) -> None:
    """Write what changed between readings since a moment, the latest first.

    Raises:
        CommandFailedError: There is no index, or it cannot be read.
    """
    index = await _found(session)
    rows = RowOutput(Output(), style, AnyRow, lambda _rows: changes_list(None).columns,
                     CHANGE_FIELDS)  # fmt: skip
    most, written, parts = options["limit"] or MOST_CHANGES, 0, Parts()
    with _in_shell():
        rows.use_names(await index.query.names())
        while True:
            found = await index.query.changes(since, written, min(_AT_ONCE, most - written))
            made = [change_row(change) for change in found.items]
            await rows.write(parts.new_in(made, found.total))
            written += len(found.items)
            if not found.items or written >= min(most, found.total):
                break
    await rows.end()
    note(index_told(index, session.clock.utc_now()))
    if found.is_cut:
        note(f"There were more: only the latest {count(MOST_CHANGES)} are kept.")
    parts.check()


async def _count_views(index: WorkspaceIndex) -> None:
    """Find out how often videos were watched; where that cannot be read, it is told."""
    try:
        async with progress(lambda: "loading view counts"):
            await index.count_views()
    except KinescopeError as error:
        note(f"View counts could not be loaded: {error.message}")


def _told_of_all(rows: Sequence[AnyRow]) -> list[str]:
    """Return what is not sure, once each, with whose it is where it is that of one audit only."""
    times = Counter(told for row in rows for told in row.raw["uncertainties"])
    lines = (
        told if times[told] > 1 else f"{row.id}: {told}"
        for row in rows
        for told in row.raw["uncertainties"]
    )
    return list(dict.fromkeys(lines))


def view_of(options: dict[str, Any], filters: list[tuple[str, str]]) -> View:
    """Return the view that options ask for.

    Raises:
        click.UsageError: A condition is none.
    """
    try:
        filters = [*filters, *map(condition, options["where"])]
    except IndexFaultError as error:
        raise click.UsageError(error.message) from None
    order = options.get("order") or INDEX.default_order
    return View(order, options.get("search", "").strip(), tuple(filters))


async def _found(session: Session) -> WorkspaceIndex:
    """Return the index; one that lasts for this command only is read first."""
    index = session.index
    with _in_shell():
        if not index.is_kept:
            async with progress(lambda: reading_told(index.progress)):
                await index.read()
        await index.look()
    return index


def _write_status(session: Session) -> None:
    for line in status_lines(session.index, session.clock.utc_now()):
        click.echo(line, file=sys.stdout)


@contextmanager
def _in_shell() -> Iterator[None]:
    """Let a fault end the command, with its next step as a shell takes it."""
    try:
        yield
    except NotSentError as error:
        told = error.message.replace("`:audit`", "`kinescope-tui audit`")
        told = told.replace("`:index full`", "kinescope-tui index --full")
        told = told.replace("`I` or `:index`", "kinescope-tui index")
        told = told.replace("`:index`", "kinescope-tui index")
        raise CommandFailedError(told, ExitStatus.FAILED) from None
