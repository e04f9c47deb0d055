"""What is typed after `:`, and done."""

from typing import TYPE_CHECKING

from kinescope_tui import screens
from kinescope_tui.api.errors import NotSentError
from kinescope_tui.app.workspace_gate import WorkspaceGate
from kinescope_tui.keys.layouts import KeyboardLayouts
from kinescope_tui.resources.places import find_place
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.services.asked_path import asked_path
from kinescope_tui.services.command_line import Command, CommandError, GoToPlace, parse_command
from kinescope_tui.services.workspace.history import History

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from kinescope_tui.app.kinescope_app import KinescopeApp


class CommandRunner:
    """Lets a row, a page, a place, an order or a command be typed, and does it.

    Args:
        app: What it is done to.
        gate: Knows the open workspace, and opens others.
        history: What was typed before.
        layouts: Reads what was typed on another keyboard.
    """

    def __init__(
        self,
        app: "KinescopeApp",
        gate: WorkspaceGate,
        history: History,
        layouts: KeyboardLayouts,
    ) -> None:
        self._app = app
        self._gate = gate
        self._history = history
        self._layouts = layouts
        self._alone: dict[str, Callable[[], Awaitable[object]]] = {
            "help": lambda: app.run_action("app.help"),
            "keys": lambda: app.run_action("app.help"),
            "forget": lambda: app.run_action("app.forget"),
            "quit": lambda: app.run_action("app.quit"),
            "q": lambda: app.run_action("app.quit"),
        }
        self._with_name: dict[str, Callable[[str], Awaitable[object]]] = {
            "get": self._open_endpoint,
            "invoice": self._open_invoice,
            "profile": gate.use_named,
            "theme": self._change_theme,
        }

    def ask(self, begins: str) -> None:
        """Open the line; what was typed there is done when it closes."""
        from kinescope_tui.dialogs.command_line import CommandLine

        screen = self._app.screen
        completions: dict[str, Callable[[], Sequence[str]]] = {
            "profile": lambda: [profile.name for profile in self._gate.sign_in.choices],
            "theme": lambda: sorted(self._app.available_themes),
            "invoice": list,
            "get": lambda: [listing.path for listing in LISTINGS.values()],
        }
        if isinstance(screen, screens.SessionScreen):
            completions |= screen.completions
        names = [
            name
            for place in self._gate.places.values()
            for name in (place.name, *place.others)
            if name == place.name or not place.name.startswith(name)  # no singular beside a plural
        ]
        lead = [f"{word} " for word in completions]
        alone = [word for word in (*names, *self._alone) if word not in self._with_name]
        words = list(dict.fromkeys([*alone, *lead]))
        line = CommandLine(
            {"": lambda: words, **completions}, self._history.lines, self._layouts.by_place, begins
        )
        self._app.push_screen(line, self.run)

    async def run(self, text: str | None) -> None:
        """Do what was typed; None does nothing."""
        if text is None:
            return
        try:
            command = self._meant(text)
        except CommandError as error:
            self._app.warn(str(error))
            return
        screen = self._app.screen
        if isinstance(screen, screens.SessionScreen) and screen.go_to(command):
            return
        match command:
            case GoToPlace(name) if name in self._alone:
                await self._alone[name]()
            case GoToPlace(name, rest) if name in self._with_name:
                await self._with_name[name](rest)
            case GoToPlace(name) if name in self._gate.places:
                await self._go(command)
            case GoToPlace(name):
                told = f"There is no place {name!r}. There are: {', '.join(self._gate.places)}."
                self._app.warn(told)
            case _:
                self._app.warn("There are no rows here.")

    def _meant(self, text: str) -> Command:
        """Return what a line means, a place by its own name, whatever it was called.

        Raises:
            CommandError: It means nothing.
        """
        word = text.removeprefix(":").split(maxsplit=1)[0] if text.strip(": ") else ""
        if not word.isascii():  # no command has such letters
            text = self._layouts.by_place(text)
        self._history.add(text)
        command = parse_command(text)
        if not isinstance(command, GoToPlace) or command.name in self._with_name:
            return command
        found = find_place(f"{command.name} {command.rest}")
        return GoToPlace(found[0].name, found[1]) if found is not None else command

    async def _go(self, command: GoToPlace) -> None:
        await self._app.action_show(command.name)
        screen = self._app.screen
        is_there = self._app.current_mode == command.name
        if command.rest and is_there and isinstance(screen, screens.SessionScreen):
            screen.go_to(command)

    async def _open_invoice(self, invoice_id: str) -> None:
        from kinescope_tui.api.invoice import Invoice
        from kinescope_tui.resources.invoices import INVOICES

        session = self._gate.session
        if not invoice_id:
            await self._app.action_show("billing")
            self._app.notify("Which one? :invoice 123")
        elif session is not None:
            self._app.push_screen(screens.InvoiceScreen(session, INVOICES, Invoice(id=invoice_id)))

    async def _open_endpoint(self, path: str) -> None:
        """Show what any path of the API answers."""
        session = self._gate.session
        if not path:
            self._app.notify("Which path? :get /v1/tags?page=2")
        elif session is not None:
            try:
                target = asked_path(path, session.profile.base_url)
            except NotSentError as error:
                self._app.warn(error.message)
            else:
                self._app.push_screen(screens.EndpointScreen(session, target))

    async def _change_theme(self, name: str) -> None:
        """Take another theme for this run; the settings file is the user's."""
        if name in self._app.available_themes:
            self._app.theme = name
            told = f"{name}, for this run; a line in config.toml keeps it."
            self._app.notify(told, title="Theme")
        else:
            there_are = ", ".join(self._app.available_themes)
            self._app.warn(f"There is no theme {name!r}. There are: {there_are}.")
