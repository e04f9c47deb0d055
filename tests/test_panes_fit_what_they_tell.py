"""A pane tells in its frame what there is room for now, whenever that was said."""

from functools import partial

from patience import until
from textual.app import App, ComposeResult

from kinescope_tui.widgets.pane import Pane


class PaneApp(App[None]):
    """A pane that is told before anybody knows how wide it is."""

    CSS = "Pane { border: round white; }"

    def compose(self) -> ComposeResult:
        pane = Pane("Requests")
        pane.tell("Requests", "row 3 of 7", "✗ 403 /v1/videos")
        yield pane


async def test_title_state_and_foot_are_whole_where_there_is_room_and_cut_where_there_is_not() -> (
    None
):
    app = PaneApp()
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.query_one(Pane)
        assert "row 3 of 7" in str(pane.border_title)

        def has_foot(foot: str) -> bool:
            return str(pane.border_subtitle) == foot

        for width, foot in ((80, "✗ 403 /v1/videos"), (16, "✗ 403 /v1…"), (80, "✗ 403 /v1/videos")):
            await pilot.resize_terminal(width, 24)
            for _ in until(partial(has_foot, foot)):  # it hears of its size
                await pilot.pause()
