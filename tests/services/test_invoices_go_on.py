"""One invoice in which something is odd holds up no other, and says what it was."""

from pathlib import Path
from typing import Any

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient, errors
from kinescope_tui.api.client import CsvFile
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_file_words import file_line
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.services.billing import invoice_files
from kinescope_tui.services.billing.invoice_files import (
    CsvOptions,
    FileState,
    InvoiceFile,
    InvoiceFiles,
)
from kinescope_tui.services.files.atomic_file import typed_path


async def test_an_odd_invoice_holds_up_no_other(
    tmp_path: Path, server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script = [answer("a,b\n", content_type="text/csv")]
    ask, made = client.invoice_csv, InvoiceFile.made

    async def ask_oddly(invoice_id: str, **options: Any) -> CsvFile:
        if invoice_id == "1":
            raise TypeError("of an odd answer")
        if invoice_id == "5":
            raise errors.CsvUnavailableError("JSON")
        return await ask(invoice_id, **options)

    def made_oddly(file: InvoiceFile, shape: CsvOptions) -> Any:
        if file.invoice.id == "2":
            raise ValueError("of odd bytes")
        return made(file, shape)

    def place(file: InvoiceFile) -> Path:
        folder = "~nobody-of-this-name" if file.invoice.id == "3" else str(tmp_path)
        return typed_path(folder) / f"{file.invoice.id}.csv"

    def take_oddly(_file: InvoiceFile, _data: Any) -> None:
        raise KeyError("of odd JSON")

    monkeypatch.setattr(invoice_files, "_take_json", take_oddly)
    monkeypatch.setattr(client, "invoice_csv", ask_oddly)
    monkeypatch.setattr(InvoiceFile, "made", made_oddly)
    files = InvoiceFiles.of(client, [Invoice(id=f"{n}", raw={}) for n in (1, 5, 2, 3, 4)])
    await files.fetch()
    await files.save(place, CsvOptions())
    assert [file.step for file in files.files] == [
        FileState.FAILED,
        FileState.FAILED,
        FileState.HERE,
        FileState.HERE,
        FileState.SAVED,
    ]
    for file, said in zip(
        files.files, ("TypeError", "KeyError", "ValueError", "home folder"), strict=False
    ):
        assert said in file_line(file).text
    assert [path.name for path in tmp_path.iterdir()] == ["4.csv"]


async def test_numbers_that_may_be_thousands_are_told(
    tmp_path: Path, server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer("a;b\n1,234;2,500\n", content_type="text/csv")]
    files = InvoiceFiles.of(client, [Invoice(id="1", raw={})])
    await files.fetch()
    await files.save(lambda _: tmp_path / "1.csv", CsvOptions(is_russian=True))
    line = file_line(files.files[0])
    assert "2 numbers like 1,234 unchanged: the file does not show whether" in line.text
    assert line.tone is Tone.WARNING
