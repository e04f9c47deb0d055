"""What every screen of a workspace has: header, problem panel, status bar, footer."""

from collections.abc import Awaitable
from typing import TypeVar
from urllib.parse import urlsplit

from textual import work
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Footer

from kinescope_tui import keymap
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.dialogs.copy_menu import Copyable, CopyMenu
from kinescope_tui.presentation.problems import problem_of
from kinescope_tui.services.clipboard import copy
from kinescope_tui.services.session import Session
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.problem_panel import ProblemPanel
from kinescope_tui.widgets.status_bar import StatusBar

T = TypeVar("T")


class SessionScreen(Screen[None]):
    """The base of the screens of a signed-in workspace.

    A screen says what it shows by `shown_exchange` and `copyables`; asking the API goes through
    `attempt`, the one place where a failure becomes a problem on the screen.
    """

    BINDINGS = keymap.bindings("screen")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-high")]

    header = query_one(AppHeader)
    panel = query_one(ProblemPanel)
    status_bar = query_one(StatusBar)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.problem: KinescopeError | None = None
        self._failed_exchange: Exchange | None = None

    def compose(self) -> ComposeResult:
        """Lay out what every screen has around its content."""
        yield AppHeader()
        yield from self.compose_content()
        yield ProblemPanel()
        yield StatusBar()
        yield Footer(show_command_palette=False)

    def compose_content(self) -> ComposeResult:
        """Lay out what this screen is for."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the journal for as long as the screen lives."""
        profile = self.session.profile
        host = urlsplit(profile.base_url).hostname or ""
        self.header.workspace = (profile.name, self.session.source, host)
        self._deaf = self.session.journal.listen(self.update_status)

    def on_unmount(self) -> None:
        """Stop following the journal."""
        self._deaf()

    # What is shown.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought what is shown."""
        return None

    @property
    def told_exchange(self) -> Exchange | None:
        """The exchange that the status bar tells of: a failed, a retried, or the shown one."""
        if self.problem is not None and self._failed_exchange is not None:
            return self._failed_exchange
        under_way = self.session.journal.under_way
        troubled = (exchange for exchange in under_way if exchange.attempts)
        retried = next((e for e in troubled if e.attempts[0].error is not None), None)
        return retried or self.shown_exchange

    @property
    def copyables(self) -> list[Copyable]:
        """What the copy menu offers besides the request id."""
        return []

    def update_status(self) -> None:
        """Tell in the status bar what the API said last."""
        if not self.is_attached or not self.query(StatusBar):
            return
        is_busy = bool(self.session.journal.under_way)
        self.status_bar.tell(self.told_exchange, is_busy=is_busy)

    # Asking.

    async def attempt(self, question: Awaitable[T]) -> T | None:
        """Return the answer, or None after showing the problem."""
        try:
            answer = await question
        except KinescopeError as error:
            self.show_problem(error)
            return None
        self.clear_problem()
        return answer

    def show_problem(self, error: KinescopeError) -> None:
        """Show what went wrong; what is on the screen stays."""
        self.problem = error
        journal = self.session.journal
        self._failed_exchange = next((e for e in journal if e.error is error), None)
        self.panel.problem = problem_of(error)
        self.update_status()
        self.refresh_bindings()

    def clear_problem(self) -> None:
        """Take the problem off the screen."""
        self.problem = self._failed_exchange = None
        self.panel.problem = None
        self.update_status()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back where there is one."""
        if action == "back":
            return self.problem is not None or len(self.app.screen_stack) > 1
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Take the problem away, else leave a screen that is not the first."""
        if self.problem is not None:
            self.clear_problem()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()

    def action_leave(self) -> None:
        """Leave the screen, and the program at the first one."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.exit()

    # Copying.

    def action_copy_menu(self) -> None:
        """Offer what can be copied here."""
        exchange = self.told_exchange
        request_id = exchange.request_id if exchange is not None else None
        offered = [*self.copyables, Copyable("request-id", "request id", request_id or "")]
        self._copy_chosen(CopyMenu(offered))

    @work
    async def _copy_chosen(self, menu: CopyMenu) -> None:
        chosen = await self.app.push_screen_wait(menu)
        if chosen is None:
            return
        how = await copy(chosen.text, self.app.copy_to_clipboard)
        self.notify(f"{chosen.text}\n{how}", title=f"Copied the {chosen.label}", markup=False)
