"""Screens of requests, which can be sent again."""

import contextlib

from textual import work

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.keys import keymap
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.requests.kept_request import is_whole


class ResendingScreen(SessionScreen):
    """The base of the screens that show requests."""

    BINDINGS = keymap.bindings("request", "token")

    _is_resending = False

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Hide what refreshes a view by itself."""
        if action == "watch":
            return "This screen is always up to date, so there is nothing to auto-refresh."
        if action == "again" and self.session.requests_of_file is not None:
            return "These requests come from a file; nothing is sent."
        return super().disabled_reason(action, parameters)

    def refresh_view(self) -> None:
        """Ask the same again."""
        if self.session.requests_of_file is None:
            self.action_again()

    @work
    async def action_again(self) -> None:
        """Ask the same again; once, however often the key comes."""
        asked = self.copied_exchange
        if asked is None or self._is_resending:
            return
        if not is_whole(asked):
            self.warn("Part of this request was not kept, so it cannot be sent again.")
            return
        self._is_resending = True
        try:
            # What goes wrong stands in the journal, where one looks here.
            with contextlib.suppress(KinescopeError):
                await self.session.client.again(asked)
        finally:
            self._is_resending = False
        if self.copied_exchange is asked:  # else the user looks at another one by now
            repeated = (e for e in self.session.journal.newest_first if e.target == asked.target)
            self.show(next(repeated, asked))

    def show(self, exchange: Exchange) -> None:
        """Show the request that was sent."""
