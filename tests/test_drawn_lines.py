"""Only the lines that change are drawn, and what is drawn is what Textual would draw."""

import random
import re

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import DataTable, Input, Static

from kinescope_tui.keys.bound_keys import leaves_keys
from kinescope_tui.terminal.frame_diff import FrameDiff
from kinescope_tui.terminal.line_compositor import LineCompositor
from kinescope_tui.terminal.line_drawing import draw_lines

_WIDTH, _HEIGHT = 50, 16


class Parts(Screen[None]):
    """Has parts beside, in, and over each other."""

    CSS = """
    Parts { layers: below above; }
    #framed { border: round white; width: 20; }
    #over { layer: above; offset: 8 3; width: 15; height: 4; background: red; }
    #last { dock: bottom; height: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        draw_lines(self)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("framed " * 30, id="framed")
            with Vertical():
                yield Static("one")
                yield Static("two\nand three")
        yield Static("over it", id="over")
        yield Static("the last\nlines", id="last")


class PartsApp(App[None]):
    def get_default_screen(self) -> Screen[None]:
        return Parts()


def drawn(app: App[None], compositor: Compositor, regions: set[Region]) -> str:
    """Return what a compositor sends of some regions."""
    compositor._dirty_regions.update(regions)  # noqa: SLF001 - as parts of the screen do
    update = compositor.render_partial_update()
    return update.render_segments(app.console) if update else ""


async def test_what_changed_is_drawn_as_textual_draws_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, chance = PartsApp(), random.Random(7)  # noqa: S311 - regions, not secrets
    async with app.run_test(size=(_WIDTH, _HEIGHT)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor  # noqa: SLF001 - what is looked at
        assert isinstance(compositor, LineCompositor)
        for _ in range(200):
            regions = {
                Region(
                    chance.randrange(_WIDTH), chance.randrange(_HEIGHT),
                    chance.randrange(1, _WIDTH), chance.randrange(1, 4),
                ).intersection(Region(0, 0, _WIDTH, _HEIGHT))
                for _ in range(chance.randrange(1, 4))
            }  # fmt: skip
            compositor._dirty_regions.update(regions)  # noqa: SLF001 - as parts of the screen do
            ours = compositor.render_partial_update()
            assert ours is not None
            cells = [(x + n, y) for y, x, strip in ours.pieces for n in range(strip.cell_length)]
            assert len(cells) == len(set(cells))
            assert set(cells) == {
                (x, y) for region in regions for x in region.column_range for y in region.line_range
            }
            with monkeypatch.context() as patch:
                textual = Compositor.render_partial_update
                patch.setattr(LineCompositor, "render_partial_update", textual)
                theirs = drawn(app, compositor, regions)
            shown = FrameDiff()
            shown.diff(theirs, _WIDTH, _HEIGHT)
            sent = shown.diff(ours.render_segments(app.console), _WIDTH, _HEIGHT)
            assert not re.sub(r"\x1b\[[\d;]*[CHm]", "", sent)


async def test_parts_are_asked_for_the_lines_that_change_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = PartsApp()
    async with app.run_test(size=(_WIDTH, _HEIGHT)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor  # noqa: SLF001 - what is looked at
        asked: list[tuple[str | None, int]] = []
        render_lines = Widget.render_lines

        def noted(part: Widget, crop: Region) -> list[Strip]:
            asked.append((part.id or type(part).__name__, crop.height))
            return render_lines(part, crop)

        monkeypatch.setattr(Widget, "render_lines", noted)
        drawn(app, compositor, {Region(0, _HEIGHT - 1, 5, 1), Region(0, 0, 5, 1)})
    assert ("last", 1) in asked
    assert ("over", 1) not in asked
    assert {height for _, height in asked} == {1}
    assert "Vertical" not in dict(asked)  # lies beside what changes


def test_only_what_is_typed_into_looks_at_keys_itself() -> None:
    assert leaves_keys(DataTable())
    assert not leaves_keys(Input())
    assert not leaves_keys(None)


class Asked(ModalScreen[None]):
    """Has a part in the middle, and dims what lies behind it."""

    CSS = """
    Asked { align: center middle; background: black 50%; }
    Asked Static { width: 10; height: 3; }
    """

    def __init__(self) -> None:
        super().__init__()
        draw_lines(self)

    def compose(self) -> ComposeResult:
        yield Static("[on red]a question[/]")


async def test_what_lies_behind_a_dialog_is_not_drawn_for_the_mouse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = PartsApp()
    async with app.run_test(size=(_WIDTH, _HEIGHT)) as pilot:
        await app.push_screen(Asked())
        await pilot.pause()
        asked: list[Screen[None]] = []
        render = Screen.render

        def noted(screen: Screen[None]) -> RenderableType:
            asked.append(screen)
            return render(screen)

        monkeypatch.setattr(Screen, "render", noted)
        app.screen.refresh()  # as the screen beneath asks for when something of it changes
        for x in range(_WIDTH):
            app.screen.get_style_at(x, 1)
            assert app.screen.get_widget_and_offset_at(x, 1) == (app.screen, None)
        assert not asked
        part = app.screen.query_one(Static).region
        style = app.screen.get_style_at(part.x, part.y)
        assert style.bgcolor is not None
