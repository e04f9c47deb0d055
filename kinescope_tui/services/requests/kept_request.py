"""A request as it is kept and passed on, and what is known of it when it is read again."""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

import msgspec

from kinescope_tui.api import errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query, target
from kinescope_tui.api.json_values import REFUSED, decoder
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import has_secret_ids, redact_emails, redact_query
from kinescope_tui.api.text import clean

_MS = 1000
_LONGEST = 2_000  # characters of a text
_MAX_OBJECTS = 50  # attempts, parameters
_MAX_PARAMETERS = 100
_MAX_NUMBER = 2**53
_AFTER_TOKENS = re.compile(r"(access-tokens/)[^/?]+", re.IGNORECASE)
_URL = re.compile(r"((?:[^:/?#]+:)?//[^/?#]*)?([^?#]*)(?:\?([^#]*))?")
_METHOD = re.compile(r"[A-Z]{1,10}")
_Text = Annotated[str, msgspec.Meta(max_length=_LONGEST)]
_Number = Annotated[int, msgspec.Meta(ge=0, lt=_MAX_NUMBER)]
_Milliseconds = Annotated[float, msgspec.Meta(ge=0, lt=_MAX_NUMBER)]
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


def is_whole(exchange: Exchange) -> bool:
    """Tell whether nothing of what was asked is hidden, so that it can be asked again."""
    values = [value for _, value in exchange.query]
    if not isinstance(exchange, KeptRequest):
        return True
    return _WORD_OF_HIDDEN not in values and HIDDEN not in f"{exchange.path}{values}"


def is_same(exchange: Exchange) -> tuple[object, ...]:
    """Return what is equal of an exchange and of what was kept of it."""
    if exchange.attempts:
        return (exchange.attempts[0].sent_id,)
    return round(exchange.started_at.timestamp(), 3), exchange.path


def request_record(exchange: Exchange, base_url: str, asker: str = "") -> dict[str, Any]:
    """Return an exchange as JSON: what a support bundle holds of it, durations in milliseconds.

    Args:
        exchange: What was asked.
        base_url: The API's address.
        asker: Who asked, if the exchange does not know it by itself: screen or headless.
    """
    error = exchange.error
    asker = exchange.asker or asker
    return {
        "time": exchange.started_at.isoformat(timespec="milliseconds"),
        "method": exchange.method,
        "url": request_url(exchange, base_url),
        "outcome": str(exchange.outcome),
        "status": exchange.status,
        "request_id": _id(exchange.request_id),
        "sent_id": exchange.sent_id,
        "duration_ms": milliseconds(exchange.duration_s),
        "bytes": exchange.size,
        "error": None if error is None else _error_record(error),
        "attempts": [_attempt_record(attempt) for attempt in exchange.attempts],
        **({"asker": asker} if asker else {}),
    }


def request_url(exchange: Exchange, base_url: str) -> str:
    """Return what was asked, as it is passed on: none of the search terms stands in it."""
    return api_of(exchange, base_url) + shown_target(exchange)


def api_of(exchange: Exchange, base_url: str) -> str:
    """Return the address of the API that was asked: a file's requests know it by themselves."""
    return (isinstance(exchange, KeptRequest) and exchange.base_url) or base_url


def shown_target(exchange: Exchange) -> str:
    """Return the path and the query of it, as they are passed on."""
    path = redact_emails(exchange.path)
    if has_secret_ids(path):
        path = _AFTER_TOKENS.sub(rf"\1{HIDDEN}", path)
    return target(path, redact_query(exchange.query))


def milliseconds(seconds: float | None) -> float | None:
    """Return a duration in milliseconds."""
    return None if seconds is None else round(seconds * _MS, 1)


def _error_record(error: errors.KinescopeError) -> dict[str, Any]:
    return {
        "kind": type(error).__name__,
        "code": error.code,
        "name": error.code_name,
        "message": redact_emails(error.message),
        "detail": redact_emails(error.detail),
        "invalid_params": [
            {
                "name": redact_emails(param.name),
                "reason": redact_emails(param.reason),
                "message": redact_emails(param.message),
            }
            for param in error.invalid_params
        ],
    }


def _attempt_record(attempt: Attempt) -> dict[str, Any]:
    error = attempt.error
    told = {} if error is None else {"code": error.code, "message": redact_emails(error.message)}
    return {
        "status": attempt.status,
        "request_id": _id(attempt.request_id),
        "sent_id": attempt.sent_id,
        "has_left": attempt.has_left,
        "duration_ms": milliseconds(attempt.duration_s),
        "error": None if error is None else type(error).__name__,
        **told,
    }


def _id(request_id: str | None) -> str | None:
    return None if request_id is None else redact_emails(request_id)


def text_of(value: Any) -> str:
    """Return a text from outside as it may be shown and passed on; empty if it is none."""
    return redact_emails(clean(value[:_LONGEST])) if isinstance(value, str) else ""


def own_text_of(value: Any) -> str:
    """Return a text that this program has kept, and redacted before."""
    return clean(value[:_LONGEST]) if isinstance(value, str) else ""


class _ErrorRecord(msgspec.Struct, gc=False):
    kind: _Text = ""
    code: _Number | None = None
    message: _Text = ""
    detail: _Text = ""
    invalid_params: Annotated[list[errors.InvalidParam], msgspec.Meta(max_length=_MAX_OBJECTS)] = []


class _AttemptRecord(msgspec.Struct, gc=False):
    status: _Number | None = None
    request_id: _Text | None = None
    sent_id: _Text | None = None
    duration_ms: _Milliseconds | None = None
    has_left: bool = True
    error: _Text | None = None
    code: _Number | None = None
    message: _Text = ""


