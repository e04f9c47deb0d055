"""Plain terminals: signs in ASCII, few colours, none."""

import re
from collections.abc import Iterator

import pytest
from conftest import FULL
from stage import Open, Stage
from textual.color import Color
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.readable import SHAPE, TEXT, contrast
from kinescope_tui.services.setup.settings import Colours, Glyphs, Setting, Settings, Source
from kinescope_tui.themes import CONTRAST, THEMES


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, seed=7, hostile=False)


def looks(**values: object) -> Settings:
    return Settings(**{name: Setting(value, Source.FILE) for name, value in values.items()})  # type: ignore[arg-type]  # settings of any kind


async def test_in_ascii_everything_but_letters_is_ascii_and_in_its_place(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        rich = stage.lines
        await stage.press("f")
        rich_dialog = stage.lines
    async with opened((80, 24), settings=looks(glyphs=Glyphs.ASCII)) as stage:
        plain = stage.lines
        await stage.press("f")
        plain_dialog = stage.lines
        await stage.press("escape", "question_mark", *"next row")
        assert "Down j" in stage.text
        shown = "\n".join([*plain, *plain_dialog, *stage.lines])
    assert plain[2][:6] == "> * do"
    assert any("+- Filters" in line for line in plain_dialog)
    signs = {sign for sign in shown if not sign.isascii()}
    assert not {sign for sign in signs if not sign.isalpha()}
    for with_signs, without in zip(
        [*rich[1:-3], *rich_dialog[1:-3]], [*plain[1:-3], *plain_dialog[1:-3]], strict=True
    ):
        # But for the scrollbar, whose end is an eighth of a line where there are such signs.
        assert len(with_signs[:79].rstrip()) == len(without[:79].rstrip())


async def test_without_colours_there_are_none_and_the_cursor_is_still_seen(opened: Open) -> None:
    async with opened((80, 24), settings=looks(colours=Colours.NONE)) as stage:
        drawn = re.findall(r"#[0-9a-f]{6}", stage.picture)
        assert len(set(drawn)) <= 2  # the picture's own ground, and its ink
        assert stage.cursor_line.startswith("❯ ●")


async def test_a_theme_that_needs_more_colours_gives_way_and_that_is_told(opened: Open) -> None:
    settings = looks(colours=Colours.SIXTEEN, theme="nord")
    async with opened((100, 30), settings=settings) as stage:
        assert stage.app.theme == "kinescope-16"
        assert "nord needs more than 16 colours" in " ".join(stage.text.split())
    async with opened((100, 30), settings=looks(theme="no such")) as stage:
        assert stage.app.theme == "kinescope-dark"
        assert "No theme is called “no such”" in " ".join(stage.text.split())


FRAMES = "─━│╭╮╰╯┃├└┤"
DRAWINGS = FRAMES + " ┈░▒▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▕▔▀·"
COLOURED = [theme.name for theme in (*BUILTIN_THEMES.values(), *THEMES) if not theme.ansi]
EVERY = 1 if FULL else 12  # themes of which one is drawn at each place: all are, at one of them


def cells(stage: Stage) -> Iterator[tuple[str, Color, Color]]:
    """Yield what stands on the top screen with its colour and that of its ground."""
    app = stage.app
    found = app.screen.query(".-box")
    region = found.first().region if app.screen.is_modal else app.screen.region
    assert found or not app.screen.is_modal
    for y, line in enumerate(stage.strips):
        if not region.y <= y < region.bottom:
            continue
        for segment in Strip.join(line).crop(region.x, region.right):
            style = segment.style
            if style and style.color and style.bgcolor:
                colours = [Color.from_rich_color(one) for one in (style.color, style.bgcolor)]
                ink, ground = reversed(colours) if style.reverse else colours
                yield segment.text, ink, ground


async def test_everything_is_seen_in_every_theme(demo: DemoServer, opened: Open) -> None:
    places = (
        ("enter", "left_square_bracket"), ("escape", "b", "space"), ("question_mark",),
        ("escape", "ctrl+p"), ("escape", "f"), ("escape", "2", "c"), ("3",), ("u", "c"), ("4",),
        ("5", "right_square_bracket", "right_square_bracket", "right_square_bracket"),
        ("1", "escape"),
    )  # fmt: skip
    seen: set[str] = set()
    async with opened((120, 40)) as stage:

        async def is_seen(place: int) -> None:
            for theme in {*COLOURED[place % EVERY :: EVERY], CONTRAST.name}:
                stage.app.theme = theme
                await stage.still()
                is_strong = theme == CONTRAST.name
                for text, ink, ground in set(cells(stage)):
                    found, where = contrast(ink, ground), (theme, place, text, ink, ground)
                    if text.strip(DRAWINGS):
                        assert found >= (7 if is_strong else TEXT), where
                    elif text.strip() and not text.strip(FRAMES + " "):
                        assert found >= (TEXT if is_strong else SHAPE), where
                seen.add(theme)

        for place, keys in enumerate(places):
            await stage.press(*keys)
            await is_seen(place)
            for part in stage.app.screen.walk_children(Widget):  # nothing goes on at the right
                assert not (part.show_horizontal_scrollbar and part.scrollbar_size_horizontal)
        demo.faults[:] = [Fault.parse("403")]
        await stage.press("r")
        assert "ACCESS_DENIED" in stage.text
        await is_seen(len(places))
    assert seen == set(COLOURED)


@pytest.mark.parametrize("theme", ["test-card", "ansi-light"])
async def test_other_themes_show_the_same(opened: Open, theme: str) -> None:
    async with opened((80, 24), settings=looks(theme=theme)) as stage:
        assert stage.app.theme == theme
        await stage.press("j", "enter", "right_square_bracket", "y")
        assert "request id" in stage.text
