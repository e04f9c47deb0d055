"""Of a text of any length only the lines in sight are drawn."""

import pytest
from rich.cells import cell_len
from stage import Open
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.widgets.long_text import LongText
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.wrapped_text import WrappedText, made_beside


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 9, [(0, 0, "")]),
        ("one\n\ntwo", 9, [(0, 0, "one"), (1, 0, ""), (2, 0, "two")]),
        ("one two three", 8, [(0, 0, "one two"), (0, 8, "three")]),
        ("видео видео", 6, [(0, 0, "видео"), (0, 6, "видео")]),
        ("日本語日本語", 6, [(0, 0, "日本語"), (0, 3, "日本語")]),
        ("as it is", 0, [(0, 0, "as it is")]),
    ],
)
def test_long_lines_are_wrapped_and_know_where_they_come_from(
    text: str, width: int, lines: list[tuple[int, int, str]]
) -> None:
    wrapped = WrappedText(text, width)
    pieces = [wrapped[y] for y in range(len(wrapped))]
    assert [(one.line, one.start, one.text.rstrip()) for one in pieces] == lines


LETTERS = ["a", "ё", "日", "\u0301", "🎬", "…"]


@pytest.mark.parametrize("letter", LETTERS)
async def test_many_lines_are_measured_beside_the_keys_and_none_is_taken_for_shorter(
    letter: str,
) -> None:
    lines = ["short"] * 6_000 + [letter * 70]
    made = await made_beside("\n".join(lines))
    assert isinstance(made, WrappedText)
    assert "longest" in vars(made)
    assert made.longest >= cell_len(lines[-1])
    assert len(made) == len(lines)
    assert await made_beside("\n".join(lines[-9:])) == "\n".join(lines[-9:])


async def test_no_line_of_a_long_text_is_broken_and_its_end_can_be_scrolled_to(
    opened: Open,
) -> None:
    text = "\n".join(f"line {number} {'x' * 90} end" for number in range(6_000))
    async with opened((60, 12)) as stage:
        for shown in text, await made_beside(text):
            stage.app.push_screen(Preview("Text", shown))
            await stage.settle()
            long_text = stage.app.screen.query_one(LongText)
            assert long_text.size.height == 6_000
            assert "line 0 xxx" in stage.text
            await stage.press("G", *["right"] * 60)
            assert "x end" in stage.text
            await stage.press("escape")


@pytest.mark.parametrize("letter", ["a", "ё", "日"])
async def test_an_endless_line_is_shown_in_parts(opened: Open, letter: str) -> None:
    text = f"begin {letter * 3_000_000} end"
    made = await made_beside(text)
    assert isinstance(made, WrappedText)
    assert made.longest >= max(cell_len(made[y].text) for y in range(0, len(made), 99))
    assert "".join(made[y].text for y in range(len(made))) == text
    assert [made[y].start for y in (0, 1, 2)] == [0, 4_000, 8_000]
    async with opened((60, 12)) as stage:
        stage.app.push_screen(Preview("Text", made))
        await stage.settle()
        assert f"begin {letter * 20}" in stage.text
        await stage.press("G")
        assert " end" in stage.text


@pytest.mark.parametrize(
    ("text", "is_made"),
    [
        ("word " * 20_001, True),
        (f"{'word ' * 19}\n" * 1_100, True),  # a thousand lines, each of more than one piece
        (f"{'word ' * 7}\n" * 4_000, False),  # none is broken anyway
        ("word " * 10_000, False),
    ],
)
async def test_whether_lines_are_broken_depends_on_how_much_there_is(
    text: str, is_made: bool
) -> None:
    assert isinstance(await made_beside(text), WrappedText) is is_made


@pytest.mark.parametrize("line", ["a" * 300, "a\u0301" * 300, "a b " * 90, "\u0301" * 900 + "日 x"])
def test_a_line_begins_as_if_all_of_it_were_broken(line: str) -> None:
    first = Content(line).wrap(20)[0]
    assert WrappedText(line, 20)[0].text == first.plain


class Drawn(LongText):
    lines: set[int]

    def render_line(self, y: int) -> Strip:
        self.lines.add(y)
        return super().render_line(y)


class Shown(App[None]):
    CSS = "LongText { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = Drawn("\n".join(f"line {number}" for number in range(10_000)))
        self.text.lines = set()

    def compose(self) -> ComposeResult:
        with ScrollPage():
            yield self.text


async def test_what_is_in_sight_is_drawn_and_what_is_selected_is_of_the_text() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert app.text.size.height == 10_000
        await pilot.press("G")
        await pilot.pause()
        assert 9_999 in app.text.lines
        assert len(app.text.lines) < 100
        selected = Selection(Offset(5, 9_998), Offset(4, 9_999))
        assert app.text.get_selection(selected) == ("9998\nline", "\n")
        app.screen.selections = {app.text: selected}
        await pilot.pause()
        assert app.text.render_line(9_999).text.rstrip() == "line 9999"
