"""The preview shows the row under the cursor, whole, whatever came in which order."""

import pytest
from stage import Open
from textual.app import App, ComposeResult
from turned_clock import TurnedClock

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.fading import Fading


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(600, hostile=False)


class TextApp(App[None]):
    def compose(self) -> ComposeResult:
        yield DiffedStatic()


async def test_a_text_that_comes_while_a_layout_is_due_has_all_its_lines() -> None:
    app = TextApp()
    async with app.run_test() as pilot:
        text = app.query_one(DiffedStatic)
        text.show("one\ntwo")
        app.screen._clear_arrangement_cache()  # noqa: SLF001 - something else came or went
        app.screen._refresh_layout()  # noqa: SLF001 - as it happens between two messages
        text.show("one\ntwo\nthree")
        await pilot.pause()
        assert text.size.height == 3


async def test_what_is_shown_fades_while_an_answer_takes_its_time() -> None:
    app, clock = TextApp(), TurnedClock()
    async with app.run_test() as pilot:
        text = app.query_one(DiffedStatic)
        fading = Fading(text, clock)
        fading.begin()
        fading.end()  # at once: nothing flickers
        clock.turn(1.0)
        await pilot.pause()
        assert not text.has_class("-waits")
        fading.begin()
        clock.turn(1.0)
        await pilot.pause()
        assert text.has_class("-waits")
        fading.end()
        assert not text.has_class("-waits")


async def test_the_preview_is_of_the_row_under_the_cursor_after_whatever_happened(
    opened: Open,
) -> None:
    async with opened((150, 40)) as stage:
        screen = stage.app.screen
        assert isinstance(screen, ListScreen)

        async def previewed() -> None:
            await stage.passes(0.2)
            item, pane = screen.table.item, screen.body.preview
            assert item is not None
            assert pane is not None
            region = pane.scrollable_content_region
            lines = [line[region.x : region.right].rstrip() for line in stage.lines]
            told = " ".join(lines[region.y : region.bottom])
            assert item.title[:20] in told
            assert "analytics" in told  # the keys stand at its end

        await previewed()
        await stage.press("G")  # to a page that is not here yet
        await previewed()
        await stage.burst("k", "k", "j", "g", "g", "j")
        await previewed()
        await stage.press("r")
        await previewed()
        await stage.press("/", *"zzzqq", "enter")
        assert screen.body.preview is not None
        assert not screen.body.preview.display
        await stage.press("escape")
        await previewed()
        await stage.pilot.resize_terminal(100, 30)
        await stage.press("j")
        await stage.pilot.resize_terminal(150, 40)
        await previewed()
