"""Where there are no tints what is under a cursor is reversed: in tables, lists, help, choices."""

import pytest
from stage import Open, Stage
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Input

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.readable import TEXT, contrast
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.choice_line import ChoiceLine
from kinescope_tui.widgets.choice_list import ChoiceList
from kinescope_tui.widgets.key_sheet import KeySheet
from kinescope_tui.widgets.virtual_table import VirtualTable


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


def _reversed(stage: Stage, kind: type[Widget]) -> list[str]:
    """Return the texts that are drawn reversed, by line."""
    part = stage.app.screen.query(kind).first()
    lines = (part.render_line(y) for y in range(part.size.height))
    found = ["".join(s.text for s in line if s.style and s.style.reverse) for line in lines]
    return [text.strip() for text in found if text.strip()]


async def test_each_cursor_is_reversed_as_a_whole(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        for theme in ("kinescope-contrast", "kinescope-16"):
            stage.app.theme = theme
            await stage.settle()
            row = _reversed(stage, VirtualTable)[-1]
            assert row.startswith("❯ ●"), theme
            await stage.press("f")
            assert _reversed(stage, ChoiceList) == ["□ ● done"], theme
            await stage.press("escape", "?")
            keys = _reversed(stage, KeySheet)
            assert len(keys) == 1, theme
            assert len(keys[0]) > 10, theme
            await stage.press("escape")
        await stage.press("colon", "x", "left")
        assert _reversed(stage, Input) == ["x"]
        await stage.press("escape", "e")
        assert not _reversed(stage, ChoiceLine)
        await stage.press("shift+tab", "shift+tab")
        assert _reversed(stage, ChoiceLine) == ["300 all"]
        await stage.press("escape")
        stage.app.theme = "kinescope-contrast"
        await stage.press("escape", "2", "c", "left")
        chart = stage.app.screen.query_one(BarChart)
        for y in range(chart.size.height):
            for text, style, _ in chart.render_line(y):
                if text.strip("┈ ") and style and style.color and style.bgcolor:
                    ink, ground = map(Color.from_rich_color, (style.color, style.bgcolor))
                    assert contrast(ink, ground) >= TEXT, (y, text)
