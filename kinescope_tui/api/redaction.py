"""What of an exchange is shown to people: nothing that would let somebody else in.

The token never gets this far. Answers hold other secrets: stream keys, passwords, private share
links, and links that are signed; headers may hold cookies.
"""

import re
from collections.abc import Iterable
from typing import Any

from kinescope_tui.api.exchange import Query
from kinescope_tui.api.text import clean

HIDDEN = "····"

_OPEN_SENT = {"accept", "accept-encoding", "connection", "host", "user-agent", "x-request-id"}
# What is searched for, for instance, may be a name or an address.
_OPEN_PARAMETERS = {
    "page", "per_page", "order", "status[]", "video_ids[]", "video_id", "project_id", "folder_id",
    "without_folder", "catalog_type", "from", "to", "group", "group_by", "group_entities",
    "group_time", "fields", "limit",
}  # fmt: skip
_SECRET_ANSWERED = {"authorization", "cookie", "proxy-authenticate", "set-cookie", "set-cookie2"}
_MOST_HEADERS = 60
_LONGEST = 500

_STRING = r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)'  # the last one of a body that was cut may have no end
# The fields of Kinescope's answers that open something. "key" is a restream's.
_SECRET_NAMES = (
    "streamkey", "stream_key", "key", "password", "jwt_secret", "secret", "secure_link",
    "basic_auth", "token", "access_token", "api_token", "link_hash",
)  # fmt: skip
_SECRET_VALUE = re.compile(
    rf'("(?:{"|".join(_SECRET_NAMES)})"\s*:\s*)'
    rf'(?:{_STRING}|[^\s",\]}}{{\[]+)',
    re.IGNORECASE,
)
_ID = re.compile(rf'("id"\s*:\s*){_STRING}')
_SHARE = re.compile(rf'("privacy_share"\s*:\s*\{{[^{{}}]*?"link"\s*:\s*){_STRING}')
# What comes after a URL's ? or @ signs it, or is a password.
_URL_QUERY = re.compile(r"""(https?:(?:\\?/){2}[^\s"'<>?]{0,2000})\?[^\s"'<>]*""", re.IGNORECASE)
_URL_USER = re.compile(
    r"""(https?:(?:\\?/){2})[^\s"'<>/@]{1,500}(?:@|:[^\s"'<>/@]*\Z)""", re.IGNORECASE
)
_WORD = re.compile(r"[\w.-]*")  # most of what comes: neither an address nor two words
_BEARER = re.compile(r"(bearer\s+)[^\s\"'<>]+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")


def sent_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the headers of a request; only values known to be harmless are open."""
    return {
        name: value if name.lower() in _OPEN_SENT else HIDDEN
        for name, value in _read(pairs).items()
    }


def answered_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the headers of an answer by lower-case name, without the values of secret ones."""
    return {
        name.lower(): HIDDEN if name.lower() in _SECRET_ANSWERED else open_text(value)
        for name, value in _read(pairs).items()
    }


def open_json(text: str, path: str = "") -> str:
    """Return a JSON text, whole or cut anywhere, with the values of secret fields hidden.

    Args:
        text: What came.
        path: From which endpoint: an access token's id may be the token itself.
    """
    if path.startswith("/v1/access-tokens"):
        text = _ID.sub(rf'\1"{HIDDEN}"', text)
    text = _SECRET_VALUE.sub(rf'\1"{HIDDEN}"', text)
    return _open_urls(_SHARE.sub(rf'\1"{HIDDEN}"', text))


def open_value(value: Any, name: str = "", parent: str = "") -> Any:
    """Return decoded JSON with the values of secret fields hidden, however deep they lie.

    Args:
        value: What to open.
        name: The field that it is the value of.
        parent: The field in which that one stands.
    """
    if value in (None, "", {}, []) or isinstance(value, bool):
        return value
    if name.lower() in _SECRET_NAMES or (parent, name) == ("privacy_share", "link"):
        return HIDDEN
    if isinstance(value, dict):
        return {key: open_value(inner, key, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [open_value(inner, name, parent) for inner in value]
    return open_text(value) if isinstance(value, str) else value


def open_text(text: str) -> str:
    """Return a message of the server's without what signs a link, and without a bearer's token."""
    if _WORD.fullmatch(text):
        return text
    return _BEARER.sub(rf"\1{HIDDEN}", _open_urls(text))


def open_query(query: Query) -> Query:
    """Return a query for passing on: the values of parameters that may hold anything are hidden."""
    return tuple((name, value if name in _OPEN_PARAMETERS else "HIDDEN") for name, value in query)


def nameless(text: str) -> str:
    """Return such a message without e-mail addresses too, for passing on."""
    return _MAIL.sub(f"{HIDDEN}@{HIDDEN}", open_text(text))


def _open_urls(text: str) -> str:
    return _URL_QUERY.sub(rf"\1?{HIDDEN}", _URL_USER.sub(rf"\1{HIDDEN}@", text))


def _read(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    read: dict[str, str] = {}
    for name, value in list(pairs)[:_MOST_HEADERS]:
        text = clean(value.decode("latin-1"))
        text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        key = clean(name.decode("latin-1"))[:_LONGEST]
        read[key] = f"{read[key]}, {text}" if key in read else text
    return read
