"""Failures by their cause: the same status, code and endpoint."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Attempt, Exchange
from kinescope_tui.services.pasted import is_id

_NUMBER = re.compile(r"\d+")
_MAX_IDS = 100


class Failure(NamedTuple):
    """What failed first of an exchange.

    Attributes:
        error: What went wrong.
        attempt: In which attempt; None if nothing was sent.
    """

    error: KinescopeError
    attempt: Attempt | None

    @property
    def status(self) -> int | None:
        """The HTTP status; None if no answer came."""
        return self.error.status or (self.attempt.status if self.attempt else None)

    @property
    def id(self) -> str:
        """The X-Request-ID, or ours where the server gave none; empty if nothing was sent."""
        return (self.attempt.request_id or self.attempt.sent_id) if self.attempt else ""


def failure_of(exchange: Exchange) -> Failure | None:
    """Return why an exchange failed; of one that recovered, the attempt that failed first."""
    if exchange.error is not None:
        return Failure(exchange.error, exchange.attempts[-1] if exchange.attempts else None)
    return recovered_from(exchange)


def recovered_from(exchange: Exchange) -> Failure | None:
    """Return the attempt that failed first of an exchange that was answered all the same."""
    if exchange.error is not None or exchange.is_open:
        return None
    failed = (Failure(one.error, one) for one in exchange.attempts if one.error is not None)
    return next(failed, None)


class CauseKey(NamedTuple):
    """What is the same of requests that failed in the same way.

    Attributes:
        method: What was asked.
        endpoint: Where, ids left out: `/v1/videos/{id}`.
        kind: The name of the error's class, which tells apart what has no status.
        status: The HTTP status; None if no answer came.
        code: The code of the error; None if it has none.
    """

    method: str
    endpoint: str
    kind: str
    status: int | None
    code: int | None


class Cause(msgspec.Struct, frozen=True):
    """Requests that failed in the same way.

    Attributes:
        exchanges: The requests, the newest first; at least one.
    """

    key: CauseKey
    exchanges: tuple[Exchange, ...]

    @property
    def id(self) -> str:
        """A text that is the same for the same cause."""
        return " ".join(map(str, self.key))

    @property
    def first(self) -> Exchange:
        """The request that failed first."""
        return self.exchanges[-1]

    @property
    def last(self) -> Exchange:
        """The request that failed last."""
        return self.exchanges[0]

    @property
    def ids(self) -> list[str]:
        """The ids to quote, the newest first; not more than anybody reads."""
        found = (failure_of(exchange) for exchange in self.exchanges[:_MAX_IDS])
        return [failure.id for failure in found if failure is not None and failure.id]


def causes(exchanges: Iterable[Exchange]) -> list[Cause]:
    """Return the causes of failures, the most frequent first.

    Args:
        exchanges: The newest first; what did not fail counts nowhere.
    """
    found: dict[CauseKey, list[Exchange]] = {}
    for exchange in exchanges:
        if (key := cause_key(exchange)) is not None:
            found.setdefault(key, []).append(exchange)
    made = [Cause(key, tuple(same)) for key, same in found.items()]
    return sorted(made, key=lambda cause: -len(cause.exchanges))


def cause_key(exchange: Exchange) -> CauseKey | None:
    """Return what is the same of exchanges that failed in the same way; None if it did not."""
    failure = failure_of(exchange) if exchange.had_trouble else None
    if failure is None:
        return None
    error = failure.error
    where = endpoint(exchange.path)
    return CauseKey(exchange.method, where, type(error).__name__, failure.status, error.code)


def same_failures(exchange: Exchange, exchanges: Iterable[Exchange]) -> int:
    """Return how many others failed in the same way, wherever they went."""
    own = _kind(exchange)
    others = (other for other in exchanges if other is not exchange)
    return sum(own is not None and _kind(other) == own for other in others)


def _kind(exchange: Exchange) -> tuple[object, ...] | None:
    error = exchange.error
    return (type(error), error.status, error.code) if error is not None else None


def endpoint(path: str) -> str:
    """Return a path with `{id}` for each id in it."""
    words = path.split("/")
    return "/".join("{id}" if is_id(word) or _NUMBER.fullmatch(word) else word for word in words)
