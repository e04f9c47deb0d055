"""Profiles, the token's reach, and how the program is set up; each value with its source."""

import os

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.base_url import DEFAULT_BASE_URL
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.order import Order
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.dialogs.profile_dialog import ProfileDialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation import settings_page
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.profiles import PROFILE_COLUMNS, ProfileRow
from kinescope_tui.screens.navigation import OpenProfile
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.command_line import Command
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.setup.diagnostics import (
    Display,
    at_home,
    colours,
    diagnostics,
    terminal,
)
from kinescope_tui.services.setup.network_settings import network_settings
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.services.setup.sourced_value import SourcedValue
from kinescope_tui.services.workspace.profile_store import FILE_NAME, ProfileStoreError
from kinescope_tui.services.workspace.profiles import KeyringStatus, Profiles
from kinescope_tui.services.workspace.session import Profile, Session, TokenSource
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.tab_line import TabLine
from kinescope_tui.widgets.virtual_table import VirtualTable

DEMO_ONLY = "The demo has only its own profile; kinescope-tui without demo opens yours."
"""Why no other workspace can be opened there."""

_MAX_PROFILES = 6  # rows of the table beside the sections; the others are scrolled to
_PROFILES, _TOKEN, _NETWORK, _APPEARANCE, _KEYS, _DIAGNOSTICS = range(6)
_TITLES = ("Profiles", "Token", "Network", "Appearance", "Keys", "Diagnostics")


