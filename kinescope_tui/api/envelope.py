"""The three envelopes: `{data}`, `{meta, data}`, `{error}` (guidelines, "Response format")."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from kinescope_tui.api.decode import decode_json
from kinescope_tui.api.errors import (
    ApiError,
    CsvUnavailableError,
    EmptyAnswerError,
    InvalidParam,
    NotFoundError,
    NotJsonError,
    UnexpectedShapeError,
    WebPageError,
    api_error_class,
)
from kinescope_tui.api.redaction import redact_text, redact_value

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer

T = TypeVar("T")

_OK = range(200, 300)
_LONGEST = 2_000  # characters of a message that anybody reads


def raise_for_error(answer: "Answer") -> None:
    """Raise the `ApiError` that an answer is, if its status says so.

    An error envelope under a good status is found by `data_of`.
    """
    if answer.status in _OK:
        return
    try:
        document = decode_json(answer.body)
    except ValueError:
        document = None
    raise _api_error(answer, document)


def says_that_there_is_none(answer: "Answer") -> bool:
    """Tell whether an answer is Kinescope's own that there is no such thing, not a gateway's."""
    try:
        raise_for_error(answer)
    except NotFoundError as error:
        return error.code is not None
    except ApiError:
        pass
    return False


def data_of(answer: "Answer", read: Callable[[dict[str, Any]], T]) -> T:
    """Return what `read` finds in the answer's envelope.

    Raises:
        ApiError: It is an error envelope.
        NotJsonError: It is no JSON.
        UnexpectedShapeError: It is no envelope, or `read` raised `ValueError`.
    """
    document = _document(answer)
    if isinstance(document, dict) and document.get("error"):
        raise _api_error(answer, document)
    if not isinstance(document, dict):
        raise UnexpectedShapeError("Unexpected response: JSON without a data object.")
    if "data" not in document:
        raise UnexpectedShapeError("Unexpected response: an object without data.")
    try:
        return read(document)
    except ValueError as error:
        raise UnexpectedShapeError(f"Unexpected response: {error}.") from None


def check_is_csv(answer: "Answer") -> None:
    """Raise what an answer is where CSV was asked for, if it is no CSV.

    Raises:
        CsvUnavailableError: It is JSON, which the API sends where it has no CSV.
        ApiError: It is an error.
        NotJsonError: It is neither, a web page for instance.
    """
    raise_for_error(answer)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    begin = answer.body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if kind.endswith("json") or begin in {b"{", b"["}:
        data = data_of(answer, lambda document: document["data"])
        unavailable = CsvUnavailableError("No CSV available: the server returned JSON.")
        unavailable.data = data
        raise unavailable
    if begin == b"<" or kind == "text/html" or not answer.body:
        _refuse(answer)


def _document(answer: "Answer") -> Any:
    if not answer.body.strip():
        _refuse(answer)
    try:
        return decode_json(answer.body)
    except ValueError:
        _refuse(answer)


def _refuse(answer: "Answer") -> NoReturn:
    if not answer.body.strip():
        raise EmptyAnswerError("The response is empty.")
    if answer.body.lstrip()[:1] == b"<":
        raise WebPageError("This is not the Kinescope API: got a web page.")
    raise NotJsonError("The response is cut off or damaged: it is not JSON.")


def _api_error(answer: "Answer", document: Any) -> ApiError:
    envelope = document.get("error") if isinstance(document, dict) else None
    fields: dict[str, Any] = envelope if isinstance(envelope, dict) else {}
    if isinstance(envelope, str):
        fields = {"message": envelope}
    elif not fields and isinstance(document, dict):
        fields = document  # Kinescope's own SDK accepts a message at the top
    code = _integer(fields.get("code"))
    if "message" in fields:
        message = _text(fields["message"])
    else:
        message = "" if isinstance(document, dict) else _plain_text(answer)
    params = _invalid_params(fields.get("invalid_params"))
    return api_error_class(answer.status, code, has_params=bool(params))(
        message or _generic_message(answer),
        status=answer.status,
        code=code,
        detail=_text(fields.get("detail")),
        invalid_params=params,
        retry_after_s=answer.retry_after_s,
    )


def _generic_message(answer: "Answer") -> str:
    location = answer.headers.get("location")
    if location is None:
        return "The server sent no message."
    try:
        host = urlsplit(location).hostname
    except ValueError:  # it is whatever the server likes
        host = None
    return f"The server redirects to {host or 'another page'}; redirects are not followed."


def _plain_text(answer: "Answer") -> str:
    from kinescope_tui.api.text import clean

    text = answer.body[:_LONGEST].decode(errors="replace").strip()
    if text[:1] == "<":
        return "Got a gateway's web page instead of a response."
    return redact_text(clean(text))


def _invalid_params(value: Any) -> tuple[InvalidParam, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(
        InvalidParam(_text(e.get("name")), _text(e.get("reason")), _text(e.get("message")))
        for e in entries[:100]
        if isinstance(e, dict)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = redact_text(value)
    else:
        text = json.dumps(redact_value(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _integer(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None