class _Record(msgspec.Struct, gc=False):
    """What `request_record` makes, as far as it is read again; all texts are clean."""

    time: _Text
    method: _Text
    url: _Text
    status: _Number | None = None
    request_id: _Text | None = None
    sent_id: _Text | None = None
    duration_ms: _Milliseconds | None = None
    bytes: _Number | None = None
    error: _ErrorRecord | None = None
    attempts: Annotated[list[_AttemptRecord], msgspec.Meta(max_length=_MAX_OBJECTS)] = []
    asker: _Text = ""


def own_request(text: str, number: object, *, is_clean: bool) -> KeptRequest | None:
    """Return the request of a record that this program has kept; None if it tells of none.

    Args:
        text: The record, as JSON; whatever is in the file.
        number: Tells it from the others of its list.
        is_clean: Whether `clean` would change none of its texts.
    """
    if is_clean:
        try:
            return _kept(decoder(_Record).decode(text), number, is_own=True)
        except REFUSED:
            pass  # of what does not fit the rest is shown all the same
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return kept_request(record, number, is_own=True) if isinstance(record, dict) else None


def kept_request(
    record: Mapping[str, Any], number: object, *, is_own: bool = False
) -> KeptRequest | None:
    """Return the request of a record, whoever wrote it; None if it tells of none.

    Args:
        record: What may be of any shape; what does not fit is left out.
        number: Tells it from the others of its list.
        is_own: Whether this program has kept it, and redacted it before; else nothing is trusted.
    """
    return _kept(_record_of(record, own_text_of if is_own else text_of), number, is_own=is_own)


def _record_of(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> _Record:
    error = record.get("error")
    return _Record(
        time=own_text_of(record.get("time")),
        method=text_of(record.get("method")),
        url=own_text_of(record.get("url")),
        status=number_of(record.get("status")),
        request_id=text_of(record.get("request_id")),
        sent_id=text_of(record.get("sent_id")),
        duration_ms=_milliseconds_of(record.get("duration_ms")),
        bytes=number_of(record.get("bytes")),
        error=_error_record_of(error, text_of) if isinstance(error, Mapping) else None,
        attempts=[_attempt_record_of(one, text_of) for one in _objects(record.get("attempts"))],
        asker=text_of(record.get("asker")),
    )


def _error_record_of(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> _ErrorRecord:
    return _ErrorRecord(
        kind=text_of(record.get("kind")),
        code=number_of(record.get("code")),
        message=text_of(record.get("message")),
        detail=text_of(record.get("detail")),
        invalid_params=[
            errors.InvalidParam(
                text_of(one.get("name")), text_of(one.get("reason")), text_of(one.get("message"))
            )
            for one in _objects(record.get("invalid_params"))
        ],
    )


def _attempt_record_of(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> _AttemptRecord:
    error = record.get("error")
    return _AttemptRecord(
        status=number_of(record.get("status")),
        request_id=text_of(record.get("request_id")),
        sent_id=text_of(record.get("sent_id")),
        duration_ms=_milliseconds_of(record.get("duration_ms")),
        has_left=record.get("has_left", True) is not False,
        error=text_of(error) if isinstance(error, str) else None,
        code=number_of(record.get("code")),
        message=text_of(record.get("message")),
    )


def _kept(record: _Record, number: object, *, is_own: bool) -> KeptRequest | None:
    method, started_at = record.method.upper(), moment_of(record.time)
    if not record.url or started_at is None or not _METHOD.fullmatch(method):
        return None
    base_url, path, query = place_of(record.url, is_own=is_own)
    attempts = [_attempt(one) for one in record.attempts]
    if not attempts and (record.status or record.request_id or record.sent_id):
        told = (record.status, record.request_id, record.sent_id, record.duration_ms)
        attempts = [_attempt(_AttemptRecord(*told))]
    kept = KeptRequest(
        method,
        path,
        query,
        started_at,
        attempts,
        Outcome.DONE,
        _in_seconds(record.duration_ms),
        size=record.bytes,
        asker=record.asker,
        id=f"kept-{number}",
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
    return redact_emails(base_url), redact_emails(path), redact_query(query)


def failure(status: int, message: str = "", code: int | None = None) -> errors.KinescopeError:
    """Return the error of an HTTP status; no status is no answer."""
    if not status:
        return errors.NoAnswerError(message or "No response received.")
    kind = errors.api_error_class(status, code, has_params=False)
    return kind(message or f"HTTP {status}", status=status, code=code)


def _error(record: _ErrorRecord, status: int | None) -> errors.KinescopeError:
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


def _attempt(record: _AttemptRecord) -> Attempt:
    error = None
    if record.error is not None:
        told = _ErrorRecord(record.error, record.code, record.message)
        error = _error(told, record.status)
    return KeptAttempt(
        sent_id=record.sent_id or "",
        request_id=record.request_id or None,
        status=record.status,
        error=error,
        duration_s=_in_seconds(record.duration_ms),
        has_left=record.has_left and bool(record.sent_id),
    )


def number_of(value: Any) -> int | None:
    """Return a whole number from outside; None if it is none, or nonsense."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < _MAX_NUMBER else None


def seconds_of(value: Any) -> float | None:
    """Return milliseconds from outside in seconds; None if they are none, or nonsense."""
    return _in_seconds(_milliseconds_of(value))


def _in_seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / _MS


def _milliseconds_of(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and 0 <= value < _MAX_NUMBER else None


def moment_of(value: Any) -> datetime | None:
    """Return a moment from outside in the local time zone; None if it is none."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _objects(value: Any) -> list[Mapping[str, Any]]:
    found = value[:_MAX_OBJECTS] if isinstance(value, list) else []
    return [one for one in found if isinstance(one, Mapping)]
