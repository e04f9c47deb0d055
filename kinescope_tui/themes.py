"""The program's own looks; every colour of the stylesheet comes from a theme."""

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from kinescope_tui.api.text import clean
from kinescope_tui.services.setup.settings import DEFAULT_THEME, Colours, Settings, Source

DARK = Theme(
    name="kinescope-dark",
    primary="#8b9cff",
    secondary="#5ec4d6",
    accent="#b79cff",
    foreground="#d7dae3",
    background="#12141b",
    surface="#171a23",
    panel="#1f2330",
    success="#7fc98f",
    warning="#e0b46a",
    error="#ef7f86",
    dark=True,
    variables={"footer-key-foreground": "#8b9cff", "footer-background": "#171a23"},
)
LIGHT = Theme(
    name="kinescope-light",
    primary="#3d4fc4",
    secondary="#0f7486",
    accent="#6b46c1",
    foreground="#22252e",
    background="#fbfbfd",
    surface="#f1f2f6",
    panel="#e3e5ee",
    success="#166330",
    warning="#7a4e00",
    error="#b3262e",
    dark=False,
    variables={
        "text-muted": "auto 68%",
        "footer-key-foreground": "#3d4fc4",
        "footer-background": "#f1f2f6",
    },
)
CONTRAST = Theme(
    name="kinescope-contrast",
    primary="#ffe14d",
    secondary="#5cf2ff",
    accent="#ff9cf5",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#2b2b2b",
    success="#5dff7a",
    warning="#ffc266",
    error="#ff8080",
    dark=True,
    variables={
        "text-muted": "#e6e6e6",
        "footer-key-foreground": "#ffe14d",
        "footer-background": "#000000",
    },
)
# The terminal's own colours, whatever they are; tints do not exist, what stands out is reversed.
SIXTEEN = Theme(
    name="kinescope-16",
    primary="ansi_cyan",
    secondary="ansi_cyan",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    ansi=True,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "input-selection-background": "ansi_cyan",
        "block-cursor-background": "ansi_cyan",
    },
)

_FRAME = "28%"  # of the foreground: that much is seen on every theme's background


def _as_they_are(theme: Theme) -> Theme:
    """Let a theme's colours be those of texts too; Textual makes them paler, for any ground."""
    names = ("primary", "secondary", "accent", "success", "warning", "error")
    texts = {f"text-{name}": str(getattr(theme, name)) for name in names}
    return replace(theme, variables=texts | theme.variables)


THEMES = (*map(_as_they_are, (DARK, LIGHT, CONTRAST)), SIXTEEN)


def own_variables(theme: Theme) -> dict[str, str]:
    """Return the stylesheet's own variables in any theme, Textual's included: `$frame`."""
    foreground = theme.foreground or theme.to_color_system().generate()["foreground"]
    return {"frame": "ansi_bright_black" if theme.ansi else f"{foreground} {_FRAME}"}


def chosen_theme(
    settings: Settings, available: Mapping[str, Theme], *, has_few_colours: bool
) -> tuple[str, str]:
    """Return the theme that the user wants, if the terminal can show it, and why it is another.

    Args:
        settings: What is wanted.
        available: The themes by name.
        has_few_colours: Whether the terminal has sixteen, or none.
    """
    wanted, has_few = settings.theme, has_few_colours or settings.colours.value is not Colours.AUTO
    found = available.get(wanted.value)
    if found is None:
        name = SIXTEEN.name if has_few else DEFAULT_THEME
        told = f"There is no theme “{clean(wanted.value)}”; :theme completes those there are."
        return name, told
    if not has_few or found.ansi:
        return found.name, ""
    is_own = wanted.source is not Source.DEFAULT
    told = f"{found.name} needs more than 16 colours; {SIXTEEN.name} is shown."
    return SIXTEEN.name, told if is_own else ""
