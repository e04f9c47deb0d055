"""CSV that came from elsewhere: what is in it, and the same for a spreadsheet program."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# With a plus and groups it is a telephone number.
_NUMBER = re.compile(
    r"(-?\d{1,3}([ \u00a0\u202f]\d{3})+|[+-]?\d+)([.,]\d+)?([eE][+-]?\d+)?[ \u00a0]?%?", re.ASCII
)
_POINTED = re.compile(r"(-?\d{1,3}([ \u00a0\u202f]\d{3})+|[+-]?\d+)\.\d+", re.ASCII)
_DELIMITERS = ";,\t|"
_LOOKED_AT = 20  # lines
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

csv.field_size_limit(2**31 - 1)  # how much there is at all is bounded where it is received


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV text as cells.

    Attributes:
        delimiter: What stands between cells.
        codec: Python's name of the encoding.
        encoding: The same for people.
        line_end: What ends the first line.
        is_ragged: Whether the last row has fewer cells than the first, and no line end.
    """

    rows: list[list[str]]
    delimiter: str
    codec: str
    encoding: str
    line_end: str
    is_ragged: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A CSV text that is no longer what came.

    Attributes:
        guarded: How many cells got a ' so that no spreadsheet takes them for formulas.
        commas: How many numbers got a decimal comma.
    """

    content: bytes
    guarded: int
    commas: int


def read_csv(content: bytes) -> CsvTable:
    """Return the cells of a CSV text, in whatever encoding and with whatever delimiter it came."""
    text, codec, encoding = _decoded(content)
    lines = text.splitlines()[:_LOOKED_AT]
    delimiter = _delimiter(lines)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    line_end = "\r\n" if "\r\n" in text[: len(lines[0]) + 2 if lines else 0] else "\n"
    is_short = len(rows) > 1 and len(rows[-1]) < len(rows[0])
    is_ragged = is_short and not text.endswith(("\n", "\r"))
    return CsvTable(rows, delimiter, codec, encoding, line_end, is_ragged)


def changed(table: CsvTable, *, is_safe: bool, is_russian: bool) -> Changed:
    """Return a table as CSV for spreadsheet programs.

    Args:
        table: What came.
        is_safe: Whether cells that look like formulas are guarded; numbers stay numbers.
        is_russian: Whether Russian Excel is to open it by itself: semicolons, decimal commas, a
            byte order mark.
    """
    counts = {"guarded": 0, "commas": 0}

    def cell(text: str) -> str:
        if is_safe and (safe := guarded(text)) != text:
            counts["guarded"] += 1
            return safe
        if is_russian and _POINTED.fullmatch(text):
            counts["commas"] += 1
            return text.replace(".", ",")
        return text

    rows = [[cell(text) for text in row] for row in table.rows]
    delimiter = ";" if is_russian else table.delimiter
    text = _written(rows, delimiter, "\r\n" if is_russian else table.line_end)
    content = text.encode("utf-8-sig" if is_russian else table.codec, "replace")
    return Changed(content, counts["guarded"], counts["commas"])


def _written(rows: Sequence[Sequence[str]], delimiter: str, line_end: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return file.getvalue()


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; what is a number stays one."""
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _decoded(content: bytes) -> tuple[str, str, str]:
    """Return the text, and the encoding for Python and for people."""
    for mark, codec, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace"), codec, encoding
    try:
        return content.decode("utf-8"), "utf-8", "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace"), "cp1251", "Windows-1251"


def _delimiter(lines: Sequence[str]) -> str:
    """Return what stands between cells: what makes the most cells of the first lines, evenly."""

    def cells(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        return min(widths, default=0), sum(widths)

    return max(_DELIMITERS, key=cells)
