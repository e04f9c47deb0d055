"""What belongs together stands on one line: a sign and its meaning, the name of a theme."""

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.presentation.text.filled_lines import filled_lines
from kinescope_tui.presentation.text.glyphs import SIGNS
from kinescope_tui.themes import THEMES
from kinescope_tui.widgets.theme_gallery import swatch


@given(st.lists(st.text("ab", min_size=1, max_size=12), max_size=12), st.integers(1, 40))
def test_no_text_is_torn_apart(texts: list[str], width: int) -> None:
    lines = filled_lines(texts, width)
    assert [part for line in lines for part in line.split("   ")] == texts
    assert all(len(line) <= width or "   " not in line for line in lines)


def test_a_sign_stands_beside_its_meaning() -> None:
    texts = [f"{sign} {text}" for sign, text in SIGNS]
    lines = filled_lines(texts, 134)
    assert all(any(text in line for line in lines) for text in texts)


def test_every_theme_tells_its_whole_name() -> None:
    for theme in THEMES:
        _, name = swatch(theme, is_shown=True)
        assert theme.name in name.plain
