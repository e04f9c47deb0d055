"""Lists that the user adds to the program, as they stand in the settings file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kinescope_tui.api.text import clean

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PATH = re.compile(r"/(?!/)[!-~]{1,2000}")
_FIELDS = {"name", "title", "path", "columns", "sort"}
_COLUMN_FIELDS = {"path", "title", "width"}
_MAX_WIDTH = 200
_LONGEST = 60
_HEAD = re.compile(r"\s*\[\[\s*[\"']?lists[\"']?\s*\]\]")
_TABLE = re.compile(r"\s*\[")


class OwnColumn(msgspec.Struct, frozen=True):
    """A column of such a list.

    Attributes:
        path: The names that lead to the value, by dots: "stream.status", "assets.0.quality".
        title: As it stands in the header; made from the path where it is empty.
        width: In cells; 0 for what fits.
    """

    path: str
    title: str = ""
    width: int = 0


class OwnList(msgspec.Struct, frozen=True):
    """A list of the user's.

    Attributes:
        name: What is typed to get there.
        title: What stands at its head.
        path: The endpoint with its parameters: "/v1/videos?status[]=error".
        columns: What is shown; made from what comes where there are none.
        sort_fields: By which the server sorts.
        place: Where it stands in the file, for people.
    """

    name: str
    title: str
    path: str
    columns: tuple[OwnColumn, ...] = ()
    sort_fields: tuple[str, ...] = ()
    place: str = ""


def read_own_lists(value: object, text: str, file: str) -> tuple[list[OwnList], list[str]]:
    """Return the lists that are understood, and a sentence on each entry that is not.

    Args:
        value: What stands under `lists`.
        text: The whole file: its lines tell where an entry stands.
        file: The file's name.
    """
    if not isinstance(value, list):
        line = _line_of(text.split("\n"), 0, "lists")
        return [], [f"{file}, line {line}: write lists as [[lists]], one after the other."]
    lines = text.split("\n")  # as TOML and editors do: U+2028 ends none
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    found: list[OwnList] = []
    problems: list[str] = []
    for number, entry in enumerate(value):
        head = heads[number] if len(heads) == len(value) else None
        try:
            place = f"{file}, line {_line_of(lines, head, '')}"
            made = _own_list(entry, place, {other.name for other in found})
        except _OddError as error:
            line = _line_of(lines, head, error.field)
            problems.append(f"{file}, line {line}: ignored this list: {error}.")
            continue
        found.append(made)
        for name in sorted(set(entry) - _FIELDS):
            line = _line_of(lines, head, name)
            problems.append(
                f"{file}, line {line}: ignored {_shown(name)}: lists have no such setting."
            )
    return found, problems


class _OddError(Exception):
    """An entry is not what it may be; the text says why."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def _own_list(entry: object, place: str, before: set[str]) -> OwnList:
    if not isinstance(entry, dict):
        raise _OddError("", "it must be a table")
    name, path = entry.get("name"), entry.get("path")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        told = "its name must be small letters, digits and -, starting with a letter"
        raise _OddError("name", f"{told}, not {_shown(name)}")
    if name in before:
        raise _OddError("name", f"an earlier list is already called {name!r}")
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        told = "its path must start with one / and have no spaces, e.g. /v1/videos?status[]=error"
        raise _OddError("path", f"{told}, not {_shown(path)}")
    title = entry.get("title", name.replace("-", " ").capitalize())
    if not isinstance(title, str) or not title.strip():
        raise _OddError("title", f"its title must be text, not {_shown(title)}")
    return OwnList(
        name,
        " ".join(clean(title).split())[:_LONGEST],
        path,
        tuple(_columns(entry.get("columns", []))),
        tuple(_sort_fields(entry.get("sort", []))),
        place,
    )


def _columns(value: object) -> Iterator[OwnColumn]:
    if not isinstance(value, list):
        raise _OddError("columns", f"columns must be a list, not {_shown(value)}")
    for column in value:
        parts: Mapping[str, Any] = {"path": column} if isinstance(column, str) else column
        if not isinstance(parts, dict) or not _is_word(parts.get("path")):
            told = 'a column must be "a.path" or { path = "a.path", title = "…", width = 20 }'
            raise _OddError("columns", f"{told}, not {_shown(column)}")
        title, width = parts.get("title", ""), parts.get("width", 0)
        if not isinstance(title, str):
            raise _OddError("columns", f"a column's title must be text, not {_shown(title)}")
        is_number = isinstance(width, int) and not isinstance(width, bool)
        if not is_number or not 0 <= width <= _MAX_WIDTH:
            told = f"a column's width must be a number up to {_MAX_WIDTH}"
            raise _OddError("columns", f"{told}, not {_shown(width)}")
        if others := sorted(set(parts) - _COLUMN_FIELDS):
            raise _OddError("columns", f"a column has no setting {_shown(others[0])}")
        yield OwnColumn(parts["path"].strip(), clean(title).strip()[:_LONGEST], width)


def _sort_fields(value: object) -> Iterator[str]:
    if not isinstance(value, list) or not all(map(_is_word, value)):
        raise _OddError("sort", f"sort must be a list of fields, not {_shown(value)}")
    yield from value


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and value.isprintable()


def _line_of(lines: list[str], head: int | None, field: str) -> int:
    """Return the line, from 1, on which a field of an entry stands, else the entry itself.

    Args:
        lines: Those of the file.
        head: The entry's first one, from 0; None if that is not known.
        field: Its name; empty for the entry.
    """
    if head is None:
        head, field = 0, "lists"
    key = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
    for number, line in enumerate(lines[head:], head + 1):
        if field and key.match(line):
            return number
        if number > head + 1 and _TABLE.match(line) and _HEAD.match(line):
            break
    return head + 1


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    text = clean(value if isinstance(value, str) else str(value))
    return f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”"
