"""CSV for Russian Excel: its separators, and numbers that say what they said."""

import pytest

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import CsvRow, RawModel, Video
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL, changed, read_csv, with_comma
from kinescope_tui.services.files.records import FileFormat, Writer

ROW = {
    "id": "137", "count": 4699, "rate": Numeral("0.50"), "amount": "1690.02", "note": "a;b, v1.2.3",
    "formula": "=1+1", "debt": "-5.5", "is_paid": True, "tags": ["x", "y"],
}  # fmt: skip
KINDS = (Invoice, CsvRow)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_written_as_it_reads_them_and_numbers_stay_what_they_were(
    kind: type[RawModel],
) -> None:
    writer = Writer(FileFormat.CSV, list(ROW), csv=RUSSIAN_EXCEL)
    content = (writer.head() + writer.lines([kind(raw=ROW)])).encode()
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = content.decode("utf-8-sig").split("\r\n")[:2]
    assert head == ";".join(ROW)
    assert line == '137;4699;0,50;1690,02;"a;b, v1.2.3";\'=1+1;-5,5;true;x, y'
    assert writer.guarded == 1


def test_it_is_the_same_as_is_made_of_csv_that_came() -> None:
    writer = Writer(FileFormat.CSV, list(ROW))
    came = (writer.head() + writer.lines([RawModel(raw=ROW)])).encode()
    made = changed(read_csv(came), is_safe=True, is_russian=True).content
    again = Writer(FileFormat.CSV, list(ROW), csv=RUSSIAN_EXCEL)
    assert made.decode() == again.head() + again.lines([CsvRow(raw=ROW)])


def test_what_came_as_a_text_stays_as_it_came() -> None:
    row = {"title": "3.14", "number": "2024.10", "size": 3.5, "total": "1.5", "none": None}
    writer = Writer(FileFormat.CSV, list(row), csv=RUSSIAN_EXCEL)
    assert writer.lines([RawModel(raw=row)]) == "3.14;2024.10;3,5;1.5;\r\n"
    assert writer.lines([Invoice(raw=row)]) == "3.14;2024.10;3,5;1,5;\r\n"
    videos = Writer(FileFormat.CSV, ["title", "duration"], csv=RUSSIAN_EXCEL)
    assert videos.lines([Video(title="3.14", duration_s=3.25)]) == "3.14;3,25\r\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("4699", "4699"), ("4699.0", "4699,0"), ("1,234.50", "1234,50"), ("2026-06-01", "2026-06-01"),
     ("1.2.3", "1.2.3"), ("007.5", "007.5"), ("v1.5", "v1.5"), ("-0.1", "-0,1"), ("", "")],
)  # fmt: skip
def test_a_point_becomes_a_comma_in_numbers_alone(text: str, shown: str) -> None:
    assert with_comma(text) == shown
