"""Anything that the API gives, as sections: shapes that nobody documented included."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain, islice
from typing import Any

from kinescope_tui.api.numeral import Numeral
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, short
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.times import minute

_LONGEST = 600  # characters of one value
_MAX_ROWS = 200
_MAX_COLUMNS = 6
_LONGEST_NUMERAL = 24
_SHORT = 10**18
_LEAST_STAMP = len("2026-01-01T00:00:00")


def thing_sections(title: str, raw: Mapping[str, Any]) -> list[Section]:
    """Return the sections of a thing: its plain values first, then what lies deeper.

    What lies deeper and tells nothing at all is one line of the first.

    Args:
        title: Of the first section.
        raw: The thing as it came, without secrets.
    """
    flat = ((key, value) for key, value in raw.items() if not _is_deep(value))
    deep = ((key, value) for key, value in raw.items() if _is_deep(value))
    found = {key: _deep_section(label(key), value) for key, value in islice(deep, _MAX_ROWS)}
    silent = ((key, None) for key, section in found.items() if section is None)
    sections = [_pairs(title, chain(flat, silent)), *filter(None, found.values())]
    return [section for section in sections if section.rows]


def _pairs(title: str, facts: Iterable[tuple[str, Any]]) -> Section:
    """Return the first of some facts: nobody reads more, and each takes a while to be told."""
    return pairs(
        title, [(label(key), value_cell(value)) for key, value in islice(facts, _MAX_ROWS)]
    )


def label(key: str) -> str:
    """Return a field's name for people: `created_at` as `created at`."""
    return one_line(key).replace("_", " ") or MISSING


def value_cell(value: Any) -> Cell:
    """Return any value on a line."""
    text = _told(value)
    return Cell(text[:_LONGEST]) if text else Cell(MISSING, Tone.MUTED)


def _told(value: Any) -> str:
    match value:
        case bool():
            told = "yes" if value else "no"
        case Numeral() if len(value.text) <= _LONGEST_NUMERAL:
            told = value.text
        case int() if abs(value) < 10**_LONGEST_NUMERAL:
            told = count(value)
        case float() if 0 < abs(value) < _SHORT and not value.is_integer():
            told = f"{value:,.12g}".replace(",", "\u00a0")  # what is behind that is noise
        case int() | float():
            told = short(value)
        case str():
            moment = stamp_of(value)
            told = minute(moment) if moment else one_line(value[:_LONGEST])
        case list():
            told = ", ".join(_told(inner) for inner in value[:_MAX_ROWS])
        case dict():
            first = islice(value.items(), _MAX_ROWS)
            told = " · ".join(f"{label(key)} {_told(inner)}" for key, inner in first)
        case _:
            told = ""
    return told


def stamp_of(text: str) -> datetime | None:
    """Return the moment that a text gives, if it is one."""
    if len(text) < _LEAST_STAMP or text[4:5] != "-" or text[10:11] not in {"T", " "}:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_deep(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value)
    return isinstance(value, list) and any(isinstance(inner, dict) for inner in value)


def _deep_section(title: str, value: Any) -> Section | None:
    """Return what lies deeper; None if that is nothing but names of fields."""
    if isinstance(value, dict):
        section = _pairs(title, value.items())
        return section if _tells(row[-1] for row in section.rows) else None
    rows = [row for row in value if isinstance(row, dict)][:_MAX_ROWS]
    fields = list(dict.fromkeys(key for row in rows for key in row))
    keys = ([key for key in fields if not key.endswith("id")] or fields)[:_MAX_COLUMNS]
    lines = [tuple(value_cell(row.get(key)) for key in keys) for row in rows]
    if not _tells(chain(*lines)):
        return None
    return table(title, tuple(label(key).upper() for key in keys), lines)


def _tells(cells: Iterable[Cell]) -> bool:
    return any(cell.text != MISSING for cell in cells)
