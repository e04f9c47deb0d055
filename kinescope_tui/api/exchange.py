"""One request and what became of it."""

from datetime import datetime
from enum import StrEnum
from itertools import count
from urllib.parse import urlencode

import msgspec

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.pacing import Priority

Query = tuple[tuple[str, str], ...]

_NUMBERS = count(1)


def target(path: str, query: Query) -> str:
    """Return a path with its query, as it stands in a URL, brackets and commas readable."""
    return path + ("?" + urlencode(query, safe="[],:", errors="replace") if query else "")


class Outcome(StrEnum):
    """The outcome of an exchange, or that there is none yet."""

    WAITING = "waiting"  # for its turn under the rate limits
    ASKING = "asking"
    RETRYING = "retrying"  # an attempt failed; the next one follows
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"  # nobody waited any more before anything was sent


class Attempt(msgspec.Struct):
    """One sending of the request.

    Attributes:
        sent_id: Our own id, which goes along, so that a time-out has one to quote too.
        request_id: The X-Request-ID that the server answered with, if it did.
        status: The HTTP status, if an answer came.
        error: What went wrong, if something did.
        duration_s: From the sending to the end of the answer, in seconds.
        sent_headers: What was sent, by name, without the values of secret ones.
        headers: What was answered, by lower-case name, without the values of secret ones.
        has_left: Whether the request is, or was, on the wire.
    """

    sent_id: str
    request_id: str | None = None
    status: int | None = None
    error: KinescopeError | None = None
    duration_s: float | None = None
    sent_headers: dict[str, str] = msgspec.field(default_factory=dict)
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    has_left: bool = True


class Exchange(msgspec.Struct, eq=False):
    """One request and what became of it; it changes until it is no longer open.

    Holds no token. `body` is what the server said and may hold links that are not for everybody:
    whoever shows it hides them.

    Attributes:
        started_at: When it was asked for, with its time zone.
        duration_s: From the first sending to the end, in seconds, waits between attempts included.
        received: How many bytes of the body came so far, as they are on the wire.
        expected: How many there are to be; None if the server does not say.
        size: The decoded body of the last answer in bytes.
        body: The beginning of it, as much as a person would read.
        wait_s: How long the pause before the next attempt is, in seconds, while RETRYING.
        next_try_at: When that pause ends.
        priority: Who goes first; bulk work is not what the user waits for.
        asker: The part of the program that asked, for instance an export; empty if it was asked for
            to be looked at.
        id: Tells it from the others of this process.
    """

    method: str
    path: str
    query: Query
    started_at: datetime
    attempts: list[Attempt] = msgspec.field(default_factory=list)
    outcome: Outcome = Outcome.WAITING
    duration_s: float | None = None
    received: int = 0
    expected: int | None = None
    size: int | None = None
    body: bytes = b""
    wait_s: float | None = None
    next_try_at: datetime | None = None
    error: KinescopeError | None = None
    priority: Priority = Priority.LOOKED_AT
    asker: str = ""
    id: str = msgspec.field(default_factory=lambda: str(next(_NUMBERS)))

    @property
    def target(self) -> str:
        """The path with its query, as it stands in a URL, brackets and commas readable."""
        return target(self.path, self.query)

    @property
    def status(self) -> int | None:
        """The HTTP status of the last attempt."""
        return self.attempts[-1].status if self.attempts else None

    @property
    def request_id(self) -> str | None:
        """The X-Request-ID that the server answered the last attempt with; None if it gave none."""
        return self.attempts[-1].request_id if self.attempts else None

    @property
    def sent_id(self) -> str | None:
        """Our own id, which went along with the last attempt; None if that did not leave."""
        last = self.attempts[-1] if self.attempts else None
        return last.sent_id if last is not None and last.has_left else None

    @property
    def ids(self) -> list[str]:
        """The ids of all attempts: the server's, and those that were sent."""
        return [one for a in self.attempts for one in (a.request_id, a.sent_id) if one]

    @property
    def is_bulk(self) -> bool:
        """Whether it is one of many in the background, which no screen waits for."""
        return self.priority is Priority.BULK

    @property
    def had_trouble(self) -> bool:
        """Whether it failed, or one of its attempts did."""
        return self.error is not None or any(attempt.error for attempt in self.attempts)

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.outcome not in {Outcome.DONE, Outcome.FAILED, Outcome.WITHDRAWN}
