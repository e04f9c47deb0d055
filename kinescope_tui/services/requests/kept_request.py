"""A request that was kept, here or in a file, and what is known of it when it is read again."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from kinescope_tui.api import errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query
from kinescope_tui.api.own_secrets import HIDDEN, OWN_SECRETS
from kinescope_tui.api.redaction import redact_emails, redact_path, redact_query
from kinescope_tui.api.text import clean
from kinescope_tui.services.requests.kept_record import (
    AttemptRecord,
    ErrorRecord,
    RequestRecord,
    in_seconds,
    moment_of,
    own_records,
    record_of,
)

_MAX_PARAMETERS = 100
_LATEST_S = 10**11  # long before the year 9999 ends, in which a day may have no next one
_URL = re.compile(r"((?:[^:/?#]+:)?//[^/?#]*)?([^?#]*)(?:\?([^#]*))?")
_METHOD = re.compile(r"[A-Z]{1,10}")
_WORD_OF_HIDDEN = "HIDDEN"  # what stands in a query for what may be anything


class KeptAttempt(Attempt, gc=False):
    """An attempt of it."""


class KeptRequest(Exchange, eq=False, gc=False):
    """An exchange that was kept, here or in a file: without bodies and headers.

    Nothing that it holds leads back to it: no collection of garbage looks through thousands.

    Attributes:
        base_url: Of which API; empty if that is not known.
    """

    base_url: str = ""


class KeptEntry(msgspec.Struct, eq=False, gc=False):
    """A request as the ledger has it: of the thousands that are kept only a few are looked at.

    Attributes:
        id: Tells it from the others of its list.
        asked_s: When it was asked, in seconds since 1970.
        record: What was kept.
    """

    id: str
    asked_s: float
    record: RequestRecord
    _made: KeptRequest | None = None

    @property
    def request(self) -> KeptRequest:
        """The request; made when it is first asked for, in whatever thread."""
        if self._made is None:
            record = _without_secrets(self.record)
            asked_at = datetime.fromtimestamp(self.asked_s, UTC).astimezone()
            self._made = _made(record, self.id, asked_at, is_own=True)
        return self._made

    @property
    def has_failed(self) -> bool:
        """Whether it failed."""
        return self.record.error is not None

    @property
    def had_trouble(self) -> bool:
        """Whether it failed, or one of its attempts did."""
        return self.has_failed or any(one.error is not None for one in self.record.attempts)


Request = Exchange | KeptEntry
"""What stands for a request in a list."""


def own_entries(rows: Sequence[tuple[Any, Any, Any]]) -> Iterator[KeptEntry]:
    """Yield the entries of rows that this program has kept; of what tells of no request none.

    Args:
        rows: Of each a number, when it was asked in seconds since 1970, and the record as JSON; or
            whatever is in the file.
    """
    fit = [row for row in rows if isinstance(row[1], float) and isinstance(row[2], str)]
    for (number, asked_s, _), record in zip(fit, own_records([row[2] for row in fit]), strict=True):
        if record is not None and 0 < asked_s < _LATEST_S and _is_told(record):
            yield KeptEntry(f"kept-{number}", asked_s, record)


def kept_request(record: Mapping[str, Any], number: object) -> KeptRequest | None:
    """Return the request of a record, whoever wrote it; None if it tells of none.

    Args:
        record: What may be of any shape; what does not fit is left out.
        number: Tells it from the others of its list.
    """
    found = record_of(record)
    started_at = moment_of(found.time)
    if started_at is None or not _is_told(found):
        return None
    return _made(found, f"kept-{number}", started_at)


def exchange_of(one: Request) -> Exchange:
    """Return the request that something stands for."""
    return one.request if isinstance(one, KeptEntry) else one


def is_whole(exchange: Exchange) -> bool:
    """Tell whether nothing of what was asked is hidden, so that it can be asked again."""
    values = [value for _, value in exchange.query]
    if not isinstance(exchange, KeptRequest):
        return True
    return _WORD_OF_HIDDEN not in values and HIDDEN not in f"{exchange.path}{values}"


def is_same(one: Request) -> tuple[object, ...]:
    """Return what is equal of an exchange and of what was kept of it."""
    if isinstance(one, KeptEntry):
        if one.record.attempts:
            return (one.record.attempts[0].sent_id or "",)
        one = one.request
    if one.attempts:
        return (one.attempts[0].sent_id,)
    return round(one.started_at.timestamp(), 3), one.path


def _is_told(record: RequestRecord) -> bool:
    method = record.method
    return bool(record.url) and (method == "GET" or bool(_METHOD.fullmatch(method.upper())))


def _without_secrets(record: RequestRecord) -> RequestRecord:
    """Return a record; if a token stands in it, one that tells of nothing but that."""
    if OWN_SECRETS.stand_in(msgspec.json.encode(record).decode()):
        return RequestRecord(record.time, record.method, HIDDEN)
    return record


def _made(
    record: RequestRecord, id_: str, started_at: datetime, *, is_own: bool = False
) -> KeptRequest:
    base_url, path, query = place_of(record.url, is_own=is_own)
    attempts = [_attempt(one) for one in record.attempts]
    if not attempts and (record.status or record.request_id or record.sent_id):
        told = (record.status, record.request_id, record.sent_id, record.duration_ms)
        attempts = [_attempt(AttemptRecord(*told))]
    kept = KeptRequest(
        record.method.upper(),
        path,
        query,
        started_at,
        attempts,
        Outcome.DONE,
        in_seconds(record.duration_ms),
        size=record.bytes,
        asker=record.asker,
        id=id_,
        base_url=base_url,
    )
    if record.error is not None:
        kept.outcome = Outcome.FAILED
        kept.error = error = _error(record.error, record.status)
        error.request_id, error.sent_id = kept.request_id, kept.sent_id
        error.attempts = len(attempts)
        if attempts and attempts[-1].error is not None:
            attempts[-1].error = error
    return kept


def place_of(url: str, *, is_own: bool = False) -> tuple[str, str, Query]:
    """Return the API's address, the path and the query of a URL; one that is none is a path.

    Args:
        url: What is clean.
        is_own: Whether this program has redacted it before.
    """
    base_url, path, asked = _URL.match(url).groups("")  # type: ignore[union-attr]  # it fits any
    path = path or "/"
    query: Query = ()
    if asked:
        with contextlib.suppress(ValueError):
            pairs = parse_qsl(asked, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
            query = tuple((clean(name), clean(value)) for name, value in pairs)
    if is_own:
        return base_url, path, query
    return redact_emails(base_url), redact_path(path), redact_query(query)


def failure(status: int, message: str = "", code: int | None = None) -> errors.KinescopeError:
    """Return the error of an HTTP status; no status is no answer."""
    if not status:
        return errors.NoAnswerError(message or "No response received.")
    kind = errors.api_error_class(status, code, has_params=False)
    return kind(message or f"HTTP {status}", status=status, code=code)


def _error(record: ErrorRecord, status: int | None) -> errors.KinescopeError:
    kind = getattr(errors, record.kind, None)
    if not (isinstance(kind, type) and issubclass(kind, errors.KinescopeError)):
        kind = errors.KinescopeError
    error = kind.__new__(kind)
    errors.KinescopeError.__init__(
        error,
        record.message,
        status=status,
        code=record.code,
        detail=record.detail,
        invalid_params=tuple(record.invalid_params),
    )
    return error


def _attempt(record: AttemptRecord) -> Attempt:
    error = None
    if record.error is not None:
        told = ErrorRecord(record.error, record.code, record.message)
        error = _error(told, record.status)
    return KeptAttempt(
        sent_id=record.sent_id or "",
        request_id=record.request_id or None,
        status=record.status,
        error=error,
        duration_s=in_seconds(record.duration_ms),
        has_left=record.has_left and bool(record.sent_id),
    )
