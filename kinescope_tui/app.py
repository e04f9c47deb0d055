"""The application: what happens between the screens."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text
from textual import events, on, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.keys import key_to_character
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import WorkerFailed, get_current_worker

from kinescope_tui import screens
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS
from kinescope_tui.api.text import clean
from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import Action, action_of_key, actions_of
from kinescope_tui.keys.layouts import KeyboardLayouts
from kinescope_tui.keys.palette import ActionProvider
from kinescope_tui.keys.remapping import remapped
from kinescope_tui.keys.type_ahead import TypeAheadQueue
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.screens.navigation import (
    OpenAnalytics,
    OpenItem,
    OpenList,
    OpenProfile,
    OpenRequest,
)
from kinescope_tui.screens.splash_screen import SplashScreen
from kinescope_tui.services.command_line import CommandError, GoToPlace, parse_command
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.setup.report_folder import ReportFolder
from kinescope_tui.services.setup.settings import DEFAULT_THEME, Colours, Glyphs, Settings, Source
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.session import Profile, Session, TokenSource
from kinescope_tui.services.workspace.sign_in import OUTDONE, FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.stylesheet import STYLESHEET, Stylesheet
from kinescope_tui.terminal import garbage
from kinescope_tui.terminal.control_filter import ControlFilter
from kinescope_tui.terminal.exit_guard import ExitGuard
from kinescope_tui.terminal.input import UnreadableInput
from kinescope_tui.terminal.input_faults import InputFaults, hits_what_is_gone
from kinescope_tui.terminal.plain_glyphs import PlainGlyphs
from kinescope_tui.themes import SIXTEEN, THEMES
from kinescope_tui.widgets.pause import Pause

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from kinescope_tui.services.files.export import Export

_A_WHILE_S = 10.0
_PATIENCE_S = 0.5
_SOON_S = 1.0  # after the first rows
_MAX_WARNINGS = 3  # in a while
_FIRST = "videos"
_PASSING = ("requests", "settings")
_ALIASES = {"invoices": "billing"}  # other names that people type for places
_WORDS = ("invoice ", "theme ", "help", "keys", "forget", "quit")
# What the first rows need; else it is imported on the event loop, and while requests are under way.
_NEEDED_FIRST = (
    "httpcore", "anyio._backends._asyncio", "sqlite3",
    "kinescope_tui.api.connection",
    "kinescope_tui.services.analytics.overview", "kinescope_tui.services.lists.project_names",
    "kinescope_tui.services.billing.invoice_files", "kinescope_tui.services.workspace.token_access",
    "kinescope_tui.services.billing.usage",
    "kinescope_tui.resources.videos", "kinescope_tui.screens.list_screen",
)  # fmt: skip
_SETTINGS_S = 15.0  # how long it is told what of the settings was not understood


class KinescopeApp(TypeAheadQueue[None]):
    """Shows a workspace, once there is a token for it.

    Args:
        sign_in: What finds the token.
        leaving: What ends the program if the app does not.
        reports: Where a fault of ours is written down.
    """

    TITLE = "kinescope"
    CSS_PATH = STYLESHEET
    BINDINGS = keymap.bindings("app")
    COMMANDS = App.COMMANDS | {ActionProvider}
    DEFAULT_MODE = "opening"

    def __init__(
        self,
        sign_in: SignIn,
        settings: Settings | None = None,
        history: History | None = None,
        *,
        leaving: ExitGuard | None = None,
        reports: ReportFolder | None = None,
    ) -> None:
        super().__init__()
        self._sign_in = sign_in
        self.clock = sign_in.client_factory.clock
        self._settings = settings or Settings()
        self._history = history or History()
        self._leaving = leaving or ExitGuard()
        self._reports = reports or ReportFolder()
        self._is_broken = self._is_leaving = False
        self.input_faults = InputFaults(self._tell_lost_event)
        self.input_faults.guard_widgets()
        is_plain = self._settings.glyphs.value is Glyphs.ASCII
        self.no_color = self._settings.colours.value is Colours.NONE
        self._own_filters: list[LineFilter] = [PlainGlyphs()] if is_plain else []
        self._own_filters += [NoColor()] if self.no_color else []
        self._own_filters.append(ControlFilter())
        self._keys = remapped(self._settings.preset.value, self._settings.bindings.value)
        keymap.use(self._keys.in_words() if is_plain else self._keys)
        self._layouts = KeyboardLayouts(self._settings.layouts.value)
        self._session: Session | None = None
        self._given_up: Export[Any] | None = None  # the user agreed to lose it
        self._is_asked_to_quit = False
        self._wanted: Profile | None = None
        self._opening = asyncio.Lock()
        self._collector = garbage.Collector(self.clock)
        self._places: dict[str, Callable[[], screens.SessionScreen]] = {}
        self._warnings: dict[str, float] = {}
        self.add_mode("opening", partial(SplashScreen, self.clock))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME
        self.stylesheet = Stylesheet(variables=self.get_css_variables())

    def on_mount(self) -> None:
        """Look as the user wants."""
        self._leaving.watch(self)
        self._settle_in()
        trouble = self._sign_in.profiles.trouble
        if trouble:
            self.notify(trouble, severity="warning", markup=False)

    def on_ready(self) -> None:
        """Find a token, now that the first frame is painted: what comes next takes longer."""
        self._enter(self._sign_in)

    def _settle_in(self) -> None:
        """Do as the settings say, and tell once what of them was not understood."""
        self.set_keymap(self._keys.changed)
        problems = [*self._settings.problems, *self._keys.problems, *self._layouts.problems]
        problems += self._look()
        if problems:
            told = "\n".join(problems)
            self.notify(
                told, title="Settings", severity="warning", timeout=_SETTINGS_S, markup=False
            )

    async def on_unmount(self) -> None:
        """End what is under way."""
        if self._session is not None:
            await self._session.aclose()

    # Profiles.

    @work
    async def _enter(self, sign_in: SignIn) -> None:
        """Open the workspace of a profile; the one that is open stays until there is a token."""
        self._wanted = sign_in.profile
        await call_in_daemon(_import_what_comes_first, limit_s=None)
        patience = Pause(self, self.clock, _PATIENCE_S)
        if self._session is not None:  # else the screen says so
            patience.then(self._say_what_is_waited_for)
        trouble = None
        try:
            found = await sign_in.find()
        except TokenStoreError as error:
            found, trouble = None, error
        patience.cancel()
        if self._wanted is not sign_in.profile:
            return  # another one was chosen meanwhile
        if found is None:
            await self._ask_token(sign_in, trouble)
        elif await self._may_drop_export(f"and opens {one_line(sign_in.profile.name)}"):
            await self._open(found, sign_in)

    async def _ask_token(self, sign_in: SignIn, trouble: TokenStoreError | None = None) -> None:
        """Let a token be entered, and find out what it may read."""
        if isinstance(self.screen, screens.SignInScreen):
            return
        if not await self._may_drop_export("with another token"):
            return
        can_leave = self._session is not None
        screen = screens.SignInScreen(sign_in, can_leave=can_leave, trouble=trouble)
        found = await self.push_screen_wait(screen)
        if found is not None:
            session = await self._open(found, sign_in)
            session.token_access.check()
            if sign_in.is_outdone and found.source is TokenSource.KEYRING:
                self.notify(OUTDONE, severity="warning", timeout=_SETTINGS_S, markup=False)
        elif self._session is not None:
            self._given_up = None

    async def _may_drop_export(self, when: str) -> bool:
        """Return whether no export is lost that the user wants; ask, where one would be.

        Every way that ends a session leads through here.
        """
        export = self._session.export if self._session is not None else None
        if export is None or export is self._given_up or not export.is_at_stake:
            return True
        from kinescope_tui.dialogs.preview import Preview
        from kinescope_tui.presentation.lists.export_words import stake_told

        title, text = stake_told(export)
        agreed = await self.push_screen_wait(Preview(title, text, f"drops it {when}"))
        self._given_up = export if agreed else None
        return bool(agreed)

    async def _open(self, found: FoundToken, sign_in: SignIn) -> Session:
        """Show the workspace of a token; nothing of another one stays."""
        async with self._opening:
            old, session = self._session, sign_in.open(found)
            if old is not None:
                await self.switch_mode("opening")
                for place in self._places:
                    await self.remove_mode(place)
                await old.aclose()
                old.pacer.resume()  # a pause was meant for the other token
                self.clear_notifications()
            await session.open_memory()  # the old screens have written what was theirs
            self._session, self._sign_in = session, sign_in
            if session.state_store.trouble:
                self.notify(session.state_store.trouble, severity="warning", markup=False)
            self._places = _places_of(session, sign_in, self._settings)
            for place, make in self._places.items():
                self.add_mode(place, make)
            await self.switch_mode(self._last_place(session))
        self.clock.call_later(_SOON_S, partial(self.call_later, self._import_the_rest))
        return session

    @work
    async def _import_the_rest(self) -> None:
        """Have ready what the next keys lead to, without holding up any of them."""
        await call_in_daemon(screens.import_all, limit_s=None)
        self._collector.touch()  # what was imported is much to look through, once

    def _last_place(self, session: Session) -> str:
        """Return where the user was last; a place that is for a look only is none to begin with."""
        place = session.state_store.last_place
        return place if place in self._places and place not in _PASSING else _FIRST

    def action_forget(self) -> None:
        """Erase what is kept of this workspace's rows from one start to the next."""
        if self._session is None:
            return
        try:
            self._session.state_store.forget()
        except OSError as error:
            told = f"It stays: {error.filename}: {error.strerror}."
            self.notify(told, severity="warning", markup=False)
        else:
            self.notify("What was seen last is erased, and kept no more until the next start.")

    def _say_what_is_waited_for(self) -> None:
        self.notify("Asking the keyring of this computer for the token …")

    @on(OpenProfile)
    def open_profile(self, event: OpenProfile) -> None:
        """Open the workspace that was chosen."""
        self._use(event.profile)

    def _use(self, profile: Profile) -> None:
        session = self._session
        if session is None or isinstance(self.screen, screens.SignInScreen):
            return
        if profile == session.profile:
            self.notify(f"{profile.name} is the open one.", markup=False)
        else:
            self._enter(self._sign_in.for_profile(profile))

    async def _use_named(self, name: str) -> None:
        """Open the workspace of a profile, or show those that there are."""
        choices = self._sign_in.choices
        profile = next((profile for profile in choices if profile.name == name), None)
        if profile is not None:
            self._use(profile)
            return
        if self._sign_in.is_demo:
            from kinescope_tui.screens.settings_screen import DEMO_ONLY

            told = DEMO_ONLY
        else:
            told = f"There are: {', '.join(profile.name for profile in choices)}."
            told = f"There is no profile {name!r}. {told}" if name else told
        self.notify(told, severity="warning" if name else "information", markup=False)
        await self.action_show("settings")

    # What screens want opened over themselves; of keys that come fast only the first one counts.

    @on(OpenItem)
    def open_item(self, event: OpenItem) -> None:
        """Show one thing."""
        from kinescope_tui.resources.invoices import INVOICES

        if self._session is not None and self._is_from_top(event):
            kind: type[screens.DetailScreen[Any]] = (
                screens.InvoiceScreen if event.resource is INVOICES else screens.DetailScreen
            )
            screen = kind(
                self._session,
                event.resource,
                event.item,
                neighbour=event.neighbour,
                exchange=event.exchange,
            )
            self.push_screen(screen)

    @on(OpenList)
    def open_list(self, event: OpenList) -> None:
        """Show a list."""
        if self._session is not None and self._is_from_top(event):
            self.push_screen(screens.ListScreen(self._session, event.resource))

    @on(OpenAnalytics)
    def open_audience(self, event: OpenAnalytics) -> None:
        """Show the analytics of a video."""
        if self._session is not None and self._is_from_top(event):
            self.push_screen(screens.AnalyticsScreen(self._session, event.video))

    def _is_from_top(self, event: OpenRequest) -> bool:
        return event.origin is self.screen

    # Looks.

    def _look(self) -> list[str]:
        """Take the theme that the user wants, if the terminal can show it; else tell why not."""
        theme = self._settings.theme
        found = self.available_themes.get(theme.value)
        has_few = (
            self._settings.colours.value is not Colours.AUTO
            # What draws pictures instead of a terminal has all colours.
            or (self.console.color_system in {"standard", None} and not self.is_headless)
        )
        if found is None:
            self.theme = SIXTEEN.name if has_few else DEFAULT_THEME
            return [f"There is no theme “{clean(theme.value)}”; :theme completes those there are."]
        if not has_few or found.ansi:
            self.theme = found.name
            return []
        self.theme = SIXTEEN.name
        is_own = theme.source is not Source.DEFAULT
        return [f"{found.name} needs more than 16 colours; {SIXTEEN.name} is shown."] * is_own

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
        meant = keymap.current().by_name.get(event.key, ())
        return any(key.id == "app.quit" for key in meant)

    async def take_event(self, event: events.Event) -> None:
        """Take a key for what it is on a US keyboard, and make what is pasted harmless.

        What is pasted for a token is read as a token, and goes nowhere else.
        """
        if isinstance(event, events.InputEvent):
            if self._is_leaving:
                return
            self._collector.touch()
        if self._is_beyond(event) or hits_what_is_gone(self, event):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._understand(event)
        elif isinstance(event, events.Paste):
            from kinescope_tui.widgets.token_field import TokenField

            if not isinstance(self.focused, TokenField):
                if OWN_SECRETS.stand_in(event.text):
                    self.notify(NOT_TAKEN, severity="warning")
                    return
                event.text = clean(event.text)
        with self.input_faults.forgiven(event):
            await super().take_event(event)

    @on(UnreadableInput)
    def _say_what_was_left_out(self) -> None:
        told = (
            "What is not UTF-8 is left out: the terminal, or what was pasted, has another encoding."
        )
        self.notify(told, title="Not read", severity="warning", markup=False)

    def _is_beyond(self, event: events.Event) -> bool:
        """Tell whether it happened in a larger window; Textual would take the focus away for it."""
        return (
            isinstance(event, events.MouseEvent)
            and not event.is_forwarded
            and not self.size.contains(event.x, event.y)
        )

    def _understand(self, event: events.Key) -> None:
        """Give a key of another layout the name that is bound; what is typed into a field stays."""
        *modifiers, name = event.key.split("+")
        character = key_to_character(name)
        if character is None:
            return
        if not modifiers:
            self._layouts.hear(character)
            focused = self.focused
            if focused is not None and focused.check_consume_key(event.key, event.character):
                return
        meant = self._layouts.meant(character)
        if meant == (character,):
            return
        bound = self.screen.active_bindings
        if event.key in bound and not character.isascii():
            return  # the user's own
        names = {"+".join([*modifiers, keymap.key_of_character(key)]): key for key in meant}
        name = next((name for name in names if name in bound), next(iter(names)))
        event.key, event.character = name, None if modifiers else names[name]

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing that does something at other times."""
        action = action_of_key(self.screen, event.key)
        if action is None or not (reason := action.disabled_reason):
            return
        if event.key not in self.screen.active_bindings:
            self.notify(reason, severity="warning", markup=False)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as help and README write it."""
        return binding.key_display or keymap.shown_of(binding.key)

    # Messages.

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message; of warnings no more than anybody could read, and none twice at a time."""
        now = self.clock.monotonic()
        self._warnings = {text: at for text, at in self._warnings.items() if now - at < _A_WHILE_S}
        if severity != "information":
            if message in self._warnings or len(self._warnings) >= _MAX_WARNINGS:
                return
            self._warnings[message] = now
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def clear_notifications(self) -> None:
        """Take the messages away; those warnings may come again."""
        self._warnings.clear()
        super().clear_notifications()

    # Going places.

    async def action_show(self, place: str) -> None:
        """Go to a place; each keeps what it shows, but for the drawer."""
        if isinstance(self.screen, screens.RequestDrawer):
            await self.screen.dismiss()
        if isinstance(self.screen, ModalScreen) and not self.screen.is_mounted:
            return  # Textual's palette looks beneath itself when it comes
        if self._session is not None and place != self.current_mode:
            await self.switch_mode(place)

    async def action_leave(self) -> None:
        """Go back to the first place, and end the program there."""
        if self.current_mode not in {_FIRST, "opening"}:
            await self.switch_mode(_FIRST)
        else:
            await self.action_quit()

    def action_request_log(self) -> None:
        """Open the drawer of requests over the screen, or close it."""
        if isinstance(self.screen, screens.RequestDrawer):
            self.screen.dismiss()
        elif self._session is not None and not isinstance(self.screen, screens.RequestsScreen):
            self.push_screen(screens.RequestDrawer(self._session))

    def action_command_line(self, begins: str = "") -> None:
        """Let a row, a page, a place or an order be typed."""
        from kinescope_tui.dialogs.command_line import CommandLine

        screen = self.screen
        own = screen.completions if isinstance(screen, screens.SessionScreen) else {}
        own = {**own, "profile": lambda: [profile.name for profile in self._sign_in.choices]}
        words = [*self._places, *_ALIASES, *(f"{word} " for word in own), *_WORDS]
        completions = {
            "": lambda: words,
            "theme": lambda: sorted(self.available_themes),
            **own,
        }
        line = CommandLine(completions, self._history.lines, self._layouts.by_place, begins)
        self.push_screen(line, self._run_command)

    async def _run_command(self, text: str | None) -> None:
        if text is None:
            return
        word = text.removeprefix(":").split(maxsplit=1)[0] if text.strip(": ") else ""
        if not word.isascii():  # no command has such letters
            text = self._layouts.by_place(text)
        self._history.add(text)
        try:
            command = parse_command(text)
        except CommandError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        screen = self.screen
        if isinstance(screen, screens.SessionScreen) and screen.go_to(command):
            return
        if isinstance(command, GoToPlace):
            await self._go_to_place(command)
        else:
            self.notify("There are no rows here.", severity="warning")

    async def _go_to_place(self, command: GoToPlace) -> None:
        match command:
            case GoToPlace("quit" | "q"):
                await self.action_quit()
            case GoToPlace("forget"):
                self.action_forget()
            case GoToPlace("help" | "keys"):
                self.action_help()
            case GoToPlace("theme", name):
                self._change_theme(name)
            case GoToPlace("invoice", rest):
                self._open_invoice(rest)
            case GoToPlace("profile", name):
                await self._use_named(name)
            case GoToPlace(name, rest) if (place := _ALIASES.get(name, name)) in self._places:
                await self.action_show(place)
                if rest and isinstance(self.screen, screens.SessionScreen):
                    self.screen.go_to(command)
            case GoToPlace(name):
                told = f"There is no place {name!r}. There are: {', '.join(self._places)}."
                self.notify(told, severity="warning", markup=False)

    def _open_invoice(self, invoice_id: str) -> None:
        from kinescope_tui.api.invoice import Invoice
        from kinescope_tui.resources.invoices import INVOICES

        if not invoice_id:
            self.notify("Which one? :invoice 123", severity="warning")
        elif self._session is not None:
            self.push_screen(screens.InvoiceScreen(self._session, INVOICES, Invoice(id=invoice_id)))

    def _change_theme(self, name: str) -> None:
        """Take another theme for this run; the settings file is the user's."""
        if name in self.available_themes:
            self.theme = name
            told = f"{name}, for this run; a line in config.toml keeps it."
            self.notify(told, title="Theme", markup=False)
        else:
            told = f"There is no theme {name!r}. There are: {', '.join(self.available_themes)}."
            self.notify(told, severity="warning", markup=False)

    def action_last_problem(self) -> None:
        """Show the last request that failed."""
        problem = self._session.journal.last_problem if self._session is not None else None
        if problem is None or self._session is None:
            self.notify("Nothing has failed in this session.")
        elif isinstance(self.screen, screens.ExchangeScreen):
            self.screen.show(problem)
        else:
            self.push_screen(screens.ExchangeScreen(self._session, problem))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the error codes besides what Textual offers."""
        yield from super().get_system_commands(screen)
        forget = "Erase what is kept of this workspace's rows for the next start (:forget)"
        yield SystemCommand("Forget what was seen", forget, self.action_forget)
        yield SystemCommand("Error codes", "What each documented code means", self._show_codes)
        if self._session is not None:
            from kinescope_tui.resources.registry import RESOURCES

            for name, resource in RESOURCES.listings.items():
                title = resource.plural[:1].upper() + resource.plural[1:]
                show = partial(self.action_show, name)
                yield SystemCommand(title, f"Show {resource.plural} (:{name})", show)
            show = partial(self.action_show, "billing")
            yield SystemCommand("Billing", "Show invoices, and what was used (:billing)", show)
            show = partial(self.action_show, "usage")
            yield SystemCommand("Usage", "Show what was used, day by day (:usage)", show)
            show = partial(self.action_show, "settings")
            yield SystemCommand("Settings", "Profiles, token, network (:settings)", show)
            for profile in self._sign_in.choices:
                name, address = _unmarked(profile.name), _unmarked(profile.base_url)
                use = partial(self._use, profile)
                yield SystemCommand(f"Profile {name}", f"Open {address}", use)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from kinescope_tui.dialogs.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def _show_codes(self) -> None:
        from kinescope_tui.dialogs.preview import Preview
        from kinescope_tui.presentation.requests.code_book import code_book

        self.push_screen(Preview("Error codes", code_book()))

    # Tokens.

    @work
    async def action_enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        await self._ask_token(self._sign_in)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done now."""
        return (
            False
            if self.disabled_reason(action, parameters)
            else super().check_action(action, parameters)
        )

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        del parameters
        is_demo = self._session is not None and self._session.source is TokenSource.DEMO
        if action == "enter_token" and is_demo:
            return "The demo's data is invented; it needs no token."
        return ""

    def action_help(self) -> None:
        """Show the keys of this screen, and do what is chosen there."""
        from kinescope_tui.dialogs.help import HelpScreen

        screen = self.screen
        here = screen.KEY_GROUPS if isinstance(screen, screens.SessionScreen) else ("scroll",)
        groups = (*here, "view", "copy", "mode", "screen", "app")

        async def run(chosen: Action | None) -> None:
            if chosen is not None:
                await chosen.run(self)

        self.push_screen(HelpScreen(groups, actions_of(screen), self._layouts.by_place), run)

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
        export = self._session.export if self._session is not None else None
        if export is None or not export.is_at_stake or self._is_asked_to_quit:
            self.exit()
        else:
            self._ask_and_quit()

    @work
    async def _ask_and_quit(self) -> None:
        self._is_asked_to_quit = True
        try:
            if await self._may_drop_export("and quits"):
                self.exit()
        finally:
            self._is_asked_to_quit = False

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the program, and soon."""
        self._is_leaving = True
        if self._session is not None:
            self._session.state_store.leave()
        self._leaving.begin(return_code)
        super().exit(result, return_code, message)

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell for a while, if there is one to come back from."""
        if hasattr(os, "getsid") and os.getpgrp() == os.getsid(0):
            self.notify("There is no shell here that could bring it back.", severity="warning")
        else:
            super().action_suspend_process()

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

        cost = f"a key or a click, {self.input_faults.count} so far"
        report = self._reports.keep(fault_report(error, self._exchanges, cost=cost))
        told = f"A key or a click was lost to a fault. Report: {report or 'none could be written'}"
        self.notify(told, severity="warning", markup=False)

    @property
    def _exchanges(self) -> list[Exchange]:
        return list(self._session.journal) if self._session is not None else []

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
        if self._session is not None:
            self._session.state_store.break_off()  # the next start is to know
        from kinescope_tui.presentation.requests.fault_report import fault_lines, fault_report

        report = self._reports.keep(fault_report(error, self._exchanges))
        said = "\n".join(fault_lines(error, self._exchanges, report))
        self._leaving.last_words = f"{said}\n"
        self._leaving.begin(1)
        self.panic(Text(said))


def _unmarked(text: str) -> str:
    """Return a text that the palette, which takes its titles for markup, shows as it is."""
    return one_line(text).replace("[", "［").replace("\\", "＼")


def _import_what_comes_first() -> None:
    """Import what the first rows need; on the event loop it would hold up the first keys."""
    for name in _NEEDED_FIRST:
        with contextlib.suppress(ImportError):  # told where it is needed
            import_module(name)


def _places_of(
    session: Session, sign_in: SignIn, settings: Settings
) -> "dict[str, Callable[[], screens.SessionScreen]]":
    """Return every place of a workspace by the name that people type, and what makes its screen."""
    from kinescope_tui.resources.registry import RESOURCES

    def show(name: str) -> screens.SessionScreen:
        return screens.ListScreen(session, RESOURCES[name])

    lists = {name: partial(show, name) for name in RESOURCES}
    return {
        **lists,
        "analytics": lambda: screens.AnalyticsScreen(session),
        "billing": lambda: screens.BillingScreen(session),
        "usage": lambda: screens.UsageScreen(session),
        "requests": lambda: screens.RequestsScreen(session),
        "settings": lambda: screens.SettingsScreen(session, sign_in, settings),
    }
