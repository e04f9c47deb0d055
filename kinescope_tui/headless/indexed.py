"""The index on standard output: how it is, its videos, and what SQL makes of it."""

import sys
from typing import Any

import click

from kinescope_tui.api.errors import NotSentError
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.notes import note
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.progress import progress
from kinescope_tui.headless.row_output import RowOutput
from kinescope_tui.presentation.lists.export_words import wait_told
from kinescope_tui.presentation.lists.index_words import index_told, reading_told, status_lines
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.indexed_videos import INDEX, plain_columns, sql_rows
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
    index = session.index

    def told() -> str:
        return f"{reading_told(index.progress)}{wait_told(session.pacer.pace)}"

    try:
        async with progress(told):
            await index.read(full=full)
    except NotSentError as error:
        raise _in_shell(error) from None
    await index.look()
    _write_status(session)
    if index.state is not None and index.state.shortfall:
        text = f"INCOMPLETE: {index.state.shortfall}."
        raise CommandFailedError(text, ExitStatus.INCOMPLETE)


async def write_status(session: Session) -> None:
    """Write how the index is; that there is none is no failure."""
    try:
        await session.index.look()
    except NoIndexError:
        pass
    except IndexFaultError as error:
        raise _in_shell(error) from None
    _write_status(session)


async def forget_index(session: Session) -> None:
    """Erase the index."""
    was_there = session.index.exists
    await session.index.forget()
    click.echo("The index is erased." if was_there else "There was no index.")


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
    written, total = 0, None
    try:
        rows.use_names(await index.query.names())
        while most is None or written < most:
            at_once = _AT_ONCE if most is None else min(_AT_ONCE, most - written)
            found = await index.query.rows(view, first + written, at_once)
            await rows.write(found.items)
            written, total = written + len(found.items), found.total
            if len(found.items) < at_once:
                break
    except IndexFaultError as error:
        raise _in_shell(error) from None
    await rows.end()
    note(index_told(index, session.clock.utc_now()))
    if total is not None and written < total and most is not None:
        note(f"{count(written)} of {count(total)} videos; --all writes all.")


async def write_sql(session: Session, asked: str, style: OutputFormat) -> None:
    """Write the rows of a SELECT.

    Raises:
        CommandFailedError: It makes no sense, or the index cannot be read.
    """
    index = await _found(session)
    try:
        found, fields, is_cut = await sql_rows(index.query, asked)
    except IndexFaultError as error:
        raise _in_shell(error) from None
    from kinescope_tui.api.models import AnyRow

    rows = RowOutput(Output(), style, AnyRow, plain_columns, fields)
    await rows.write(found)
    await rows.end()
    note(index_told(index, session.clock.utc_now()))
    if is_cut:
        text = f"INCOMPLETE: there are more than {count(len(found))} rows; LIMIT asks for fewer."
        raise CommandFailedError(text, ExitStatus.INCOMPLETE)


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
    try:
        if not index.is_kept:
            async with progress(lambda: reading_told(index.progress)):
                await index.read()
        await index.look()
    except IndexFaultError as error:
        raise _in_shell(error) from None
    return index


def _write_status(session: Session) -> None:
    for line in status_lines(session.index, session.clock.utc_now()):
        click.echo(line, file=sys.stdout)


def _in_shell(error: NotSentError) -> CommandFailedError:
    """Return a fault with its next step as a shell takes it."""
    told = error.message.replace("`:index full`", "kinescope-tui index --full")
    told = told.replace("`I`, `:index`", "kinescope-tui index")
    return CommandFailedError(told.replace("`:index`", "kinescope-tui index"), ExitStatus.FAILED)
