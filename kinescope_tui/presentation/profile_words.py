"""What is said about changing profiles."""

from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.services.workspace.profile_list import Belongings
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_store import TokenStoreError


def renamed_told(profile: Profile, name: str, left: TokenStoreError | None) -> str:
    """Return what a profile is called now, and what the keyring kept under its old name."""
    told = f"{profile.name} is now {name}; its token and saved views were kept."
    return f"{told} The keyring still has the old entry: {left.message}" if left else told


def removal_told(profile: Profile, going: Belongings) -> str:
    """Return what goes with a profile, before it does."""
    lines = [f"its name and its address {profile.base_url}"]
    if going.has_token is None:
        lines.append("its token, if the keyring has one (the keyring did not answer)")
    elif going.has_token:
        lines.append("its token in the keyring")
    if going.views:
        lines.append(plural(going.views, "saved view"))
    lines = ["This will be permanently removed:", *(f"  - {what}" for what in lines)]
    if going.is_open:
        lines += ["", "This profile is open: the session continues until you leave."]
    lines += ["", "Nothing changes at Kinescope; the token stays valid."]
    return "\n".join(lines)


def removed_told(profile: Profile, views: int, *, had_token: bool) -> str:
    """Return what went with a profile."""
    gone = ["its name", "its token" if had_token else "no token (there was none)"]
    gone += [plural(views, "saved view")] if views else []
    return f"{profile.name}: {', '.join(gone)}."
