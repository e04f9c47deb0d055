"""CSV from elsewhere is understood, and changed on purpose only."""

import pytest

from kinescope_tui.services.files.csv_table import changed, guarded, read_csv

LINES = "Продукт;Цена;Сумма\nCDN;-1.5;1234.50\n=SUM(A1);@x;+7 900 123\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode(), "UTF-8"), (LINES.encode("utf-8-sig"), "UTF-8 with BOM"),
        (LINES.encode("cp1251"), "Windows-1251"), (LINES.encode("utf-16"), "UTF-16"),
        (LINES.encode("utf-32"), "UTF-32"),
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


@pytest.mark.parametrize("text", ["=1+1", "@x", "-rf", "+7 900", "\t1", "＝1", "-", "-inf", "\r1"])
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


@pytest.mark.parametrize(
    "text",
    [
        "Invoice, No 5, 2026, of CDN\n\nProduct;Price;Sum\nCDN;1,5;2,5\nDisk;2,5;3,5\n",
        "a;b;c\nCDN;1,5;2\nDisk;2,5;3\nTotal, with tax, 20 %, all in all\n",
        'Счёт, №, 7\n"x, y";1,50;z\n"two\nlines";2,50;z\nw;3,50;z\n',
    ],
)
def test_lines_around_a_table_do_not_tell_what_cuts_it(text: str) -> None:
    table = read_csv(text.encode())
    assert table.delimiter == ";"
    assert sum(len(row) == 3 for row in table.rows) >= 3


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (["1,234.56", "-7.5", "x"], ["1234,56", "-7,5", "x"]),
        (["1 234.56", "$1,234.50", "12.5 %"], ["1 234,56", "$1234,50", "12,5 %"]),
        (["1,234", "1,234,567", "0.5"], ["1234", "1234567", "0,5"]),
        (["1,234", "0,5", "7"], ["1,234", "0,5", "7"]),  # its comma is a decimal one already
        (["2024.10", "2024.11", "period"], ["2024.10", "2024.11", "period"]),
        (["2024.10", "350.00", "12.1e3"], ["2024,10", "350,00", "12,1e3"]),
        (["1.2.3", "01.02", "x.5"], ["1.2.3", "01.02", "x.5"]),  # no numbers
    ],
)
def test_russian_excel_gets_numbers_and_what_is_none_stays(
    column: list[str], told: list[str]
) -> None:
    table = read_csv("".join(f"n\t{text}\tx\n" for text in column).encode())
    found = changed(table, is_safe=True, is_russian=True)
    rows = read_csv(found.content).rows
    assert [row[1] for row in rows] == told
    assert found.commas == sum(a != b for a, b in zip(column, told, strict=True))


@pytest.mark.parametrize(
    ("came", "made", "unclear"),
    [
        (  # one column proves what the marks of another are
            "Product;Quantity;Total\nStorage, GB;2.000;1.234,56\nTraffic, GB;1.500;700,00\n",
            [["Storage, GB", "2000", "1234,56"], ["Traffic, GB", "1500", "700,00"]],
            0,
        ),
        (
            'n,a,b\n"Storage, GB","1,200","2,400"\n"Traffic, GB","12,345,678","3,000"\n',
            [["Storage, GB", "1200", "2400"], ["Traffic, GB", "12345678", "3000"]],
            0,
        ),
        ("n;a;b\nx;1.234.567 ₽;2.500\ny;0,5;-1.000\n",
         [["x", "1234567 ₽", "2500"], ["y", "0,5", "-1000"]], 0),
        ("n;a;b\nx;1'234.5;2,500\n", [["x", "1'234,5", "2500"]], 0),
        ("n;a;b\nx;1 234,5;2.500\n", [["x", "1 234,5", "2500"]], 0),
        ("n;a;b\nx;0.125;2,500\ny;1234.125;3,5x\n",
         [["x", "0,125", "2500"], ["y", "1234,125", "3,5x"]], 0),
        ("n;a;b\nx;1,234;$2,500\n", [["x", "1,234", "$2,500"]], 2),  # nothing tells
        ("n;a;b\nx;1,234;2.500\n", [["x", "1,234", "2.500"]], 2),
        ("n;a;b\nx;1.234;2.500\n", [["x", "1,234", "2,500"]], 0),  # as programs write it
        (  # columns that contradict each other go by themselves
            "a;b;c\n0.5;0,5;1.234\n2,500;2.500;7\n",
            [["0,5", "0,5", "1.234"], ["2500", "2500", "7"]],
            1,
        ),
        # A title with a number, a price beside commas, and a version prove nothing.
        ("title;gb\n2,5;12.345\nIntro;1.500\n", [["2,5", "12,345"], ["Intro", "1,500"]], 0),
        ('day,price,gb\n1,"0,99 ₽",12.345\n', [["1", "0,99 ₽", "12,345"]], 0),
        ("title,version,gb\nx,1.100.200,12.345\n", [["x", "1.100.200", "12,345"]], 0),
        ("a;b\n0.5;1,5\n0,5;2.5\n", [["0,5", "1,5"], ["0,5", "2,5"]], 0),
        ("a;b;c\n2026.08;1,5;192.168.100.200\n", [["2026.08", "1,5", "192.168.100.200"]], 0),
        ("a;b;c\n2026.08;1,234;01.02\n", [["2026.08", "1,234", "01.02"]], 1),  # nor do dates
    ],
)  # fmt: skip
def test_numbers_of_a_table_tell_which_marks_are_of_thousands(
    came: str, made: list[list[str]], unclear: int
) -> None:
    found = changed(read_csv(came.encode()), is_safe=True, is_russian=True)
    assert read_csv(found.content).rows[-len(made) :] == made
    assert found.unclear == unclear
