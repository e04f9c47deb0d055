"""CSV that came from elsewhere: what is in it, and the same for a spreadsheet program."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import groupby, islice, zip_longest

import msgspec

# What begins a formula, perhaps after what a spreadsheet or a later step takes away.
_UNSEEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164"
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_FORMULA = re.compile(f'[\\s"{_UNSEEN}\ufe00-\ufe0f\ufeff\uffa0]*[{_SIGNS}]')
_CUT = "\t\r\n"  # what some programs leave out at the beginning
_SEPARATORS = ";,\t|\n\r"
_SPLITS = {own: f"([{_SEPARATORS.replace(own, '')}])" for own in _SEPARATORS}
_LEAD = re.compile(f"[{_SIGNS}\t\r\n]")
_SPACE = "[ \u00a0\u202f]"
_MARK = f"{_SPACE}?(?:%|[$€£¥₽₸₴]|[A-Z]{{3}}|руб\\.?|р\\.)"
_GROUPS = rf"\d{{1,3}}(?:(?:{_SPACE}\d{{3}})+|(?:,\d{{3}})+|(?:'\d{{3}})+)"
# With a plus and groups, and nothing after the point, it is a telephone number.
_NUMBER = re.compile(
    rf"(?:-?[$€£¥₽₸₴]?{_SPACE}?{_GROUPS}|\+{_GROUPS}(?=[.,]\d)|[+-]?[$€£¥₽₸₴]?{_SPACE}?\d+|[+-]?(?=\.\d))"
    rf"(?:[.,]\d+)?(?:[eE][+-]?\d+)?(?:{_MARK})?|-?\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?(?:{_MARK})?",
    re.ASCII,
)
_POINTED = re.compile(
    rf"([+-]?[$€£¥₽₸₴]?{_SPACE}?)(0|[1-9]\d*|{_GROUPS})\.(\d+(?:[eE][+-]?\d+)?(?:{_MARK})?)",
    re.ASCII,
)
_THOUSANDS = re.compile(rf"(-?[$€£¥₽₸₴]?)(\d{{1,3}}(?:,\d{{3}})+)((?:{_MARK})?)", re.ASCII)
_SIGN = rf"[+-]?[$€£¥₽₸₴]?{_SPACE}?"
_OCTETS = r"(?!(?:[12]?\d?\d\.){3}[12]?\d?\d$)"  # an address is no number
_DOTTED = re.compile(
    rf"{_OCTETS}({_SIGN})([1-9]\d{{0,2}}(?:\.\d{{3}})+)((?:,\d+)?(?:{_MARK})?)", re.ASCII
)
# Numbers that can be read in one way only, by what stands before their fractions. Three digits
# after a single mark may be thousandths as well as thousands, unless 0 or four digits stand before.
_WHOLE = r"(?:0|[1-9]\d*)"
_END = rf"(?:[eE][+-]?\d+)?(?:{_MARK})?"
_ONE_WAY = {
    mark: re.compile(
        rf"{_OCTETS}{_SIGN}(?:{_WHOLE}{own}(?:\d{{1,2}}|\d{{4,}})|(?:0|[1-9]\d{{3,}}){own}\d+"
        rf"|[1-9]\d{{0,2}}(?:(?:[{other} '\u00a0\u202f]\d{{3}})+{own}\d+{groups}))"
        rf"{_END}",
        re.ASCII,
    )
    # Two points may be those of a version, too.
    for mark, own, other, groups in ((".", r"\.", ",", r"|(?:,\d{3}){2,}"), (",", ",", r"\.", ""))
}
_NUMERAL = re.compile(rf"{_SIGN}\d[\d.,' \u00a0\u202f]*{_END}", re.ASCII)
_UNCLEAR = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}([.,])\d{{3}}(?:{_MARK})?", re.ASCII)
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2])", re.ASCII)
_DELIMITERS = ";,\t|"
_LOOKED_AT = 100  # rows
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

csv.field_size_limit(2**31 - 1)  # how much there is at all is bounded where it is received


class CsvForm(msgspec.Struct, frozen=True):
    """How a table is written.

    Attributes:
        delimiter: What stands between cells.
        line_end: What ends a row.
        mark: What stands before the first one.
        has_commas: Whether a comma stands before the fraction of a number.
    """

    delimiter: str = ","
    line_end: str = "\n"
    mark: str = ""
    has_commas: bool = False

    def lines(self, rows: Iterable[Sequence[str]]) -> str:
        """Return rows as text."""
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=self.delimiter, lineterminator=self.line_end).writerows(rows)
        return file.getvalue()


RUSSIAN_EXCEL = CsvForm(";", "\r\n", "\N{BYTE ORDER MARK}", has_commas=True)
"""What Russian Excel opens by itself."""


class CsvTable(msgspec.Struct, frozen=True):
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


class SpreadsheetCsv(msgspec.Struct, frozen=True):
    """A CSV text that is no longer what came.

    Attributes:
        guarded: How many cells got a ' so that no spreadsheet takes them for formulas.
        commas: How many numbers got a decimal comma, or lost the marks of their thousands.
        unclear: How many numbers like 1,234 stay as they came, since nothing tells whether these
            are thousands or thousandths.
    """

    content: bytes
    guarded: int
    commas: int
    unclear: int = 0


def read_csv(content: bytes) -> CsvTable:
    """Return the cells of a CSV text, in whatever encoding and with whatever delimiter it came."""
    text, codec, encoding = _decoded(content)
    rows, delimiter = cells_of(text)
    line_end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    is_short = len(rows) > 1 and len(rows[-1]) < len(rows[0])
    is_ragged = is_short and not text.endswith(("\n", "\r"))
    return CsvTable(rows, delimiter, codec, encoding, line_end, is_ragged)


def cells_of(text: str) -> tuple[list[list[str]], str]:
    """Return the rows of a CSV text, and what stands between their cells."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row in reader if row], delimiter


