"""The application: its looks, its keys, and what stands over what."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import Widget
from textual.worker import WorkerFailed, get_current_worker

from kinescope_tui import screens
from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.api.text import clean
from kinescope_tui.app.notifying_app import NotifyingApp
from kinescope_tui.app.themed_app import ThemedApp
from kinescope_tui.app.workspace_gate import FIRST, WorkspaceGate
from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import Refusing, action_of_key, actions_of
from kinescope_tui.keys.layouts import KeyboardLayouts
from kinescope_tui.keys.remapping import remapped
from kinescope_tui.keys.type_ahead import TypeAheadQueue
from kinescope_tui.keys.understood import understand
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.screens.navigation import (
    OpenAnalytics,
    OpenEndpoint,
    OpenInstead,
    OpenItem,
    OpenList,
    OpenProfile,
    OpenRequest,
)
from kinescope_tui.screens.screen_for import screen_for
from kinescope_tui.screens.splash_screen import SplashScreen
from kinescope_tui.services.setup.report_folder import ReportFolder
from kinescope_tui.services.setup.settings import DEFAULT_THEME, Colours, Glyphs, Settings
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.stylesheet import STYLESHEET, Stylesheet
from kinescope_tui.terminal import garbage
from kinescope_tui.terminal.cleared_caches import free_what_is_cleared
from kinescope_tui.terminal.control_filter import ControlFilter
from kinescope_tui.terminal.counted_parameters import count_parameters_quickly
from kinescope_tui.terminal.exit_guard import ExitGuard
from kinescope_tui.terminal.input import UnreadableInput
from kinescope_tui.terminal.input_faults import InputFaults, hits_what_is_gone
from kinescope_tui.terminal.known_handlers import know_handlers
from kinescope_tui.terminal.lean_strips import make_strips_lean
from kinescope_tui.terminal.plain_glyphs import PlainGlyphs, PlainScrollBar
from kinescope_tui.terminal.whole_places import WholePlaces
from kinescope_tui.themes import THEMES, chosen_theme

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from kinescope_tui.app.command_runner import CommandRunner
    from kinescope_tui.app.palettes import Palettes


_SETTINGS_S = 15.0  # how long it is told what of the settings was not understood


# What keys lead to is imported with them, or after the first rows.


def _commands(app: "KinescopeApp") -> "CommandRunner":
    from kinescope_tui.app.command_runner import CommandRunner

    return CommandRunner(app, app.gate, app.history, app.layouts)


def _palettes(app: "KinescopeApp") -> "Palettes":
    from kinescope_tui.app.palettes import Palettes

    return Palettes(app, app.layouts)


class KinescopeApp(Refusing, NotifyingApp, ThemedApp, WholePlaces, TypeAheadQueue[None]):
    """Shows a workspace, once there is a token for it.

    Args:
        sign_in: What finds the token.
        leaving: What ends the program if the app does not.
        reports: Where a fault of ours is written down.
        opens: A line, as after `:`, to begin with.
    """

    stylesheet: Stylesheet

    TITLE = "kinescope"
    CSS_PATH = STYLESHEET
    BINDINGS = keymap.bindings("app")
    ENABLE_COMMAND_PALETTE = False  # Textual's; ours is a dialog
    DEFAULT_MODE = "opening"

    _commands = cached_property(_commands)
    palettes = cached_property(_palettes)

    def __init__(
        self,
        sign_in: SignIn,
        settings: Settings | None = None,
        history: History | None = None,
        *,
        leaving: ExitGuard | None = None,
        reports: ReportFolder | None = None,
        opens: str = "",
    ) -> None:
        make_strips_lean()
        know_handlers()
        count_parameters_quickly()
        free_what_is_cleared()
        super().__init__()
        self.clock = sign_in.client_factory.clock
        self._settings = settings or Settings()
        self._leaving = leaving or ExitGuard()
        self._reports = reports or ReportFolder()
        self._is_broken = self._is_leaving = False
        self.input_faults = InputFaults(self._tell_lost_event)
        self.input_faults.guard_widgets()
        is_plain = self._settings.glyphs.value is Glyphs.ASCII
        self.no_color = self._settings.colours.value is Colours.NONE
        self._own_filters: list[LineFilter] = [PlainGlyphs()] if is_plain else []
        ScrollBar.renderer = PlainScrollBar if is_plain else ScrollBarRender
        self._own_filters += [NoColor()] if self.no_color else []
        self._own_filters.append(ControlFilter())
        self._keys = remapped(self._settings.preset.value, self._settings.bindings.value)
        keymap.use(self._keys.in_words() if is_plain else self._keys)
        self.layouts = KeyboardLayouts(self._settings.layouts.value)
        self.collector = garbage.Collector(self.clock, self._lasting_screens)
        self.gate = WorkspaceGate(self, sign_in, self._settings)
        self.history = history or History()
        if opens:
            self.gate.on_opened = lambda: self._commands.begin_once(opens)
        self.add_mode("opening", SplashScreen)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME
        self.stylesheet = Stylesheet(variables=self.get_css_variables())

    async def on_load(self) -> None:
        """Read the styles that every screen needs, and those of the first one in another turn."""
        self.stylesheet.parse()
        await asyncio.sleep(0)

    def on_mount(self) -> None:
        """Do as the settings say, and tell once what of them was not understood."""
        self._leaving.watch(self)
        self.set_keymap(self._keys.changed)
        own = RESOURCES.use_own(self._settings.lists)
        problems = [*self._settings.problems, *own, *self._keys.problems, *self.layouts.problems]
        # What draws pictures instead of a terminal has all colours.
        has_few_colours = self.console.color_system in {"standard", None} and not self.is_headless
        self.theme, problem = chosen_theme(
            self._settings, self.available_themes, has_few_colours=has_few_colours
        )
        problems += [problem] if problem else []
        if problems:
            self.warn("\n".join(problems), title="Settings", timeout=_SETTINGS_S)
        trouble = self.gate.sign_in.profiles.trouble
        if trouble:
            self.warn(trouble)

    def on_ready(self) -> None:
        """Find a token, now that the first frame is painted: what comes next takes longer."""
        self.gate.enter(self.gate.sign_in)

    def _lasting_screens(self) -> set[object] | None:
        """Return the places of a workspace, as far as somebody was there; None if more is open."""
        found: set[object] = set()
        for place in self.gate.places:
            with suppress(KeyError):  # nobody was there
                screens = self.get_screen_stack(place)  # none once the program leaves
                found.update(screens[:1])
                if screens[1:]:
                    return None
        return found if self.current_mode in self.gate.places else None

    @work(description="in background")
    async def in_background(self, job: Callable[[], Awaitable[object]]) -> None:
        """Do something besides what is on the screen."""
        await job()

    async def on_unmount(self) -> None:
        """End what is under way, and have in the file what was typed just now."""
        await asyncio.gather(self.gate.aclose(), self.history.settle())

    # What screens want opened over themselves; of keys that come fast only the first one counts.

    @on(OpenProfile)
    def open_profile(self, event: OpenProfile) -> None:
        """Open the workspace that was chosen."""
        self.gate.use(event.profile)

    @on(OpenItem)
    @on(OpenList)
    @on(OpenAnalytics)
    @on(OpenEndpoint)
    @on(OpenInstead)
    def open_wanted(self, event: OpenRequest) -> None:
        """Show what a screen wants shown over it, or in its place, if it is the one on top."""
        session = self.gate.session
        if session is None or event.origin is not self.screen:
            return
        if isinstance(event, OpenInstead):
            self.switch_screen(screen_for(event, session))
        else:
            self.push_screen(screen_for(event, session))

    # Looks.

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through on its way to the terminal."""
        # Without colours there are none here, rather than the greys that Textual sends.
        own = [found for found in super().get_line_filters() if not isinstance(found, Monochrome)]
        return own + self._own_filters

    # Keys.

    def leads_out(self, event: events.Key | events.Paste) -> bool:
        """Return whether a key quits at once."""
        if not isinstance(event, events.Key):
            return False
        if "+" in event.key:  # a letter alone is understood when its turn has come
            self._understand(event)
        meant = {key.id for key in keymap.current().by_name.get(event.key, ())}
        if "screen.leave" in meant and self.is_on_the_way and not self.holds_keys:
            return True  # nothing lies behind
        return "app.quit" in meant

    async def take_event(self, event: events.Event) -> None:
        """Take a key for what it is on a US keyboard, and make what is pasted harmless.

        What is pasted for a token is read as a token, and goes nowhere else.
        """
        if isinstance(event, events.InputEvent):
            if self._is_leaving:
                return
            self.collector.touch()
        if _is_beyond(self, event) or hits_what_is_gone(self, event):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._understand(event)
        elif isinstance(event, events.Paste):
            from kinescope_tui.widgets.token_field import TokenField

            if not isinstance(self.focused, TokenField):
                if OWN_SECRETS.stand_in(event.text):
                    self.warn(NOT_TAKEN)
                    return
                event.text = clean(event.text)
        with self.input_faults.forgiven(event):
            await super().take_event(event)

    @on(UnreadableInput)
    def _say_what_was_left_out(self) -> None:
        told = "the terminal or the pasted text uses another encoding."
        self.warn(f"Input that is not UTF-8 was ignored: {told}", title="Input ignored")

    def _understand(self, event: events.Key) -> None:
        """Give a key of another layout the name that is bound; what is typed into a field stays."""
        understand(event, self.layouts, self.focused, lambda: self.screen.active_bindings)

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing that does something at other times."""
        action = action_of_key(self.screen, event.key)
        if action is None or not (reason := action.disabled_reason):
            return
        if event.key not in self.screen.active_bindings:
            self.warn(reason)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as help and README write it."""
        return binding.key_display or keymap.shown_of(binding.key)

    # Going places.

    async def action_show(self, place: str) -> None:
        """Go to a place; each keeps what it shows, but for the drawer."""
        if isinstance(self.screen, screens.RequestDrawer):
            await self.screen.dismiss()
        if isinstance(self.screen, ModalScreen) and not self.screen.is_mounted:
            return  # Textual's palette looks beneath itself when it comes
        if self.gate.session is None or place == self.current_mode:
            return
        if place in self.gate.places:
            await self.switch_mode(place)
        else:
            self.warn("No workspace is open, only the requests from a file.")

    async def action_leave(self) -> None:
        """Go back to the first place, and end the program there."""
        if FIRST in self.gate.places and self.current_mode not in {FIRST, self.DEFAULT_MODE}:
            await self.switch_mode(FIRST)
        else:
            self.gate.quit()

    def action_request_log(self) -> None:
        """Open the drawer of requests over the screen, or close it."""
        if isinstance(self.screen, screens.RequestDrawer):
            self.screen.dismiss()
        elif self.gate.session and not isinstance(self.screen, screens.RequestsScreen):
            self.push_screen(screens.RequestDrawer(self.gate.session))

    def action_command_line(self, begins: str = "") -> None:
        """Let a row, a page, a place or an order be typed."""
        self._commands.ask(begins)

    def action_forget(self) -> None:
        """Erase what is kept of this workspace's rows from one start to the next."""
        self.gate.forget()

    def action_last_problem(self) -> None:
        """Show the last request that failed."""
        session = self.gate.session
        problem = session.journal.last_problem if session is not None else None
        if problem is None or session is None:
            self.notify("No request has failed in this session.")
        elif isinstance(self.screen, screens.ExchangeScreen):
            self.screen.show(problem)
        else:
            self.push_screen(screens.ExchangeScreen(session, problem))

    def action_command_palette(self) -> None:
        """Open the command palette, or close it."""
        self.palettes.open_commands()

    def search_themes(self) -> None:
        """Let a theme be chosen."""
        self.palettes.choose_theme()

    # Tokens.

    def action_enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        self.gate.enter_token()

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        del parameters
        if action == "enter_token" and self.gate.sign_in.is_demo:
            return "The demo uses sample data and needs no token."
        return ""

    def action_help(self) -> None:
        """Show the keys of this screen, and do what is chosen there."""
        from kinescope_tui.dialogs.help import HelpScreen

        screen = self.screen
        here: tuple[str, ...] = ("scroll",)
        problem = None
        if isinstance(screen, screens.SessionScreen):
            here, problem = screen.KEY_GROUPS, screen.told_problem
        groups = (*here, "view", "copy", "mode", "screen", "app")
        help_screen = HelpScreen(groups, actions_of(screen), self.layouts.by_place, problem)
        help_screen.ask(self, lambda chosen: chosen.run(self))

    # What comes in and what goes out.

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; one for a screen that is still coming, or going, does nothing.

        Keys come faster than screens do.
        """
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            node = default_namespace
            screen = self.screen if node is None or isinstance(node, App) else node.screen
            parts = [screen, *screen.walk_children(Widget)]
            if screen is self.screen and all(part.is_mounted for part in parts):
                raise
            return False

    # Leaving.

    async def action_quit(self) -> None:
        """End the program; where that loses an export, ask, and end it when told once more."""
        self.gate.quit()

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the program, and soon."""
        self._is_leaving = True
        self.gate.leave()
        self._leaving.begin(return_code)
        super().exit(result, return_code, message)

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell for a while, if there is one to come back from."""
        if hasattr(os, "getsid") and os.getpgrp() == os.getsid(0):
            self.warn("Cannot suspend: this shell has no job control.")
        else:
            super().action_suspend_process()

    def action_redraw(self) -> None:
        """Draw everything anew: a message of the system may stand over it."""
        forget = getattr(self._driver, "forget_shown", None)
        if forget is not None:
            forget()
        self.refresh(layout=True)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver for this computer, with our reader of keys where there is one."""
        found = super().get_driver_class()
        try:
            from kinescope_tui.terminal.driver import TerminalDriver
        except ImportError:  # on Windows, or with a Textual that reads keys in another way
            return found
        return TerminalDriver if issubclass(TerminalDriver, found) else found

    def _tell_lost_event(self, error: Exception) -> None:
        """Write down what cost a key or a click, and go on."""
        from kinescope_tui.presentation.requests.fault_report import fault_report

        cost = f"a key press or click, {self.input_faults.count} so far"
        report = self._reports.keep(fault_report(error, self.gate.exchanges, cost=cost))
        told = (
            "A key press or click was lost because of a bug. Report: "
            f"{report or 'could not be written'}"
        )
        self.warn(told)

    def _handle_exception(self, error: Exception) -> None:
        """Take no answer for a fault that comes to a screen which is gone, or comes no more."""
        if self._is_leaving and isinstance(error, NoMatches):
            return  # what is opened now has no parts
        if isinstance(error, WorkerFailed) and isinstance(error.error, NoMatches):
            node = get_current_worker().node
            if node.screen not in self.screen_stack:
                return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Say in a few lines where the program broke, and write a report.

        Textual would print the local variables, and the token may stand among them.
        """
        error = self._exception
        if self._is_broken or error is None:
            return
        self._is_broken = True
        self.gate.break_off()
        from kinescope_tui.presentation.requests.fault_report import fault_lines, fault_report

        report = self._reports.keep(fault_report(error, self.gate.exchanges))
        said = "\n".join(fault_lines(error, self.gate.exchanges, report))
        self._leaving.last_words = f"{said}\n"
        self._leaving.begin(1)
        self.panic(Text(said))


def _is_beyond(app: KinescopeApp, event: events.Event) -> bool:
    """Tell whether it happened in a larger window; Textual would take the focus away for it."""
    return (
        isinstance(event, events.MouseEvent)
        and not event.is_forwarded
        and not app.size.contains(event.x, event.y)
    )
