"""What was pasted or named, found and opened."""

from functools import partial
from typing import TYPE_CHECKING

from kinescope_tui import screens
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.app.workspace_gate import WorkspaceGate
from kinescope_tui.screens.navigation import OpenItem, opening
from kinescope_tui.screens.screen_for import screen_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kinescope_tui.app.kinescope_app import KinescopeApp
    from kinescope_tui.resources.thing_finder import Found, ThingFinder
    from kinescope_tui.resources.wanted_thing import WantedThing
    from kinescope_tui.services.workspace.session import Session


class ThingOpener:
    """Says what was recognised, looks for it, and opens it over the screen."""

    def __init__(self, app: "KinescopeApp", gate: WorkspaceGate) -> None:
        self._app = app
        self._gate = gate

    def wanted(self, text: str) -> "WantedThing | None":
        """Return the thing that a line names, if it names one."""
        from kinescope_tui.resources.wanted_thing import wanted_thing

        session = self._gate.session
        return wanted_thing(text, session.loaded) if session is not None else None

    def open(self, wanted: "WantedThing") -> None:
        """Look for a thing besides what is on the screen."""
        self._app.in_background(partial(self._find, wanted.find))

    def open_here(self, text: str) -> bool:
        """Open what a text means among the requests and the rows that are here, if it does."""
        session, screen = self._gate.session, self._app.screen
        if session is None or not isinstance(screen, screens.SessionScreen):
            return False
        found = _finder(session).find_here(text)
        if found is not None:
            self._show(found, screen, session)
        return found is not None

    async def _find(self, find: "Callable[[ThingFinder], Awaitable[Found | None]]") -> None:
        session, screen = self._gate.session, self._app.screen
        if session is None or not isinstance(screen, screens.SessionScreen):
            return
        finder = _finder(session)
        try:
            found = await find(finder)
        except KinescopeError as error:
            if screen.is_attached:
                screen.show_problem(error)
            return
        if session is not self._gate.session:
            return
        if found is None:
            self._app.warn(f"Not found. Tried: {'; '.join(finder.tried)}.", title="Not found")
        elif screen.is_on_top:
            self._show(found, screen, session)
        else:
            self._app.notify("Found. Paste it again to open it.", title="Found")

    def _show(self, found: "Found", screen: "screens.SessionScreen", session: "Session") -> None:
        from kinescope_tui.resources.resource import Lead

        self._app.clear_notifications()
        if isinstance(found, Exchange):
            self._app.push_screen(screens.ExchangeScreen(session, found))
        elif isinstance(found, Lead):
            self._app.push_screen(screen_for(opening(screen, found), session))
        else:
            wanted = OpenItem(screen, found.resource, found.item, found=found)
            self._app.push_screen(screen_for(wanted, session))


def _finder(session: "Session") -> "ThingFinder":
    from kinescope_tui.resources.thing_finder import ThingFinder

    return ThingFinder(
        session.client,
        session.project_names,
        session.journal,
        session.loaded,
        session.kept_requests,
    )
