"""A move of the cursor draws its two rows and where it stands, and does little else."""

import sys
from types import CodeType, FrameType
from typing import Any

import pytest
from stage import Open, Stage
from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.keys.type_ahead import TypeAheadQueue
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.preview_pane import PreviewPane


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, seed=7, hostile=False)


@pytest.mark.parametrize(
    ("size", "where", "follows", "most_calls"),  # a sixth more than there are
    [((80, 24), "StatusBar", set(), 550), ((140, 40), "SummedPane", {"DiffedStatic"}, 690)],
)
async def test_a_move_draws_its_rows_and_the_position(
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
    *,
    size: tuple[int, int],
    where: str,
    follows: set[str],
    most_calls: int,
) -> None:
    """The preview of the row follows in a frame of its own."""
    async with opened(size) as stage:
        await stage.press("down")
        await stage.passes(5)  # what is asked once nothing else is, is here
        refreshed: list[tuple[str, tuple[Region, ...], bool]] = []
        laid_out: list[Screen[Any]] = []
        refresh, lay_out = Widget.refresh, Screen._refresh_layout  # noqa: SLF001 - what is counted

        def noted(
            part: Widget, *regions: Region, repaint: bool = True, layout: bool = False, **other: Any
        ) -> Widget:
            if repaint or layout:
                refreshed.append((type(part).__name__, regions, layout))
            return refresh(part, *regions, repaint=repaint, layout=layout, **other)

        def counted(screen: Screen[Any], *arguments: Any, **named: Any) -> None:
            laid_out.append(screen)
            lay_out(screen, *arguments, **named)

        monkeypatch.setattr(Widget, "refresh", noted)
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        await stage.burst("down")
        of_table = [regions for part, regions, _ in refreshed if part == "MarkingTable"]
        assert sorted(region.y for regions in of_table for region in regions) == [2, 3]
        assert all(region.height == 1 for _, regions, _ in refreshed for region in regions)
        told = [regions for part, regions, _ in refreshed if part == where]
        assert len(told) == 1
        assert told[0]
        assert {part for part, _, _ in refreshed} == {"MarkingTable", where}
        refreshed.clear()
        await stage.passes(0.1)
        assert {part for part, _, _ in refreshed} == follows
        assert not laid_out
        monkeypatch.undo()
        followed: list[Any] = []
        monkeypatch.setattr(PreviewPane, "show", lambda *shown: followed.append(shown))
        assert await calls_of_each(["down", "up"] * 5, stage, monkeypatch) < most_calls
        assert not followed  # nobody sees what a cursor runs over
        await stage.passes(0.1)
        assert len(followed) == len(follows)


async def calls_of_each(keys: list[str], stage: Stage, monkeypatch: pytest.MonkeyPatch) -> float:
    """How many functions in Python a key calls until what it changed is painted."""
    called: list[CodeType] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.append(frame.f_code)

    async def counted(app: TypeAheadQueue[Any], event: events.Event) -> None:
        sys.setprofile(note)
        try:
            await take_event(app, event)
        finally:
            sys.setprofile(None)

    take_event = TypeAheadQueue.take_event
    monkeypatch.setattr(TypeAheadQueue, "take_event", counted)
    await stage.burst(*keys)
    return len(called) / len(keys)


class Text(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield DiffedStatic("short")


async def test_the_screen_is_laid_out_anew_where_a_text_takes_other_room() -> None:
    async with Text().run_test(size=(20, 10)) as pilot:
        text = pilot.app.query_one(DiffedStatic)
        for told, width, is_shown in (
            ("a line\n" * 30, 20, True),
            ("one", 20, True),
            ("word " * 10, 50, True),
            ("word " * 10, 20, True),
            ("longer " * 8, 20, True),  # as high as the one before, but not where it is wider
            ("longer " * 8, 50, True),
            ("longer words " * 3, 50, False),  # where nobody sees it
            ("longer words " * 3, 50, True),
            ("longer words " * 3, 20, True),
        ):
            text.display = is_shown
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
            text.show(told)
            await pilot.pause()
            if is_shown:
                lines = text.visual.get_height(text.styles.get_rules(), text.size.width)
                assert text.size.height == lines, told
