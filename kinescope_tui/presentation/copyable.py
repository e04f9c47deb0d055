"""What can be copied."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.text.numbers import plural

if TYPE_CHECKING:
    from kinescope_tui.services.requests.kept_request import Request

_FEW = 100  # requests, of which all is made before one of the keys is pressed


class Copyable(msgspec.Struct, frozen=True):
    """Something to copy.

    Attributes:
        kind: Its name in the keymap, "play-link".
        label: Its name for people.
        text: What is copied; empty if there is none.
        make: Makes what is copied when it is chosen, beside the keys; the text then tells of it.
        is_shown_first: Whether the user sees all of it before it is copied.
        ask: Asks for the text when it is chosen; it is never shown.
        text_for: Makes the text for another first line, which the user may change before.
    """

    kind: str
    label: str
    text: str
    is_shown_first: bool = False
    ask: Callable[[], Awaitable[str]] | None = None
    text_for: Callable[[str], str] | None = None
    make: Callable[[], str] | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is something to copy, or to ask for."""
        return bool(self.text) or self.ask is not None

    def made(self) -> "Copyable":
        """Return it with its text; which may take a while."""
        return self if self.make is None else replace(self, text=self.make(), make=None)


def exchange_copyables(exchange: Exchange | None, base_url: str) -> list[Copyable]:
    """Return what can be copied of an exchange; without one it is there, and empty."""
    # Not before somebody copies: the first rows need none of it.
    from kinescope_tui.presentation.requests.missing_id import missing_id
    from kinescope_tui.presentation.requests.support_bundle import support_bundle
    from kinescope_tui.services.requests.causes import recovered_from

    request_id = curl_line = bundle = ""
    label = "request id"
    if exchange is not None:
        request_id = exchange.request_id or exchange.sent_id or ""
        if not exchange.request_id:
            label = f"our id ({missing_id(exchange)})"
        if (failed := recovered_from(exchange)) is not None:
            request_id, label = failed.id, "request id of the first failed attempt"
        curl_line = curl(base_url, exchange)
        bundle = support_bundle(exchange, base_url)
    return [
        Copyable("curl", "curl command", curl_line),
        Copyable("request-id", label, request_id),
        Copyable("bundle", "support bundle", bundle, is_shown_first=True),
    ]


def incident_copyables(requests: "Sequence[Request]", base_url: str) -> list[Copyable]:
    """Return what is copied of several requests: one bundle, and their ids.

    Args:
        requests: The newest first; without any there is nothing.
        base_url: The API's address.
    """
    if not requests:
        return []
    many = plural(len(requests), "request")
    ids = Copyable("request-id", f"ids of {many}", "one per line", make=partial(_ids, requests))
    bundle = partial(_bundle, requests, base_url)
    of_all = Copyable(
        "bundle", f"bundle of {many}", many, is_shown_first=True, make=bundle, text_for=bundle
    )
    return [ids, of_all] if len(requests) > _FEW else [ids.made(), of_all.made()]


def _ids(requests: "Sequence[Request]") -> str:
    from kinescope_tui.services.requests.causes import failure_of
    from kinescope_tui.services.requests.kept_request import exchange_of

    exchanges = map(exchange_of, requests)
    ids = [failure.id if (failure := failure_of(e)) else e.request_id or "" for e in exchanges]
    return "\n".join(filter(None, ids))


def _bundle(requests: "Sequence[Request]", base_url: str, sentence: str = "") -> str:
    from kinescope_tui.presentation.requests.support_bundle import incident_bundle
    from kinescope_tui.services.requests.kept_request import exchange_of

    return incident_bundle([exchange_of(one) for one in requests], base_url, sentence)
