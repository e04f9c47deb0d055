"""What any endpoint answers, made ready to be shown."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any

import msgspec

from kinescope_tui.api.content import Content, ContentKind
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.redaction import has_secret_ids, redact_document, redact_value
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.shown_csv import shown_csv

_LARGE = 2**18  # bytes that are not gone through between two keys
_MUCH = 2**15  # bytes of JSON that is not written as a text between them, its secrets hidden
_JSON = {ContentKind.LIST, ContentKind.JSON}


class ShownContent(msgspec.Struct, frozen=True, dict=True):
    """An answer as it may be shown, copied and saved.

    Attributes:
        content: What came.
        unredacted: The JSON of it, whose secrets whoever shows a value of it hides.
    """

    content: Content
    unredacted: Any
    _told: str = ""

    @cached_property
    def text(self) -> str:
        """All of it as a text, without secrets; empty of a file."""
        is_json = self.content.kind in _JSON
        return exact_json(redact_value(self.unredacted), indent=2) if is_json else self._told

    @property
    def is_large(self) -> bool:
        """Whether its text is not made between two keys."""
        return len(self.content.body) > _MUCH

    @property
    def ending(self) -> str:
        """What the name of a file ends in that it is saved to."""
        if self.content.kind in _JSON:
            return ".json"
        media_type = self.content.media_type
        if self.content.kind is ContentKind.FILE:
            kind = media_type.rpartition("/")[2]
            return f".{kind}" if kind.isalnum() and kind != "octet" else ".bin"
        return ".csv" if self.content.kind is ContentKind.CSV else ".txt"


class EndpointModel:
    """Asks one endpoint; what is shown stays until another answer is here.

    Attributes:
        target: The path with its query.
        shown: What came last; None before that.
    """

    def __init__(self, ask: Callable[[str], Awaitable[Content]], target: str) -> None:
        self.target = target
        self.shown: ShownContent | None = None
        self._ask = ask
        self._asked: object = None

    @property
    def path(self) -> str:
        """The path alone."""
        return self.target.partition("?")[0]

    async def ask(self) -> bool:
        """Ask, and return whether the answer is to the question that was asked last.

        Raises:
            KinescopeError: It could not be read, and nobody asked again.
        """
        question = self._asked = object()
        try:
            content = await self._ask(self.target)
            shown = await shown_content(content)
        except KinescopeError:
            if question is self._asked:
                raise
            return False
        if question is not self._asked:
            return False
        self.shown = shown
        return True


async def shown_content(content: Content) -> ShownContent:
    """Return an answer as it may be shown; a large one is gone through beside the keys."""
    if len(content.body) <= _LARGE:
        return _shown(content)
    return await call_in_daemon(lambda: _shown(content), limit_s=None)


def _shown(content: Content) -> ShownContent:
    if content.kind in _JSON:
        document, path = content.document, content.exchange.path
        return ShownContent(
            content, redact_document(document, path) if has_secret_ids(path) else document
        )
    if content.kind is ContentKind.FILE:
        return ShownContent(content, None)
    is_csv = content.kind is ContentKind.CSV
    text = shown_csv(decoded_text(content.body), content.exchange.path, is_csv=is_csv)
    return ShownContent(content, None, text)


def decoded_text(body: bytes) -> str:
    """Return a text in whatever encoding it came."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1251", "replace")
