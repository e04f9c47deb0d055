"""Which screen shows what another one wants shown."""

from typing import TYPE_CHECKING, Any

from kinescope_tui import screens
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.screens.navigation import (
    OpenAnalytics,
    OpenEndpoint,
    OpenInstead,
    OpenItem,
    OpenList,
    OpenRequest,
)
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.resources.resource import Resource


def screen_for(wanted: OpenRequest, session: Session) -> "screens.SessionScreen":
    """Return the screen.

    Raises:
        TypeError: It is nothing that a screen shows.
    """
    match wanted:
        case OpenItem():
            return _screen_of(wanted.resource)(
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
        case name if name.startswith("group "):
            return screens.GroupScreen(session, wanted.resource, wanted.view)
        case _:
            return screens.ListScreen(session, wanted.resource, view=wanted.view)


def _screen_of(resource: "Resource[Any]") -> "type[screens.DetailScreen[Any]]":
    """Return the screen of one thing, by what the thing is."""
    if resource.path == LISTINGS["invoices"].path:
        return screens.InvoiceScreen
    if resource.path == LISTINGS["live-events"].path:
        return screens.LiveScreen
    return screens.DetailScreen
