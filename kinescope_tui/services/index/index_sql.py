"""`:sql SELECT …`: what the user asks the index in SQLite's words, and nothing but that."""

import sqlite3
from typing import Any

import msgspec

from kinescope_tui.api.text import clean
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.files.odd_texts import marked
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_schema import VIEWS

MOST_ROWS = 10_000
"""Rows of an answer; a LIMIT of one's own asks for fewer."""

_MOST_LENGTH = 20_000
_MOST_COLUMNS = 100
_MOST_BYTES = 1_000_000  # of a value
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
}
_FORBIDDEN_FUNCTIONS = {"load_extension", "fts5", "is_found", "randomblob", "zeroblob", "edit"}
_NOT_READ = {"meta"}
# What SQLite calls it where the question is to blame; Python's own errors have no name.
_OF_THE_QUESTION = {"", "SQLITE_ERROR", "SQLITE_TOOBIG", "SQLITE_RANGE", "SQLITE_MISMATCH"}


class SqlAnswer(msgspec.Struct, frozen=True):
    """The rows of a question.

    Attributes:
        columns: What they are called; each name once.
        rows: A value for each column.
        is_cut: Whether there are more rows than were read.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    is_cut: bool = False

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def run_sql(base: sqlite3.Connection, text: str) -> SqlAnswer:
    """Return what one SELECT gives, over a connection that cannot write.

    Args:
        base: The connection; its time limit holds.
        text: `SELECT …` or `WITH …`; it reads the views `VIEWS`, and the tables beneath them.

    Raises:
        QueryError: It is none, asks for something else than rows, or SQLite does not take it.
    """
    text = text.strip().rstrip(";").strip()
    if not text.casefold().startswith(("select", "with", "values")):
        raise QueryError(f"Only SELECT statements are allowed, on these views: {', '.join(VIEWS)}.")
    if len(text) > _MOST_LENGTH:
        raise QueryError(f"The query is longer than {_MOST_LENGTH:,} characters.")
    refused: list[str] = []

    def authorize(action: int, first: str | None, second: str | None, *_rest: object) -> int:
        if action in _ALLOWED and (first or "").lower() not in _NOT_READ:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (second or "") not in _FORBIDDEN_FUNCTIONS:
            return sqlite3.SQLITE_OK
        refused.append(second or first or "")
        return sqlite3.SQLITE_DENY

    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
    base.set_authorizer(authorize)
    base.text_factory = marked
    try:
        found = base.execute(text)
        rows = found.fetchmany(MOST_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning) as error:
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_AUTH":
            what = f" ({refused[0]})" if refused and refused[0] else ""
            raise QueryError(
                f"Not allowed in a query{what}: only SELECT statements can run."
            ) from None
        if name not in _OF_THE_QUESTION:
            raise
        raise QueryError(f"SQLite: {error}. Available views: {', '.join(VIEWS)}.") from None
    finally:
        base.text_factory = str
        base.set_authorizer(None)
    columns = [clean(str(column[0])) for column in found.description or ()][:_MOST_COLUMNS]
    told = [tuple(map(_told, row[:_MOST_COLUMNS])) for row in rows[:MOST_ROWS]]
    return SqlAnswer(tuple(_once_each(columns)), told, len(rows) > MOST_ROWS)


def _told(value: Any) -> Any:
    """Return a value as any answer has it: SQLite can make texts that a terminal would obey."""
    if isinstance(value, bytes):
        return value.hex()
    return clean(value) if isinstance(value, str) else exact(value)


def _once_each(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number, written = 2, name
        while written in found:
            number, written = number + 1, f"{name} {number}"
        found.append(written)
    return found
