"""One request and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count
from urllib.parse import urlencode

from kinescope_tui.api.errors import KinescopeError

Query = tuple[tuple[str, str], ...]

_NUMBERS = count(1)


def target(path: str, query: Query) -> str:
    """Return a path with its query, as it stands in a URL, brackets and commas readable."""
    return path + ("?" + urlencode(query, safe="[],:") if query else "")


class Outcome(StrEnum):
    """How far an exchange has come."""

    WAITING = "waiting"  # for its turn under the rate limits
    ASKING = "asking"
    RETRYING = "retrying"  # an attempt failed; the next one follows
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Attempt:
    """One sending of the request.

    Attributes:
        sent_id: The X-Request-ID that we sent, so that a time-out has an id to quote too.
        request_id: The X-Request-ID that the server answered with, if it did.
        status: The HTTP status, if an answer came.
        error: What went wrong, if something did.
        duration_s: From the sending to the end of the answer, in seconds.
        sent_headers: What was sent, by name, without the values of secret ones.
        headers: What was answered, by lower-case name, without the values of secret ones.
    """

    sent_id: str
    request_id: str | None = None
    status: int | None = None
    error: KinescopeError | None = None
    duration_s: float | None = None
    sent_headers: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Exchange:
    """One request and what became of it; it changes until `outcome` is DONE or FAILED.

    Holds no token. `body` is what the server said and may hold links that are not for everybody:
    whoever shows it hides them.

    Attributes:
        started_at: When it was asked for, with its time zone.
        duration_s: From the first sending to the end, in seconds, waits between attempts included.
        is_bulk: Whether it is one of many in the background, which have a stop of their own.
        size: The decoded body of the last answer in bytes.
        body: The beginning of it, as much as a person would read.
        wait_s: How long the pause before the next attempt is, in seconds, while RETRYING.
        next_try_at: When that pause ends.
        id: Tells it from the others of this process.
    """

    method: str
    path: str
    query: Query
    started_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    outcome: Outcome = Outcome.WAITING
    duration_s: float | None = None
    size: int | None = None
    body: bytes = b""
    wait_s: float | None = None
    next_try_at: datetime | None = None
    error: KinescopeError | None = None
    is_bulk: bool = False
    id: str = field(default_factory=lambda: str(next(_NUMBERS)))

    @property
    def target(self) -> str:
        """The path with its query, as it stands in a URL, brackets and commas readable."""
        return target(self.path, self.query)

    @property
    def status(self) -> int | None:
        """The HTTP status of the last attempt."""
        return self.attempts[-1].status if self.attempts else None

    @property
    def is_answered(self) -> bool:
        """Whether the server gave the last attempt an id."""
        return bool(self.attempts) and self.attempts[-1].request_id is not None

    @property
    def request_id(self) -> str | None:
        """The server's X-Request-ID of the last attempt, else the one that we sent with it."""
        if not self.attempts:
            return None
        return self.attempts[-1].request_id or self.attempts[-1].sent_id

    @property
    def had_trouble(self) -> bool:
        """Whether it failed, or one of its attempts did."""
        return self.error is not None or any(attempt.error for attempt in self.attempts)

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.outcome not in {Outcome.DONE, Outcome.FAILED}
