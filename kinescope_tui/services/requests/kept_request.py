"""A request as it is kept and passed on, and what is known of it when it is read again."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kinescope_tui.api import errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, Query, target
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import has_secret_ids, redact_emails, redact_query
from kinescope_tui.api.text import clean

_MS = 1000
_LONGEST = 2_000  # characters of a text
_MAX_OBJECTS = 50  # attempts, parameters
_MAX_PARAMETERS = 100
_MAX_NUMBER = 2**53
_AFTER_TOKENS = re.compile(r"(access-tokens/)[^/?]+", re.IGNORECASE)
_METHOD = re.compile(r"[A-Z]{1,10}")
_WORD_OF_HIDDEN = "HIDDEN"  # what stands in a query for what may be anything


class KeptRequest(Exchange, eq=False):
    """An exchange that was kept, here or in a file: without bodies and headers.

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


def kept_request(
    record: Mapping[str, Any], number: object, text_of: Callable[[Any], str] = text_of
) -> KeptRequest | None:
    """Return the request of a record, whoever wrote it; None if it tells of none.

    Args:
        record: What may be of any shape; what does not fit is left out.
        number: Tells it from the others of its list.
        text_of: Makes a text of a field; without it nothing is trusted.
    """
    found = record.get("url")
    url = clean(found[:_LONGEST]) if isinstance(found, str) else ""
    method = text_of(record.get("method")).upper()
    started_at = moment_of(record.get("time"))
    if not url or started_at is None or not _METHOD.fullmatch(method):
        return None
    path, query = path_and_query(url, text_of)
    attempts = [_attempt(one, text_of) for one in _objects(record.get("attempts"))]
    if not attempts and any(record.get(name) for name in ("status", "request_id", "sent_id")):
        attempts = [_attempt(record, text_of)]
    found = record.get("error")
    error = _error(found, record.get("status"), text_of) if isinstance(found, Mapping) else None
    kept = KeptRequest(method, path, query, started_at, asker=text_of(record.get("asker")))
    kept.id = f"kept-{number}"
    kept.base_url = base_url_of(url, text_of)
    kept.attempts = attempts
    kept.duration_s = seconds_of(record.get("duration_ms"))
    kept.size = number_of(record.get("bytes"))
    kept.outcome = Outcome.DONE if error is None else Outcome.FAILED
    if error is not None:
        kept.error = error
        error.request_id, error.sent_id = kept.request_id, kept.sent_id
        error.attempts = len(kept.attempts)
        if kept.attempts and kept.attempts[-1].error is not None:
            kept.attempts[-1].error = error
    return kept


def path_and_query(url: str, text_of: Callable[[Any], str] = text_of) -> tuple[str, Query]:
    """Return what a URL asks for; one that is none is a path."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
    except ValueError:
        return text_of(url.partition("?")[0]), ()
    pairs = tuple((clean(name), clean(value)) for name, value in query)
    if text_of is not own_text_of:
        pairs = redact_query(pairs)
    return text_of(parts.path) or "/", pairs


def base_url_of(url: str, text_of: Callable[[Any], str] = text_of) -> str:
    """Return the address of a URL without its path; empty if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return text_of(f"{parts.scheme}://{parts.netloc}") if parts.netloc else ""


def failure(status: int, message: str = "", code: int | None = None) -> errors.KinescopeError:
    """Return the error of an HTTP status; no status is no answer."""
    if not status:
        return errors.NoAnswerError(message or "No response received.")
    kind = errors.api_error_class(status, code, has_params=False)
    return kind(message or f"HTTP {status}", status=status, code=code)


def _error(
    record: Mapping[str, Any], status: Any, text_of: Callable[[Any], str]
) -> errors.KinescopeError:
    kind = getattr(errors, text_of(record.get("kind")), None)
    if not (isinstance(kind, type) and issubclass(kind, errors.KinescopeError)):
        kind = errors.KinescopeError
    params = _objects(record.get("invalid_params"))
    error = kind.__new__(kind)
    errors.KinescopeError.__init__(
        error,
        text_of(record.get("message")),
        status=number_of(status),
        code=number_of(record.get("code")),
        detail=text_of(record.get("detail")),
        invalid_params=tuple(
            errors.InvalidParam(
                text_of(one.get("name")), text_of(one.get("reason")), text_of(one.get("message"))
            )
            for one in params
        ),
    )
    return error


def _attempt(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> Attempt:
    status = number_of(record.get("status"))
    kind, error = record.get("error"), None
    if isinstance(kind, str):
        told = {name: record.get(name) for name in ("code", "message")}
        error = _error({"kind": kind, **told}, status, text_of)
    return Attempt(
        sent_id=text_of(record.get("sent_id")),
        request_id=text_of(record.get("request_id")) or None,
        status=status,
        error=error,
        duration_s=seconds_of(record.get("duration_ms")),
        has_left=record.get("has_left", True) is not False and bool(record.get("sent_id")),
    )


def number_of(value: Any) -> int | None:
    """Return a whole number from outside; None if it is none, or nonsense."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < _MAX_NUMBER else None


def seconds_of(value: Any) -> float | None:
    """Return milliseconds from outside in seconds; None if they are none, or nonsense."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value / _MS if is_number and 0 <= value < _MAX_NUMBER else None


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
