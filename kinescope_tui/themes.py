"""The program's own looks; every colour of the stylesheet comes from a theme."""

from textual.theme import Theme

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
    success="#1f7a3a",
    warning="#8a5a00",
    error="#b3262e",
    dark=False,
    variables={"footer-key-foreground": "#3d4fc4", "footer-background": "#f1f2f6"},
)
THEMES = (DARK, LIGHT)
