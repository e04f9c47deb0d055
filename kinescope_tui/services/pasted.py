"""Pasted text: which thing an id, a link, an iframe or an invoice's number means."""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from kinescope_tui.api.text import clean

_MAX = 4_000  # characters that are looked at; no link and no iframe is as long
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# One in forty has no digit; of 22 letters in ordinary cases it is a word.
_SHORT_ID = re.compile(r"(?=.*(?:\d|[a-z][A-Z]))[0-9A-Za-z]{22}")
_NUMBER = re.compile(r"\d{6,12}")  # the ids of links until 2022
_INVOICE = re.compile(
    r"(?:invoice|inv(?!-)|счёт|счет)(?:[\s#№:-]+|(?=\d))([\w/-]*\d[\w/-]*)", re.IGNORECASE
)
_INVOICE_NUMBER = re.compile(r"inv[-/_]?\d[\w/-]*", re.IGNORECASE)  # INV-2026-17
_LINK = re.compile(
    r"(?:https?:)?//[^\s\"'<>]+|\b(?:[a-z]+\.)*kinescope\.io/[^\s\"'<>]+", re.IGNORECASE
)
_OURS = "kinescope.io"
# Of a path of the dashboard or of the API: the word before an id says whose it is.
_WORDS = {
    "videos": "video", "video": "video", "embed": "video", "watch": "video",
    "pl": "playlist", "playlist": "playlist", "playlists": "playlist",
    "project": "project", "projects": "project", "folder": "folder", "folders": "folder",
    "event": "live event", "events": "live event", "live": "live event",
    "invoice": "invoice", "invoices": "invoice",
}  # fmt: skip


class Kind(StrEnum):
    """The kinds of things that a pasted text may mean, as they are told."""

    VIDEO = "video"
    PLAYLIST = "playlist"
    PROJECT = "project"
    FOLDER = "folder"
    LIVE_EVENT = "live event"
    INVOICE = "invoice"
    ANY = "id"


class Pasted(msgspec.Struct, frozen=True):
    """A thing that somebody pasted.

    Attributes:
        kind: The kind, as far as the text says it; a bare id says none.
        key: Its id, or the end of its link.
        is_link: Whether the key is the end of a link, which may be no id of the API.
        project_id: The project of a folder, as far as the text names it.
    """

    kind: Kind
    key: str
    is_link: bool = False
    project_id: str = ""

    @property
    def is_uuid(self) -> bool:
        """Whether the API takes the key for an id."""
        return is_uuid(self.key)


def pasted(text: str) -> Pasted | None:
    """Return what a text means; None if it is nothing that has an id.

    It takes a UUID, a short id, a play or embed link, an iframe, a link to a playlist, a project or
    a live event, a path of the API, and an invoice's number after that word.
    """
    text = clean(text[:_MAX]).strip().strip("<>\"'`,;")
    if is_id(text):
        return Pasted(Kind.ANY, text)
    if (found := _INVOICE.fullmatch(text)) is not None:
        return Pasted(Kind.INVOICE, found[1])
    if _INVOICE_NUMBER.fullmatch(text):
        return Pasted(Kind.INVOICE, text)
    if text.startswith("/v"):
        return _of_path(text.partition("?")[0])
    for link in _LINK.findall(text):
        if (thing := _of_link(link)) is not None:
            return thing
    found = _UUID.search(text) if len(text.split()) > 1 else None
    return Pasted(Kind.ANY, found[0]) if found else None


def is_uuid(text: str) -> bool:
    """Return whether a text is an id as the API has them."""
    return _UUID.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Return whether a text is an id, be it one of the ends of links."""
    return is_uuid(text) or _SHORT_ID.fullmatch(text) is not None


def _of_link(link: str) -> Pasted | None:
    try:
        parts = urlsplit(link if "//" in link else f"//{link}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if host != _OURS and not host.endswith(f".{_OURS}"):
        # A page of somebody else's that has ours in its query, as messengers make them.
        inner = (value for _, value in parse_qsl(parts.query) if _OURS in value)
        return next(filter(None, map(_of_link, inner)), None)
    return _of_path(parts.path, is_link=not host.startswith("api."))


def _of_path(path: str, *, is_link: bool = False) -> Pasted | None:
    words = [unquote(word) for word in path.split("/") if word]
    for at in range(len(words) - 1, -1, -1):
        key = words[at]
        if not (is_id(key) or (is_link and _NUMBER.fullmatch(key))):
            continue
        before = next((_WORDS[word] for word in reversed(words[:at]) if word in _WORDS), "")
        if not before and not is_link:
            return Pasted(Kind.ANY, key)
        kind = Kind(before or "video")
        return Pasted(kind, key, is_link, _project_of(words[:at]) if kind is Kind.FOLDER else "")
    return None


def _project_of(words: Sequence[str]) -> str:
    return next((key for word, key in pairwise(words) if _WORDS.get(word) == Kind.PROJECT), "")
