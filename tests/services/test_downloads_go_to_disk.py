"""A download is never held in memory: it comes to the disk, and from there to its place."""

import asyncio
import errno
import tracemalloc
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
from patience import until
from scripted_server import Hold, ScriptedServer, answer

from kinescope_tui.api import KinescopeClient, errors
from kinescope_tui.api.client import CsvFile
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_file_words import file_line, preview_lines
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.services.billing import invoice_files
from kinescope_tui.services.billing.invoice_files import CsvOptions, FileState, InvoiceFiles

MB = 2**20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n"


async def test_a_large_file_is_saved_and_shown_without_being_held(
    tmp_path: Path, server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = b"a;b\n" * (MB // 8)
    server.script = [[HEAD % (len(part) * 16), *[part] * 16]]
    files = InvoiceFiles.of(client, [Invoice(id="1", raw={})])
    (file,), shown = files.files, list[list[str]]()
    tracemalloc.start()
    try:
        await files.fetch()
        files.on_change = lambda: shown.append(preview_lines(file, CsvOptions(), 5, 80))
        await files.save(lambda _file: tmp_path / "x.csv", CsvOptions())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert file.step is FileState.SAVED
    assert shown[-1][0] == "a;b"
    assert most < 5 * MB
    saved = (tmp_path / "x.csv").read_bytes()
    assert saved == part * 16
    assert file.came is not None
    assert (file.came.size, file.came.content) == (len(saved), saved)
    monkeypatch.setattr(invoice_files, "_MOST_CHANGED", MB)
    file.step = FileState.HERE
    await files.save(lambda _file: tmp_path / "y.csv", CsvOptions(is_safe=True))
    assert "larger than 1 MB. Save it as received." in file_line(file).text
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


async def test_another_attempt_begins_the_file_anew(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    whole = b"a;b\n" * MB
    server.script = [[HEAD % len(whole), whole[: 2 * MB]], answer(whole, content_type="text/csv")]
    assert (await client.invoice_csv("1")).content == whole


async def test_json_in_the_place_of_a_file_is_read_to_its_end(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"data": {"id": "1", "text": "x" * MB}})]
    with pytest.raises(errors.CsvUnavailableError) as unavailable:
        await client.invoice_csv("1")
    assert len(unavailable.value.data["text"]) == MB


async def test_what_nobody_waits_for_any_more_ends_and_leaves_nothing(
    server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def spool(size: int) -> Any:
        made.append(SpooledTemporaryFile(size))  # noqa: SIM115 - closing it is what is tested
        return made[-1]

    monkeypatch.setattr("kinescope_tui.api.client.SpooledTemporaryFile", spool)
    hold, part = Hold(), b"a;b\n" * MB
    server.script = [[HEAD % (len(part) * 100), part, hold, *[part] * 99]]
    came = asyncio.Event()
    asked = asyncio.create_task(client.invoice_csv("1", on_progress=lambda *_far: came.set()))
    await came.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert made[0].closed
    hold.let_go()
    for _ in until(lambda: server.answered):  # it does not take the rest
        await asyncio.sleep(0)


async def test_a_full_disk_is_called_that_and_not_the_servers_fault(
    server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: Any, _part: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SpooledTemporaryFile, "write", refuse)
    server.script = [answer(b"a;b\n", content_type="text/csv")]
    with pytest.raises(errors.NotKeptError) as failed:
        await client.invoice_csv("1")
    assert len(server.requests) == 1
    assert failed.value.request_id
    assert "Not enough disk space" in problem_of(failed.value).title
    assert "No space left" in str(failed.value)


def test_a_file_that_nobody_has_any_more_is_closed() -> None:
    file: Any = SpooledTemporaryFile(1)  # noqa: SIM115 - closing it is what is tested
    file.write(b"ab")
    found = CsvFile(file, 2, size_confirmed=True, exchange=None)  # type: ignore[arg-type]  # of no request
    assert list(found.parts()) == [b"ab"]
    del found
    assert file.closed
