"""The way into a workspace, and from one to another."""

import asyncio
import contextlib
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kinescope_tui import screens
from kinescope_tui.api.errors import NotSentError
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.resources.places import OpenWorkspace, Place, all_places
from kinescope_tui.screens.splash_screen import SplashScreen
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.services.workspace.session import Profile, Session, TokenSource
from kinescope_tui.services.workspace.sign_in import DEMO_ONLY, OUTDONE, FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.widgets.pause import Pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.api.exchange import Exchange
    from kinescope_tui.app.kinescope_app import KinescopeApp
    from kinescope_tui.services.files.export import Export
    from kinescope_tui.services.lists.list_model import ListModel

FIRST = "videos"
"""The place where `q` ends the program."""

_OPENING = "opening"
_OF_FILE = "requests"  # the only place where no workspace is open
_PATIENCE_S = 0.5
_SOON_S = 1.0  # after the first rows
_LONG_S = 15.0  # for what is to be read, and done elsewhere
# What the first request needs, and then what its rows need; imported on the event loop, it would
# hold up the first keys.
_NEEDED_TO_ASK = (
    "httpcore", "anyio._backends._asyncio", "sqlite3",
    "kinescope_tui.api.connection", "kinescope_tui.services.lists.project_names",
    "kinescope_tui.services.workspace.token_access", "kinescope_tui.resources.videos",
)  # fmt: skip
_NEEDED_TO_SHOW = ("kinescope_tui.screens.list_screen",)
_NEEDED_BESIDE = (
    "kinescope_tui.presentation.lists.video_preview",
    "kinescope_tui.services.lists.rows_beside", "kinescope_tui.services.pictures.posters",
    "kinescope_tui.widgets.preview_pane",
)  # fmt: skip
# What the first press of a key, or a larger window, would wait for, beside the screens.
_NEEDED_LATER = (
    "kinescope_tui.app.command_runner", "kinescope_tui.app.palettes",
    "kinescope_tui.app.palette_commands", "kinescope_tui.app.watching",
    "kinescope_tui.dialogs.help", "kinescope_tui.dialogs.palette",
    "kinescope_tui.presentation.lists.index_words", "kinescope_tui.presentation.lists.no_match",
    "kinescope_tui.presentation.lists.thing_preview",
    "kinescope_tui.presentation.requests.code_book", "kinescope_tui.resources.wanted_thing",
    "kinescope_tui.widgets.list_filters_pane", "kinescope_tui.widgets.list_summary",
    "kinescope_tui.widgets.preview_pane",
)  # fmt: skip


