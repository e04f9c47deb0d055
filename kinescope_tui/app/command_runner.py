"""What is typed after `:`, and done."""

from functools import partial
from typing import TYPE_CHECKING

from kinescope_tui import screens
from kinescope_tui.api.errors import NotSentError
from kinescope_tui.app.thing_opener import ThingOpener
from kinescope_tui.app.workspace_gate import WorkspaceGate
from kinescope_tui.keys.layouts import KeyboardLayouts
from kinescope_tui.resources.line_commands import told_of
from kinescope_tui.resources.places import find_place
from kinescope_tui.resources.registry import LISTINGS, resource_of
from kinescope_tui.screens.navigation import OpenList
from kinescope_tui.screens.screen_for import screen_for
from kinescope_tui.services.asked_path import asked_path
from kinescope_tui.services.command_line import Command, CommandError, GoToPlace, parse_command
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.history import History

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from kinescope_tui.app.kinescope_app import KinescopeApp
    from kinescope_tui.resources.wanted_thing import WantedThing


class CommandRunner:
    """Lets a row, a page, a place, an order or a command be typed, and does it."""

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
        self._opener = ThingOpener(app, gate)
        self._has_begun = False
        self._alone: dict[str, Callable[[], Awaitable[object]]] = {
            "help": lambda: app.run_action("app.help"),
            "keys": lambda: app.run_action("app.help"),
            "forget": lambda: app.run_action("app.forget"),
            "quit": lambda: app.run_action("app.quit"),
            "q": lambda: app.run_action("app.quit"),
        }
        self._with_name: dict[str, Callable[[str], Awaitable[object]]] = {
            "get": self._open_endpoint,
            "group": self._group_index,
            "invoice": self._ask_which_invoice,
            "notify": self._watch,
            "profile": gate.use_named,
            "sql": self._ask_index,
            "theme": self._change_theme,
        }

    def ask(self, begins: str) -> None:
        """Open the line; what was typed there is done when it closes."""
        from kinescope_tui.dialogs.command_line import CommandLine
        from kinescope_tui.services.index.index_search import GROUPED_BY

        screen = self._app.screen
        completions: dict[str, Callable[[], Sequence[str]]] = {
            "profile": lambda: [profile.name for profile in self._gate.sign_in.choices],
            "theme": lambda: sorted(self._app.available_themes),
            "invoice": list,
            "notify": lambda: ["export", "reload", "video"],
            "get": lambda: [listing.path for listing in LISTINGS.values()],
            "group": lambda: list(GROUPED_BY),
            "sql": lambda: ["SELECT * FROM videos LIMIT 100"],
        }
        if isinstance(screen, screens.SessionScreen):
            completions |= screen.completions
        places = self._gate.places.values()
        others = [
            name
            for place in places
            for name in place.others
            if not place.name.startswith(name)  # no singular beside a plural
        ]
        names = [*(place.name for place in places), *others]
        lead = [f"{word} " for word in completions]
        alone = [word for word in (*names, *self._alone) if word not in self._with_name]
        words = list(dict.fromkeys([*alone, *lead]))
        line = CommandLine(
            {"": lambda: words, **completions},
            self._history.recall,
            self._layouts.by_place,
            begins,
            told=self._told,
        )
        line.ask(self._app, self.run)

    def begin_once(self, text: str) -> None:
        """Do what the program was started for, and say first what it is; later there is nothing."""
        if text and not self._has_begun:
            if (wanted := self._wanted(text)) is not None and wanted.told:
                self._app.notify(wanted.told, title="Searching")
            self._app.in_background(partial(self.run, text))
        self._has_begun = True

    def _wanted(self, text: str) -> "WantedThing | None":
        """Return the thing that a line names; what stands after a command is that one's."""
        word = text.strip(": ").partition(" ")[0].casefold()
        is_command = word in self._with_name and word != "invoice"
        return None if is_command else self._opener.wanted(text)

    def _told(self, text: str) -> str:
        """Return what a line leads to, or what it is for."""
        wanted = self._wanted(text)
        return wanted.told if wanted is not None else told_of(text)

    async def run(self, text: str) -> None:
        """Do what was typed."""
        if (wanted := self._wanted(text)) is not None:
            self._remember(text)
            self._opener.open(wanted)
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
            case GoToPlace("here" | "per-page" | "view"):
                self._app.warn("This screen has no rows.")
            case GoToPlace(name):
                if not self._opener.open_here(text.strip().removeprefix(":").strip()):
                    told = f"No place is called {name!r}; tab completes the names there are."
                    self._app.warn(f"{told} You can also paste an id, a link or an iframe.")
            case _:
                self._app.warn("This screen has no rows.")

    def _remember(self, text: str) -> None:
        self._history.add(text)
        self._app.in_background(partial(call_in_daemon, self._history.write, limit_s=None))

    def _meant(self, text: str) -> Command:
        """Return what a line means, a place by its own name, whatever it was called.

        Raises:
            CommandError: It means nothing.
        """
        word = text.removeprefix(":").split(maxsplit=1)[0] if text.strip(": ") else ""
        if not word.isascii():  # no command has such letters
            text = self._layouts.by_place(text)
        self._remember(text)
        command = parse_command(text)
        if not isinstance(command, GoToPlace) or command.name in self._with_name:
            return command
        found = find_place(f"{command.name} {command.rest}")
        return GoToPlace(found[0].name, found[1]) if found is not None else command

    async def _go(self, command: GoToPlace) -> None:
        await self._app.action_show(command.name)
        screen = self._app.screen
        is_there = self._app.current_mode == command.name
        if not command.rest or not is_there or not isinstance(screen, screens.SessionScreen):
            return
        if screen.go_to(command):
            return
        listing = LISTINGS.get(command.name)
        if listing is None and self._goes_to_place_itself(command):
            return
        if listing is not None and listing.is_searchable:  # what is looked at is another screen
            view = View(listing.default_order).searched(command.rest)
            wanted = OpenList(screen, resource_of(listing), view)
            self._app.push_screen(screen_for(wanted, screen.session))
            return
        told = f"{self._gate.places[command.name].title}: nothing here is called {command.rest!r}."
        if listing is not None:
            told += f" The server cannot search {listing.plural}; open one by its id instead."
        self._app.warn(told)

    def _goes_to_place_itself(self, command: GoToPlace) -> bool:
        """Return whether a place knows what is wanted; what was opened over it is left then."""
        place, *over = self._app.screen_stack
        if not over or not isinstance(place, screens.SessionScreen) or not place.go_to(command):
            return False
        for _ in over:
            self._app.pop_screen()
        return True

    async def _ask_which_invoice(self, _text: str) -> None:
        await self._app.action_show("billing")
        self._app.notify("Which invoice? Try :invoice 123")

    async def _open_endpoint(self, path: str) -> None:
        """Show what any path of the API answers."""
        session = self._gate.session
        if not path:
            self._app.notify("Which path? Try :get /v1/tags?page=2")
        elif session is not None:
            try:
                target = asked_path(path, session.profile.base_url)
            except NotSentError as error:
                self._app.warn(error.message)
            else:
                self._app.push_screen(screens.EndpointScreen(session, target))

    async def _watch(self, text: str) -> None:
        """Tell when what is in progress here ends."""
        from kinescope_tui.app.watching import Watching

        Watching(self._app).begin(text)

    async def _ask_index(self, asked: str) -> None:
        """Show what a SELECT gives from the index."""
        session = self._gate.session
        if not asked:
            self._app.notify(
                "Which query? Try :sql SELECT privacy, count(*) FROM videos GROUP BY privacy"
            )
        elif session is not None:
            from kinescope_tui.resources.indexed_videos import sql_resource

            self._app.push_screen(screens.ListScreen(session, sql_resource(asked)))

    async def _group_index(self, by: str) -> None:
        """Group the index, from wherever that is asked."""
        await self._app.action_show("index")
        screen = self._app.screen
        if not (isinstance(screen, screens.IndexScreen) and screen.go_to(GoToPlace("group", by))):
            self._app.warn("Go back to the index first; another screen is open on top.")

    async def _change_theme(self, name: str) -> None:
        """Take another theme for this run; the settings file is the user's."""
        if not name:
            self._app.search_themes()
        elif name in self._app.available_themes:
            self._app.theme = name
            self._app.palettes.tell_theme()
        else:
            there_are = ", ".join(self._app.available_themes)
            self._app.warn(f"No theme is called {name!r}. Available: {there_are}.")
