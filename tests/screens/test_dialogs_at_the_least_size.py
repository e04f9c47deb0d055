"""In the least terminal a dialog shows the field with the focus, and breaks no line of a table."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


async def test_dialogs_show_what_is_typed_and_the_way_out(opened: Open) -> None:
    async with opened((40, 10)) as stage:
        assert "TITLE" in stage.text
        for keys in (("C",), ("f",), ("F",), ("F", "a"), ("e",), ("2", "t"), ("3", "enter", "c")):
            await stage.press(*keys)
            focused = stage.app.focused
            assert focused is not None, keys
            width, height = stage.app.size
            region = focused.region
            assert 0 < region.y < height - 1, keys
            assert region.right <= width, keys
            assert "esc back" in stage.lines[-1], keys
            frame = next(line for line in reversed(stage.lines) if "╰" in line)
            assert frame.rstrip().endswith("╯"), keys
            await stage.press(*["escape"] * 4, "1")
        await stage.press("2", "T")
        first, *days = (line.strip("│ ") for line in stage.lines[1:6])
        assert first.startswith("DAY")
        assert all(line[:2] == "20" for line in days), days  # each line is a day's
