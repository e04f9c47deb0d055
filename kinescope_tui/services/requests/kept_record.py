"""A request's record, read again: this program's own at once, anybody's field by field."""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from kinescope_tui.api import errors
from kinescope_tui.api.json_values import REFUSED, decoder
from kinescope_tui.api.redaction import redact_emails
from kinescope_tui.api.text import clean, clean_json_text

_MS = 1000
_LONGEST = 2_000  # characters of a text
_MAX_OBJECTS = 50  # attempts, parameters
_MAX_NUMBER = 2**53
_TOGETHER = 100  # records that are decoded at once
_Text = Annotated[str, msgspec.Meta(max_length=_LONGEST)]
_Number = Annotated[int, msgspec.Meta(ge=0, lt=_MAX_NUMBER)]
_Milliseconds = Annotated[float, msgspec.Meta(ge=0, lt=_MAX_NUMBER)]


class ErrorRecord(msgspec.Struct, gc=False):
    """What is kept of an error."""

    kind: _Text = ""
    code: _Number | None = None
    message: _Text = ""
    detail: _Text = ""
    invalid_params: Annotated[list[errors.InvalidParam], msgspec.Meta(max_length=_MAX_OBJECTS)] = []


class AttemptRecord(msgspec.Struct, gc=False):
    """What is kept of an attempt."""

    status: _Number | None = None
    request_id: _Text | None = None
    sent_id: _Text | None = None
    duration_ms: _Milliseconds | None = None
    has_left: bool = True
    error: _Text | None = None
    code: _Number | None = None
    message: _Text = ""


class RequestRecord(msgspec.Struct, gc=False):
    """What `request_record` makes, as far as it is read again; all texts are clean."""

    time: _Text
    method: _Text
    url: _Text
    status: _Number | None = None
    request_id: _Text | None = None
    sent_id: _Text | None = None
    duration_ms: _Milliseconds | None = None
    bytes: _Number | None = None
    error: ErrorRecord | None = None
    attempts: Annotated[list[AttemptRecord], msgspec.Meta(max_length=_MAX_OBJECTS)] = []
    asker: _Text = ""


def own_records(texts: Sequence[str]) -> Iterator[RequestRecord | None]:
    """Yield what this program has kept; None for what is no record.

    Args:
        texts: The records, as JSON; whatever is in the file.
    """
    for first in range(0, len(texts), _TOGETHER):
        some = texts[first : first + _TOGETHER]
        together = f"[{','.join(some)}]"
        found: list[RequestRecord] | None = None
        if _is_clean(together):
            with contextlib.suppress(*REFUSED):
                found = decoder(list[RequestRecord]).decode(together)
        # What does not fit is read by its fields; and what is no record may look like two.
        yield from found if found and len(found) == len(some) else map(_own_record, some)


def _own_record(text: str) -> RequestRecord | None:
    if _is_clean(text):
        with contextlib.suppress(*REFUSED):
            record: RequestRecord = decoder(RequestRecord).decode(text)
            return record
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record_of(parsed, is_own=True) if isinstance(parsed, dict) else None


def _is_clean(text: str) -> bool:
    """Tell whether `clean` would change none of the strings in a JSON text."""
    if text.isascii() and "\\" not in text and "\x7f" not in text:
        return True  # a raw control character is no JSON
    data = b"[" + text.encode()  # so that it begins like UTF-8
    return clean_json_text(data) == data


def record_of(record: Mapping[str, Any], *, is_own: bool = False) -> RequestRecord:
    """Return a record, whoever wrote it.

    Args:
        record: What may be of any shape; what does not fit is left out.
        is_own: Whether this program has kept it, and redacted it before; else nothing is trusted.
    """
    read, error = own_text_of if is_own else text_of, record.get("error")
    return RequestRecord(
        time=own_text_of(record.get("time")),
        method=read(record.get("method")),
        url=own_text_of(record.get("url")),
        status=number_of(record.get("status")),
        request_id=read(record.get("request_id")),
        sent_id=read(record.get("sent_id")),
        duration_ms=_milliseconds_of(record.get("duration_ms")),
        bytes=number_of(record.get("bytes")),
        error=_error_record_of(error, read) if isinstance(error, Mapping) else None,
        attempts=[_attempt_record_of(one, read) for one in _objects(record.get("attempts"))],
        asker=read(record.get("asker")),
    )


def _error_record_of(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> ErrorRecord:
    return ErrorRecord(
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


def _attempt_record_of(record: Mapping[str, Any], text_of: Callable[[Any], str]) -> AttemptRecord:
    error = record.get("error")
    return AttemptRecord(
        status=number_of(record.get("status")),
        request_id=text_of(record.get("request_id")),
        sent_id=text_of(record.get("sent_id")),
        duration_ms=_milliseconds_of(record.get("duration_ms")),
        has_left=record.get("has_left", True) is not False,
        error=text_of(error) if isinstance(error, str) else None,
        code=number_of(record.get("code")),
        message=text_of(record.get("message")),
    )


def text_of(value: Any) -> str:
    """Return a text from outside as it may be shown and passed on; empty if it is none."""
    return redact_emails(clean(value[:_LONGEST])) if isinstance(value, str) else ""


def own_text_of(value: Any) -> str:
    """Return a text that this program has kept, and redacted before."""
    return clean(value[:_LONGEST]) if isinstance(value, str) else ""


def number_of(value: Any) -> int | None:
    """Return a whole number from outside; None if it is none, or nonsense."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < _MAX_NUMBER else None


def seconds_of(value: Any) -> float | None:
    """Return milliseconds from outside in seconds; None if they are none, or nonsense."""
    return in_seconds(_milliseconds_of(value))


def in_seconds(milliseconds: float | None) -> float | None:
    """Return a duration in seconds."""
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
