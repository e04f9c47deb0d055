import asyncio
import subprocess
import sys
import threading

import pytest

from kinescope_tui.services.desktop.daemon_call import call_in_daemon


class HangingCall:
    """A call that hangs until it is let go."""

    def __init__(self) -> None:
        self._let_go = threading.Event()
        self._has_begun = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self) -> str:
        self._thread = threading.current_thread()
        self._has_begun.set()
        self._let_go.wait()
        return "late"

    def finish(self) -> None:
        self._let_go.set()
        self._has_begun.wait()
        assert self._thread
        self._thread.join()


async def test_the_value_of_the_call_is_returned() -> None:
    assert await call_in_daemon(lambda: 6 * 7, limit_s=5) == 42


async def test_the_call_runs_in_a_daemon_thread() -> None:
    thread = await call_in_daemon(threading.current_thread, limit_s=5)
    assert thread.daemon


@pytest.mark.parametrize("error", [ValueError("its own words"), SystemExit(3)])
async def test_the_exception_of_the_call_is_raised(error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        await call_in_daemon(fail, limit_s=5)
    assert raised.value is error


async def test_a_call_over_its_limit_is_a_timeout_and_its_late_value_is_dropped() -> None:
    call = HangingCall()
    with pytest.raises(TimeoutError):
        await call_in_daemon(call, limit_s=0.05)
    call.finish()
    assert await call_in_daemon(lambda: "next", limit_s=5) == "next"


async def test_a_cancelled_call_is_given_up_at_once() -> None:
    call = HangingCall()
    waiting = asyncio.create_task(call_in_daemon(call, limit_s=60))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    call.finish()


def test_a_value_that_comes_after_the_loop_was_closed_is_dropped() -> None:
    call = HangingCall()
    with pytest.raises(TimeoutError):
        asyncio.run(call_in_daemon(call, limit_s=0.05))
    call.finish()


def test_a_process_ends_while_a_call_hangs() -> None:
    program = (
        "import asyncio, contextlib, threading\n"
        "from kinescope_tui.services.desktop.daemon_call import call_in_daemon\n"
        "with contextlib.suppress(TimeoutError):\n"
        "    asyncio.run(call_in_daemon(threading.Event().wait, limit_s=0.05))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        timeout=240,
        check=True,
    )
    assert done.stderr == b""
