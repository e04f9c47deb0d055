"""Items as records for files: everything that is known of them, without secrets."""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import ne
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from kinescope_tui.api.later import type_of
from kinescope_tui.api.models import AnyRow, Model, RawModel
from kinescope_tui.api.numeral import Numeral, exact_json
from kinescope_tui.api.redaction import redact_value
from kinescope_tui.services.files.csv_table import CsvForm, guarded, with_comma

_NEVER = {"privacy_share", "url", "download_link", "\x7fraw"}


class FileFormat(StrEnum):
    """The format of a file; the value is the ending of its name."""

    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "jsonl"
    JSON = "json"

    @classmethod
    def of_name(cls, name: str) -> "FileFormat":
        """Return the format that a file's name asks for by its ending; CSV if it asks for none."""
        ending = Path(name).suffix.lower().removeprefix(".")
        return cls(ending) if ending in set(cls) else cls.CSV


_TABLES = {FileFormat.CSV, FileFormat.TSV}


class TableChoice(msgspec.Struct, frozen=True):
    """What somebody chose of a table that is all here.

    Attributes:
        csv: How CSV is written; as usual without.
        fields: Only these, in this order; all without any.
    """

    csv: CsvForm | None = None
    fields: Sequence[str] = ()


ALL_PLAIN = TableChoice()
"""All fields, in plain CSV."""


def record(item: Model, fields: Collection[str] | None = None) -> dict[str, Any]:
    """Return an item as the API gives it, without secrets and without signed links.

    Args:
        item: Which.
        fields: What is wanted of it, where the model says all there is; all of it if None.
    """
    if isinstance(item, AnyRow):
        return item.raw  # an address in it is open, what signs it is not
    if isinstance(item, RawModel):
        return {key: without_links(value) for key, value in item.raw.items() if key not in _NEVER}
    return {
        key: without_links(redact_value(plain(getattr(item, name)), key))
        for key, name in _names(type(item))
        if fields is None or key in fields
    }


def all_fields(model: type[Model]) -> list[str] | None:
    """Return the fields that records of a model have; None where nobody documented them."""
    if issubclass(model, RawModel):
        return None
    return [key for key, _ in _names(model)]


def known_fields(model: type[Model], form: str) -> list[str] | None:
    """Return the fields that can be chosen of a model in a form; None where any may come."""
    if issubclass(model, RawModel):
        return None
    return _plain_fields(model) if form in _TABLES else all_fields(model)


def fields_of(items: Sequence[Model], model: type[Model]) -> list[str]:
    """Return the fields that a table of such items has: plain values, and lists of them.

    Args:
        items: Some of them; of what nobody documented the fields are those that came, and where
            nothing came those that we know of.
        model: What they are.
    """
    if not issubclass(model, RawModel) or not items:
        return _plain_fields(model)
    found: dict[str, None] = {}
    for item in items:
        flat = ((key, value) for key, value in record(item).items() if not _is_deep(value))
        found |= dict.fromkeys(key for key, _ in flat)
    return list(found)


def written(
    form: FileFormat, items: Sequence[Model], model: type[Model], choice: TableChoice = ALL_PLAIN
) -> str:
    """Return items, all of which are here, as a whole file.

    Args:
        form: How.
        items: Them.
        model: What they are.
        choice: Which fields, and how CSV is written.
    """
    csv = choice.csv if form is FileFormat.CSV else None
    fields = choice.fields or fields_of(items, model)
    writer = Writer(form, fields, is_choice=bool(choice.fields), csv=csv)
    return writer.head() + writer.lines(items) + writer.tail()


