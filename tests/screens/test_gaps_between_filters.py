"""Groups of filters stand apart where panes have frames, and the cursor goes past the gaps."""

from typing import Any, cast

from textual.app import App, ComposeResult

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.filter_choices import FilterChoice
from kinescope_tui.services.lists.view import View
from kinescope_tui.widgets.filters_pane import FiltersPane
from kinescope_tui.widgets.project_tree import Place


class _Names:
    async def projects(self, _catalog_type: str) -> list[Any]:
        return []


class FiltersApp(App[None]):
    """Two groups of filters above and below the projects."""

    CSS = "FiltersPane { width: 26; } FiltersPane.-framed { border: round white; }"

    def compose(self) -> ComposeResult:
        yield FiltersPane(cast("Any", _Names()), "vod")

    def show(self) -> None:
        pane = self.query_one(FiltersPane)
        choice = FilterChoice(Cell("done"), is_set=False, view=View(), counted=View())
        groups = {
            "STATUS": {("status[]", "done"): choice},
            "SAVED VIEWS": {("", "failed"): choice},
        }
        pane.show(groups, Place(), lambda _view: None, "")


def titles(pane: FiltersPane) -> list[str]:
    return [str(node.label) for node in pane.root.children]


async def test_gaps_are_where_frames_are_and_no_key_stops_at_them() -> None:
    app = FiltersApp()
    async with app.run_test(size=(60, 24)) as pilot:
        pane = app.query_one(FiltersPane)
        app.show()
        assert titles(pane) == ["STATUS", "PROJECT", "SAVED VIEWS"]
        pane.add_class("-framed")
        await pilot.pause()
        app.show()
        assert titles(pane) == ["STATUS", "", "PROJECT", "", "SAVED VIEWS"]
        pane.begin_at_top()
        stops = []
        for key in ("down",) * 3 + ("up",) * 3:
            await pilot.press(key)
            stops.append(str(pane.cursor_node.label) if pane.cursor_node is not None else "")
        assert stops == ["done", "PROJECT", "SAVED VIEWS", "PROJECT", "done", "STATUS"]
        pane.remove_class("-framed")
        await pilot.pause()
        app.show()
        assert titles(pane) == ["STATUS", "PROJECT", "SAVED VIEWS"]
