"""What stands around the content of every screen of a workspace, and follows what happens."""

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from textual import events, on
from textual.app import ComposeResult, ScreenStackError
from textual.css.query import NoMatches
from textual.getters import query_one
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.requests.health import health
from kinescope_tui.presentation.requests.status_line import status_exchange, status_line
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.workspace.auto_refresh import AutoRefresh
from kinescope_tui.services.workspace.session import Session, TokenSource
from kinescope_tui.terminal.line_drawing import draw_lines
from kinescope_tui.terminal.prompt_painter import PromptPainter
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.breadcrumb import Breadcrumb
from kinescope_tui.widgets.key_line import KeyLine
from kinescope_tui.widgets.message_line import MessageLine
from kinescope_tui.widgets.problem_panel import ProblemPanel
from kinescope_tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.api.errors import KinescopeError

_TICK_S = 1.0
_FRAMED_COLUMNS, _FRAMED_ROWS = 100, 30  # of the terminal, from which on panes have frames


def is_framed(columns: int, rows: int) -> bool:
    """Return whether panes have frames in a terminal of that size."""
    return columns >= _FRAMED_COLUMNS and rows >= _FRAMED_ROWS


class FrameScreen(OnceDismissed[None], Screen[None]):
    """Has a header, a problem panel, a status bar and a footer around its content.

    Only in sight it follows the journal and the clock; when it comes back it catches up.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-high"), (16, "-tall"), (23, "-full")]
    MESSAGES_FROM = 28  # lines from which on messages have one of their own

    header = query_one(AppHeader)
    breadcrumb = query_one(Breadcrumb)
    panel = query_one(ProblemPanel)
    status_bar = query_one(StatusBar)

    def __init__(self, session: Session) -> None:
        super().__init__()
        draw_lines(self)
        self.painter = PromptPainter(self)
        self.session = session
        self.problem: KinescopeError | None = None
        self.refresher = AutoRefresh(session.clock)
        self.crumbs: tuple[str, ...] = ()
        self._mode = ""
        self._beats = False
        self._failed_exchange: Exchange | None = None
        self._told_exchange: Exchange | None = None
        self._unfollow: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """Lay out what every screen has around its content."""
        yield AppHeader()
        yield Breadcrumb()
        yield from self.compose_content()
        yield ProblemPanel()
        yield MessageLine()
        yield StatusBar()
        yield KeyLine()

    def compose_content(self) -> ComposeResult:
        """Lay out what this screen is for."""
        yield from ()

    @property
    def told_keys(self) -> frozenset[str]:
        """The actions whose keys are named elsewhere than in the footer."""
        return self.breadcrumb.told_keys

    @property
    def is_typing(self) -> bool:
        """Whether letters are typed into a field: then they are no keys."""
        return isinstance(self.focused, Input)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def follow_focus(self) -> None:
        """Name no keys while letters are typed, and name them again."""
        if self.is_typing == self.has_class("-typing") or not self.has_parts:
            return
        self.set_class(self.is_typing, "-typing")
        self.panel.is_typing = self.breadcrumb.is_typing = self.is_typing
        self.update_status()
        self.on_typing_change()

    def on_typing_change(self) -> None:
        """Take in that letters are typed, or no longer."""

    # Following what happens.

    def on_mount(self) -> None:
        """Show whose workspace it is, and what happens from now on."""
        if self._unfollow:  # Textual calls this once more, after the heirs' own
            return
        self.header.tab = self._mode = self.app.current_mode
        self.tell_place()
        self.on_access_change()
        self._follow()

    def on_unmount(self) -> None:
        """Follow nothing more."""
        self._follow_no_more()

    def on_screen_suspend(self) -> None:
        """Take away what was said here, which would lie upon what comes, and follow no more."""
        self.app.clear_notifications()
        if not self.is_in_sight:
            self._follow_no_more()

    def on_screen_resume(self) -> None:
        """Catch up with what happened meanwhile."""
        self._follow()
        self.on_access_change()
        self.call_after_refresh(self.on_journal_change)

    def _follow(self) -> None:
        if self._unfollow:  # Textual calls a handler of each class, and heirs call these, too
            return
        session, tick = self.session, partial(self.call_later, self.on_tick)
        self._unfollow = [
            session.journal.subscribe(self.on_journal_change),
            session.token_access.subscribe(self.on_access_change),
            session.clock.every(_TICK_S, tick).cancel,
        ]

    def _follow_no_more(self) -> None:
        while self._unfollow:
            self._unfollow.pop()()

    @property
    def is_in_sight(self) -> bool:
        """Whether this is the screen that is looked at; a dialog over it hides it not."""
        try:
            stack = self.app.screen_stack
        except ScreenStackError:  # the app is going
            return False
        if self not in stack:
            return False
        above = stack[stack.index(self) + 1 :]
        return all(isinstance(s, ModalScreen) and not isinstance(s, FrameScreen) for s in above)

    @property
    def screens_below(self) -> list[Screen[Any]]:
        """The screens that this one lies upon in its tab, seen or not; none once it is left."""
        try:
            stack = self.app.get_screen_stack(self._mode)
        except KeyError:  # its tab is gone with its workspace
            return []
        return stack[: stack.index(self)] if self in stack else []

    @property
    def has_parts(self) -> bool:
        """Whether its parts are here: before it is laid out, and when it goes, it has none."""
        return bool(self.query(ProblemPanel))

    @property
    def is_on_top(self) -> bool:
        """Whether nothing stands over this screen: keys that come fast must not open twice."""
        return self.is_active  # also where the app is going, and has no screen any more

    @property
    def has_message_line(self) -> bool:
        """Whether there are lines enough to have one for messages."""
        return self.size.height >= self.MESSAGES_FROM

    def on_resize(self) -> None:
        """Fit the status line into the new width."""
        self.call_after_refresh(self.update_status)

    def size_classes(self, width: int, height: int) -> dict[str, bool]:
        """Return also whether the stylesheet's panes have frames, and messages a line."""
        return {
            **super().size_classes(width, height),
            "-framed": is_framed(width, height),
            "-messages": height >= self.MESSAGES_FROM,
        }

    def tell_place(self, *crumbs: str, note: str = "", keys: tuple[str, ...] = ()) -> None:
        """Show the way here: what led to it, and what it is.

        Args:
            crumbs: What this screen is, after those that it lies upon; its tab without any.
            note: What stands at the right, such as the place in the list.
            keys: The ids of the actions that lead on from that place.
        """
        below = [s for s in self.screens_below if isinstance(s, FrameScreen)]
        tabs = {key.id: key.label for key in keymap.keys_of("mode")}
        tab = tabs.get(f"mode.{self.header.tab}")
        has_tab = f"mode.{self._mode}" in tabs
        if not below:
            crumbs = (*([tab] if tab else []), *(() if has_tab else crumbs))
        self.crumbs = crumbs
        self.breadcrumb.crumbs = [crumb for screen in [*below, self] for crumb in screen.crumbs]
        self.breadcrumb.note, self.breadcrumb.keys = note, keys
        is_at_home = has_tab and not below
        self.breadcrumb.display = not is_at_home and not isinstance(self, ModalScreen)
        self.header.place = "" if is_at_home else self.crumbs[-1] if self.crumbs else ""

    def on_access_change(self) -> None:
        """Show in the header whose workspace it is, and which places its token does not reach."""
        self.header.workspace = one_line(self.session.profile.name)
        self.header.is_demo = self.session.source is TokenSource.DEMO
        self.header.closed = self.session.token_access.unreadable
        self._tell_health()

    def on_journal_change(self) -> None:
        """Take in that the journal changed."""
        if not self.session.journal.under_way:
            self._beats = False
            self._tell_health()
        self.update_status()

    def on_tick(self) -> None:
        """Take in that a second has passed; while requests are out, the header's sign beats."""
        self._beats = bool(self.session.journal.under_way) and not self._beats
        self._tell_health()
        self.update_status()

    def _tell_health(self) -> None:
        host = urlsplit(self.session.profile.base_url).hostname or ""
        journal, now = self.session.journal, self.session.clock.utc_now()
        self.header.health = health(journal.newest_first, host, now, beats=self._beats)

    # The status bar.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought what is shown."""
        return None

    @property
    def status_exchange(self) -> Exchange | None:
        """The exchange that the status bar tells of."""
        ended = self._failed_exchange or self.shown_exchange
        journal, now = self.session.journal, self.session.clock.utc_now()
        return status_exchange(journal.under_way, ended, now)

    def follow_exchange(self) -> None:
        """Tell what the API said last, if it is another exchange that brought what is shown."""
        if self.shown_exchange is not self._told_exchange:
            self.update_status()

    def update_status(self) -> None:
        """Tell in the status bar what the API said last."""
        try:
            bar = self.status_bar
        except NoMatches:  # not yet, or no longer
            return
        self._told_exchange = self.shown_exchange
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
            watch=self.refresher.interval,
            advises=self.problem is not None and self.panel.problem is None,
            is_typing=self.is_typing,
        )
