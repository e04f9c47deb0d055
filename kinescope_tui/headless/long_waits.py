"""Says on standard error that a command waits, and for what, before somebody takes it for dead."""

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import RateLimitedError
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.api.retry import TOO_MANY
from kinescope_tui.headless.notes import note
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.services.workspace.journal import Journal

if TYPE_CHECKING:
    from datetime import datetime

_LONG_S = 10.0
_APART_S = 2.0  # requests that are put off together are told of once
_LOOK_EVERY_S = 0.5  # what waits for its turn tells nobody, and a pause may come from elsewhere


class LongWaits:
    """Follows the requests of a session, and tells of pauses that are long, each once.

    Args:
        journal: Tells of the requests.
        pacer: Gives them their turns.
        clock: By which it is looked, as long as one is under way, what it waits for.
    """

    def __init__(self, journal: Journal, pacer: Pacer, clock: Clock) -> None:
        self._journal, self._pacer, self._clock = journal, pacer, clock
        self._told_until: datetime | None = None
        self._is_looking = False
        journal.subscribe(self._hear)

    def _hear(self) -> None:
        """Take in that a request changed."""
        under_way = self._journal.under_way
        for exchange in under_way:
            wait_s, ends = exchange.wait_s, exchange.next_try_at
            if exchange.outcome is Outcome.RETRYING and wait_s is not None and ends is not None:
                error = exchange.attempts[-1].error
                why = f"{problem_of(error).title}: " if error is not None else ""
                self._tell(wait_s, ends, f"{why}trying again in {_whole(wait_s)} s.")
        if under_way and not self._is_looking:
            self._is_looking = True
            self._clock.call_later(_LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        """Look what is waited for before anything is sent."""
        self._is_looking = False
        pace = self._pacer.pace
        under_way = self._journal.under_way
        waiting = [one for one in under_way if one.outcome is Outcome.WAITING]
        is_put_off = any(one.outcome is Outcome.RETRYING for one in under_way)
        if not is_put_off and not pace.is_paused and pace.wait_s < _LONG_S:
            self._told_until = None  # it may have ended early, and the next one be shorter
        ends = self._clock.utc_now() + timedelta(seconds=pace.wait_s)
        if waiting and pace.is_paused:
            title = problem_of(RateLimitedError("", status=TOO_MANY)).title
            told = f"{title}: all programs with this token wait {_whole(pace.wait_s)} s."
            self._tell(pace.wait_s, ends, f"{told} The dashboard can end the pause; ctrl+c stops.")
        elif any(not one.is_bulk for one in waiting):  # what is long is held up every minute
            told = f"Rate limit reached: waiting {_whole(pace.wait_s)} s; ctrl+c stops."
            self._tell(pace.wait_s, ends, told)
        self._hear()

    def _tell(self, wait_s: float, ends: "datetime", text: str) -> None:
        told = self._told_until
        is_new = told is None or (ends - told).total_seconds() > _APART_S
        if wait_s >= _LONG_S and is_new:
            self._told_until = ends
            note(text)


def _whole(seconds: float) -> str:
    return f"{math.ceil(seconds):,}"
