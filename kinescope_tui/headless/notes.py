"""What is said on standard error, beside what is written."""

import contextlib
import sys

import click

from kinescope_tui.presentation.text.numbers import plural


def note(text: str) -> None:
    """Say something that does not change what is written, if anybody can hear it."""
    with contextlib.suppress(OSError):  # standard error may be closed, or its disk full
        click.echo(text, err=True)


def note_to_watcher(text: str) -> None:
    """Say it only where somebody watches: cron would send a letter."""
    if sys.stderr is not None and sys.stderr.isatty():
        note(text)


def tell_guarded(cells: int) -> None:
    """Say how many cells of a table are not as they came."""
    if cells:
        note(f"{plural(cells, 'cell')} prefixed with ' (formula protection).")
