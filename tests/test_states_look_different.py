"""In every theme that is offered a fault, work, and what is well have colours of their own."""

from itertools import combinations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from kinescope_tui.readable import APART, TEXT, contrast, difference
from kinescope_tui.themes import THEMES, readable_variables

COLOURED = {theme.name: theme for theme in (*BUILTIN_THEMES.values(), *THEMES) if not theme.ansi}
STATES = ("error", "success", "warning", "secondary")
HUES = (*STATES, "primary", "accent")
_PALE = 18  # where grounds are so light that texts on them are all but white
_ROUNDED = 8  # degrees of a hue
_SEEN = 1.1  # of two grounds beside each other


@pytest.mark.parametrize("name", COLOURED)
def test_states_are_not_taken_for_each_other(name: str) -> None:
    theme = COLOURED[name]
    variables = readable_variables(theme, {**theme.to_color_system().generate(), **theme.variables})

    def color(name: str) -> Color:
        return Color.parse(variables[name])

    is_ours = name in {own.name for own in THEMES}
    for one, other in combinations(HUES if is_ours else STATES, 2):
        for kind, least in (("text", APART if is_ours else _PALE), ("bar", APART)):
            found = difference(color(f"{kind}-{one}"), color(f"{kind}-{other}"))
            assert found >= least, (kind, one, other)
    # What says how it stands is of the family that it was meant to be, and a theme's first colour
    # is what it is known by.
    for hue in HUES if is_ours else ("primary", "error", "success", "warning"):
        most = 0.0 if is_ours or hue == "primary" else 30.0
        turn = abs(color(f"bar-{hue}").hsl.h - Color.parse(getattr(theme, hue)).hsl.h)
        assert min(turn, 1 - turn) * 360 < most + _ROUNDED, hue
    # A cursor where the focus is, one where it is not, and none.
    if "reverse" not in variables["cursor-style"]:
        assert contrast(color("cursor"), color("cursor-blurred")) >= _SEEN
    assert contrast(color("cursor-blurred"), color("background")) >= _SEEN
    for where in ("input", "screen"):
        selected = color(f"{where}-selection-background")
        for ground in ("background", "surface", "panel"):
            assert contrast(selected, color("background") + color(ground)) >= TEXT
        assert contrast(color(f"{where}-selection-foreground"), selected) >= TEXT
