"""The screens, one a file; each is imported when it is asked for, so that none delays the start."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinescope_tui.screens.analytics_screen import AnalyticsScreen
    from kinescope_tui.screens.audit_screen import AuditScreen
    from kinescope_tui.screens.billing_screen import BillingScreen
    from kinescope_tui.screens.changes_screen import ChangesScreen
    from kinescope_tui.screens.detail_screen import DetailScreen
    from kinescope_tui.screens.endpoint_screen import EndpointScreen
    from kinescope_tui.screens.exchange_screen import ExchangeScreen
    from kinescope_tui.screens.inbox_screen import InboxScreen
    from kinescope_tui.screens.index_screen import IndexScreen
    from kinescope_tui.screens.invoice_screen import InvoiceScreen
    from kinescope_tui.screens.list_screen import ListScreen
    from kinescope_tui.screens.live_screen import LiveScreen
    from kinescope_tui.screens.requests_screen import RequestDrawer, RequestsScreen
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

_MODULES = {
    "analytics_screen": ("AnalyticsScreen",),
    "audit_screen": ("AuditScreen",),
    "billing_screen": ("BillingScreen",),
    "changes_screen": ("ChangesScreen",),
    "detail_screen": ("DetailScreen",),
    "endpoint_screen": ("EndpointScreen",),
    "exchange_screen": ("ExchangeScreen",),
    "inbox_screen": ("InboxScreen",),
    "index_screen": ("IndexScreen",),
    "invoice_screen": ("InvoiceScreen",),
    "list_screen": ("ListScreen",),
    "live_screen": ("LiveScreen",),
    "requests_screen": ("RequestDrawer", "RequestsScreen"),
    "session_screen": ("SessionScreen",),
    "settings_screen": ("SettingsScreen",),
    "sign_in_screen": ("SignInScreen",),
    "usage_screen": ("UsageScreen",),
    "workspaces_screen": ("WorkspacesScreen",),
}


def __getattr__(name: str) -> Any:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"There is no {name} in {__name__}.")
    return getattr(import_module(f"{__name__}.{module}"), name)


def import_all() -> None:
    """Import what is not imported yet, so that no key has to wait for it."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