class SettingsScreen(SessionScreen):
    """Shows all of it on one page beneath the profiles, or a tab alone; changes profiles.

    Args:
        session: The open workspace.
        sign_in: The way into it, and into the others.
        settings: How the program is set up.
    """

    BINDINGS = keymap.bindings("settings", "token")
    KEY_GROUPS = ("settings", "token", "scroll")

    table: query_one[VirtualTable[ProfileRow]] = query_one(VirtualTable)
    page = query_one(ScrollPage)
    tab_line = query_one(TabLine)

    def __init__(self, session: Session, sign_in: SignIn, settings: Settings) -> None:
        super().__init__(session)
        self._settings = settings
        self._sign_in = sign_in
        self._look: KeyringStatus | None = None
        self._facts: list[SourcedValue] = []

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs, the profiles, and a box for each section."""
        yield TabLine()
        yield VirtualTable(PROFILE_COLUMNS)
        with ScrollPage(classes="-overview"):
            for number in range(len(_TITLES)):
                yield SectionBox(id=f"section-{number}")

    def on_mount(self) -> None:
        """Show what is known, and ask the keyring and this computer for the rest."""
        super().on_mount()
        self.tab_line.titles = _TITLES
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show())
        self.show()
        self._show_tab(_PROFILES)
        self.refresh_view()

    def on_screen_resume(self) -> None:
        """Tell what happened meanwhile."""
        super().on_screen_resume()
        self.show()

    def on_resize(self) -> None:
        """Tell the new size."""
        super().on_resize()
        self.call_after_refresh(self.show)

    def refresh_view(self) -> None:
        """Ask the keyring and this computer again; the token's reach has a key of its own."""
        self._ask_keyring()
        self._ask_computer()

    @work(exclusive=True, group="keyring")
    async def _ask_keyring(self) -> None:
        if self._sign_in.is_demo:
            return
        self._look = None
        self.show()
        workspaces = Profiles(self._sign_in.profiles, self._sign_in.store)
        self._look = await workspaces.look(self._sign_in.choices)
        self.show()

    @work(exclusive=True, group="computer")
    async def _ask_computer(self) -> None:
        profiles = self._sign_in.profiles
        self._facts = await diagnostics(profiles.folder, profiles.state_folder)
        self.show()

    @property
    def _display(self) -> Display:
        return Display(*self.app.size, colours=self.app.console.color_system or "")

    # Showing.

    @property
    def shown_exchange(self) -> Exchange | None:
        """The last request that there was."""
        return next((e for e in self.session.journal.newest_first if not e.is_open), None)

    @property
    def copyables(self) -> list[Copyable]:
        """The diagnostics."""
        return [Copyable("report", "diagnostics", self._report, is_shown_first=True)]

    def on_access_change(self) -> None:
        """Show what was found out about the token."""
        super().on_access_change()
        self.show()

    def show(self) -> None:
        """Show everything as it is known now."""
        if not self.is_attached:
            return
        self._show_profiles()
        for number, section in enumerate(self._sections):
            self.query_one(f"#section-{number}", SectionBox).section = section
        folder = self._sign_in.profiles.folder
        kept = f"configuration {at_home(folder)}" if folder is not None else "nothing is kept"
        count = plural(len(self._sign_in.choices), "profile")
        self.status_bar.position = (f"{self.session.profile.name} of {count}", kept)
        self.update_status()

    def _show_profiles(self) -> None:
        rows = [self._row(profile) for profile in self._sign_in.choices]
        item = self.table.item
        here = InMemoryRows(rows)
        row = here.row_of(item.id) if item is not None else here.row_of(self.session.profile.name)
        self.table.show(here, Order(), cursor_row=min(row or 0, len(rows) - 1))
        self.table.styles.height = 1 + min(len(rows), _MAX_PROFILES)

    def _row(self, profile: Profile) -> ProfileRow:
        is_open = profile == self.session.profile
        source = self.session.source
        is_known = is_open and source is not TokenSource.KEYRING
        token = settings_page.source_word(source) if is_known else self._token_word(profile)
        checked = Cell(MISSING, Tone.MUTED)
        if is_open:
            checked = settings_page.checked_word(
                self.session.token_access, self.session.clock.utc_now()
            )
        api = "built in, no network" if self._sign_in.is_demo else profile.base_url
        return ProfileRow(profile, is_open, Cell(api), token, checked)

    def _token_word(self, profile: Profile) -> Cell:
        if profile in self._sign_in.known_tokens:
            return settings_page.source_word(self._sign_in.known_tokens[profile].source)
        return settings_page.token_word(profile, self._look)

    @property
    def _sections(self) -> list[Section]:
        reach, now = self.session.token_access, self.session.clock.utc_now()
        return [
            settings_page.token_section(self.session.source, self._address, self._look),
            settings_page.access_section(reach, now),
            settings_page.facts_section("Network", self._network),
            settings_page.facts_section(
                "Appearance", self._appearance, hint("{settings.theme} changes the theme")
            ),
            settings_page.facts_section("Keys", self._keys, hint("{view.help} lists them")),
            settings_page.facts_section(
                "Diagnostics", self._diagnostics, hint("{settings.report} shows a report to copy")
            ),
        ]

    @property
    def _address(self) -> SourcedValue:
        profile = self.session.profile
        if self._sign_in.is_demo:
            return SourcedValue("API", profile.base_url, "the embedded imitation")
        recorded, variable = self._sign_in.profiles.profiles, os.environ.get("KINESCOPE_BASE_URL")
        source = settings_page.address_source(profile, recorded, variable, FILE_NAME)
        return SourcedValue("API", profile.base_url, source)

    @property
    def _network(self) -> list[SourcedValue]:
        return network_settings(self._sign_in.client_factory)

    @property
    def _appearance(self) -> list[SourcedValue]:
        return settings_page.appearance(self._settings, self.app.theme, colours(self._display))

    @property
    def _keys(self) -> list[SourcedValue]:
        return settings_page.keys(self._settings)

    @property
    def _diagnostics(self) -> list[SourcedValue]:
        return [*self._facts, terminal(self._display)]

    @property
    def _report(self) -> str:
        facts = [*self._diagnostics, *self._appearance, *self._network]
        if not self._sign_in.is_demo:
            look = self._look
            state = settings_page.keyring_state(look).text if look is not None else "not answered"
            name = look.backend if look is not None else ""
            facts.append(SourcedValue("Keyring", f"{name or MISSING}, {state}"))
        told = self.shown_exchange
        if told is not None:
            facts.append(SourcedValue("Last request", told.request_id or MISSING))
        return settings_page.diagnostics_report(facts)

    # Tabs.

    def action_move_tab(self, places: int) -> None:
        """Show another tab, around the ends."""
        self._show_tab((self.tab_line.active + places) % len(_TITLES))

    @on(TabLine.Chosen)
    def show_clicked(self, event: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self._show_tab(event.tab)

    def _show_tab(self, tab: int) -> None:
        self.tab_line.active = tab
        is_all = tab == _PROFILES
        # The token's section and its reach belong together.
        shown = {0, 1} if tab == _TOKEN else {tab}
        for number in range(len(_TITLES)):
            self.query_one(f"#section-{number}").display = is_all or number in shown
        self.page.set_class(is_all or tab == _TOKEN, "-overview")
        self.page.scroll_to(y=0, animate=False)
        self.table.display = is_all
        (self.table if is_all else self.page).focus()

    def go_to(self, command: Command) -> bool:
        """Go to a row that was typed."""
        return self.table.go_to(command)

    # What can be done.

    @on(VirtualTable.Opened)
    def action_use_profile(self) -> None:
        """Open the workspace under the cursor."""
        if self.table.display and self.table.item is not None and self.is_on_top:
            self.post_message(OpenProfile(self, self.table.item.profile))

    def action_check_reach(self) -> None:
        """Find out what the token may read."""
        self.session.token_access.check()

    def action_new_profile(self) -> None:
        """Ask for a name and an address."""
        if self._is_refused:
            return
        workspaces = Profiles(self._sign_in.profiles, self._sign_in.store)

        def tell(profile: Profile | None) -> None:
            if profile is not None:
                self.refresh_view()
                told = f"{profile.name} is in the list; enter on it asks for its token."
                self.notify(told, title="Added", markup=False)

        self.app.push_screen(
            ProfileDialog(
                "New profile",
                "A name of your choice, and the address of the API. The token comes next.",
                Profile("", DEFAULT_BASE_URL),
                workspaces.add,
                asks_address=True,
            ),
            tell,
        )

    def action_rename_profile(self) -> None:
        """Ask for another name for the profile under the cursor."""
        item = self.table.item
        if item is None or self._is_refused:
            return
        profile, is_open = item.profile, item.is_open
        left: list[TokenStoreError] = []

        async def keep(renamed: Profile) -> None:
            if renamed.name == profile.name:
                return
            _, trouble = await self._sign_in.rename(profile, renamed.name)
            left.extend([trouble] if trouble is not None else [])

        def tell(renamed: Profile | None) -> None:
            if renamed is None or renamed == profile:
                return
            if is_open:
                self.session.profile = renamed
                self.session.views = self._sign_in.client_factory.views
                self.session.state_store.follow(self._sign_in.client_factory.state_store)
                self.show_workspace()
            self.refresh_view()
            told = f"{profile.name} is {renamed.name} now, with its token and saved views."
            if left:
                told += f" The keyring kept the old entry, too: {left[0].message}"
            self.notify(
                told, title="Renamed", severity="warning" if left else "information", markup=False
            )

        self.app.push_screen(
            ProfileDialog(
                f"Rename {profile.name}",
                "The token in the keyring and the saved views get the new name, too.",
                profile,
                keep,
                asks_address=False,
            ),
            tell,
        )

    def action_remove_profile(self) -> None:
        """Ask whether the profile under the cursor may go, and say what goes with it."""
        item = self.table.item
        if item is None or self._is_refused:
            return
        profile = item.profile
        views = len(self._sign_in.profiles.views(profile.name))
        going = [f"its name and its address {profile.base_url}"]
        holds = self._look.holds.get(profile) if self._look is not None else None
        if holds is None:
            going.append("its token, if the keyring holds one (it did not say)")
        elif holds:
            going.append("its token in the keyring")
        if views:
            going.append(plural(views, "saved view"))
        lines = ["This goes, and does not come back:", *(f"  - {what}" for what in going)]
        if item.is_open:
            lines += ["", "It is the open one: the session goes on until you leave."]
        lines += ["", "Nothing changes at Kinescope; the token stays valid there."]

        def remove(agreed: bool | None) -> None:
            if agreed:
                self._remove(profile, views)

        self.app.push_screen(
            Preview(f"Remove {profile.name}?", "\n".join(lines), "removes"), remove
        )

    @work
    async def _remove(self, profile: Profile, views: int) -> None:
        try:
            had_token = await self._sign_in.remove(profile)
        except TokenStoreError as error:
            told = f"{profile.name} stays. {error.message} {error.next_step}"
            self.notify(told, severity="error", markup=False)
            return
        except ProfileStoreError as error:
            self.notify(f"{profile.name}: {error}", severity="error", markup=False)
            return
        if profile == self.session.profile:
            if self.session.source is TokenSource.KEYRING:
                self.session.source = TokenSource.TYPED
            self.session.views = self._sign_in.client_factory.views = self._sign_in.profiles.views(
                profile.name
            )
            self.show_workspace()
        self.refresh_view()
        gone = ["its name", "its token" if had_token else "no token, there was none"]
        gone += [plural(views, "saved view")] if views else []
        self.notify(f"{profile.name}: {', '.join(gone)}.", title="Removed", markup=False)

    @property
    def _is_refused(self) -> bool:
        if self._sign_in.is_demo:
            self.notify(DEMO_ONLY, severity="warning")
        return self._sign_in.is_demo or not self.is_on_top

    def action_change_theme(self) -> None:
        """Offer the themes; each is shown as it is chosen."""
        self.app.search_themes()

    def action_report(self) -> None:
        """Show the diagnostics, and copy them when the user agrees."""
        if self.is_on_top:
            self._take_choice(self.copyables[0])
