"""In every theme that is offered all texts can be read, and all shapes seen."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from kinescope_tui.readable import SHAPE, TEXT, contrast
from kinescope_tui.themes import CONTRAST, THEMES, readable_variables

OFFERED = {theme.name: theme for theme in (*BUILTIN_THEMES.values(), *THEMES)}
HUES = ("primary", "secondary", "accent", "success", "warning", "error")


@pytest.mark.parametrize("name", [name for name, theme in OFFERED.items() if not theme.ansi])
def test_texts_and_shapes_stand_out_in_every_theme(name: str) -> None:
    theme = OFFERED[name]
    generated = {**theme.to_color_system().generate(), **theme.variables}
    variables = readable_variables(theme, generated)
    text, shape = (7.0, TEXT) if name == CONTRAST.name else (TEXT, SHAPE)

    def color(name: str) -> Color:
        return Color.parse(variables[name])

    background = color("background")
    beneath = [background, background + color("surface")]
    grounds = [*beneath, background + color("panel"), color("cursor")]
    for ink in ("foreground", "text-muted", "text-disabled", *(f"text-{hue}" for hue in HUES)):
        assert all(contrast(color(ink), ground) >= text for ground in grounds), ink
    is_reversed = "reverse" in variables["cursor-style"]
    shapes = ["frame", "scrollbar", "primary", "error", *(f"bar-{hue}" for hue in HUES)]
    for drawn in [*shapes, "foreground" if is_reversed else "cursor"]:
        assert all(contrast(color(drawn), ground) >= shape for ground in beneath), drawn
    # What stands out is not what stands back.
    assert contrast(color("foreground"), background) > contrast(color("text-muted"), background)


def test_colours_of_the_terminals_own_are_those_that_are_seen() -> None:
    for theme in (theme for theme in OFFERED.values() if theme.ansi):
        variables = readable_variables(theme, theme.to_color_system().generate())
        assert variables["cursor-style"] == "bold reverse"
        hues = [variables[hue] for hue in HUES]
        assert all(hue.startswith("ansi_") for hue in hues)
        for kind in ("text", "bar"):
            assert [variables[f"{kind}-{hue}"] for hue in HUES] == hues
        # On black the dark ones are not, and on white yellow is not.
        dark = {"ansi_blue", "ansi_bright_blue", "ansi_red", "ansi_magenta"}
        unseen = dark if theme.dark else {"ansi_yellow"}
        assert not unseen & {*hues}
        families = {variables[hue].rpartition("_")[2] for hue in ("success", "warning", "error")}
        assert len(families) == 3
