"""Files of invoices: names, and what is made of JSON."""

from typing import Any

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.services.billing.invoice_files import (
    CsvOptions,
    FileState,
    InvoiceFile,
    InvoiceFiles,
    file_names,
)
from kinescope_tui.services.files.csv_table import SpreadsheetCsv


def invoice(number: Any) -> Invoice:
    return Invoice(id="1", raw={"id": "1", "number": number})


def test_names_are_clean_and_no_two_are_alike() -> None:
    names = file_names([invoice(n) for n in ("A/1", "A:1", "a-1", "CON", "", "й" * 300)])
    assert names[:5] == [
        "invoice-A-1",
        "invoice-A-1-2",
        "invoice-a-1-3",
        "invoice-CON",
        "invoice-1",
    ]
    assert all(len(f"{name}.json".encode()) <= 120 for name in names)


def made_of(file: InvoiceFile, shape: CsvOptions) -> tuple[bytes, SpreadsheetCsv | None]:
    parts, changes = file.made(shape)
    return b"".join(parts), changes


async def fetched(client: KinescopeClient, *numbers: str) -> list[InvoiceFile]:
    files = InvoiceFiles.of(client, [invoice(number) for number in numbers])
    await files.fetch()
    return files.files


async def test_json_is_kept_without_secrets_and_with_its_numbers(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    body = (
        '{"data": {"id": 1, "number": "=A", "total": 10.50, "currency": "EUR",'
        ' "pdf": "https://x.example.org/a.pdf?sig=secret",'
        ' "items": [{"name": "@CDN", "quantity": -3, "sum": 10.50, "tag": "+7 900"}]}}'
    )
    server.script = [answer(body)]
    (file,) = await fetched(client, "1")
    assert file.step is FileState.HERE
    raw, changes = made_of(file, CsvOptions())
    assert changes is None
    assert b'"total": 10.50' in raw
    assert b"secret" not in raw
    made, changes = made_of(file, CsvOptions(as_csv=True))
    assert made.decode().splitlines() == [
        "invoice,period,product,quantity,unit,price,amount,currency,tag",
        "'=A,,'@CDN,-3,,,10.50,EUR,'+7 900",
        "'=A,,total,,,,10.50,EUR,",
    ]
    assert changes is not None
    assert changes.guarded == 4
    assert (file.ending(CsvOptions()), file.ending(CsvOptions(as_csv=True))) == (".json", ".csv")


async def test_what_stood_in_the_way_is_not_told_of_what_came_after_all(
    server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script = [answer({"data": {"id": 1, "total": 1}})]
    files = InvoiceFiles.of(client, [invoice("A")])
    with monkeypatch.context() as patched:
        patched.setattr(client, "invoice_csv", None)
        await files.fetch()
    (file,) = files.files
    assert (file.step, file.trouble) == (FileState.FAILED, "A bug in this program (TypeError).")
    await files.fetch()
    assert (file.step, file.trouble) == (FileState.HERE, "")


async def test_json_that_is_no_invoice_is_saved_as_json_only(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"data": [1, 2]}), answer({"data": None})]
    (listed,), (nothing,) = await fetched(client, "1"), await fetched(client, "2")
    assert listed.ending(CsvOptions(as_csv=True)) == ".json"
    assert nothing.step is FileState.FAILED


async def test_csv_stays_the_bytes_that_came_unless_something_is_changed(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    content = 'a;b\r\n1,5;"x"\r\n'.encode("cp1251")
    server.script = [answer(content, content_type="text/csv")]
    (file,) = await fetched(client, "1")
    for shape in (CsvOptions(), CsvOptions(is_safe=True)):
        assert made_of(file, shape) == (content, None)
    assert made_of(file, CsvOptions(is_russian=True))[0].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("line_end", ["", "\r"])
async def test_a_sample_without_a_line_end_is_still_looked_at(
    server: ScriptedServer, client: KinescopeClient, line_end: str
) -> None:
    server.script = [answer(f"=a,{line_end}" * 20_000, content_type="text/csv")]
    (file,) = await fetched(client, "1")
    assert file.is_sampled
    assert file.sample is not None
    assert file.sample.delimiter == ","
    assert file.first_lines(CsvOptions(is_safe=True)).startswith("'=a,")
