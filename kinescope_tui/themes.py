"""The program's own looks; every colour of the stylesheet comes from a theme."""

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

from kinescope_tui.api.text import clean
from kinescope_tui.readable import TEXT, ansi, readable
from kinescope_tui.services.setup.settings import DEFAULT_THEME, Colours, Settings, Source

_TEXT_IN_CONTRAST = 7.0  # WCAG 2, level AAA

DARK = Theme(
    name="kinescope-dark",
    primary="#8b9cff",
    secondary="#5ec4d6",
    accent="#d09cff",
    foreground="#d7dae3",
    background="#12141b",
    surface="#171a23",
    panel="#1f2330",
    success="#7fc98f",
    warning="#e0b46a",
    error="#ef7f86",
    dark=True,
)
LIGHT = Theme(
    name="kinescope-light",
    primary="#3d4fc4",
    secondary="#0b5f6e",
    accent="#a040c0",
    foreground="#22252e",
    background="#fbfbfd",
    surface="#f1f2f6",
    panel="#e3e5ee",
    success="#166330",
    warning="#b06a00",
    error="#a3222b",
    dark=False,
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
)
PROJECTOR = Theme(
    name="projector",
    primary="#ffcb6b",
    secondary="#7fd6c2",
    accent="#d9a3ff",
    foreground="#f3ead9",
    background="#100d13",
    surface="#18141d",
    panel="#231d2b",
    success="#a8d977",
    warning="#ff8f5a",
    error="#ff6f7d",
    dark=True,
)
"""A dark room and warm light."""

CELLULOID = Theme(
    name="celluloid",
    primary="#2b4c8c",
    secondary="#1f6b70",
    accent="#7a3e86",
    foreground="#33261c",
    background="#f7f0e3",
    surface="#f0e6d4",
    panel="#e6d9c1",
    success="#3f6b1f",
    warning="#b87400",
    error="#b3202c",
    dark=False,
)
"""Paper, sepia and ink."""

TEST_CARD = Theme(
    name="test-card",
    primary="#22c7ff",
    secondary="#ffe74a",
    accent="#ff6ae0",
    foreground="#f2f2f2",
    background="#0d0d0f",
    surface="#16161a",
    panel="#232329",
    success="#3fe878",
    warning="#ff9f1c",
    error="#ff5a5a",
    dark=True,
)
"""The bars of a television's test card."""

# The terminal's own colours, whatever they are; tints do not exist, what stands out is reversed.
SIXTEEN = Theme(
    name="kinescope-16",
    primary="ansi_cyan",
    secondary="ansi_cyan",
    accent="ansi_bright_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_bright_red",
    dark=True,
    ansi=True,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "input-selection-background": "ansi_cyan",
        "block-cursor-background": "ansi_cyan",
    },
)


THEMES = (DARK, LIGHT, CONTRAST, PROJECTOR, CELLULOID, TEST_CARD, SIXTEEN)


def readable_variables(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's variables so that everything is seen, whoever made the theme.

    Args:
        theme: The theme, one of Textual's too.
        variables: All that Textual makes of it.
    """
    if theme.ansi:
        return ansi(variables, is_dark=theme.dark)
    if theme.name == CONTRAST.name:
        return readable(variables, text=_TEXT_IN_CONTRAST, shape=TEXT)
    return readable(variables)


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
        told = f"No theme is called “{clean(wanted.value)}”; :theme completes the names."
        return name, told
    if not has_few or found.ansi:
        return found.name, ""
    is_own = wanted.source is not Source.DEFAULT
    told = f"{found.name} needs more than 16 colours; using {SIXTEEN.name}."
    return SIXTEEN.name, told if is_own else ""
