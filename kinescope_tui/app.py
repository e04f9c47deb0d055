"""The application: what happens between the screens."""

import asyncio
import time
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from rich.text import Text
from textual import on, work
from textual.app import App, SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen

from kinescope_tui import keymap
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.text import clean
from kinescope_tui.dialogs.command_line import CommandLine
from kinescope_tui.dialogs.help import HelpScreen
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.presentation.cell import one_line
from kinescope_tui.presentation.code_book import code_book
from kinescope_tui.resources.all_of_them import RESOURCES
from kinescope_tui.resources.invoices import INVOICES
from kinescope_tui.screens.analytics_screen import AnalyticsScreen
from kinescope_tui.screens.billing_screen import BillingScreen
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.screens.exchange_screen import ExchangeScreen
from kinescope_tui.screens.invoice_screen import InvoiceScreen
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.opening_screen import OpeningScreen
from kinescope_tui.screens.openings import OpenAudience, Opening, OpenItem, OpenList
from kinescope_tui.screens.requests_screen import RequestDrawer, RequestsScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.screens.settings_screen import DEMO_ONLY, SettingsScreen
from kinescope_tui.screens.sign_in_screen import SignInScreen
from kinescope_tui.screens.usage_screen import UsageScreen
from kinescope_tui.services.commands import CommandError, GoToPlace, parse_command
from kinescope_tui.services.export import State
from kinescope_tui.services.session import Profile, Session, TokenSource
from kinescope_tui.services.settings import DEFAULT_THEME, Settings
from kinescope_tui.services.sign_in import FoundToken, SignIn
from kinescope_tui.services.token_store import TokenStoreError
from kinescope_tui.stylesheet import STYLESHEET
from kinescope_tui.themes import THEMES

_A_WHILE_S = 10.0
_PATIENCE_S = 0.5
_MOST_WARNINGS = 3  # in a while
_FIRST = "videos"
_ALIASES = {"invoices": "billing"}  # other names that people type for places
_SETTINGS_S = 15.0  # how long it is told what of the settings was not understood


