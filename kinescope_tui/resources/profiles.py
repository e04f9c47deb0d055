"""Profiles, as the table of the settings shows them."""

from dataclasses import dataclass

from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.services.workspace.session import Profile


@dataclass(frozen=True, slots=True)
class ProfileRow:
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
