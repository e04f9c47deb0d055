"""Threads that want the ledger at once share one, and what is left is left when they are done."""

import asyncio
import threading
from pathlib import Path
from typing import cast

import conftest
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.api.exchange import Exchange, Outcome
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


async def test_a_fault_costs_what_was_to_be_written_and_is_told_once() -> None:
    written: list[int] = []
    told: list[str] = []

    class Ledger:
        trouble = ""

        def write(self, exchanges: list[Exchange], _asker: str) -> None:
            written.append(len(exchanges))
            if len(written) < 3:
                raise KeyError("secret")

        def close(self) -> None:
            pass

    clock, journal, ledger = TurnedClock(), Journal(), Ledger()
    keeper = RequestKeeper(journal, lambda: cast("RequestLedger", ledger), "screen", clock)
    keeper.on_trouble = told.append

    for n in range(1, 4):
        exchange = Exchange("GET", "/v1/videos", (), clock.utc_now())
        exchange.outcome = Outcome.DONE
        journal.record(exchange)
        for _ in until(lambda n=n: len(written) == n):  # type: ignore[misc]
            clock.turn(1)
            await asyncio.sleep(0)
    await keeper.aclose()
    assert told == ["Some requests are not kept. A bug in this program (KeyError)."]
