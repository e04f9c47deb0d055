"""What lies behind a dialog is drawn for the lines that are asked for, and looks as in Textual."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from kinescope_tui.terminal.backdrop import Backdrop
from kinescope_tui.terminal.line_drawing import draw_lines


class Beneath(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        draw_lines(self)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("[bold green on blue]one[/] [@click=app.bell]two[/] " * 9)
            yield Static("[reverse]three[/] [$text-muted]four 全[/] " * 9)


class Question(Backdrop, ModalScreen[None]):
    CSS = """
    Question { align: center middle; background: black 40%; }
    Question.-clear { background: transparent; }
    Question.-full { background: black; }
    Question Static { width: 10; height: 3; }
    """

    def __init__(self, classes: str = "") -> None:
        super().__init__(classes=classes)
        draw_lines(self)

    def compose(self) -> ComposeResult:
        yield Static("a question")


class Below(App[None]):
    CSS = "Beneath Static { border: round white; width: 1fr; height: 1fr; link-color: red; }"

    def get_default_screen(self) -> Screen[None]:
        return Beneath()


def seen(app: App[None]) -> list[list[Any]]:
    """Return all cells of the screen, with their looks."""
    update: Any = app.screen._compositor.render_update(  # noqa: SLF001 - what is seen
        full=True,
        screen_stack=app._background_screens,  # noqa: SLF001 - as Textual does
    )
    return [
        [(one, style) for strip in line for text, style, _ in strip for one in text]
        for line in update.strips
    ]


@pytest.mark.parametrize("over", [("",), ("-clear",), ("-full",), ("", ""), ("", "-clear")])
async def test_it_looks_as_textual_draws_it(
    over: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Below()
    async with app.run_test(size=(60, 16)) as pilot:
        for classes in over:
            await app.push_screen(Question(classes))
        await pilot.pause()
        ours = seen(app)
        with monkeypatch.context() as patch:
            patch.setattr(Backdrop, "render_lines", Widget.render_lines)
            for screen in app.screen_stack:
                screen.refresh()
            await pilot.pause()
            assert ours == seen(app)


async def test_parts_beneath_are_asked_for_the_lines_that_changed_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Below()
    async with app.run_test(size=(60, 16)) as pilot:
        await app.push_screen(Question())
        await pilot.pause()
        asked: list[tuple[str, int]] = []
        render_lines = Widget.render_lines

        def noted(part: Widget, crop: Region) -> list[Strip]:
            asked.append((type(part).__name__, crop.height))
            return render_lines(part, crop)

        monkeypatch.setattr(Widget, "render_lines", noted)
        app.screen.refresh(Region(0, 2, 60, 1))
        await pilot.pause()
        assert asked == [("Static", 1), ("Static", 1)]


async def test_it_is_blank_while_the_screen_beneath_has_another_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Below()
    async with app.run_test(size=(60, 16)) as pilot:
        for _ in range(12):
            await app.push_screen(Question())
        await pilot.pause()
        assert "t" in {text for line in seen(app) for text, _ in line}
        app.screen_stack[0]._compositor.size = Size(60, 9)  # noqa: SLF001 - as when sizes are late
        monkeypatch.setattr(Question, "size", Size(34, 3))
        for screen in app.screen_stack:
            screen.refresh()
        lines = seen(app)
        assert [len(line) for line in lines] == [60] * 16
        assert {text for line in lines for text, _ in line} == set("a question")


async def test_lines_are_whole_before_anything_is_laid_out() -> None:
    app = Below()
    async with app.run_test(size=(60, 16)):
        compositor: Any = Beneath()._compositor  # noqa: SLF001 - what draws it
        compositor.size = Size(60, 16)
        assert [strip.cell_length for strip in compositor.lines(range(3, 7))] == [60] * 4
