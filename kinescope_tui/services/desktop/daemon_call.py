"""A blocking call that can hang for ever without holding up the program."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def call_in_daemon(function: Callable[[], T], *, limit_s: float | None) -> T:
    """Return what a blocking `function` returns or raises; `TimeoutError` after `limit_s` seconds.

    Without a limit it may take for ever, and the one who waits can still be cancelled.
    A call that is late or no longer wanted goes on alone, and what comes of it is dropped.
    """
    # Not asyncio.to_thread: its threads are joined at exit, for as long as the call hangs.
    loop = asyncio.get_running_loop()
    settled = asyncio.Event()
    outcome: Future[T] = Future()

    def call() -> None:
        try:
            outcome.set_result(function())
        except BaseException as error:  # noqa: BLE001 - all of it is raised again, over there
            outcome.set_exception(error)
        # The loop may be closed by now: then nobody wants to know.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settled.set)

    threading.Thread(target=call, name="daemon-call", daemon=True).start()
    async with asyncio.timeout(limit_s):
        await settled.wait()
    return outcome.result()
