"""The application: what happens between the screens."""

import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from rich.text import Text
from textual import events, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter, Monochrome, NoColor
from textual.keys import key_to_character
from textual.notifications import SeverityLevel
from textual.screen import Screen

from kinescope_tui import keymap
from kinescope_tui.api.text import clean
from kinescope_tui.commands.action_provider import ActionProvider
from kinescope_tui.commands.actions import Action, action_of_key, actions_of
from kinescope_tui.dialogs.command_line import CommandLine
from kinescope_tui.dialogs.help import HelpScreen
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.keyboard_layouts import KeyboardLayouts
from kinescope_tui.presentation.code_book import code_book
from kinescope_tui.remapping import remapped
from kinescope_tui.resources.all_of_them import RESOURCES
from kinescope_tui.screens.exchange_screen import ExchangeScreen
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.opening_screen import OpeningScreen
from kinescope_tui.screens.requests_screen import RequestDrawer, RequestsScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.screens.sign_in_screen import SignInScreen
from kinescope_tui.services.commands import CommandError, GoToPlace, parse_command
from kinescope_tui.services.history import History
from kinescope_tui.services.session import Session, TokenSource
from kinescope_tui.services.settings import DEFAULT_THEME, Colours, Glyphs, Settings, Source
from kinescope_tui.services.sign_in import FoundToken, SignIn
from kinescope_tui.services.token_store import TokenStoreError
from kinescope_tui.stylesheet import STYLESHEET
from kinescope_tui.themes import SIXTEEN, THEMES
from kinescope_tui.widgets.plain_glyphs import PlainGlyphs

_A_WHILE_S = 10.0
_MOST_WARNINGS = 3  # in a while
_FIRST = "videos"
_SETTINGS_S = 15.0  # how long it is told what of the settings was not understood


class KinescopeApp(App[None]):
    """Shows a workspace, once there is a token for it."""

    TITLE = "kinescope"
    CSS_PATH = STYLESHEET
    BINDINGS = keymap.bindings("app")
    COMMANDS = App.COMMANDS | {ActionProvider}
    MODES = {"opening": OpeningScreen}
    DEFAULT_MODE = "opening"

    def __init__(
        self, sign_in: SignIn, settings: Settings | None = None, history: History | None = None
    ) -> None:
        super().__init__()
        self._sign_in = sign_in
        self._settings = settings or Settings()
        self._history = history or History()
        is_plain = self._settings.glyphs.value is Glyphs.ASCII
        self.no_color = self._settings.colours.value is Colours.NONE
        self._own_filters: list[LineFilter] = [PlainGlyphs()] if is_plain else []
        self._own_filters += [NoColor()] if self.no_color else []
        self._keys = remapped(self._settings.preset.value, self._settings.bindings.value)
        keymap.use(self._keys.in_words() if is_plain else self._keys)
        self._layouts = KeyboardLayouts(self._settings.layouts.value)
        self._session: Session | None = None
        self._places: dict[str, Callable[[], SessionScreen]] = {}
        self._warnings: dict[str, float] = {}
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME

    def on_mount(self) -> None:
        """Look as the user wants, and find a token."""
        self._settle_in()
        self._find_token()

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

    @work
    async def _find_token(self) -> None:
        trouble = None
        try:
            found = await self._sign_in.find()
        except TokenStoreError as error:
            found, trouble = None, error
        if found is None:
            screen = SignInScreen(self._sign_in, can_leave=False, trouble=trouble)
            found = await self.push_screen_wait(screen)
        if found is not None:
            await self._open(found)

    async def _open(self, found: FoundToken) -> None:
        """Show the workspace of a token; nothing of another one stays."""
        old, session = self._session, self._sign_in.open(found)
        if old is not None:
            await self.switch_mode("opening")
            for place in self._places:
                await self.remove_mode(place)
            await old.aclose()
        self._session = session
        self._places = _places_of(session)
        for place, make in self._places.items():
            self.add_mode(place, make)
        await self.switch_mode(_FIRST)

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

    async def on_event(self, event: events.Event) -> None:
        """Take a key for what it is on a US keyboard, before anything is looked up."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._understand(event)
        await super().on_event(event)

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
        if event.key not in self.screen.active_bindings:
            action = action_of_key(self.screen, event.key)
            if action is not None and (reason := action.why_not):
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

    def action_command_line(self) -> None:
        """Let a row, a page, a place or an order be typed."""
        screen = self.screen
        own = screen.completions if isinstance(screen, SessionScreen) else {}
        words = [*self._places, *(f"{word} " for word in own), "theme ", "help", "keys", "quit"]
        completions = {
            "": lambda: words,
            "theme": lambda: sorted(self.available_themes),
            **own,
        }
        line = CommandLine(completions, self._history.lines, self._layouts.by_place)
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
        if isinstance(screen, SessionScreen) and screen.go_to(command):
            return
        match command:
            case GoToPlace("quit" | "q"):
                self.exit()
            case GoToPlace("help" | "keys"):
                self.action_help()
            case GoToPlace("theme", name):
                self._change_theme(name)
            case GoToPlace(name) if name in self._places:
                await self.action_show(name)
            case GoToPlace(name):
                told = f"There is no place {name!r}. There are: {', '.join(self._places)}."
                self.notify(told, severity="warning", markup=False)
            case _:
                self.notify("There are no rows here.", severity="warning")

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

    def _show_codes(self) -> None:
        self.push_screen(Preview("Error codes", code_book()))

    # Tokens.

    @work
    async def action_enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        if isinstance(self.screen, SignInScreen):
            return
        found = await self.push_screen_wait(SignInScreen(self._sign_in, can_leave=True))
        if found is not None:
            await self._open(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done now."""
        return (
            False if self.why_not(action, parameters) else super().check_action(action, parameters)
        )

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        del parameters
        is_demo = self._session is not None and self._session.source is TokenSource.DEMO
        if action == "enter_token" and is_demo:
            return "The demo's data is invented; it needs no token."
        return ""

    def action_help(self) -> None:
        """Show the keys of this screen, and do what is chosen there."""
        screen = self.screen
        here = screen.KEY_GROUPS if isinstance(screen, SessionScreen) else ("scroll",)
        groups = (*here, "view", "copy", "mode", "screen", "app")

        async def run(chosen: Action | None) -> None:
            if chosen is not None:
                await chosen.run(self)

        self.push_screen(HelpScreen(groups, actions_of(screen), self._layouts.by_place), run)

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


def _places_of(session: Session) -> dict[str, Callable[[], SessionScreen]]:
    """Return every place of a workspace by the name that people type, and what makes its screen."""
    lists = {name: partial(ListScreen, session, found) for name, found in RESOURCES.items()}
    return {**lists, "requests": partial(RequestsScreen, session)}
