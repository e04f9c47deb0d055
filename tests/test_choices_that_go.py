"""A click on a choice that is not there any more is nobody's."""

from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Click

from kinescope_tui.widgets.choice_list import ChoiceList


class Choices(App[None]):
    def compose(self) -> ComposeResult:
        yield ChoiceList("one", "two")


async def test_a_click_finds_what_is_there_and_nothing_else() -> None:
    app = Choices()
    async with app.run_test() as pilot:
        choices = app.query_one(ChoiceList)
        for option, highlighted in ((1, 1), (5, 1), (0, 0)):
            style = Style(meta={"option": option})
            choices.post_message(Click(choices, 0, 0, 0, 0, 1, False, False, False, style=style))
            await pilot.pause()
            assert choices.highlighted == highlighted
