"""What takes long of a thing that came is worked out in a thread, before it is shown."""

import threading

from msgspec.structs import replace
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.resources.invoices import INVOICES


async def test_the_lines_of_an_invoice_are_added_up_elsewhere(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    threads: list[int] = []

    def work_out(invoice: Invoice) -> None:
        threads.append(threading.get_ident())
        assert INVOICES.work_out is not None
        INVOICES.work_out(invoice)

    lines = [{"product": "Storage", "amount": "1.50"}] * 3
    server.script = [answer({"data": {"id": "7", "lines": lines}})]
    came = await replace(INVOICES, work_out=work_out).item(client, Invoice(id="7"))
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()
    kept = [vars(line) for line in came.value.lines]
    assert all("amount" in line for line in kept)
