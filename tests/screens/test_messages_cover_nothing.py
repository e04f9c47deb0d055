"""Messages have a line of their own where there are lines for it; they cover no row there."""

import pytest
from rich.cells import cell_len
from stage import Open
from textual.widgets._toast import Toast

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.setup.settings import Route
from kinescope_tui.widgets.message_line import room_in


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_a_message_covers_no_row_and_can_be_read_again(opened: Open) -> None:
    clipboard = Clipboard(Route.OSC52, {}, trusts_terminal=True)
    async with opened((100, 28), clipboard=clipboard) as stage:
        before = stage.lines
        stage.app.warn("It stays.")
        await stage.still()
        assert stage.lines[-4].endswith("ctrl+o messages")
        assert "! It stays." in stage.lines[-4]
        assert stage.lines[:-4] == before[:-4]
        stage.app.warn("A long story: " + "it goes on and on, " * 8)
        await stage.still()
        assert stage.lines[:-8] == before[:-8]
        depth = len(stage.app.screen_stack)
        for keys in (["ctrl+o"] * 2, ["ctrl+p"] * 2, ["grave_accent"] * 2):  # each closes its own
            await stage.press(*keys)
            await stage.press("escape")
            assert len(stage.app.screen_stack) <= depth, keys
        await stage.press("ctrl+o")
        assert "A long story" in stage.text
        await stage.press("enter")
        assert "Copied" in stage.text or "copied" in stage.text
        await stage.press("5")
        assert "! It stays." in stage.lines[-4] or "copied" in stage.lines[-4].casefold()
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "ctrl+o messages" not in stage.text
        stage.app.warn("Now it lies above the status bar.")
        await stage.still()
        assert stage.lines[-4].endswith("Now it lies above the status bar.")


async def test_a_message_is_shown_once_where_the_line_has_just_room_for_it(opened: Open) -> None:
    room = room_in(100) - len("12:00:00 ! ")
    async with opened((100, 28)) as stage:
        for text in (
            "x" * room,
            "x" * (room - 2) + "界",
            "x" * (room + 1),
            "x" * (room - 1) + "界",
        ):
            stage.app.clear_notifications()
            stage.app.messages.clear()
            stage.app.warn(text)
            await stage.still()
            is_whole = f"! {text} " in stage.lines[-4]
            assert is_whole is (cell_len(text) <= room)
            assert len(stage.app.screen.query(Toast)) == (not is_whole)


async def test_of_older_messages_stand_there_those_that_fit_whole(opened: Open) -> None:
    async with opened((100, 28)) as stage:
        for text in ("one", "世界" * 8, "x" * 50):
            stage.app.notify(text)
        await stage.still()
        assert "· " + "x" * 50 in stage.lines[-4]
        assert "世" not in stage.lines[-4]
        await stage.pilot.resize_terminal(140, 28)
        await stage.settle()
        assert "世界" * 8 in stage.lines[-4]
        assert "· one" not in stage.lines[-4]