class Writer:
    """Writes records in a form as they come: a head, lines, and a tail.

    What is here as a whole is written by `written`.

    Args:
        form: Which.
        fields: The columns of a table.
        is_choice: Whether nothing but these fields is wanted, in JSON too.
        csv: How CSV is written.

    Attributes:
        guarded: How many cells were changed so that no spreadsheet takes them for formulas.
        lost: Names of fields that came too late to have a column.
    """

    def __init__(
        self,
        form: FileFormat,
        fields: Sequence[str],
        *,
        is_choice: bool = False,
        csv: CsvForm | None = None,
    ) -> None:
        self._form = form
        self._csv = csv or CsvForm("\t" if form is FileFormat.TSV else ",")
        self._fields = fields
        self._known = frozenset(fields)
        self._is_choice = is_choice
        self._written = 0
        self.guarded = 0
        self.lost: set[str] = set()

    def head(self) -> str:
        """Return what stands before the first record."""
        if self._form is FileFormat.JSON_LINES:
            return ""
        if self._form is FileFormat.JSON:
            return "["
        return self._csv.mark + self._line(self._fields)

    def lines(self, items: Iterable[Model]) -> str:
        """Return the lines of some items."""
        wanted = self._fields if self._form in _TABLES else None
        return "".join(self._text(record(item, wanted), item.has_numbers) for item in items)

    def tail(self) -> str:
        """Return what stands after the last record; without it a JSON array is seen to be cut."""
        if self._form is not FileFormat.JSON:
            return ""
        return "\n]\n" if self._written else "]\n"

    def _text(self, row: dict[str, Any], has_numbers: Callable[[str], bool]) -> str:
        self._written += 1
        if self._is_choice:
            row = {field: row.get(field) for field in self._fields}
        if self._form is FileFormat.JSON_LINES:
            return exact_json(row) + "\n"
        if self._form is FileFormat.JSON:
            return f"{',' if self._written > 1 else ''}\n{exact_json(row)}"
        late = row.keys() - self._known
        self.lost.update(key for key in late if self._cell(row[key], is_number=False))
        return self._line(
            [self._cell(row.get(field), is_number=has_numbers(field)) for field in self._fields]
        )

    def _line(self, cells: Sequence[str]) -> str:
        is_tsv = self._form is FileFormat.TSV
        if is_tsv:  # what is pasted has no quotation marks to hold a line together
            cells = [" ".join(cell.split()) for cell in cells]
        safe = [guarded(cell, self._csv.delimiter) for cell in cells]
        self.guarded += sum(map(ne, cells, safe))
        return "\t".join(safe) + "\n" if is_tsv else self._csv.lines([safe])

    def _cell(self, value: Any, *, is_number: bool) -> str:
        if value is None or _is_deep(value):
            return ""
        if isinstance(value, list):
            return ", ".join(self._cell(inner, is_number=is_number) for inner in value)
        if isinstance(value, bool):
            return str(value).lower()
        # What is called 3.14 stays 3.14; amounts of money come as texts, too.
        is_number |= isinstance(value, int | float | Decimal)
        return with_comma(str(value)) if is_number and self._csv.has_commas else str(value)


@cache
def _names(model: type[Model]) -> list[tuple[str, str]]:
    """Return the API's names of a model's fields, and ours."""
    infos = msgspec.structs.fields(model)
    return [(info.encode_name, info.name) for info in infos if info.encode_name not in _NEVER]


def plain(value: Any) -> Any:
    """Return what a model is made of, with its numbers as they came."""
    return msgspec.to_builtins(value, builtin_types=(Numeral,))


def without_links(value: Any) -> Any:
    """Return decoded JSON without what lets somebody in, however deep it lies."""
    if isinstance(value, list):
        return [without_links(inner) for inner in value]
    if isinstance(value, dict):
        return {key: without_links(inner) for key, inner in value.items() if key not in _NEVER}
    return value


def _is_deep(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(inner, dict | list) for inner in value)
    return isinstance(value, dict)


@cache
def _plain_fields(model: type[Model]) -> list[str]:
    plain = []
    for info in msgspec.structs.fields(model):
        kind = type_of(info)
        if get_origin(kind) in {Union, UnionType}:
            kind = next(choice for choice in get_args(kind) if choice is not NoneType)
        if get_origin(kind) is list:
            kind = get_args(kind)[0]
        if not (isinstance(kind, type) and issubclass(kind, Model)):
            plain.append(info.encode_name)
    return [name for name in plain if name not in _NEVER]
