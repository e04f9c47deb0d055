"""Rows on standard output, in the form that is wanted."""

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import click

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified, Model
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.headless.notes import note, tell_guarded
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.table import Table
from kinescope_tui.presentation.lists.thing_page import label, value_cell
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.column import Column
from kinescope_tui.services.files.chosen_fields import field_trouble
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.records import FileFormat, Writer, fields_of, known_fields, record
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)
M = TypeVar("M", bound=Model)

ID_WIDTH = 36
_FIELD_WIDTH = 16


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

    def use_names(self, names: Mapping[str, str]) -> None:
        """Let these be what projects and folders are called, by id."""
        self._names = names

    async def write(self, rows: Sequence[M]) -> None:
        """Write some rows; the first ones tell what a table has columns for."""
        head = ""
        if self._writer is None:
            self._tell_of_absent_fields(rows)
            self._writer = self._make_writer(rows)
            head = self._writer.head()
        await self._output.write((head + self._writer.lines(rows)).encode("utf-8", "replace"))

    async def write_all(self, rows: Sequence[M]) -> None:
        """Write rows of which these are all."""
        await self.write(rows)
        await self.end()

    async def end(self) -> None:
        """Write what stands at the end, and tell on standard error what was changed on the way."""
        writer = self._writer
        if writer is None:
            return
        await self._output.write(writer.tail().encode())
        tell_guarded(writer.guarded)
        if writer.lost:
            note(f"Not in the table: {one_line(', '.join(sorted(writer.lost)))}.")

    def _make_writer(self, rows: Sequence[M]) -> Writer | Table[M]:
        style = self._style
        if style.form != "table":
            fields = style.fields or self._fields or fields_of(rows, self._model)
            csv = RUSSIAN_EXCEL if style.is_excel else None
            form = FileFormat(style.form)
            return Writer(form, fields, is_choice=bool(style.fields), csv=csv)
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
            note(f"None of the first rows has a field called {', '.join(absent)}.")

    def _check_fields(self) -> None:
        known = self._fields or known_fields(self._model, self._style.form)
        if trouble := field_trouble(self._style.fields, known):
            raise click.UsageError(trouble)


def check_is_whole(page: Page[Any]) -> None:
    """Return if every row of a page could be read.

    Raises:
        IncompleteError: Some could not.
    """
    if page.dropped:
        raise IncompleteError(f"{plural(page.dropped, 'row')} could not be read.")


def _field_column(field: str) -> Column[Any]:
    return Column(
        label(field).upper(),
        ID_WIDTH if field.endswith("id") else _FIELD_WIDTH,
        lambda item: value_cell(record(item).get(field)),
        is_flexible=field in {"title", "name", "description"},
    )
