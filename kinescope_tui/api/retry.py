"""Which failures are worth another attempt, and when."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kinescope_tui.api.errors import CutAnswerError, KinescopeError, UnreachableError

_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """A value: an error and an attempt's number go in, the wait before the next attempt comes out.

    Only GETs are ever sent, so each may be repeated.

    Attributes:
        attempts: How many times a request is sent at most.
        base_s: The upper bound of the first wait, in seconds; it doubles with each attempt.
        cap_s: The upper bound of every wait, in seconds.
        patience_s: The longest `Retry-After` that is waited for, in seconds; a longer one is told.
    """

    attempts: int = 3
    base_s: float = 0.5
    cap_s: float = 8.0
    patience_s: float = 60.0

    def wait_s(self, error: KinescopeError, attempt: int) -> float | None:
        """Return the seconds to wait after the attempt of that number (from 1), None to give up.

        `Retry-After` comes first; else an exponential back-off with full jitter, so that clients
        that failed together do not come back together.
        """
        passing = error.status in _PASSING_STATUSES or (
            error.status is None and isinstance(error, UnreachableError | CutAnswerError)
        )
        if not passing or attempt >= self.attempts:
            return None
        if error.retry_after_s is not None:
            return error.retry_after_s if error.retry_after_s <= self.patience_s else None
        bound = min(self.cap_s, self.base_s * 2 ** (attempt - 1))
        return random.uniform(0, bound)  # noqa: S311 - jitter, not a secret


def parse_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a `Retry-After` header asks for; None if it makes no sense.

    Both forms are read: seconds, and an HTTP date.
    """
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
