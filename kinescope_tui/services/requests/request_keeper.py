"""When requests are written into the ledger: soon after they ended, and never while one waits."""

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, TypeVar

from kinescope_tui.api.clock import Alarm, Clock
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.services.bug import bug_told
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.services.requests.kept_request import KeptEntry, KeptRequest
    from kinescope_tui.services.requests.request_ledger import RequestLedger

T = TypeVar("T")

_SOON_S = 1.0
_MAX_WAITING = 2_000  # for a disk that hangs
_CLOSING_S = 1.0


class RequestKeeper:
    """Writes what a journal takes in, in a thread, some at a time.

    Attributes:
        on_trouble: Called once with what is wrong with the file, for people.

    Args:
        journal: Tells what ended.
        make: Makes the ledger, when there is something to write or to read.
        asker: Who asks here: screen or headless.
        clock: Tells when it is soon.
    """

    def __init__(
        self, journal: Journal, make: "Callable[[], RequestLedger]", asker: str, clock: Clock
    ) -> None:
        self._make = make
        self._asker = asker
        self._clock = clock
        self._ledger: RequestLedger | None = None
        self._turn = threading.Lock()
        self._waiting = [exchange for exchange in journal if not exchange.is_open]
        self._writing: asyncio.Task[None] | None = None
        self._due: Alarm | None = None
        self._is_over = False
        self.on_trouble: Callable[[str], None] = lambda _told: None
        self._is_told = False
        self._fault = ""
        journal.on_ended = self._take
        self._write_soon()

    def _take(self, exchange: Exchange) -> None:
        if len(self._waiting) < _MAX_WAITING and not self._is_over:
            self._waiting.append(exchange)
            self._write_soon()

    def _write_soon(self) -> None:
        if self._waiting and self._due is None:
            self._due = self._clock.call_later(_SOON_S, self._begin)

    def _begin(self) -> None:
        if self._is_over or (self._writing is not None and not self._writing.done()):
            self._due = None
            return  # it goes on by itself
        self._writing = asyncio.get_running_loop().create_task(self._write_all())

    async def _write_all(self) -> None:
        try:
            while self._waiting and not self._is_over:
                await self._write_waiting()
        finally:
            self._due = None

    async def _write_waiting(self) -> None:
        taken, self._waiting = self._waiting, []
        try:
            await self._do(lambda ledger: ledger.write(taken, self._asker))
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            self._fault = f"Some requests are not kept. {bug_told(error)}"
        if self.trouble and not self._is_told:
            self._is_told = True
            self.on_trouble(self.trouble)

    async def _do(self, use: "Callable[[RequestLedger], T]") -> T:
        """Use the ledger in a thread; one at a time makes it, or uses it before it is left."""

        def use_it() -> "T":
            with self._turn:
                if self._ledger is None:
                    self._ledger = self._make()
                return use(self._ledger)

        return await call_in_daemon(use_it, limit_s=None)

    def _leave(self) -> None:
        with self._turn:
            ledger, self._ledger = self._ledger, None
            if ledger is not None:
                ledger.close()

    @property
    def trouble(self) -> str:
        """The trouble with the file, for people; empty if there was none."""
        return (self._ledger.trouble if self._ledger is not None else "") or self._fault

    async def read(self, request_id: str = "") -> "list[KeptRequest]":
        """Return what is kept, the newest first: all, or the requests of an X-Request-ID."""
        if self._is_over:
            return []
        return await self._do(lambda ledger: ledger.read(request_id=request_id))

    async def entries(self) -> "list[KeptEntry]":
        """Return all that is kept, the newest first, as it lies there."""
        return [] if self._is_over else await self._do(lambda ledger: ledger.entries())

    async def reopen(self) -> None:
        """Make another ledger for what is written next."""
        await call_in_daemon(self._leave, limit_s=None)

    async def aclose(self, *, keeps: bool = True) -> None:
        """Write what waits, unless the disk takes too long, and leave the file.

        Args:
            keeps: Without it what waits is dropped.
        """
        if self._due is not None:
            self._due.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_S):
                if self._writing is not None:
                    await self._writing
                if self._waiting and keeps and not self._is_over:
                    await self._write_waiting()
                await call_in_daemon(self._leave, limit_s=None)
        self._is_over = True
