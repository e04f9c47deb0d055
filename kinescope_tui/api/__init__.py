"""Kinescope over HTTP, usable without the dashboard.

    from kinescope_tui.api import KinescopeClient, Order, Token

    async with KinescopeClient(Token.parse(text)) as client:
        page = await client.videos(order=Order.parse("created_at.desc,title"))

Everything is read-only. `KinescopeClient` is what can be asked, `errors` what can go wrong. What
is named here is imported when it is asked for: whoever needs a part does not wait for the rest.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinescope_tui.api.base_url import DEFAULT_BASE_URL, BaseUrlError, parse_base_url
    from kinescope_tui.api.client import CsvFile, Item, KinescopeClient, Page
    from kinescope_tui.api.dates import DateRange
    from kinescope_tui.api.errors import KinescopeError
    from kinescope_tui.api.exchange import Exchange
    from kinescope_tui.api.order import Order, SortLevel
    from kinescope_tui.api.pacing import Pacer, Priority
    from kinescope_tui.api.retry import RetryPolicy
    from kinescope_tui.api.token import Token, TokenFormError

# httpx would import its command line too, which takes nearly as long as all the rest of it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # how Python refuses a module

__all__ = [
    "DEFAULT_BASE_URL",
    "BaseUrlError",
    "CsvFile",
    "DateRange",
    "Exchange",
    "Item",
    "KinescopeClient",
    "KinescopeError",
    "Order",
    "Pacer",
    "Page",
    "Priority",
    "RetryPolicy",
    "SortLevel",
    "Token",
    "TokenFormError",
    "parse_base_url",
]

_MODULES = {
    "base_url": ("DEFAULT_BASE_URL", "BaseUrlError", "parse_base_url"),
    "client": ("CsvFile", "Item", "KinescopeClient", "Page"),
    "dates": ("DateRange",),
    "errors": ("KinescopeError",),
    "exchange": ("Exchange",),
    "order": ("Order", "SortLevel"),
    "pacing": ("Pacer", "Priority"),
    "retry": ("RetryPolicy",),
    "token": ("Token", "TokenFormError"),
}


def __getattr__(name: str) -> Any:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"There is no {name} in {__name__}.")
    return getattr(import_module(f"{__name__}.{module}"), name)
