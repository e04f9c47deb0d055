"""The profiles as a table, and what can be done with them."""

from functools import partial

from textual import work
from textual.message import Message

from kinescope_tui.api.base_url import DEFAULT_BASE_URL
from kinescope_tui.api.order import Order
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.dialogs.profile_dialog import ProfileDialog
from kinescope_tui.presentation.profile_words import removal_told, removed_told, renamed_told
from kinescope_tui.resources.profiles import PROFILE_COLUMNS, ProfileRow, profile_rows
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.workspace.profile_list import ProfileList
from kinescope_tui.services.workspace.profile_store import ProfileStoreError
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.sign_in import DEMO_ONLY
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.widgets.virtual_table import VirtualTable

_MAX_ROWS = 6  # the others are scrolled to


class ProfilesPanel(VirtualTable[ProfileRow]):
    """Shows a list of profiles, adds to it, renames in it and removes from it."""

    class Edited(Message):
        """A profile was added, renamed or removed."""

    def __init__(self, profiles: ProfileList) -> None:
        super().__init__(PROFILE_COLUMNS)
        self._profiles = profiles

    def show_profiles(self) -> None:
        """Show the profiles as they are now, with the cursor where it was, else on the open one."""
        rows = InMemoryRows(profile_rows(self._profiles))
        name = self.item.id if self.item is not None else self._profiles.session.profile.name
        last = len(self._profiles.choices) - 1
        self.show(rows, Order(), cursor_row=min(rows.row_of(name) or 0, last))

    @property
    def lines(self) -> int:
        """How many lines it needs; with more profiles than some it is scrolled."""
        return 1 + min(len(self._profiles.choices), _MAX_ROWS)

    @property
    def _is_refused(self) -> bool:
        if self._profiles.sign_in.is_demo:
            self.warn(DEMO_ONLY)
        return self._profiles.sign_in.is_demo or not self.screen.is_active

    def add(self) -> None:
        """Ask for a name and an address."""
        if self._is_refused:
            return

        def tell(profile: Profile) -> None:
            self.post_message(self.Edited())
            self.notify(f"Added {profile.name}. Press enter on it to add its token.")

        dialog = ProfileDialog(
            "New profile",
            "Choose a name and set the API address. The token comes next.",
            Profile("", DEFAULT_BASE_URL),
            self._profiles.add,
            asks_address=True,
        )
        dialog.ask(self.app, tell)

    def rename(self) -> None:
        """Ask for another name for the profile under the cursor."""
        if self.item is None or self._is_refused:
            return
        profile = self.item.profile

        async def keep(renamed: Profile) -> None:
            left = await self._profiles.rename(profile, renamed.name)
            if renamed.name == profile.name:
                return
            self.post_message(self.Edited())
            tell = self.warn if left is not None else self.notify
            tell(renamed_told(profile, renamed.name, left), title="Renamed")

        dialog = ProfileDialog(
            f"Rename {profile.name}",
            "The token in the keyring and the saved views are renamed too.",
            profile,
            keep,
            asks_address=False,
        )
        self.app.push_screen(dialog)

    async def remove_chosen(self) -> None:
        """Ask whether the profile under the cursor may go, and say what goes with it."""
        if self.item is None or self._is_refused:
            return
        profile = self.item.profile
        try:
            going = await self._profiles.belongings(profile)
        except ProfileStoreError as error:
            self.notify(f"{profile.name}: {error}", severity="error")
            return
        told = removal_told(profile, going)
        preview = Preview(f"Remove {profile.name}?", told, "removes", "remove")
        preview.ask(self.app, lambda _agreed: self._remove(profile, going.views))

    @work(description="remove")
    async def _remove(self, profile: Profile, views: int) -> None:
        complain = partial(self.notify, severity="error")
        try:
            had_token = await self._profiles.remove(profile)
        except TokenStoreError as error:
            complain(f"{profile.name} stays. {error.message} {error.next_step}")
        except ProfileStoreError as error:
            complain(f"{profile.name}: {error}")
        else:
            self.notify(removed_told(profile, views, had_token=had_token), title="Removed")
        self.post_message(self.Edited())
