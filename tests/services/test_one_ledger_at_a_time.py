"""Threads that want the ledger at once share one, and what is left is left when they are done."""

import asyncio
import threading
from pathlib import Path

import conftest
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.requests.request_keeper import RequestKeeper
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.workspace.journal import Journal

TOKEN = Token.parse(conftest.TOKEN)


async def test_a_ledger_that_is_being_made_is_not_made_again_nor_left_open(tmp_path: Path) -> None:
    made: list[RequestLedger] = []
    closed: list[RequestLedger] = []
    being_made, may_be_made = threading.Event(), threading.Event()

    class Ledger(RequestLedger):
        def close(self) -> None:
            closed.append(self)
            super().close()

    def make() -> RequestLedger:
        being_made.set()
        may_be_made.wait()
        made.append(Ledger(tmp_path / "kept", TOKEN, "https://a.example", days=1, entries=9))
        return made[-1]

    keeper = RequestKeeper(Journal(), make, "screen", TurnedClock())
    first = asyncio.create_task(keeper.read())
    await call_in_daemon(being_made.wait, limit_s=None)
    others = [asyncio.create_task(do()) for do in (keeper.read, keeper.reopen, keeper.read)]
    await asyncio.sleep(0)  # they have begun
    assert not any(other.done() for other in others)
    may_be_made.set()
    await asyncio.gather(first, *others)
    await keeper.aclose()
    assert closed == made  # in the order in which they were made, none beside another
    assert len(made) <= 2
