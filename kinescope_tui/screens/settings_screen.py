"""Profiles, the token's reach, and how the program is set up; each value with its source."""

import os

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.text import clean
from kinescope_tui.keys import keymap
from kinescope_tui.presentation import settings_page
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.navigation import OpenProfile
from kinescope_tui.screens.profiles_panel import ProfilesPanel
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.setup.diagnostics import (
    Display,
    at_home,
    colours,
    diagnostics,
    settings_file,
    terminal,
)
from kinescope_tui.services.setup.network_settings import network_settings
from kinescope_tui.services.setup.settings import Settings
from kinescope_tui.services.setup.sourced_value import SourcedValue
from kinescope_tui.services.workspace.kept_here import KeptHere, kept_here
from kinescope_tui.services.workspace.profile_list import ProfileList
from kinescope_tui.services.workspace.profile_store import FILE_NAME
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.themes import THEMES
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.tab_line import TabLine
from kinescope_tui.widgets.theme_gallery import ThemeGallery
from kinescope_tui.widgets.virtual_table import VirtualTable

_COLUMNS = ((0, 1, 3), (2, 4, 6, 5))  # the sections that stand in each
_SECTIONS = 7
_FRAME = 2  # lines
_SHOWN_THEMES = [theme for theme in THEMES if not theme.ansi]
_PROFILES, _TOKEN, _NETWORK, _APPEARANCE, _KEYS, _DIAGNOSTICS = range(6)
_TITLES = ("Profiles", "Token", "Network", "Appearance", "Keys", "Diagnostics")


