"""Says on standard error that a command waits, and for what, before somebody takes it for dead."""

import math
from typing import TYPE_CHECKING

import click

from kinescope_tui.api.exchange import Outcome
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.services.workspace.journal import Journal

if TYPE_CHECKING:
    from datetime import datetime

_LONG_S = 10.0
_APART_S = 2.0  # requests that are put off together are told of once


class LongWaits:
    """Follows the requests of a session, and tells of pauses that are long, each once."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._told_until: datetime | None = None

    def hear(self) -> None:
        """Take in that a request changed."""
        for exchange in self._journal.under_way:
            wait_s, ends = exchange.wait_s, exchange.next_try_at
            if exchange.outcome is not Outcome.RETRYING or wait_s is None or ends is None:
                continue
            told = self._told_until
            is_new = told is None or (ends - told).total_seconds() > _APART_S
            if wait_s < _LONG_S or not is_new:
                continue
            self._told_until = ends
            error = exchange.attempts[-1].error
            why = f"{problem_of(error).title}: " if error is not None else ""
            click.echo(f"{why}trying again in {math.ceil(wait_s):,} s.", err=True)
