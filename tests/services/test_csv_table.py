"""CSV from elsewhere is understood, and changed on purpose only."""

import pytest

from kinescope_tui.services.csv_table import changed, guarded, read_csv

LINES = "Продукт;Цена;Сумма\nCDN;-1.5;1234.50\n=SUM(A1);@x;+7 900 123\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode(), "UTF-8"), (LINES.encode("utf-8-sig"), "UTF-8 with BOM"),
        (LINES.encode("cp1251"), "Windows-1251"), (LINES.encode("utf-16"), "UTF-16"),
    ],
)  # fmt: skip
def test_any_encoding_gives_the_same_cells(content: bytes, encoding: str) -> None:
    table = read_csv(content)
    assert table.rows[1] == ["CDN", "-1.5", "1234.50"]
    assert (table.encoding, table.delimiter) == (encoding, ";")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n", ";"), ("a\tb\n1\t2\n", "\t"), ('"a,b"|c\n"x"|y', "|")],
)
def test_a_delimiter_is_what_cuts_all_lines_alike(text: str, delimiter: str) -> None:
    assert read_csv(text.encode()).delimiter == delimiter


@pytest.mark.parametrize("number", ["-1", "+5", "-1.5", "-1,5", "-1 234,50", "-3 %", "-1e5"])
def test_numbers_stay_numbers(number: str) -> None:
    assert guarded(number) == number


@pytest.mark.parametrize("text", ["=1+1", "@x", "-rf", "+7 900", "\t=1", "＝1", "-", "-inf", "\r1"])
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_a_safe_file_differs_in_the_guarded_cells_alone() -> None:
    found = changed(read_csv(LINES.encode("cp1251")), is_safe=True, is_russian=False)
    assert found.content.decode("cp1251") == (
        "Продукт;Цена;Сумма\nCDN;-1.5;1234.50\n'=SUM(A1);'@x;'+7 900 123\n"
    )
    assert (found.guarded, found.commas) == (3, 0)


def test_russian_excel_gets_a_mark_semicolons_and_commas() -> None:
    found = changed(read_csv(b"a,b\n1.50,x.5\n"), is_safe=False, is_russian=True)
    assert found.content == b"\xef\xbb\xbfa;b\r\n1,50;x.5\r\n"
    assert (found.guarded, found.commas) == (0, 1)


def test_a_last_row_that_is_short_is_told() -> None:
    assert read_csv(b"a,b\n1,2\n3").is_ragged
    assert not read_csv(b"a,b\n1,2\n3,4").is_ragged
    assert read_csv(b"").rows == []
