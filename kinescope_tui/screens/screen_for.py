"""Which screen shows what another one wants shown."""

from typing import Any

from kinescope_tui import screens
from kinescope_tui.screens.navigation import (
    OpenAnalytics,
    OpenEndpoint,
    OpenInstead,
    OpenItem,
    OpenList,
    OpenRequest,
)
from kinescope_tui.services.workspace.session import Session


def screen_for(wanted: OpenRequest, session: Session) -> "screens.SessionScreen":
    """Return the screen.

    Raises:
        TypeError: It is nothing that a screen shows.
    """
    match wanted:
        case OpenItem():
            from kinescope_tui.resources.invoices import INVOICES

            kind: type[screens.DetailScreen[Any]] = (
                screens.InvoiceScreen
                if wanted.resource.name == INVOICES.name
                else screens.DetailScreen
            )
            return kind(
                session,
                wanted.resource,
                wanted.item,
                neighbour=wanted.neighbour,
                exchange=wanted.exchange,
                found=wanted.found,
            )
        case OpenList():
            return _list_screen(wanted, session)
        case OpenEndpoint():
            return screens.EndpointScreen(session, wanted.target)
        case OpenInstead():
            resource = wanted.resource
            model = resource.list_model(session)
            model.begin_with(model.view, (), row=resource.begins_at, first=resource.begins_at)
            return screens.ListScreen(session, resource, model)
        case OpenAnalytics():
            return screens.AnalyticsScreen(session, wanted.video)
    raise TypeError(type(wanted).__name__)


def _list_screen(wanted: OpenList, session: Session) -> "screens.SessionScreen":
    match wanted.resource.name:
        case "index":
            return screens.IndexScreen(session, wanted.view)
        case "changes":
            return screens.ChangesScreen(session, wanted.resource)
        case _:
            return screens.ListScreen(session, wanted.resource, view=wanted.view)
