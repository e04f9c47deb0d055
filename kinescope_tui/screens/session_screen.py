"""What can be done on every screen of a workspace."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on, work
from textual.widgets import Input

from kinescope_tui.api.asker import asking_as
from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import Refusing
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.requests.problems import Problem, session_problem
from kinescope_tui.screens.frame_screen import FrameScreen
from kinescope_tui.screens.kept_state import KeptState
from kinescope_tui.services.command_line import Command
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.part_failed import PartFailed
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from kinescope_tui.dialogs.command_line import Completions
    from kinescope_tui.screens.copying import Copying

T = TypeVar("T")

_MAX_PASTED = 4_000  # characters


class SessionScreen(Refusing, FrameScreen):
    """The base of the screens of a signed-in workspace.

    A screen says what it shows by `shown_exchange` and `copyables`, and asks for it in
    `refresh_view`; asking the API goes through `or_show_problem`, the one place where a failure
    becomes a problem on the screen.
    """

    BINDINGS = keymap.bindings("screen", "view", "mode")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("scroll",)
    """The groups of keys that help shows first here."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        # What a part of the screen makes of a line that is typed, and what it completes and copies.
        self.takes: Callable[[Command], bool] = lambda _command: False
        self.own_completions: Completions = {}
        self.own_copyables: Callable[[], list[Copyable]] = list
        self.own_link: Callable[[], str] = str
        # Whether going back has something to undo here before it leaves.
        self.steps_back: Callable[[], bool] = lambda: False
        self.state = KeptState(self)
        self.leaving: list[Callable[[], object]] = []  # what is done when the screen goes
        self._failed: dict[str, KinescopeError] = {}  # by the part that it was asked for

    @cached_property
    def copying(self) -> "Copying":
        """What leads to the clipboard."""
        from kinescope_tui.screens.copying import Copying  # the first rows do not wait for it

        return Copying(self)

    @work(description="in background")
    async def in_background(self, job: Callable[[], Awaitable[object]]) -> None:
        """Do something for as long as the screen lives."""
        await job()

    def on_screen_suspend(self) -> None:
        """Keep how this screen is: out of sight nothing asks for it."""
        self.state.when_new()

    def on_unmount(self) -> None:
        """Keep how this screen is left."""
        self.state.at_once()
        for leave in self.leaving:
            leave()

    def on_tick(self) -> None:
        """Keep how this screen is, and refresh by itself where that is wanted."""
        self.state.when_still()
        if not self.is_on_top:
            return
        super().on_tick()
        # Whoever types, or waits for an answer, is not disturbed.
        is_disturbed = isinstance(self.focused, Input) or self.session.journal.under_way
        if self.refresher.is_due and not is_disturbed:
            self.refresher.begin()
            with asking_as("refresh"):
                self.refresh_view()

    # Asking.

    @on(PartFailed)
    def show_failure_of_part(self, event: PartFailed) -> None:
        """Show what a part of the screen could not read."""
        if event.told:
            self.warn(event.told)
        self.show_problem(event.error)

    async def or_show_problem(self, question: Awaitable[T], part: str = "") -> T | None:
        """Return the answer, or None after showing the problem.

        An answer takes its own problem away, whichever came first; that of the whole screen goes
        before that of a part.

        Args:
            question: What is asked.
            part: The part of the screen that it is for; empty for the whole.
        """
        try:
            answer = await question
        except KinescopeError as error:
            self._failed[part] = error
            if not part or self.problem is None or self.problem is not self._failed.get(""):
                self.show_problem(error)
            return None
        own = self._failed.pop(part, None)
        is_of_another = any(self.problem is one for one in self._failed.values())
        if self.problem is own or not (part or is_of_another):
            self.clear_problem()
        return answer

    def show_problem(self, error: KinescopeError) -> None:
        """Show what went wrong; what is on the screen stays."""
        self.problem = error
        journal = self.session.journal
        self._failed_exchange = next((e for e in journal if e.error is error), None)
        if not self.has_parts:
            return
        # What the user stopped is no problem; the status line tells it.
        is_stopped = isinstance(error, StoppedError)
        self.panel.problem = None if is_stopped else session_problem(error, self.session.source)
        self.update_status()
        self.refresh_bindings()
        self.call_after_refresh(self.state.arrive)

    def clear_problem(self) -> None:
        """Take the problem off the screen."""
        if not self.has_parts:
            self.problem = self._failed_exchange = None
            return
        self.call_after_refresh(self.state.arrive)
        if self.problem is None and self._failed_exchange is None:
            self.update_status()
            return
        self.problem = self._failed_exchange = None
        self.panel.problem = None
        self.update_status()
        self.refresh_bindings()

    def put_away_problem(self) -> None:
        """Take the problem off the screen; where nothing came, its request can still be copied."""
        failed = self._failed_exchange if self.shown_exchange is None else None
        self.clear_problem()
        self._failed_exchange = failed
        self.update_status()

    @property
    def told_problem(self) -> Problem | None:
        """What is wrong with what is looked at: the screen, or the request that it tells of."""
        exchange = self.copied_exchange
        error = self.problem or (exchange.error if exchange is not None else None)
        if error is None or isinstance(error, StoppedError):
            return None
        return session_problem(error, self.session.source)

    def refresh_view(self) -> None:
        """Ask again for what is shown."""

    def action_refresh(self) -> None:
        """Let what waits for its next attempt go now, else ask again for what is shown."""
        if self.session.can_hurry:
            self.session.client.hurry()
        else:
            self.refresh_view()

    def action_refresh_all(self) -> None:
        """Ask again for what is shown, past everything that is remembered."""
        self.refresh_view()

    def action_watch(self) -> None:
        """Refresh by itself at the next longer interval, or no more."""
        self.refresher.lengthen()
        self.update_status()

    @property
    def completions(self) -> "Completions":
        """Completions of the command line after a word here, besides those it knows everywhere."""
        return self.own_completions

    async def on_paste(self, event: events.Paste) -> None:
        """Offer to find what is pasted where nothing is typed."""
        event.stop()
        if self.is_on_top:
            await self.offer_to_find(event.text)

    async def offer_to_find(self, text: str) -> None:
        """Let a text stand in the command line, where it is said what it means."""
        line = " ".join(text.split())[:_MAX_PASTED]
        if line:
            await self.run_action(f"app.command_line({line!r})")

    def go_to(self, command: Command) -> bool:
        """Do what was typed, and tell whether this screen knows how; a table goes to a row."""
        return self.takes(command) or any(
            table.go_to(command) for table in self.query(VirtualTable)
        )

    # Leaving.

    @property
    def way_back(self) -> tuple[str, str]:
        """The key that leads on from here, by its id, and what the footer calls that."""
        if len(self.app.screen_stack) > 1 or self.has_problem or self.steps_back():
            return "screen.back", "back"
        return "screen.leave", "quit" if self.app.current_mode == "videos" else "back"

    @property
    def is_blank(self) -> bool:
        """Whether nothing came yet of what the screen is for."""
        return False

    @property
    def is_waiting(self) -> bool:
        """Whether what the status bar tells of has not ended."""
        told = self.status_exchange
        return told is not None and told.is_open

    @property
    def has_problem(self) -> bool:
        """Whether a problem is shown; what was stopped is none."""
        return self.problem is not None and not isinstance(self.problem, StoppedError)

    def action_back(self) -> None:
        """Wait no longer, else take the problem away, else leave a screen that is not the first.

        One that waits for all that it is for is left at once.
        """
        is_troubled = self.is_waiting or self.has_problem
        leaves = not is_troubled or (self.is_blank and self.problem is None)
        if self.is_waiting:
            self.session.client.stop()  # what is read in the background goes on
        else:
            self.put_away_problem()
        if leaves and len(self.app.screen_stack) > 1:
            self.dismiss()

    async def action_leave(self) -> None:
        """Leave the screen, and the program at the first one."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            await self.run_action("app.leave")

    # Copying.

    @property
    def copied_exchange(self) -> Exchange | None:
        """The exchange whose request id, curl line and support bundle can be copied."""
        return self.status_exchange

    @property
    def copyables(self) -> list[Copyable]:
        """Copies that the menu offers besides those of the exchange."""
        return self.own_copyables()

    @property
    def link(self) -> str:
        """The link that opens in a browser; empty if nothing does."""
        return self.own_link()

    def action_copy_menu(self) -> None:
        """Offer what can be copied here."""
        self.copying.offer()

    def action_open_link(self) -> None:
        """Open the link in a browser; where there is none with a window, it is copied."""
        self.copying.open_link(self.link)
