"""One run of a command: its signals, its errors, and the status in the end."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn

import click

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError, failure_of
from kinescope_tui.headless.output import PipeClosedError
from kinescope_tui.services.workspace.token_store import TokenStoreError

_SIGNALS = {signal.SIGINT: ExitStatus.INTERRUPTED, signal.SIGTERM: ExitStatus.TERMINATED}


def run(command: Coroutine[Any, Any, None]) -> NoReturn:
    """Run a command to its end, and end the program with what became of it.

    Raises:
        KeyboardInterrupt: It was interrupted, where the system knows no signals.
    """
    try:
        status = _ended(command)
    except PipeClosedError:
        status = ExitStatus.CLOSED_PIPE
    except CommandFailedError as error:
        status = _told(error)
    except (KinescopeError, TokenStoreError) as error:
        status = _told(failure_of(error))
    sys.exit(status)


def _told(error: CommandFailedError) -> ExitStatus:
    with contextlib.suppress(OSError):  # standard error may be closed as well
        click.echo(str(error), err=True)
    return error.status


def _ended(command: Coroutine[Any, Any, None]) -> ExitStatus:
    # Not asyncio.run: at its end it waits for threads, and looking up a name may take minutes.
    loop = asyncio.new_event_loop()
    task = loop.create_task(command)
    heard: list[ExitStatus] = []

    def end(status: ExitStatus) -> None:
        heard.append(status)
        task.cancel()

    for number, status in _SIGNALS.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            continue  # a shell starts what stands before & so
        with contextlib.suppress(NotImplementedError):  # Windows has a KeyboardInterrupt for it
            loop.add_signal_handler(number, end, status)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        if not heard:
            raise
        return heard[0]
    finally:
        loop.run_until_complete(_end_all(asyncio.all_tasks(loop)))
        loop.close()
    return ExitStatus.OK


async def _end_all(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
