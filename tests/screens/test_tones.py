"""One look for each tone, whatever it stands in."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.themes import THEMES
from kinescope_tui.widgets.styled import styled, tone_style

# What the stylesheet says with the same variables.
CSS = """
#muted { color: $text-muted; }
#good { color: $text-success; }
#busy { color: $text-secondary; }
#warning { color: $text-warning; }
#bad { color: $text-error; }
#accent { color: $text-primary; }
#plain { color: $foreground; }
"""


class Tones(App[None]):
    CSS = CSS

    def compose(self) -> ComposeResult:
        for tone in Tone:
            yield Static(id=tone)


@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
async def test_a_tone_has_the_colour_that_the_stylesheet_gives_its_variable(name: str) -> None:
    app = Tones()
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = name
    async with app.run_test():
        for tone in Tone:
            widget, other = app.query_one(f"#{tone}"), app.query_one("#plain")
            styles = (widget.visual_style, other.visual_style + tone_style(tone, other))
            by_rule, by_tone = (style.rich_style.color for style in styles)
            assert by_tone == by_rule, tone


async def test_every_theme_that_can_be_chosen_has_all_tones() -> None:
    app = Tones()
    async with app.run_test():
        for name in BUILTIN_THEMES:
            app.theme = name
            for tone in Tone:
                assert styled(Cell("x", tone)).plain == "x"
                assert isinstance(styled(Cell("x", tone)), Content)