def changed(table: CsvTable, *, is_safe: bool, is_russian: bool) -> SpreadsheetCsv:
    """Return a table as CSV for spreadsheet programs.

    Args:
        table: What came.
        is_safe: Whether cells that look like formulas are guarded; numbers stay numbers.
        is_russian: Whether Russian Excel is to open it by itself.
    """
    form = RUSSIAN_EXCEL if is_russian else CsvForm(table.delimiter, table.line_end)
    rows, unclear = _with_commas(table.rows, table.delimiter) if is_russian else (table.rows, 0)
    commas = _differing(table.rows, rows)
    count = 0
    if is_safe:
        safe = [[guarded(text, form.delimiter) for text in row] for row in rows]
        count = _differing(rows, safe)
        rows = safe
    text = form.mark + form.lines(rows)
    content = text.encode("utf-8" if is_russian else table.codec, "replace")
    return SpreadsheetCsv(content, count, commas, unclear)


def with_comma(text: str) -> str:
    """Return a number with a decimal comma, and without marks of its thousands; any other text."""
    found = _POINTED.fullmatch(text)
    return f"{found[1]}{found[2].replace(',', '')},{found[3]}" if found else text


def _with_commas(rows: Sequence[Sequence[str]], delimiter: str) -> tuple[list[list[str]], int]:
    """Return rows with their numbers as Russian Excel reads them, and how many are unclear.

    One program wrote the whole table, so what the numbers of one column prove holds for those of
    the others, which may have nothing but 2.000: those of a column that has nothing but numbers,
    since people write some into texts. Where columns contradict each other, each goes by its
    own numbers.
    """
    columns = [_Column(cell for cell in column if cell) for column in zip_longest(*rows)]
    proved = set[str]().union(*(column.proved for column in columns if column.is_of_numbers))
    proved -= {delimiter}  # who writes decimal commas parts columns by something else
    if not proved and not any("," in column.unclear for column in columns):
        proved = {"."}  # as programs write fractions
    marks = [_only(column.proved) or _only(proved) for column in columns]
    made = [
        [
            text if column.is_of_months else _as_russian(text, mark)
            for text, column, mark in zip(row, columns, marks, strict=False)
        ]
        for row in rows
    ]
    left = (column.unclear for column, mark in zip(columns, marks, strict=True) if not mark)
    return made, sum(map(len, left))


