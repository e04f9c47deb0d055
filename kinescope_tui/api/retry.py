"""The retry policy: which failures are worth another attempt, and when."""

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from kinescope_tui.api.errors import CutAnswerError, KinescopeError, UnreachableError
from kinescope_tui.api.pacing import LONGEST_PAUSE_S

_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
TOO_MANY = 429
OK = range(200, 300)


class RetryPolicy(msgspec.Struct, frozen=True):
    """A value: an error and an attempt's number go in, the wait before the next attempt comes out.

    Only GETs are ever sent, so each may be repeated. Source: guidelines, "HTTP response codes" and
    "Limits and restrictions".

    Attributes:
        attempts: How many times a request is sent at most; 1 repeats nothing. Bulk work does not
            count the ones before which the server said how long to wait, or that they were too
            many.
        base_s: The upper bound of the first wait, in seconds; it doubles with each attempt.
        cap_s: The upper bound of every wait that the server did not ask for, in seconds.
        longest_s: The longest wait of anything but bulk work, in seconds; a longer one is told.
        patience_s: How long bulk work lets itself be put off before it gives up, in seconds.
    """

    attempts: int = 3
    base_s: float = 0.5
    cap_s: float = 8.0
    longest_s: float = LONGEST_PAUSE_S
    patience_s: float = LONGEST_PAUSE_S

    def wait_s(
        self, error: KinescopeError, attempt: int, *, is_bulk: bool = False, put_off_s: float = 0.0
    ) -> float | None:
        """Return the seconds to wait after the attempt of that number (from 1), None to give up.

        An exponential back-off with jitter, so that clients that failed together do not come back
        together, and never less than half of its bound; nor less than `Retry-After` asks for, as
        far as anybody would wait.

        Args:
            error: What went wrong.
            attempt: How many times the request was sent.
            is_bulk: Whether nobody looks at it, and it is to outlast what passes.
            put_off_s: How long it was put off so far, in seconds.
        """
        is_passing = error.status in _PASSING_STATUSES or (
            isinstance(error, UnreachableError | CutAnswerError)
            and (error.status is None or error.status in OK)
        )
        if not is_passing or self.attempts <= 1:
            return None
        is_put_off = error.status == TOO_MANY or error.retry_after_s is not None
        outlasts = is_bulk and is_put_off and put_off_s < self.patience_s
        if attempt >= self.attempts and not outlasts:
            return None
        bound = min(self.cap_s, self.base_s * 2 ** min(attempt - 1, 30))
        wait_s = random.uniform(bound / 2, bound)  # noqa: S311 - jitter, not a secret
        return max(wait_s, min(error.retry_after_s or 0.0, LONGEST_PAUSE_S))


def asked_wait_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how long an answer asks to wait, in seconds; None if it does not, or makes no sense.

    A date is judged by the server's own clock, which its answer tells.

    Args:
        headers: The answer's, by lower-case name.
        now: The time here, for an answer that does not tell its own.
    """
    asked = headers.get("retry-after")
    return parse_retry_after(asked, _date(headers.get("date", "")) or now) if asked else None


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for; None if it makes no sense.

    Both forms are read: seconds, and an HTTP date. Of several numbers, as gateways in a row make
    them, the longest holds.
    """
    if not value:
        return None
    try:
        seconds = max(map(float, value.split(", ")))
    except ValueError:
        moment = _date(value)
        return None if moment is None else max(0.0, (moment - now).total_seconds())
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # few answers ask to wait

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
