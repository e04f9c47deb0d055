"""A request as it is kept and passed on: nothing that is secret, no search terms, no body."""

from typing import Any

from kinescope_tui.api import errors
from kinescope_tui.api.exchange import Attempt, Exchange, target
from kinescope_tui.api.redaction import redact_emails, redact_path, redact_query
from kinescope_tui.services.requests.kept_request import KeptRequest

HAR_FIELD = "_exchange"
"""Where an entry of HAR has the record of its exchange; HAR lacks a place for most of it."""

_MS = 1000


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
    return target(redact_path(exchange.path), redact_query(exchange.query))


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