class KinescopeApp(App[None]):
    """Shows a workspace, once there is a token for it."""

    TITLE = "kinescope"
    CSS_PATH = STYLESHEET
    BINDINGS = keymap.bindings("app")
    MODES = {"opening": OpeningScreen}
    DEFAULT_MODE = "opening"

    def __init__(self, sign_in: SignIn, settings: Settings | None = None) -> None:
        super().__init__()
        self._sign_in = sign_in
        self._settings = settings or Settings()
        self._session: Session | None = None
        self._wanted: Profile | None = None
        self._opening = asyncio.Lock()
        self._places: dict[str, Callable[[], SessionScreen]] = {}
        self._warnings: dict[str, float] = {}
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME

    def on_mount(self) -> None:
        """Look as the user wants, and find a token."""
        self._settle_in()
        trouble = self._sign_in.profiles.trouble
        if trouble:
            self.notify(trouble, severity="warning", markup=False)
        self._enter(self._sign_in)

    def _settle_in(self) -> None:
        """Do as the settings say, and tell once what of them was not understood."""
        problems = list(self._settings.problems)
        theme = self._settings.theme.value
        if theme in self.available_themes:
            self.theme = theme
        else:
            problems.append(f"There is no theme “{clean(theme)}”; :theme lists them.")
        if problems:
            told = "\n".join(problems)
            self.notify(
                told, title="Settings", severity="warning", timeout=_SETTINGS_S, markup=False
            )

    async def on_unmount(self) -> None:
        """End what is under way."""
        if self._session is not None:
            await self._session.aclose()

    # Workspaces.

    @work
    async def _enter(self, sign_in: SignIn) -> None:
        """Open the workspace of a profile; the one that is open stays until there is a token."""
        self._wanted = sign_in.profile
        patience = self.set_timer(
            _PATIENCE_S, self._say_what_is_waited_for, pause=not self._session
        )
        trouble = None
        try:
            found = await sign_in.find()
        except TokenStoreError as error:
            found, trouble = None, error
        patience.stop()
        if self._wanted is not sign_in.profile:
            return  # another one was chosen meanwhile
        if found is not None:
            await self._open(found, sign_in)
        else:
            await self._ask_token(sign_in, trouble)

    async def _ask_token(self, sign_in: SignIn, trouble: TokenStoreError | None = None) -> None:
        """Let a token be entered, and find out what it may read."""
        if isinstance(self.screen, SignInScreen):
            return
        can_leave = self._session is not None
        screen = SignInScreen(sign_in, can_leave=can_leave, trouble=trouble)
        found = await self.push_screen_wait(screen)
        if found is not None:
            session = await self._open(found, sign_in)
            session.reach.check()

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
            self._session, self._sign_in = session, sign_in
            self._places = _places_of(session, sign_in, self._settings)
            for place, make in self._places.items():
                self.add_mode(place, make)
            await self.switch_mode(_FIRST)
        return session

    def _say_what_is_waited_for(self) -> None:
        self.notify("Asking the keyring of this computer for the token …")

    @on(SettingsScreen.Chosen)
    def use_chosen(self, event: SettingsScreen.Chosen) -> None:
        """Open the workspace that was chosen."""
        self._use(event.profile)

    def _use(self, profile: Profile) -> None:
        session = self._session
        if session is None or isinstance(self.screen, SignInScreen):
            return
        if profile == session.profile:
            self.notify(f"{profile.name} is the open one.", markup=False)
        elif session.export is not None and session.export.state is State.RUNNING:
            told = "An export is under way: e in its list shows it, ctrl+x there stops it."
            self.notify(told, severity="warning")
        else:
            self._enter(self._sign_in.into(profile))

    async def _use_named(self, name: str) -> None:
        """Open the workspace of a profile, or show those that there are."""
        choices = self._sign_in.choices
        profile = next((profile for profile in choices if profile.name == name), None)
        if profile is not None:
            self._use(profile)
            return
        if self._sign_in.is_demo:
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
        if self._session is not None and self._is_from_top(event):
            kind: type[DetailScreen[Any]] = (
                InvoiceScreen if event.resource is INVOICES else DetailScreen
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
            self.push_screen(ListScreen(self._session, event.resource))

    @on(OpenAudience)
    def open_audience(self, event: OpenAudience) -> None:
        """Show the analytics of a video."""
        if self._session is not None and self._is_from_top(event):
            self.push_screen(AnalyticsScreen(self._session, event.video))

    def _is_from_top(self, event: Opening) -> bool:
        return event.origin is self.screen

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
        now = time.monotonic()
        self._warnings = {text: at for text, at in self._warnings.items() if now - at < _A_WHILE_S}
        if severity != "information":
            if message in self._warnings or len(self._warnings) >= _MOST_WARNINGS:
                return
            self._warnings[message] = now
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # Going places.

    async def action_show(self, place: str) -> None:
        """Go to a place; each keeps what it shows, but for the drawer."""
        if isinstance(self.screen, RequestDrawer):
            await self.screen.dismiss()
        if self._session is not None and place != self.current_mode:
            await self.switch_mode(place)

    async def action_leave(self) -> None:
        """Go back to the first place, and end the program there."""
        if self.current_mode not in {_FIRST, "opening"}:
            await self.switch_mode(_FIRST)
        else:
            self.exit()

    def action_request_log(self) -> None:
        """Open the drawer of requests over the screen, or close it."""
        if isinstance(self.screen, RequestDrawer):
            self.screen.dismiss()
        elif self._session is not None and not isinstance(self.screen, RequestsScreen):
            self.push_screen(RequestDrawer(self._session))

    def action_command_line(self, begins: str = "") -> None:
        """Let a row, a page or a place be typed."""
        profiles = [f"profile {profile.name}" for profile in self._sign_in.choices]
        commands = [*self._places, *_ALIASES, "invoice ", "sort ", *profiles, "quit"]
        self.push_screen(CommandLine(commands, begins), self._run_command)

    async def _run_command(self, text: str | None) -> None:
        if text is None:
            return
        try:
            command = parse_command(text)
        except CommandError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        screen = self.screen
        if isinstance(screen, SessionScreen) and screen.go_to(command):
            return
        match command:
            case GoToPlace("quit" | "q"):
                self.exit()
            case GoToPlace("invoice", rest):
                self._open_invoice(rest)
            case GoToPlace("profile", name):
                await self._use_named(name)
            case GoToPlace(name, rest) if (place := _ALIASES.get(name, name)) in self._places:
                await self.action_show(place)
                if rest and isinstance(self.screen, SessionScreen):
                    self.screen.go_to(command)
            case GoToPlace(name):
                told = f"There is no place {name!r}. There are: {', '.join(self._places)}."
                self.notify(told, severity="warning", markup=False)
            case _:
                self.notify("There are no rows here.", severity="warning")

    def _open_invoice(self, invoice_id: str) -> None:
        if not invoice_id:
            self.notify("Which one? :invoice 123", severity="warning")
        elif self._session is not None:
            self.push_screen(InvoiceScreen(self._session, INVOICES, Invoice(id=invoice_id)))

    def action_last_problem(self) -> None:
        """Show the last request that failed."""
        problem = self._session.journal.last_problem if self._session is not None else None
        if problem is None or self._session is None:
            self.notify("Nothing has failed in this session.")
        elif isinstance(self.screen, ExchangeScreen):
            self.screen.show(problem)
        else:
            self.push_screen(ExchangeScreen(self._session, problem))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the error codes besides what Textual offers."""
        yield from super().get_system_commands(screen)
        yield SystemCommand("Error codes", "What each documented code means", self._show_codes)
        if self._session is not None:
            for name, resource in RESOURCES.items():
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

    def _show_codes(self) -> None:
        self.push_screen(Preview("Error codes", code_book()))

    # Tokens.

    @work
    async def action_enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        await self._ask_token(self._sign_in)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what makes no sense with invented data."""
        if action == "enter_token" and self._session is not None:
            return self._session.source is not TokenSource.DEMO
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        screen = self.screen
        here = screen.KEY_GROUPS if isinstance(screen, SessionScreen) else ("scroll",)
        self.push_screen(HelpScreen((*here, "view", "copy", "mode", "screen", "app")))

    def _fatal_error(self) -> None:
        """Say where the program broke, without the local variables that Textual would print.

        The token may stand among them.
        """
        error = self._exception
        frames = traceback.extract_tb(error.__traceback__) if error is not None else []
        lines = [f"kinescope-tui broke: {type(error).__name__}"]
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-5:]]
        exchanges = list(self._session.journal) if self._session is not None else []
        if exchanges:
            lines.append(f"  last request id: {exchanges[-1].request_id}")
        self.panic(Text("\n".join(lines)))


def _unmarked(text: str) -> str:
    """Return a text that the palette, which takes its titles for markup, shows as it is."""
    return one_line(text).replace("[", "［").replace("\\", "＼")


def _places_of(
    session: Session, sign_in: SignIn, settings: Settings
) -> dict[str, Callable[[], SessionScreen]]:
    """Return every place of a workspace by the name that people type, and what makes its screen."""
    lists = {name: partial(ListScreen, session, found) for name, found in RESOURCES.items()}
    return {
        **lists,
        "analytics": partial(AnalyticsScreen, session),
        "billing": partial(BillingScreen, session),
        "usage": partial(UsageScreen, session),
        "requests": partial(RequestsScreen, session),
        "settings": partial(SettingsScreen, session, sign_in, settings),
    }
