"""Rows in files: every field of every row, whole in each form, and nothing a spreadsheet runs."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import FULL
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kinescope_tui
from kinescope_tui.api.decode import decode_page
from kinescope_tui.api.models import Playlist, RawModel, Video
from kinescope_tui.services.files.csv_table import changed, guarded, read_csv
from kinescope_tui.services.files.records import FileFormat, written

ROWS = [{"id": "a", "views": 3}, {"id": "b", "before": 4699}, {"id": "c", "note": "x", "views": 0}]
FIELDS = ["id", "views", "before", "note"]
DELIMITERS = {FileFormat.CSV: ",", FileFormat.TSV: "\t"}
NUMBER = r"[+-]?[\d. \u00a0']+(?:[,;|\t]|$)"  # a line of them is one cell to who splits elsewhere
CELLS = st.text(st.sampled_from("=+-@＝;,|\t\n\r\" '\u00a0\u3000\u200ba1."), max_size=8)


def things(rows: list[dict[str, Any]]) -> list[RawModel]:
    return [RawModel(raw=row) for row in rows]


def cells(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("form", FileFormat)
def test_whatever_any_row_has_is_in_the_file(form: FileFormat) -> None:
    text = written(form, things(ROWS), RawModel)
    if form in DELIMITERS:
        head, *lines = cells(text, DELIMITERS[form])
        assert head == FIELDS
        assert lines == [[str(row.get(field, "")) for field in FIELDS] for row in ROWS]
    elif form is FileFormat.JSON:
        assert json.loads(text) == ROWS
    else:
        assert [json.loads(line) for line in text.splitlines()] == ROWS


@pytest.mark.parametrize("form", DELIMITERS)
@pytest.mark.parametrize("model", [Video, Playlist, RawModel])
def test_no_rows_have_a_head(form: FileFormat, model: type[RawModel]) -> None:
    ((first, *_),) = cells(written(form, [], model), DELIMITERS[form])
    assert first == "id"


@pytest.mark.parametrize("form", FileFormat)
@pytest.mark.parametrize("model", [Video, RawModel])
@pytest.mark.parametrize("numeral", ["4699", "57.5", "9007199254740993", "0", "-3"])
def test_a_number_is_written_as_it_came(
    form: FileFormat, model: type[RawModel], numeral: str
) -> None:
    body = '{"data": [{"id": "v", "title": "%s", "duration": %s, "progress": null}]}'
    for title in ("plain", "\u202e", "two\\r\\nlines"):
        page = decode_page((body % (title, numeral)).encode(), model)
        assert page is not None
        text = written(form, page.items, model)
        if form in DELIMITERS:
            head, line = cells(text, DELIMITERS[form])
            assert line[head.index("duration")] == numeral
        else:
            assert f'"duration":{numeral},' in text


def test_whoever_has_all_rows_writes_them_as_a_whole() -> None:
    """A head without its tail, or fields of one row, come of writing them piece by piece."""
    as_they_come = {"records.py", "export.py", "row_output.py", "export_dialog.py"}
    found = {
        path.name
        for path in Path(kinescope_tui.__file__).parent.rglob("*.py")
        if re.search(r"\bWriter\(", path.read_text())
    }
    assert found <= as_they_come


def is_run(cell: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula, or loses what kept it from that."""
    bare = cell.strip(' "\u00a0\u3000\u200b\t\r\n')
    return bare[:1] in tuple("=+-@＝") and not re.match(NUMBER, bare)


@pytest.mark.parametrize("form", DELIMITERS)
@settings(max_examples=1_000 if FULL else 40)
@given(found=st.lists(CELLS, min_size=1, max_size=3))
@example(found=[" =1+a", "\u00a0=a", "x;=a"])
@example(found=["x\t=a", 'a"b;=a;"c', "x\n=a"])
@example(found=['x;"=a', '"=a"', "x,=a"])
def test_no_cell_is_run_wherever_a_spreadsheet_splits(form: FileFormat, found: list[str]) -> None:
    rows = things([{str(place): text for place, text in enumerate(found)}])
    text = written(form, [*rows, RawModel(raw=dict.fromkeys(found, "head"))], RawModel)
    for delimiter in ",;\t|":
        for line in cells(text, delimiter):
            assert not any(map(is_run, line)), (delimiter, line)


@pytest.mark.parametrize("delimiter", ",;\t|")
@settings(max_examples=1_000 if FULL else 40)
@given(found=st.lists(CELLS, min_size=2, max_size=3), is_russian=st.booleans())
def test_a_safe_copy_of_a_file_is_not_run_either(
    delimiter: str, found: list[str], is_russian: bool
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([found, ["a", "b"]])
    table = read_csv(file.getvalue().encode())
    text = changed(table, is_safe=True, is_russian=is_russian).content.decode("utf-8-sig")
    for other in ",;\t|":
        for line in cells(text, other):
            assert not any(map(is_run, line)), (other, line)


@pytest.mark.parametrize(
    "amount",
    [
        "-1,234.56", "-1.234,56", "-1 234,56", "-1\u00a0234.56", "-1'234.56", "+1,234.56", "-.5",
        "-1,234,567", "-5 %", "-5 ₽", "-$5.00", "-12.50 EUR", "-3 руб.", "-1e-5", " -5", "-0",
    ],
)  # fmt: skip
def test_an_amount_stays_a_number(amount: str) -> None:
    assert guarded(amount) == amount
    assert guarded(amount, "\t") == amount
