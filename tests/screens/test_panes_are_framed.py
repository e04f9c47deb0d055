"""Panes have frames where there is room for them, and nowhere else."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from kinescope_tui.screens.session_screen import is_framed
from kinescope_tui.themes import THEMES, own_variables


def test_frames_begin_at_100_columns_and_30_rows() -> None:
    assert is_framed(100, 30)
    assert is_framed(200, 60)
    assert not is_framed(99, 60)
    assert not is_framed(200, 29)


@pytest.mark.parametrize("theme", [*THEMES, *BUILTIN_THEMES.values()], ids=lambda one: one.name)
def test_every_theme_has_a_colour_of_frames(theme: Theme) -> None:
    frame = own_variables(theme)["frame"]
    if theme.ansi:
        assert frame.startswith("ansi_")
    else:
        colour, share = frame.split()
        assert Color.parse(colour).a == 1
        assert share.endswith("%")
