"""The screens, one a file; each is imported when it is asked for, so that none delays the start."""

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinescope_tui.screens.analytics_screen import AnalyticsScreen
    from kinescope_tui.screens.audit_screen import AuditScreen
    from kinescope_tui.screens.billing_screen import BillingScreen
    from kinescope_tui.screens.changes_screen import ChangesScreen
    from kinescope_tui.screens.detail_screen import DetailScreen
    from kinescope_tui.screens.endpoint_screen import EndpointScreen
    from kinescope_tui.screens.exchange_screen import ExchangeScreen
    from kinescope_tui.screens.group_screen import GroupScreen
    from kinescope_tui.screens.inbox_screen import InboxScreen
    from kinescope_tui.screens.index_screen import IndexScreen
    from kinescope_tui.screens.invoice_screen import InvoiceScreen
    from kinescope_tui.screens.list_screen import ListScreen
    from kinescope_tui.screens.live_screen import LiveScreen
    from kinescope_tui.screens.request_drawer import RequestDrawer
    from kinescope_tui.screens.requests_screen import RequestsScreen
    from kinescope_tui.screens.session_screen import SessionScreen
    from kinescope_tui.screens.settings_screen import SettingsScreen
    from kinescope_tui.screens.sign_in_screen import SignInScreen
    from kinescope_tui.screens.usage_screen import UsageScreen
    from kinescope_tui.screens.workspaces_screen import WorkspacesScreen

__all__ = [
    "AnalyticsScreen",
    "AuditScreen",
    "BillingScreen",
    "ChangesScreen",
    "DetailScreen",
    "EndpointScreen",
    "ExchangeScreen",
    "GroupScreen",
    "InboxScreen",
    "IndexScreen",
    "InvoiceScreen",
    "ListScreen",
    "LiveScreen",
    "RequestDrawer",
    "RequestsScreen",
    "SessionScreen",
    "SettingsScreen",
    "SignInScreen",
    "UsageScreen",
    "WorkspacesScreen",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no {name}.")
    module = re.sub(r"\B(?=[A-Z])", "_", name).lower()
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def import_all() -> None:
    """Import what is not imported yet, so that no key has to wait for it."""
    from kinescope_tui import dialogs

    for name in __all__:
        __getattr__(name)
    for package, folder in ((__name__, __path__), (dialogs.__name__, dialogs.__path__)):
        for module in iter_modules(folder):
            import_module(f"{package}.{module.name}")
