"""Rows on standard output: one page of a list, or all of it."""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import click

from kinescope_tui.api.client import PER_PAGE, Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified, Model
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError, failure_of
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.progress import progress
from kinescope_tui.headless.table import Table
from kinescope_tui.presentation.lists.export_words import wait_told
from kinescope_tui.presentation.lists.thing_page import label, value_cell
from kinescope_tui.presentation.text.cell import Tone, one_line
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.invoices import INVOICES, SORT_KEYS
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.billing.invoice_list import InvoiceList, SortedHere, Unsorted
from kinescope_tui.services.files.records import FileFormat, Writer, all_fields, fields_of, record
from kinescope_tui.services.lists.page_reader import PageReader
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.steady_order import in_first_order, steady_orders
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)
M = TypeVar("M", bound=Model)

_USUAL = 25  # rows of one page
_ID_WIDTH = 36
_FIELD_WIDTH = 16


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """How rows are written.

    Attributes:
        form: table, json, jsonl, csv or tsv.
        fields: Only these, in this order; all without any.
        is_plain: Whether a table has neither colours nor characters of ours beyond ASCII.
    """

    form: str = "table"
    fields: Sequence[str] = ()
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Which pages of a list.

    Attributes:
        number: The page, from 1; None for all.
        per_page: How many rows each has; None for what is usual.
    """

    number: int | None = 1
    per_page: int | None = None


class RowOutput(Generic[M]):
    """Writes rows in a style as they come.

    Args:
        output: Where to.
        style: How.
        model: What the rows are.
        columns: Makes the columns of a table of the first rows.
        fields: What every row has, where the model does not tell.

    Raises:
        click.UsageError: A field is asked for that no such row has.
    """

    def __init__(
        self,
        output: Output,
        style: OutputFormat,
        model: type[M],
        columns: Callable[[Sequence[M]], Sequence[Column[M]]],
        fields: Sequence[str] = (),
    ) -> None:
        self._output = output
        self._style = style
        self._model = model
        self._columns = columns
        self._fields = fields
        self._writer: Writer | Table[M] | None = None
        self._names: Mapping[str, str] = {}
        self._check_fields()

    async def learn_names(self, session: Session, *catalog_types: str) -> None:
        """Find out what projects and folders are called; where that cannot be read, ids stand."""
        with contextlib.suppress(KinescopeError):
            for catalog_type in catalog_types:
                await session.project_names.projects(catalog_type)
        self._names = session.project_names.names

    async def write(self, rows: Sequence[M]) -> None:
        """Write some rows; the first ones tell what a table has columns for."""
        head = ""
        if self._writer is None:
            self._tell_of_absent_fields(rows)
            self._writer = self._make_writer(rows)
            head = self._writer.head()
        await self._output.write((head + self._writer.lines(rows)).encode("utf-8", "replace"))

    async def end(self) -> None:
        """Write what stands at the end, and tell on standard error what was changed on the way."""
        writer = self._writer
        if writer is None:
            return
        await self._output.write(writer.tail().encode())
        if writer.guarded:
            cells = plural(writer.guarded, "cell")
            note(f"{cells} got a ' in front, so that no spreadsheet runs them.")
        if writer.lost:
            note(f"Not in the table: {one_line(', '.join(sorted(writer.lost)))}.")

    def _make_writer(self, rows: Sequence[M]) -> Writer | Table[M]:
        style = self._style
        if style.form != "table":
            fields = style.fields or self._fields or fields_of(rows, self._model)
            return Writer(FileFormat(style.form), fields, is_choice=bool(style.fields))
        columns = [_field_column(field) for field in style.fields] or self._columns(rows)
        is_coloured = (
            self._output.is_terminal and not style.is_plain and not os.environ.get("NO_COLOR")
        )
        return Table(
            columns,
            rows,
            width=self._output.width,
            names=self._names,
            has_colours=is_coloured,
            is_plain=style.is_plain,
        )

    def _tell_of_absent_fields(self, rows: Sequence[M]) -> None:
        found = {field for row in rows for field in record(row)}
        absent = [field for field in self._style.fields if field not in found]
        if absent and rows:
            note(f"None of the first rows has the field {', '.join(absent)}.")

    def _check_fields(self) -> None:
        known = self._fields or all_fields(self._model)
        if known is None:
            return  # what nobody documented may have any
        if not self._fields and self._style.form in {FileFormat.CSV, FileFormat.TSV}:
            known = fields_of((), self._model)
        unknown = [field for field in self._style.fields if field not in known]
        if unknown:
            told = ", ".join(known)
            raise click.UsageError(
                f"There is no field {unknown[0]} in this form; there are {told}."
            )


async def list_rows(
    session: Session, resource: Resource[T], view: View, pages: Pages, style: OutputFormat
) -> None:
    """Write a list, or one page of it, to standard output.

    Raises:
        CommandFailedError: It is not all there.
        KinescopeError: Nothing could be read.
        PipeClosedError: Nobody reads any more.
    """
    output = Output()
    rows = RowOutput(output, style, resource.model, lambda found: _columns(resource, found))
    if style.form == "table" and resource.catalog_type:
        await rows.learn_names(session, resource.catalog_type)

    @cache
    def fetch_in(order: Order) -> Fetch[Any]:
        if not order and resource.default_order:
            note(f"The server does not sort by {resource.default_order}; this is its own order.")
        return _pages(session, resource, view, order)

    asked = view.order or resource.default_order
    orders = [asked]
    if pages.number is None:
        orders = steady_orders(asked, resource.sort_fields)
    fetch: Fetch[Any]
    if resource.path == INVOICES.path:
        # Where the server refuses to sort them they are sorted here.
        invoices = InvoiceList(INVOICES.default_order, SORT_KEYS)
        in_its_own: Fetch[Any] = _pages(session, resource, view, Order())
        fetch = invoices.fetch(asked, in_first_order(fetch_in, orders), in_its_own)
    else:
        # Who asked for no order gets none where the server refuses the usual one.
        fetch = in_first_order(fetch_in, orders if view.order else [*orders, Order()])
    if pages.number is None:
        per_page = pages.per_page or PER_PAGE
        await _write_all(session, fetch, per_page, rows, resource.plural, asked=view.order)
        return
    page: Page[Any] = await fetch(pages.number, pages.per_page or _USUAL, Priority.LOOKED_AT)
    await rows.write(page.items)
    await rows.end()
    _tell_order(page, asked)
    check_is_whole(page)
    if page.total is None or len(page.items) < page.total:
        shown = f"{count(len(page.items))} of {count(page.total)} {resource.plural}"
        note_to_watcher(f"{shown}; --all writes all.")


async def _write_all(
    session: Session,
    fetch: Fetch[Any],
    per_page: int,
    rows: RowOutput[Any],
    plural_noun: str,
    *,
    asked: Order,
) -> None:
    """Write every row, and tell how far it is known that these are all."""
    first: list[Page[Any]] = []

    async def kept(page: int, per_page: int, priority: Priority) -> Page[Any]:
        found = await fetch(page, per_page, priority)
        first[:] = first or [found]
        return found

    all_rows = PageReader(kept, per_page=per_page)

    def done() -> str:
        total = f" of {count(all_rows.total)}" if all_rows.total is not None else ""
        return f"{count(all_rows.taken)}{total} {plural_noun}"

    try:
        async with progress(lambda: done() + wait_told(session.pacer.pace)):
            await all_rows.read(rows.write)
    except KinescopeError as error:
        failure = failure_of(error)
        raise CommandFailedError(f"{failure}\nWritten: {done()}.", failure.status) from None
    await rows.end()
    for page in first:
        if asked:
            _tell_order(page, asked)
    if all_rows.shortfall:
        text = f"INCOMPLETE: {done()}; {all_rows.shortfall}. The same command reads it again."
        raise CommandFailedError(text, ExitStatus.INCOMPLETE)
    if all_rows.total is None:
        note_to_watcher(f"{done()}; the server does not say how many there are.")
    elif not all_rows.is_proved:
        told = "that is the server's count: if one went while another came, it does not show."
        note_to_watcher(f"{done()}; {told}")


def note(text: str) -> None:
    """Say something on standard error that does not change what is written."""
    click.echo(text, err=True)


def check_is_whole(page: Page[Any]) -> None:
    """Return if every row of a page could be read.

    Raises:
        CommandFailedError: Some could not.
    """
    if page.dropped:
        told = f"INCOMPLETE: {plural(page.dropped, 'row')} could not be read."
        raise CommandFailedError(told, ExitStatus.INCOMPLETE)


def _pages(session: Session, resource: Resource[T], view: View, order: Order) -> Fetch[T]:
    """Return what fetches the pages of a list in an order."""

    async def fetch(page: int, per_page: int, priority: Priority) -> Page[T]:
        return await session.client.page(
            resource.path,
            resource.model,
            page=page,
            per_page=per_page,
            order=order,
            query=resource.fixed + view.query,
            priority=priority,
        )

    return fetch


def _tell_order(page: Page[Any], asked: Order) -> None:
    """Say on standard error where the rows do not stand as they were asked for."""
    if isinstance(page, SortedHere):
        note(f"Sorted here by {page.order}: the server does not.")
    elif isinstance(page, Unsorted):
        note(f"Not sorted by {asked}: the server does not, and not all rows are on this page.")
    elif page.order and not page.order.begins_with(asked):
        note(f"The server says that it sorted by {one_line(str(page.order))}, not by {asked}.")


def note_to_watcher(told: str) -> None:
    """Say it only where somebody watches: cron would send a letter."""
    if sys.stderr is not None and sys.stderr.isatty():
        note(told)


def _columns(resource: Resource[T], rows: Sequence[T]) -> Sequence[Column[T]]:
    if not resource.columns:
        return resource.columns_for(rows)
    by_id: Column[T] = Column("ID", _ID_WIDTH, lambda item: text(item.id, Tone.MUTED))
    return (*resource.columns, by_id)


def _field_column(field: str) -> Column[Any]:
    return Column(
        label(field).upper(),
        _ID_WIDTH if field.endswith("id") else _FIELD_WIDTH,
        lambda item: value_cell(record(item).get(field)),
        is_flexible=field in {"title", "name", "description"},
    )
