"""While a command is typed, what it may become changes, and nothing jumps."""

from textual.app import App

from kinescope_tui.dialogs.command_line import CommandLine
from kinescope_tui.stylesheet import STYLESHEET
from kinescope_tui.themes import THEMES, readable_variables


async def no_lines() -> list[str]:
    return []


class Opened(App[None]):
    CSS_PATH = STYLESHEET

    def get_css_variables(self) -> dict[str, str]:
        return readable_variables(THEMES[0], THEMES[0].to_color_system().generate())


async def test_the_box_has_one_height_and_tells_what_can_be_typed() -> None:
    words = ["analytics", "audits", "billing", *(f"view-{number}" for number in range(20))]
    told = {"billing": "Billing"}
    line = CommandLine({"": lambda: words}, no_lines, str, told=lambda text: told.get(text, ""))
    app = Opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(line)
        await pilot.pause()
        place = line.box.region
        assert "90%" in str(line.meant.content)
        offered = {"": words, "a": ["analytics", "audits"], "an": ["analytics"], "anx": []}
        for text, lines in offered.items():
            line.field.value = text
            await pilot.pause()
            assert [str(option.prompt) for option in line.offered.options] == lines
            assert line.box.region == place
        line.field.value = "billing"
        await pilot.pause()
        assert str(line.meant.content) == "Billing"
        assert line.box.region == place