class WorkspaceGate:
    """Opens workspaces, and alone knows which one is open.

    Of several choices the last one counts, and nothing of one workspace stays in the next. What
    changes profiles is waited for: see `SignIn.changing`.

    Attributes:
        sign_in: The way into the workspace that is open, or that is opened first.
        places: Those of the workspace that is open, by name.
        on_opened: Called when a workspace is open.

    Args:
        app: Shows it.
        sign_in: The way into the first one.
        settings: How the program is set up.
    """

    def __init__(self, app: "KinescopeApp", sign_in: SignIn, settings: Settings) -> None:
        self.sign_in = sign_in
        self.places: dict[str, Place] = {}
        self.on_opened: Callable[[], None] = lambda: None
        self._app = app
        self._settings = settings
        self._session: Session | None = None
        self._opening = asyncio.Lock()
        self._choice = object()  # what was chosen last: a profile, or to enter a token
        self._given_up: Export[Any] | None = None  # the user agreed to lose it
        self._is_asked_to_quit = False
        self._forgetting: asyncio.Task[None] | None = None

    @property
    def session(self) -> Session | None:
        """The session of the open workspace; None while there is none, or another one opens."""
        return None if self._opening.locked() else self._session

    @property
    def exchanges(self) -> "list[Exchange]":
        """What was asked, the oldest first."""
        return list(self._session.journal) if self._session is not None else []

    # Choosing one.

    def enter(self, sign_in: SignIn) -> None:
        """Open the workspace of a profile; the one that is open stays until there is a token."""
        self._choice = choice = object()
        is_listed = sign_in.profile in self.sign_in.choices
        self._app.in_background(partial(self._enter, sign_in, choice, is_listed=is_listed))

    def enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        self._choice = object()
        self._app.in_background(partial(self._ask_token, self.sign_in))

    def use(self, profile: Profile) -> None:
        """Open the workspace of a profile, unless it is already open."""
        session = self.session
        if session is None or isinstance(self._app.screen, screens.SignInScreen):
            return
        if profile == session.profile:
            self._app.notify(f"{profile.name} is already open.")
        else:
            self.enter(self.sign_in.for_profile(profile))

    async def use_named(self, name: str) -> None:
        """Open the workspace of a profile, or show those that there are."""
        choices = self.sign_in.choices
        profile = next((profile for profile in choices if profile.name == name), None)
        if profile is not None:
            self.use(profile)
            return
        if self.sign_in.is_demo:
            told = DEMO_ONLY
        else:
            told = f"Available: {', '.join(profile.name for profile in choices)}."
            told = f"No profile is called {name!r}. {told}" if name else told
        tell = self._app.warn if name else self._app.notify
        tell(told)
        await self._app.action_show("settings")

    async def _enter(self, sign_in: SignIn, choice: object, *, is_listed: bool) -> None:
        await call_in_daemon(partial(_import, _NEEDED_TO_ASK), limit_s=None)
        patience = Pause(self._app, self._app.clock, _PATIENCE_S)
        patience.then(self._say_what_is_waited_for)
        trouble = None
        try:
            found = await sign_in.find()
        except TokenStoreError as error:
            found, trouble = None, error
        finally:
            patience.cancel()
        name = one_line(sign_in.profile.name)
        async with sign_in.changing:
            if self._choice is not choice:
                return  # something else was chosen meanwhile
            if is_listed and sign_in.profile not in self.sign_in.choices:
                self._app.warn(f"Profile {name} no longer exists.")
                return
            if found is not None:
                if await self._may_drop_export(f"and opens {name}"):
                    await self._open(found, sign_in)
                return
        await self._ask_token(sign_in, trouble)

    def _say_what_is_waited_for(self) -> None:
        if isinstance(self._app.screen, SplashScreen):
            self._app.screen.say_what_is_waited_for()
        elif self._session is not None:
            self._app.notify("Getting the token from the keyring …")

    async def _ask_token(self, sign_in: SignIn, trouble: TokenStoreError | None = None) -> None:
        """Let a token be entered, and find out what it may read."""
        app = self._app
        if isinstance(app.screen, screens.SignInScreen):
            return
        if not await self._may_drop_export("and uses another token"):
            return
        can_leave = self._session is not None
        app.forget_held()  # it was not meant for a field that takes a token
        screen = screens.SignInScreen(sign_in, can_leave=can_leave, trouble=trouble)
        found = await app.push_screen_wait(screen)
        if found is None:
            self._given_up = None
            return
        if isinstance(found, SignIn):
            self.enter(found)
            return
        async with sign_in.changing:
            session = await self._open(found, sign_in)
        session.token_access.check()
        if sign_in.is_outdone and found.source is TokenSource.KEYRING:
            app.warn(OUTDONE, timeout=_LONG_S)

    async def _open(self, found: FoundToken, sign_in: SignIn) -> Session:
        """Show the workspace of a token; nothing of another one stays."""
        app = self._app
        async with self._opening:
            old = self._session
            if old is not None:
                await app.switch_mode(_OPENING)
                for name in self.places:
                    await app.remove_mode(name)
                await old.aclose()
                old.pacer.resume()  # a pause was meant for the other token
                app.clear_notifications()
                app.messages.clear()
                app.collector.let_go()
            session = self._session = sign_in.open(found)  # closed from now on, whoever quits
            self.sign_in = sign_in
            await session.open_memory()  # the old screens have written what was theirs
            if session.state_store.trouble:
                app.warn(session.state_store.trouble)
            self.places = all_places()
            last = self.places.get(session.state_store.last_place)
            begins = FIRST if last is None or last.is_passing else last.name
            if session.requests_of_file is not None:
                begins = _OF_FILE
                self.places = {begins: self.places[begins]}
            model = self._ask_ahead(session, begins)
            await call_in_daemon(partial(_import_to_show, app.size.width), limit_s=None)
            await app.stylesheet.read_ahead(screens.ListScreen.STYLE_PARTS)
            for name, place in self.places.items():
                asked = {"model": model} if name == begins and model is not None else {}
                workspace = OpenWorkspace(session, sign_in, self._settings, **asked)
                app.add_mode(name, partial(place.make, workspace))
            await app.switch_mode(begins)
        self.on_opened()
        later = partial(app.in_background, partial(self._import_the_rest, session))
        app.clock.call_later(_SOON_S, partial(app.call_later, later))
        return session

    def _ask_ahead(self, session: Session, place: str) -> "ListModel[Any] | None":
        """Ask for a place's list before there is a screen for it: that takes longer than to ask."""
        from kinescope_tui.resources.registry import RESOURCES

        resource = RESOURCES.get(place)
        if resource is None:
            return None
        model = resource.list_model(session)
        resource.list_memory(session.state_store).restore(model)
        self._app.in_background(partial(model.answer, model.ask(model.view)))
        return model

    async def _import_the_rest(self, session: Session) -> None:
        """Have ready what the next keys lead to, without holding up any of them."""
        await call_in_daemon(_have_ready, limit_s=None)
        await self._app.stylesheet.read_ahead()
        await self._app.stylesheet.read_defaults()
        if session is self._session:
            session.keep_requests("screen", self._app.warn)
        self._app.collector.keep()  # of what was imported, too

    # Leaving one.

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
        preview = Preview(title, text, f"discards it {when}", "discard")
        agreed = await self._app.push_screen_wait(preview)
        self._given_up = export if agreed else None
        return bool(agreed)

    def quit(self) -> None:
        """End the program; where that loses an export, ask, and end it when told once more."""
        export = self._session.export if self._session is not None else None
        if export is None or not export.is_at_stake or self._is_asked_to_quit:
            self._app.exit()
        else:
            self._is_asked_to_quit = True
            self._app.in_background(self._ask_and_quit)

    async def _ask_and_quit(self) -> None:
        try:
            if await self._may_drop_export("and quits"):
                self._app.exit()
        finally:
            self._is_asked_to_quit = False

    def forget(self) -> None:
        """Erase what is kept of this workspace's rows from one start to the next."""
        session = self.session
        if session is not None and (self._forgetting is None or self._forgetting.done()):
            self._forgetting = asyncio.get_running_loop().create_task(self._forget(session))
            self._app.in_background(partial(asyncio.shield, self._forgetting))

    async def _forget(self, session: Session) -> None:
        if session.has_index:  # first: its file is not to go while something is read into it
            await self._forget_index(session)
        try:
            await session.forget()
        except OSError as error:
            self._app.warn(f"Could not erase {error.filename}: {error.strerror}.")
        else:
            told = "Remembered rows and requests are erased. Nothing is kept until the next start."
            self._app.notify(told)

    async def _forget_index(self, session: Session) -> None:
        try:
            await session.index.forget()
        except NotSentError as error:
            self._app.warn(f"The index could not be erased. {error.message}")
        else:
            self._app.notify("The index has been erased.")

    def leave(self) -> None:
        """Note that the user ends the program: no start has failed."""
        if self._session is not None:
            self._session.state_store.leave()

    def break_off(self) -> None:
        """Note that the program broke: the next start is to know."""
        if self._session is not None:
            self._session.state_store.break_off()

    async def aclose(self) -> None:
        """End what is under way; what is to be erased is, unless that takes too long."""
        if self._forgetting is not None:
            await asyncio.gather(self._forgetting, return_exceptions=True)
        if self._session is not None:
            await self._session.aclose()


def _import(names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(ImportError):  # told where it is needed
            import_module(name)


def _import_to_show(width: int) -> None:
    _import(_NEEDED_TO_SHOW)
    from kinescope_tui.widgets.list_layout import PREVIEW_FROM  # read with the list

    if width >= PREVIEW_FROM:
        _import(_NEEDED_BESIDE)


def _have_ready() -> None:
    screens.import_all()
    _import(_NEEDED_LATER)
    from kinescope_tui.presentation.requests.support_bundle import versions

    versions()  # reads files
