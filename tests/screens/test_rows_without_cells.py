"""A section of rows in which nothing stands is drawn as nothing."""

from textual.app import App, ComposeResult

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section, table
from kinescope_tui.widgets.section_box import SectionBox


class SectionApp(App[None]):
    def compose(self) -> ComposeResult:
        yield SectionBox(table("no fields", (), [(), ()]))
        yield SectionBox(Section("some", ((), (Cell("a"),)), ()))


async def test_rows_without_cells_are_drawn_as_nothing() -> None:
    app = SectionApp()
    async with app.run_test():
        none, some = app.query(SectionBox)
        assert none.render().plain == ""
        assert some.render().plain == "a"
