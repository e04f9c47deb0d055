"""The progress of a command, for whoever watches."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable

import click

from kinescope_tui.api.clock import Clock

_TICK_S = 0.25


@contextlib.asynccontextmanager
async def progress(told: Callable[[], str], clock: Clock | None = None) -> AsyncIterator[None]:
    """Show a line on standard error that is overwritten while something is done, and then removed.

    Only where standard error is a terminal, and rows do not appear there anyway.

    Args:
        told: Says how far it is.
        clock: By which it is asked again and again.
    """
    is_heard = sys.stderr is not None and sys.stderr.isatty()
    if not is_heard or (sys.stdout is not None and sys.stdout.isatty()):
        yield
        return
    ticker = asyncio.get_running_loop().create_task(_tick(told, clock or Clock()))
    try:
        yield
    finally:
        ticker.cancel()
        await asyncio.gather(ticker, return_exceptions=True)


async def _tick(told: Callable[[], str], clock: Clock) -> None:
    shown = ""
    try:
        while True:
            await clock.sleep(_TICK_S)
            text = told()
            click.echo(f"\r{text}{' ' * (len(shown) - len(text))}", nl=False, err=True)
            shown = text
    finally:
        click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
