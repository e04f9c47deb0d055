"""Errors of requests, as one tree.

KinescopeError
├── NoAnswerError               no HTTP answer came
│   ├── UnreachableError        refused, reset, no route
│   │   ├── NameNotFoundError   the host's name has no address
│   │   └── ProxyFailedError    the proxy that the environment names does not connect
│   ├── TlsError                the certificate, or the handshake
│   │   └── CertificateDateError  expired or not yet valid: or this computer's clock is wrong
│   └── DeadlineError           nothing within the time allowed
│       └── DeadConnectionError   on a connection that was kept: another one is tried
├── BadAnswerError              an HTTP answer that cannot be used
│   ├── CutAnswerError          the connection closed early
│   ├── StalledAnswerError      the rest of it did not come in time
│   ├── TooLargeError           larger than the cap on decoded bodies
│   ├── NotJsonError            cut or damaged JSON, or something else
│   │   ├── EmptyAnswerError    no body at all
│   │   └── WebPageError        a captive portal's or a proxy's page
│   ├── UnexpectedShapeError    JSON, but not an envelope
│   └── OtherThingError         of another thing than was asked for
├── ApiError                    Kinescope said no, or a status of 300 and more
│   ├── InvalidRequestError     400
│   │   ├── ValidationFailedError  422, or a list of invalid parameters
│   │   ├── RequestTooLargeError   413
│   │   └── OrderFieldError     400216: the server does not sort by that field
│   ├── UnauthorizedError       401, or the codes 100101 and 100102
│   ├── PaymentRequiredError    402
│   ├── ForbiddenError          403
│   ├── NotFoundError           404
│   ├── RateLimitedError        429
│   ├── RedirectedError         3xx
│   └── ServerError             500 and more
├── CsvUnavailableError         JSON came where CSV was asked for
├── StoppedError                the user waited no longer
│   └── ClosedError             the client is closed
└── NotSentError                refused before anything was sent
"""

from typing import Any

import msgspec

from kinescope_tui.api import error_codes


class InvalidParam(msgspec.Struct, frozen=True):
    """One entry of `invalid_params` (guidelines, "Validation error")."""

    name: str
    reason: str = ""
    message: str = ""


class KinescopeError(Exception):
    """A request failed. What is not known is None or empty.

    Source: guidelines, "Error handling" and "Response headers".

    Attributes:
        message: One sentence on what happened; the server's own words if it sent some.
        status: The HTTP status.
        code: The `error.code` of the envelope.
        detail: The `error.detail` of the envelope.
        invalid_params: The parameters that the server refused.
        request_id: The X-Request-ID of the answer; None if there was none.
        sent_id: Our own id of the last attempt, which went along; None if nothing left.
        attempts: How many times the request was sent.
        retry_after_s: What the server asked us to wait, in seconds.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: int | None = None,
        detail: str = "",
        invalid_params: tuple[InvalidParam, ...] = (),
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.detail = detail
        self.invalid_params = invalid_params
        self.retry_after_s = retry_after_s
        self.request_id: str | None = None
        self.sent_id: str | None = None
        self.attempts = 0

    @property
    def code_name(self) -> str:
        """The documented name of the code, or an empty text."""
        known = error_codes.CODES.get(self.code) if self.code is not None else None
        return known.name if known is not None else ""


class NotSentError(KinescopeError):
    """The request was refused on our side; nothing was sent."""


class NotKeptError(KinescopeError):
    """What came had no room on this computer: its disk is full, or gone."""


class StoppedError(KinescopeError):
    """The user waited no longer; what was sent may still be answered, and is not looked at."""


class ClosedError(StoppedError):
    """The client is closed: it asks nothing more, and waits for nothing."""

    def __init__(self, message: str = "This client is closed; create a new one.") -> None:
        super().__init__(message)


class NoAnswerError(KinescopeError):
    """No HTTP answer came."""


class UnreachableError(NoAnswerError):
    """There is no connection to the host."""


class NameNotFoundError(UnreachableError):
    """The name of the host has no address."""


class ProxyFailedError(UnreachableError):
    """The proxy that the environment names does not lead to the host."""


class TlsError(NoAnswerError):
    """No trusted connection to the host could be made; the token was not sent."""


class CertificateDateError(TlsError):
    """The certificate is expired or not yet valid, unless this computer's clock is wrong."""


class DeadlineError(NoAnswerError):
    """No answer began within the time allowed."""


class DeadConnectionError(DeadlineError):
    """Nobody answered on a connection that was kept: it is given up, and another one tried."""


class BadAnswerError(KinescopeError):
    """An answer came that cannot be used."""


class CutAnswerError(BadAnswerError):
    """The connection closed before the answer was whole."""


class StalledAnswerError(BadAnswerError):
    """The answer began, and too little of the rest came within the time allowed."""


class TooLargeError(BadAnswerError):
    """The decoded body is larger than the cap."""


class NotJsonError(BadAnswerError):
    """The body is not JSON."""


class EmptyAnswerError(NotJsonError):
    """There is no body."""


class WebPageError(NotJsonError):
    """The body is a web page: of a captive portal, a proxy or another server."""


class UnexpectedShapeError(BadAnswerError):
    """The body is JSON, but not an envelope of Kinescope's."""


class OtherThingError(BadAnswerError):
    """The answer is for another id than the one whose id was asked for."""


class CsvUnavailableError(KinescopeError):
    """The endpoint answered with JSON where CSV was asked for (guidelines, "CSV export").

    Attributes:
        data: The decoded `data` of the JSON answer.
    """

    data: Any = None


class ApiError(KinescopeError):
    """The answer is an error (guidelines, "Error handling")."""


class InvalidRequestError(ApiError):
    """400: the request does not fit."""


class ValidationFailedError(InvalidRequestError):
    """422, or any refusal that lists parameters (guidelines, "Validation error")."""


class RequestTooLargeError(InvalidRequestError):
    """413: the request is larger than the server takes."""


class OrderFieldError(InvalidRequestError):
    """400216: the server does not sort by one of the fields (guidelines, "Sorting")."""


class UnauthorizedError(ApiError):
    """401: the token is missing or not accepted."""


class PaymentRequiredError(ApiError):
    """402: the plan's limits are exceeded."""


class ForbiddenError(ApiError):
    """403: the token may not do this."""


class NotFoundError(ApiError):
    """404: there is no such thing, or this token may not see it."""


class RateLimitedError(ApiError):
    """429: too many requests (guidelines, "Limits and restrictions")."""


class RedirectedError(ApiError):
    """3xx: the answer points elsewhere; redirects are not followed, for the token's sake."""


class ServerError(ApiError):
    """500 and more: the fault is on the server's side."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: UnauthorizedError,
    402: PaymentRequiredError,
    403: ForbiddenError,
    404: NotFoundError,
    413: RequestTooLargeError,
    422: ValidationFailedError,
    429: RateLimitedError,
}
_BY_CODE: dict[int, type[ApiError]] = {
    error_codes.NO_AUTHORIZATION_HEADER: UnauthorizedError,
    error_codes.UNAUTHORIZED: UnauthorizedError,
    error_codes.NOT_ALLOWED_ORDER_FIELD: OrderFieldError,
}
_SERVER_ERRORS = 500
_REDIRECTS = range(300, 400)


def api_error_class(status: int, code: int | None, *, has_params: bool) -> type[ApiError]:
    """Return the class for a status and a code; the code wins where it says more."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if status in _REDIRECTS:
        return RedirectedError
    kind = _BY_STATUS.get(status, ServerError if status >= _SERVER_ERRORS else ApiError)
    return ValidationFailedError if has_params and kind is InvalidRequestError else kind
