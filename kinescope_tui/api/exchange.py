"""One request and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from kinescope_tui.api.errors import KinescopeError

Query = tuple[tuple[str, str], ...]


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
    """

    sent_id: str
    request_id: str | None = None
    status: int | None = None
    error: KinescopeError | None = None


@dataclass(slots=True, eq=False)
class Exchange:
    """One request and what became of it; it changes until `outcome` is DONE or FAILED.

    Holds nothing secret: no header, no body.

    Attributes:
        started_at: When it was asked for, with its time zone.
        duration_s: From the first sending to the end, in seconds, waits between attempts included.
        size: The decoded body in bytes.
        wait_s: How long the pause before the next attempt is, in seconds, while RETRYING.
    """

    method: str
    path: str
    query: Query
    started_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    outcome: Outcome = Outcome.WAITING
    duration_s: float | None = None
    size: int | None = None
    wait_s: float | None = None
    error: KinescopeError | None = None

    @property
    def target(self) -> str:
        """The path with its query, as it stands in a URL, brackets and commas readable."""
        return self.path + ("?" + urlencode(self.query, safe="[],:") if self.query else "")

    @property
    def status(self) -> int | None:
        """The HTTP status of the last attempt."""
        return self.attempts[-1].status if self.attempts else None

    @property
    def request_id(self) -> str | None:
        """The server's X-Request-ID of the last attempt, else the one that we sent with it."""
        if not self.attempts:
            return None
        return self.attempts[-1].request_id or self.attempts[-1].sent_id

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.outcome not in {Outcome.DONE, Outcome.FAILED}
