"""Names of profiles."""

_LONGEST = 64


class ProfileNameError(ValueError):
    """No profile can be called so; the message says why."""


def parse_profile_name(text: str) -> str:
    """Return the name in a text without the spaces around it.

    Raises:
        ProfileNameError: It is empty, too long, or not printable.
    """
    name = text.strip()
    if not (name.isprintable() and 0 < len(name) <= _LONGEST):
        raise ProfileNameError(f"a name must have 1 to {_LONGEST} printable characters.")
    return name
