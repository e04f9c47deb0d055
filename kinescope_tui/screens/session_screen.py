"""What every screen of a workspace has: header, problem panel, status bar, footer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar, TypeVar
from urllib.parse import urlsplit

from textual import work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input

from kinescope_tui.api.errors import KinescopeError, StoppedError, UnauthorizedError
from kinescope_tui.api.exchange import Exchange, Outcome
from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.dialogs.copy_menu import Copyable, CopyMenu
from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.problems import Problem, problem_of
from kinescope_tui.presentation.requests.status_line import PATIENCE, status_line
from kinescope_tui.presentation.requests.support_bundle import support_bundle
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.command_line import Command
from kinescope_tui.services.desktop.browser import NoBrowserError, open_in_browser
from kinescope_tui.services.desktop.clipboard import CopyError
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.session import Session, TokenSource
from kinescope_tui.services.workspace.sign_in import FROM_VARIABLE
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.key_line import KeyLine
from kinescope_tui.widgets.problem_panel import ProblemPanel
from kinescope_tui.widgets.status_bar import StatusBar

T = TypeVar("T")

_TICK_S = 1.0
_WATCHES = {"": None, "15 s": 15.0, "60 s": 60.0, "5 min": 300.0}
_MAX_TOLD = 200  # characters of what was copied, in a message


class SessionScreen(OnceDismissed[None], Screen[None]):
    """The base of the screens of a signed-in workspace.

    A screen says what it shows by `shown_exchange` and `copyables`, and asks for it in
    `refresh_view`; asking the API goes through `attempt`, the one place where a failure becomes a
    problem on the screen.
    """

    BINDINGS = keymap.bindings("screen", "view", "mode")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("scroll",)
    """The groups of keys that help shows first here."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-high"), (16, "-tall"), (23, "-full")]

    header = query_one(AppHeader)
    panel = query_one(ProblemPanel)
    status_bar = query_one(StatusBar)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.problem: KinescopeError | None = None
        self._failed_exchange: Exchange | None = None
        self._watch = ""
        self._watched_at = 0.0
        self._is_following = False
        self._seen: object = None
        self._kept: object = None

    def compose(self) -> ComposeResult:
        """Lay out what every screen has around its content."""
        yield AppHeader()
        yield from self.compose_content()
        yield ProblemPanel()
        yield StatusBar()
        yield KeyLine()

    def compose_content(self) -> ComposeResult:
        """Lay out what this screen is for."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the journal for as long as the screen lives."""
        if self._is_following:  # a subclass called this, and Textual calls it again by itself
            return
        self._is_following = True
        self.header.tab = self.app.current_mode
        self._unsubscribe = self.session.journal.subscribe(self.on_journal_change)
        self._unsubscribe_access = self.session.token_access.subscribe(self.on_access_change)
        self.show_workspace()
        tick = partial(self.call_later, self._tick)
        self._ticks = self.session.clock.every(_TICK_S, tick)

    def on_unmount(self) -> None:
        """Stop following the journal."""
        if self._is_following:
            self._is_following = False
            self._ticks.cancel()
            self._unsubscribe()
            self._unsubscribe_access()

    def on_resize(self) -> None:
        """Fit the status line into the new width."""
        self.call_after_refresh(self.update_status)

    def on_screen_suspend(self) -> None:
        """Take away what was said here; it would lie upon whatever comes."""
        self.app.clear_notifications()

    def on_screen_resume(self) -> None:
        """Tell what happened meanwhile."""
        self.show_workspace()
        self.call_after_refresh(self.update_status)

    # What is shown.

    def show_workspace(self) -> None:
        """Show in the header whose workspace it is, and which places its token does not reach."""
        profile = self.session.profile
        host = urlsplit(profile.base_url).hostname or ""
        self.header.workspace = (one_line(profile.name), self.session.source, host)
        self.header.closed = self.session.token_access.unreadable

    def on_access_change(self) -> None:
        """Take in what was found out about the token."""
        self.show_workspace()

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought what is shown."""
        return None

    @property
    def status_exchange(self) -> Exchange | None:
        """The exchange that the status bar tells of: a troubled, a slow, a failed, or the shown.

        What goes on in the background has another place, and another key that stops it.
        """
        under_way = [e for e in self.session.journal.under_way if not e.is_bulk]
        retried = next((e for e in under_way if e.had_trouble), None)
        if retried is not None:
            return retried
        ended = self._failed_exchange or self.shown_exchange
        late = self.session.clock.utc_now() - PATIENCE
        slow = [e for e in under_way if e.started_at < late or ended is None]
        return min(slow, key=lambda e: e.started_at) if slow else ended

    @property
    def copied_exchange(self) -> Exchange | None:
        """The exchange whose request id, curl line and support bundle can be copied."""
        return self.status_exchange

    @property
    def copyables(self) -> list[Copyable]:
        """What the copy menu offers besides what belongs to the exchange."""
        return []

    def on_journal_change(self) -> None:
        """Take in that the journal changed."""
        self.update_status()

    def update_status(self) -> None:
        """Tell in the status bar what the API said last."""
        try:
            bar = self.status_bar
        except NoMatches:  # not yet, or no longer
            return
        told = self.status_exchange
        if told is None:
            bar.line = None
            return
        bar.line = status_line(
            told,
            width=self.size.width,
            now=self.session.clock.utc_now(),
            busy=bool(self.session.journal.under_way),
            pace=self.session.pacer.pace,
            watch=self._watch,
        )

    @property
    def is_on_top(self) -> bool:
        """Whether nothing stands over this screen: keys that come fast must not open twice."""
        return self.is_active  # also where the app is going, and has no screen any more

    def _tick(self) -> None:
        self._remember_when_still()
        if not self.is_on_top:
            return
        self.update_status()
        period = _WATCHES[self._watch]
        if period is None or self.session.clock.monotonic() < self._watched_at + period:
            return
        # Whoever types, or waits for an answer, is not disturbed.
        if not isinstance(self.focused, Input) and not self.session.journal.under_way:
            self._watched_at = self.session.clock.monotonic()
            self.refresh_view()

    # What was seen last.

    @property
    def state_key(self) -> object:
        """What differs when there is something new to remember; None if there never is."""
        return None

    def state_to_save(self) -> Callable[[], None] | None:
        """Return what keeps for the next start how this screen is now; any thread may call it."""
        return None

    def save_state(self) -> None:
        """Keep for the next start how this screen is now."""
        state_to_save = self.state_to_save() if self.session.state_store.keeps else None
        if state_to_save is not None:
            state_to_save()

    def _remember_when_still(self) -> None:
        """Remember it a moment after the last change: who is killed has no time to."""
        if not self.session.state_store.keeps:
            return
        seen, self._seen = self._seen, self.state_key
        if seen != self._seen or seen == self._kept:
            return
        state_to_save = self.state_to_save()
        if state_to_save is not None:
            self._kept = seen
            self._keep(state_to_save)

    @work
    async def _keep(self, state_to_save: Callable[[], None]) -> None:
        await call_in_daemon(state_to_save, limit_s=None)

    def _arrive(self) -> None:
        """Note that this place opens, now that it is drawn: a start may begin there."""
        memory, place = self.session.state_store, self.app.current_mode
        if self.is_attached and self in self.app.screen_stack and memory.arrived_at != place:
            self._keep(lambda: memory.arrive(place))

    # Asking.

    async def or_show_problem(self, question: Awaitable[T]) -> T | None:
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
        # What the user stopped is no problem; the status line tells it.
        self.panel.problem = None if isinstance(error, StoppedError) else self._problem_of(error)
        self.update_status()
        self.refresh_bindings()
        self.call_after_refresh(self._arrive)

    def _problem_of(self, error: KinescopeError) -> Problem:
        problem, source = problem_of(error), self.session.source
        if isinstance(error, UnauthorizedError) and source is TokenSource.ENVIRONMENT:
            return replace(problem, facts=(*problem.facts, ("the token comes", FROM_VARIABLE)))
        return problem

    def clear_problem(self) -> None:
        """Take the problem off the screen."""
        self.call_after_refresh(self._arrive)
        if self.problem is None and self._failed_exchange is None:
            self.update_status()
            return
        self.problem = self._failed_exchange = None
        self.panel.problem = None
        self.update_status()
        self.refresh_bindings()

    def refresh_view(self) -> None:
        """Ask again for what is shown."""

    @property
    def is_refused(self) -> bool:
        """Whether what went wrong is that the token is not accepted."""
        return isinstance(self.problem, UnauthorizedError)

    def action_refresh(self) -> None:
        """Let what waits for its next attempt go now, else ask again for what is shown."""
        if self.can_hurry:
            self.session.client.hurry()
        else:
            self.refresh_view()

    def refresh_all(self) -> None:
        """Ask again for what is shown, and for what is remembered besides."""
        self.refresh_view()

    def action_refresh_all(self) -> None:
        """Ask again past everything that is remembered."""
        self.refresh_all()

    @property
    def can_hurry(self) -> bool:
        """Whether something pauses that could go now."""
        under_way = self.session.journal.under_way
        pauses = any(exchange.outcome is Outcome.RETRYING for exchange in under_way)
        return pauses or (bool(under_way) and self.session.pacer.pace.is_paused)

    def action_watch(self) -> None:
        """Refresh by itself at the next longer interval, or no more."""
        intervals = list(_WATCHES)
        self._watch = intervals[(intervals.index(self._watch) + 1) % len(intervals)]
        self._watched_at = self.session.clock.monotonic()
        self.update_status()

    @property
    def completions(self) -> Completions:
        """What the command line completes after a word here, besides what it knows everywhere."""
        return {}

    def go_to(self, command: Command) -> bool:
        """Do what was typed, and tell whether this screen knows how."""
        del command
        return False

    # What cannot be done.

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action cannot be done here now, as a sentence; empty if it can.

        Its key is hidden for as long, and says so when it is pressed.
        """
        del action, parameters
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done now."""
        return (
            False
            if self.disabled_reason(action, parameters)
            else super().check_action(action, parameters)
        )

    # Leaving.

    @property
    def is_blank(self) -> bool:
        """Whether nothing came yet of what the screen is for."""
        return False

    @property
    def _is_waiting(self) -> bool:
        told = self.status_exchange
        return told is not None and told.is_open

    @property
    def is_troubled(self) -> bool:
        """Whether something is waited for, or a problem is shown; what was stopped is none."""
        is_shown = self.problem is not None and not isinstance(self.problem, StoppedError)
        return self._is_waiting or is_shown

    def action_back(self) -> None:
        """Wait no longer, else take the problem away, else leave a screen that is not the first.

        One that waits for all that it is for is left at once.
        """
        leaves = not self.is_troubled or (self.is_blank and self.problem is None)
        if self._is_waiting:
            self.stop_waiting()
        else:
            self.clear_problem()
        if leaves and len(self.app.screen_stack) > 1:
            self.dismiss()

    def stop_waiting(self) -> None:
        """Wait no longer for what this screen shows; what is read in the background goes on."""
        self.session.client.stop()

    async def action_leave(self) -> None:
        """Leave the screen, and the program at the first one."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            await self.run_action("app.leave")

    # Copying.

    def action_copy_menu(self) -> None:
        """Offer what can be copied here."""
        exchange, base_url = self.copied_exchange, self.session.profile.base_url
        request_id = curl_line = bundle = ""
        id_label = "request id"
        if exchange is not None:
            request_id = exchange.request_id or exchange.sent_id or ""
            if not exchange.request_id:
                id_label = "id of ours (the server gave none)"
            curl_line = curl(base_url, exchange)
            bundle = support_bundle(exchange, base_url)
        offered = [
            *self.copyables,
            Copyable("curl", "curl line", curl_line),
            Copyable("request-id", id_label, request_id),
            Copyable("bundle", "support bundle", bundle, is_shown_first=True),
        ]
        # Pushed here and now: the letter may come in one go with the y.
        self.app.push_screen(CopyMenu(offered), self._take_choice)

    def _take_choice(self, chosen: Copyable | None) -> None:
        if chosen is None:
            return
        if chosen.ask is not None:
            self._ask_and_copy(chosen, chosen.ask)
            return
        if not chosen.is_shown_first:
            self.copy_text(chosen)
            return

        def copy_it(agreed: bool | None) -> None:
            if agreed:
                self.copy_text(chosen)

        title = f"The {chosen.label}: this is what is copied"
        self.app.push_screen(Preview(title, chosen.text, "copies"), copy_it)

    @work
    async def _ask_and_copy(self, chosen: Copyable, ask: Callable[[], Awaitable[str]]) -> None:
        """Copy what is good for a short while only; nobody else sees it."""
        text = await self.or_show_problem(ask())
        if not text:
            if self.problem is None:
                self.notify("There is none here.", severity="warning", markup=False)
            return
        await self._put(
            Copyable(chosen.kind, chosen.label, text), "Made just now, good for a while."
        )

    def action_open_link(self) -> None:
        """Open the link in a browser; where there is none with a window, it is copied."""
        link = self.link
        if urlsplit(link).scheme in {"http", "https"}:
            self._open_link(link)
        else:
            self.notify("There is no link here.", severity="warning")

    @work
    async def _open_link(self, link: str) -> None:
        try:
            program = await open_in_browser(link)
        except NoBrowserError as error:
            self.notify(f"{error} The link goes to the clipboard instead.", markup=False)
            self.copy_text(Copyable("link", "link", link))
        else:
            self.notify(link[:_MAX_TOLD], title=f"Handed to {program}", markup=False)

    @property
    def link(self) -> str:
        """What opens in a browser; empty if nothing does."""
        return ""

    @work
    async def copy_text(self, chosen: Copyable) -> None:
        """Copy it, and say how it went out."""
        told = "" if chosen.is_shown_first else chosen.text[:_MAX_TOLD]
        await self._put(chosen, told, is_shown=True)

    async def _put(self, chosen: Copyable, told: str, *, is_shown: bool = False) -> None:
        """Copy, and tell what is known of it; what nobody confirmed can be selected by hand.

        Args:
            chosen: What.
            told: What the message tells besides.
            is_shown: Whether the text itself may be shown.
        """
        clipboard = self.session.clipboard
        title = f"{chosen.label[:1].upper()}{chosen.label[1:]}"
        try:
            copied = await clipboard.copy(chosen.text, self.app.copy_to_clipboard)
        except CopyError as error:
            self.notify(str(error), title=f"Not copied: {title}", severity="warning", markup=False)
            if is_shown:
                self.app.push_screen(Preview(f"{title}: not copied, select it here", chosen.text))
            return
        if copied.is_certain or not is_shown:
            done = "Copied" if copied.is_certain else "Sent"
            lines = "\n".join(filter(None, (told, copied.how)))
            self.notify(lines, title=f"{done} the {chosen.label}", markup=False)
            return

        def trust(arrives: bool | None) -> None:
            clipboard.trusts_terminal = clipboard.trusts_terminal or bool(arrives)

        heading = f"{title}: {copied.how}; if it did not arrive, select it here"
        self.app.push_screen(
            Preview(heading, chosen.text, "when it arrives: do not ask again"), trust
        )
