"""The option that names a profile: checked, and completed by the shell."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.profile_store import ProfileStore


def profile_store() -> "ProfileStore":
    """Return the profiles of the user."""
    from kinescope_tui.services.setup.own_folders import config_folder, state_folder
    from kinescope_tui.services.workspace.profile_store import ProfileStore

    return ProfileStore(config_folder(), state_folder())


def parsed_name(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """Return the name without the spaces around it.

    Raises:
        click.BadParameter: No profile can be called so.
    """
    from kinescope_tui.services.workspace.profile_name import ProfileNameError, parse_profile_name

    try:
        return None if name is None else parse_profile_name(name)
    except ProfileNameError as error:
        raise click.BadParameter(str(error)) from None


def known_names(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    """Return the profiles whose names begin so; neither keyring nor network is asked."""
    return [profile.name for profile in profile_store().profiles if profile.name.startswith(begun)]


own_profile = click.option(
    "--profile", callback=parsed_name, shell_complete=known_names, help="Profile to use."
)
"""For a command; it wins over the one before the command."""