class SettingsScreen(SessionScreen):
    """Shows all of it on one page beneath the profiles; tabs lead to their sections.

    Args:
        session: The open workspace.
        sign_in: The way into it, and into the others.
        settings: How the program is set up.
    """

    BINDINGS = keymap.bindings("settings", "token")
    KEY_GROUPS = ("settings", "token", "scroll")

    table = query_one(ProfilesPanel)
    page = query_one(ScrollPage)
    pane = query_one("#profiles", Pane)
    tab_line = query_one(TabLine)

    def __init__(self, session: Session, sign_in: SignIn, settings: Settings) -> None:
        super().__init__(session)
        self._settings = settings
        self._sign_in = sign_in
        self.profiles = ProfileList(session, sign_in)
        self._facts: list[SourcedValue] = []
        self._file: list[SourcedValue] = []
        self._kept = KeptHere()

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs, the profiles, and a box for each section."""
        yield TabLine()
        with Pane(_TITLES[_PROFILES], id="profiles"):
            yield ProfilesPanel(self.profiles)
        with ScrollPage(classes="-overview"):
            for column in _COLUMNS:
                with Vertical(classes="column"):
                    for number in column:
                        yield SectionBox(id=f"section-{number}")
                        if number == _APPEARANCE:
                            yield ThemeGallery()

    def on_mount(self) -> None:
        """Show what is known, and ask the keyring and this computer for the rest."""
        super().on_mount()
        self.tab_line.titles = _TITLES
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show())
        self._show_tab(_PROFILES)
        self.refresh_view()

    def on_resize(self) -> None:
        """Tell the new size."""
        self.call_after_refresh(self.show)

    def refresh_view(self) -> None:
        """Ask the keyring and this computer again; the token's reach has a key of its own."""
        self._ask_keyring()
        self._ask_computer()

    @work(exclusive=True, group="keyring")
    async def _ask_keyring(self) -> None:
        answer = self.profiles.ask_keyring()
        self.show()
        await answer
        self.show()

    @work(exclusive=True, group="computer")
    async def _ask_computer(self) -> None:
        profiles = self._sign_in.profiles
        self._file = [await settings_file(self._settings.path)]
        self._facts = await diagnostics(profiles.folder, profiles.state_folder)
        self.show()
        self._kept = await kept_here(self.session)
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
        path = self._settings.path
        return [
            Copyable("report", "diagnostics", self._report, is_shown_first=True),
            Copyable("path", "settings file", clean(str(path)) if path is not None else ""),
        ]

    def on_access_change(self) -> None:
        """Show what was found out about the token."""
        super().on_access_change()
        self.show()

    def show(self) -> None:
        """Show everything as it is known now."""
        if not self.is_attached:
            return
        self.table.show_profiles()
        is_in_frame = is_framed(*self.size)
        self.pane.styles.height = self.table.lines + (_FRAME if is_in_frame else 0)
        for number, section in enumerate(self._sections):
            self.query_one(f"#section-{number}", SectionBox).section = section
        gallery = self.query_one(ThemeGallery)
        gallery.themes, gallery.shown = _SHOWN_THEMES, self.app.theme
        folder = self._sign_in.profiles.folder
        kept = (
            f"configuration {at_home(folder)}" if folder is not None else "demo: nothing is saved"
        )
        count = plural(len(self._sign_in.choices), "profile")
        told = f"{one_line(self.session.profile.name)} is open · {count}"
        self.pane.tell(_TITLES[_PROFILES], told, kept)
        self.status_bar.position = ("", "") if is_in_frame else (told, kept)
        self.update_status()

    @property
    def _sections(self) -> list[Section]:
        reach, now = self.session.token_access, self.session.clock.utc_now()
        network, keys = (
            network_settings(self._sign_in.client_factory),
            [*settings_page.keys(self._settings), *self._file],
        )
        return [
            settings_page.token_section(self.session.source, self._address, self.profiles.keyring),
            settings_page.access_section(reach, now),
            settings_page.facts_section("Network", network),
            settings_page.facts_section(
                "Appearance", self._appearance, hint("{settings.theme} changes the theme")
            ),
            settings_page.facts_section(
                "Keys",
                keys,
                hint("{view.help} lists them · {view.copy} {copy.path} copies the file path"),
            ),
            settings_page.facts_section(
                "Diagnostics", self._diagnostics, hint("{settings.report} shows a report to copy")
            ),
            settings_page.facts_section(
                "Kept on this computer", settings_page.kept(self._kept, self._settings, now)
            ),
        ]

    @property
    def _address(self) -> SourcedValue:
        profile = self.session.profile
        if self._sign_in.is_demo:
            return SourcedValue("API", profile.base_url, "the built-in demo server")
        recorded, variable = self._sign_in.profiles.profiles, os.environ.get("KINESCOPE_BASE_URL")
        source = settings_page.address_source(profile, recorded, variable, FILE_NAME)
        return SourcedValue("API", profile.base_url, source)

    @property
    def _appearance(self) -> list[SourcedValue]:
        return settings_page.appearance(self._settings, self.app.theme, colours(self._display))

    @property
    def _diagnostics(self) -> list[SourcedValue]:
        return [*self._facts, terminal(self._display)]

    @property
    def _report(self) -> str:
        facts = [
            *self._diagnostics,
            *self._appearance,
            *network_settings(self._sign_in.client_factory),
            *settings_page.kept(self._kept, self._settings, self.session.clock.utc_now()),
        ]
        if not self._sign_in.is_demo:
            look = self.profiles.keyring
            state = settings_page.keyring_state(look).text if look is not None else "no response"
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
        # The token's section and its reach belong together, and so do the profiles and all.
        chosen = {0, 1} if tab == _TOKEN else {tab} if tab != _PROFILES else set()
        for number in range(_SECTIONS):
            self.query_one(f"#section-{number}").set_class(number in chosen, "-chosen")
        if chosen:
            first = self.query_one(f"#section-{min(chosen)}")
            self.page.scroll_to_widget(first, animate=False, top=True)
        else:
            self.page.scroll_to(y=0, animate=False)
        (self.page if chosen else self.table).focus()

    # What can be done.

    @on(VirtualTable.Opened)
    def action_use_profile(self) -> None:
        """Open the workspace under the cursor."""
        if self.table.item is not None and self.is_on_top:
            self.post_message(OpenProfile(self, self.table.item.profile))

    def action_check_reach(self) -> None:
        """Find out what the token may read."""
        self.session.token_access.check()

    @on(ProfilesPanel.Edited)
    def take_in_profiles(self) -> None:
        """Tell who it is now, and ask the keyring again."""
        self.on_access_change()
        self.refresh_view()

    def action_new_profile(self) -> None:
        """Ask for a name and an address."""
        self.table.add()

    def action_rename_profile(self) -> None:
        """Ask for another name for the profile under the cursor."""
        self.table.rename()

    async def action_remove_profile(self) -> None:
        """Ask whether the profile under the cursor may go."""
        await self.table.remove_chosen()

    def action_change_theme(self) -> None:
        """Offer the themes; each is shown as it is chosen."""
        self.app.search_themes()

    def action_report(self) -> None:
        """Show the diagnostics, and copy them when the user agrees."""
        if self.is_on_top:
            self.copying.take(self.copyables[0])