class _Column:
    """The numbers of a column.

    Attributes:
        is_of_months: Whether those with a point are months, 2026.08.
        is_of_numbers: Whether nothing but numbers stands below its heading.
        proved: What stands before fractions, a point or a comma, as far as they prove it.
        unclear: The marks of those that prove nothing.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        filled = list(cells)
        self.is_of_numbers = all(map(_NUMERAL.fullmatch, filled[1:]))
        texts = [text for text in filled if "." in text or "," in text]
        pointed = list(filter(_POINTED.fullmatch, texts))
        self.is_of_months = bool(pointed) and all(map(_MONTH.fullmatch, pointed))
        self.proved = set[str]() if self.is_of_months else set[str]().union(*map(_proved, texts))
        self.unclear = [found[1] for found in map(_UNCLEAR.fullmatch, texts) if found]


def _proved(text: str) -> set[str]:
    return {mark for mark, form in _ONE_WAY.items() if form.fullmatch(text)}


def _only(marks: set[str]) -> str:
    return next(iter(marks)) if len(marks) == 1 else ""


def _as_russian(text: str, mark: str) -> str:
    """Return a number with a decimal comma and no other marks, by what is before its fraction."""
    mark = mark or _only(_proved(text))
    if mark == "." and (found := _THOUSANDS.fullmatch(text)):
        return f"{found[1]}{found[2].replace(',', '')}{found[3]}"
    if mark == "," and (found := _DOTTED.fullmatch(text)):
        return f"{found[1]}{found[2].replace('.', '')}{found[3]}"
    return with_comma(text) if mark == "." else text


def _differing(rows: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> int:
    return sum(
        a != b for pair in zip(rows, others, strict=True) for a, b in zip(*pair, strict=True)
    )


def guarded(text: str, delimiter: str = ",") -> str:
    """Return a cell of which no spreadsheet takes any part for a formula; numbers stay numbers.

    It is the last change before a cell is written. Whoever reads the file may split it elsewhere
    than we do: Russian Excel at semicolons, others at tabs or line ends, and a quotation mark in
    the middle of what they take for a cell holds nothing together.

    Args:
        text: The cell.
        delimiter: What stands between cells; those that hold it are quoted, or do not exist.
    """
    if not _LEAD.search(text) or _is_number(text):
        return text
    first, *others = re.split(_SPLITS[delimiter], text)
    guard = "'" if text[0] in _CUT or _FORMULA.match(first) else ""
    return f"{guard}{first}" + "".join(
        f"{separator}'{part}" if _FORMULA.match(part) else f"{separator}{part}"
        for separator, part in zip(others[::2], others[1::2], strict=True)
    )


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip(" \u00a0\u202f")))


def _decoded(content: bytes) -> tuple[str, str, str]:
    """Return the text, and the encoding for Python and for people."""
    for mark, codec, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace"), codec, encoding
    try:
        return content.decode("utf-8"), "utf-8", "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace"), "cp1251", "Windows-1251"


def _delimiter(text: str) -> str:
    """Return what stands between cells: what cuts the most neighbouring rows alike.

    Other rows may stand around a table, with commas in them.
    """

    def block(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(row) for row in islice(rows, _LOOKED_AT)]
        runs = [(len(list(run)), width) for width, run in groupby(widths) if width > 1]
        return max(runs, default=(0, 0))

    return max(_DELIMITERS, key=block)
