"""What an endpoint of any kind answers: a list, other JSON, CSV, a text, or a file."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from kinescope_tui.api.decode import decode_json
from kinescope_tui.api.envelope import data_of, raise_for_error
from kinescope_tui.api.errors import EmptyAnswerError, NotJsonError, WebPageError
from kinescope_tui.api.text import clean

if TYPE_CHECKING:
    from kinescope_tui.api.connection import Answer
    from kinescope_tui.api.exchange import Exchange

_WEB_PAGE = re.compile(rb"<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
_LONGEST_TYPE = 80
_LOOKED_AT = 1_024  # bytes
_LONGEST_CHARACTER = 4  # bytes
_CSV_TYPES = {"text/csv", "application/csv", "text/tab-separated-values"}
_JSON_BEGINS = (b"{", b"[")


class ContentKind(StrEnum):
    """Of which kind an answer is."""

    LIST = "list"
    JSON = "JSON"
    CSV = "CSV"
    TEXT = "text"
    FILE = "file"


class Content(msgspec.Struct, frozen=True):
    """What came, read as far as its kind is known.

    Attributes:
        body: The bytes as they came; they are not cleaned.
        media_type: What the server calls it, `image/png`; empty if it says nothing.
        document: The decoded JSON with its envelope, cleaned; secrets are not hidden in it.
        is_refused_csv: Whether JSON came where CSV was asked for.
        size_confirmed: Whether the protocol proves that nothing is missing at the end.
        exchange: The request, its ids and what became of it.
    """

    kind: ContentKind
    body: bytes
    media_type: str
    document: Any
    is_refused_csv: bool
    size_confirmed: bool
    exchange: "Exchange"


def content_of(answer: "Answer", exchange: "Exchange") -> Content:
    """Return an answer by what it is, whatever the server calls it.

    Raises:
        ApiError: It is an error envelope, or has the status of an error.
        EmptyAnswerError: There is nothing in it.
        WebPageError: It is a web page: this is not the API.
        NotJsonError: It is called JSON, and is none.
    """
    raise_for_error(answer)
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    media_type = clean(media_type)[:_LONGEST_TYPE]
    wants_csv = exchange.path.endswith(".csv")
    kind, document = _read(answer, media_type, wants_csv=wants_csv)
    is_json = kind in {ContentKind.LIST, ContentKind.JSON}
    return Content(
        kind,
        answer.body,
        media_type,
        document,
        wants_csv and is_json,
        answer.size_confirmed,
        exchange,
    )


def is_csv(path: str, media_type: str, body: bytes) -> bool:
    """Tell whether an answer that is no JSON is CSV, going by what was asked and what it is called.

    Args:
        path: What was asked.
        media_type: What the server calls it.
        body: Its beginning: a web page may come in the place of anything.
    """
    kind = media_type.partition(";")[0].strip().lower()
    is_page = _WEB_PAGE.match(body.removeprefix(_BOM).lstrip())
    return not is_page and (path.endswith(".csv") or kind in _CSV_TYPES)


def _read(answer: "Answer", media_type: str, *, wants_csv: bool) -> tuple[ContentKind, Any]:
    body = answer.body.removeprefix(_BOM).strip()
    if not body:
        raise EmptyAnswerError("The response is empty.")
    is_json = media_type.endswith("json")
    if is_json or body.startswith(_JSON_BEGINS):
        try:
            document = decode_json(answer.body)
        except ValueError:
            if is_json or not media_type.startswith("text/"):
                raise _not_json(body) from None
            # A line of a chat begins with [ too.
        else:
            return _kind_of(answer, document), document
    if media_type == "text/html" or _WEB_PAGE.match(body):
        raise _not_json(body)
    if not media_type.startswith("text/") and _is_binary(media_type, body):
        return ContentKind.FILE, None
    return (ContentKind.CSV if wants_csv or media_type in _CSV_TYPES else ContentKind.TEXT), None


def _kind_of(answer: "Answer", document: Any) -> ContentKind:
    if isinstance(document, dict) and document.get("error") and not document.get("data"):
        data_of(answer, lambda found: found)  # raises it
    is_list = isinstance(document, list) or isinstance(_data(document), list)
    return ContentKind.LIST if is_list else ContentKind.JSON


def _data(document: Any) -> Any:
    """Return what stands in the envelope, the items where they have one of their own."""
    data = document.get("data") if isinstance(document, dict) else None
    if isinstance(data, dict) and "id" not in data:
        return data.get("items", data)
    return data


def _is_binary(media_type: str, body: bytes) -> bool:
    if media_type.partition("/")[0] in {"image", "audio", "video", "font"}:
        return True
    begin = body[:_LOOKED_AT]
    try:
        begin.decode()
    except UnicodeDecodeError as error:
        return error.start < len(begin) - _LONGEST_CHARACTER  # else it is cut in the middle of one
    return b"\0" in begin


def _not_json(body: bytes) -> NotJsonError:
    if body[:1] == b"<":
        return WebPageError("This is not the Kinescope API: got a web page.")
    return NotJsonError("The response is cut off or damaged: it is not JSON.")
