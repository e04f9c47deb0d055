"""How much of an invoice's file came is told while it comes."""

from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_file_words import file_line
from kinescope_tui.services.billing.invoice_files import FileState, InvoiceFiles


async def test_what_came_so_far_is_told(client: KinescopeClient, server: ScriptedServer) -> None:
    server.script = [answer(b"a;b\n" * 500_000, content_type="text/csv")]
    files = InvoiceFiles.of(client, [Invoice(id="7")])
    told: list[str] = []

    def look() -> None:
        if files.files[0].step is FileState.ASKING:
            told.append(file_line(files.files[0]).text)

    files.on_change = look
    await files.fetch()
    assert "loading …" in told[0]
    assert 2 <= len(told) <= 9
    assert told[-1].endswith("of 2.0 MB received …")
    assert files.files[0].is_here
