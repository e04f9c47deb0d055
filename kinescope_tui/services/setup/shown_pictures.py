"""Whether pictures are shown in this terminal."""

from collections.abc import Mapping

from kinescope_tui.services.setup.settings import Colours, Glyphs, Posters, Settings

_ENOUGH = {"256", "truecolor"}  # colour systems; with fewer a picture is none


def shows_pictures(settings: Settings, environment: Mapping[str, str], colours: str | None) -> bool:
    """Return whether posters are shown.

    Over SSH they cost more than what they show: there the user has to ask for them.

    Args:
        settings: Of the user.
        environment: Variables, of which those of SSH tell that the terminal is elsewhere.
        colours: The terminal's colour system.
    """
    if settings.posters.value is not Posters.AUTO:
        return settings.posters.value is Posters.ON
    is_remote = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    is_plain = settings.colours.value is not Colours.AUTO or settings.glyphs.value is Glyphs.ASCII
    return colours in _ENOUGH and not is_remote and not is_plain
