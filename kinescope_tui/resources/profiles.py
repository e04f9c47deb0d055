"""Profiles, as the table of the settings shows them."""

import msgspec

from kinescope_tui.presentation import settings_page
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.services.workspace.profile_list import ProfileList
from kinescope_tui.services.workspace.session import Profile


class ProfileRow(msgspec.Struct, frozen=True):
    """A profile with what is known of it.

    Attributes:
        is_open: Whether its workspace is the one that is shown.
        api: Its address in words.
        token: Where its token comes from.
        checked: When its token was checked last.
    """

    profile: Profile
    is_open: bool
    api: Cell
    token: Cell
    checked: Cell

    @property
    def id(self) -> str:
        """The name, by which it is found again."""
        return self.profile.name


def _name(row: ProfileRow) -> Cell:
    sign = "●" if row.is_open else " "
    return Cell(f"{sign} {one_line(row.profile.name)}", Tone.GOOD if row.is_open else Tone.PLAIN)


PROFILE_COLUMNS: tuple[Column[ProfileRow], ...] = (
    Column("  PROFILE", 14, _name, is_flexible=True),
    Column("API", 24, lambda row: row.api, is_flexible=True),
    Column("TOKEN", 16, lambda row: row.token),
    Column("CHECKED", 13, lambda row: row.checked),
)


def profile_rows(profiles: ProfileList) -> list[ProfileRow]:
    """Return a row for each profile."""
    return [_row(profiles, profile) for profile in profiles.choices]


def _row(profiles: ProfileList, profile: Profile) -> ProfileRow:
    session, is_open = profiles.session, profiles.is_open(profile)
    source = profiles.source(profile)
    return ProfileRow(
        profile,
        is_open,
        Cell("built in, no network" if profiles.sign_in.is_demo else profile.base_url),
        settings_page.token_word(profile, profiles.keyring)
        if source is None
        else settings_page.source_word(source),
        settings_page.checked_word(session.token_access, session.clock.utc_now())
        if is_open
        else Cell(MISSING, Tone.MUTED),
    )
