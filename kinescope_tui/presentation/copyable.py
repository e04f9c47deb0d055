"""What can be copied."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.support_bundle import support_bundle


@dataclass(frozen=True, slots=True)
class Copyable:
    """Something to copy.

    Attributes:
        kind: Its name in the keymap, "play-link".
        label: Its name for people.
        text: What is copied; empty if there is none.
        is_shown_first: Whether the user sees all of it before it is copied.
        ask: Asks for the text when it is chosen; it is never shown.
    """

    kind: str
    label: str
    text: str
    is_shown_first: bool = False
    ask: Callable[[], Awaitable[str]] | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is something to copy, or to ask for."""
        return bool(self.text) or self.ask is not None


def exchange_copyables(exchange: Exchange | None, base_url: str) -> list[Copyable]:
    """Return what can be copied of an exchange; without one it is there, and empty."""
    request_id = curl_line = bundle = ""
    label = "request id"
    if exchange is not None:
        request_id = exchange.request_id or exchange.sent_id or ""
        if not exchange.request_id:
            label = "id of ours (the server gave none)"
        curl_line = curl(base_url, exchange)
        bundle = support_bundle(exchange, base_url)
    return [
        Copyable("curl", "curl line", curl_line),
        Copyable("request-id", label, request_id),
        Copyable("bundle", "support bundle", bundle, is_shown_first=True),
    ]
