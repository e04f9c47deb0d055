"""What a page shows is changed in place: nothing leaves from under the mouse, to come again."""

from pathlib import Path

from textual.app import App, ComposeResult

import kinescope_tui
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.section_box import SectionBox, show_facts

# Nodes of a tree are no parts of the screen.
LEFT = {"widgets/project_tree.py", "widgets/filters_pane.py"}


class PageApp(App[None]):
    def compose(self) -> ComposeResult:
        yield ScrollPage()


def sections(*texts: str) -> list[Section]:
    return [Section(text, ((Cell(text),),), ()) for text in texts]


async def test_sections_are_shown_in_the_boxes_that_are_there() -> None:
    app = PageApp()
    async with app.run_test() as pilot:
        page = app.query_one(ScrollPage)
        seen: list[SectionBox] = []
        for texts in (["a", "b"], ["c"], ["d", "e", "f"], []):
            show_facts(page, sections(*texts))
            await pilot.pause()
            boxes = list(page.query(SectionBox))
            assert boxes[: len(seen)] == seen
            assert [box.section.title for box in boxes if box.display] == texts
            seen = boxes


def test_no_screen_takes_its_parts_away_to_bring_others() -> None:
    root = Path(kinescope_tui.__file__).parent
    sources = {
        str(file.relative_to(root)): file.read_text()
        for folder in ("screens", "widgets", "dialogs")
        for file in (root / folder).glob("*.py")
    }
    found = {
        name
        for name, source in sources.items()
        if "remove_children(" in source or "recompose=True" in source
    }
    assert found == LEFT
