"""At 40×10 every dialog is whole or scrolls, nothing touches, and the rows stay in sight."""

import pytest
from stage import Open, Stage

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.widgets.choice_list import ChoiceList

_LEAST = (40, 10)
# Each from Videos; the last key opens the dialog. One of each kind of box.
_DIALOGS = (
    ("z",), ("C",), ("f",), ("e",), ("ctrl+p",), ("?",), ("y", "s"), ("enter", "y"), ("2", "t"),
    ("2", "T"),
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


def _cut(dialog: Dialog[object]) -> list[object]:
    """Return what of a dialog is out of its box, and cannot be scrolled there."""
    box = dialog.box
    if box.allow_vertical_scroll:
        return []
    end = box.content_region.bottom
    return [part for part in box.children if part.display and part.region.bottom > end]


async def test_dialogs_are_whole_and_their_keys_are_not_cut(opened: Open) -> None:
    async with opened(_LEAST) as stage:
        for keys in _DIALOGS:
            await stage.press(*keys)
            dialog = stage.app.screen
            assert isinstance(dialog, Dialog), keys
            assert dialog.region.contains_region(dialog.box.region), keys
            top = next(line for line in stage.lines if "╭" in line)
            foot = next(line for line in reversed(stage.lines) if "╰" in line)
            assert (top.rstrip()[-1], foot.rstrip()[-1]) == ("╮", "╯"), keys
            assert not _cut(dialog), keys
            # What keys do is told whole, or not at all.
            assert "…" not in foot or keys == ("?",), foot
            await stage.press(*["escape"] * 4, "1")


async def test_what_is_open_fits_another_size(opened: Open) -> None:
    async with opened((60, 20)) as stage:
        await _letters_stay(stage)
        for keys in (("f",), ("C",), ("ctrl+p",)):
            await _cursor_stays(stage, *keys)
        for _ in range(4):  # once around, and back to where it is not shown
            await stage.press("p")
            assert "TITLE" in stage.text
            assert "❯" in stage.text
        assert "Preview" not in stage.text
        await stage.press("enter")
        # The place has no room beside the tabs: not one letter of it is told.
        assert "…" not in stage.lines[0]
        assert "  ●  " in stage.lines[0]


async def _letters_stay(stage: Stage) -> None:
    def offered() -> set[str]:
        return {key.first for key in keymap.keys_of("copy") if f" {key.first} " in stage.text}

    await stage.press("y")
    letters = offered()
    await _resize(stage, _LEAST)
    assert offered() >= letters
    assert "…" not in "".join(stage.lines[:9])
    await stage.press("escape")


async def _cursor_stays(stage: Stage, *keys: str) -> None:
    await _resize(stage, (60, 20))
    await stage.press(*keys)
    choices = stage.app.screen.query_one(ChoiceList)
    stage.in_one_go(*["down"] * 12)
    for size in ((60, 20), _LEAST):
        await _resize(stage, size)
        assert choices.highlighted is not None
        assert 0 <= choices.highlighted - choices.scroll_offset.y < choices.size.height, keys
        assert choices.region.bottom < size[1] - 1, keys
    await stage.press("escape")


async def _resize(stage: Stage, size: tuple[int, int]) -> None:
    await stage.pilot.resize_terminal(*size)
    await stage.settle()


async def test_a_problem_leaves_everything_on_the_screen(opened: Open, demo: DemoServer) -> None:
    async with opened(_LEAST) as stage:
        for place in ("1", "2", "3"):
            await stage.press(place)
            demo.faults[:] = [Fault.parse("403")]
            await stage.press("p", "r")
            assert stage.app.screen.max_scroll_y == 0, place
            assert "✗ 403" in stage.text
            assert "→ " in stage.text
            assert "esc back" in stage.lines[-1]
            assert place != "1" or "❯ ●" in stage.text  # beneath which the preview would be
            demo.faults.clear()
            await stage.press("escape", "escape")


async def test_only_what_scrolls_has_keys_for_it_and_enter_does_what_the_frame_says(
    opened: Open,
) -> None:
    async with opened((60, 20)) as stage:
        await stage.press("colon", *"nowhere", "enter", "ctrl+o")
        assert "enter copies" in stage.text
        assert stage.lines[-1].split() == ["enter", "copy", "esc", "back"]
        await stage.press("escape", "y", "s")
        assert "PgDn down" in stage.lines[-1]


async def test_a_thing_is_named_where_there_is_no_line_for_the_way(opened: Open) -> None:
    async with opened(_LEAST) as stage:
        await stage.press("enter")
        title = stage.app.screen.breadcrumb.crumbs[-1]  # type: ignore[attr-defined]
        await stage.press("right_square_bracket")
        assert title in stage.lines[7]
        await _resize(stage, (80, 24))
        assert stage.lines[-3].startswith(" id ")
