"""A large frame is drawn in several turns of the event loop, and shown once, as it then is."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from patience import until
from rich.console import RenderableType
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from kinescope_tui.terminal import frame_in_turns
from kinescope_tui.terminal.frame_diff import FrameDiff
from kinescope_tui.terminal.frame_in_turns import LINES_A_TURN, LINES_AT_ONCE, FrameInTurns
from kinescope_tui.terminal.line_drawing import draw_lines

WIDTH, HEIGHT = 20, 30
TURNS = -(-HEIGHT // LINES_A_TURN)


class Lines(Widget):
    """Notes which of its lines it is asked for."""

    said = "before"
    asked: list[int]
    tell_asked: Callable[[], object] = staticmethod(lambda: None)

    def render_line(self, y: int) -> Strip:
        self.asked.append(y)
        self.tell_asked()
        return Strip([Segment(f"{self.said} {y}")])


class Turned(FrameInTurns[None], Screen[None]):
    CSS = "Lines { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        draw_lines(self)
        self.lines = Lines()
        self.lines.asked = []

    def compose(self) -> ComposeResult:
        yield self.lines


class SeenApp(App[None]):
    """Has a terminal, as far as a screen can tell."""

    is_seen = False

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @property
    def is_headless(self) -> bool:
        return not self.is_seen

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        update: Any = renderable
        if self.is_seen and screen is self.screen and update is not None:
            self.shown.append(update.render_segments(self.console))


@asynccontextmanager
async def seen() -> AsyncIterator[tuple[SeenApp, Turned]]:
    """Run an app whose screen is drawn and stands still."""
    app, screen = SeenApp(), Turned()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        app.is_seen = True
        screen.lines.asked.clear()
        yield app, screen
        app.is_seen = False


def changed(screen: Turned, *lines: int) -> None:
    """Have some lines drawn anew, as at the end of a tick."""
    regions = [Region(0, y, WIDTH, 1) for y in lines]
    screen.lines.refresh(*regions)
    screen._compositor.update_widgets({screen.lines})  # noqa: SLF001 - as Textual does
    screen._compositor_refresh()  # noqa: SLF001 - the same


async def turn(screen: Turned) -> None:
    """Wait until the screen has had one turn."""
    before = screen._frame_turn  # noqa: SLF001 - there is no other way
    for _ in until(lambda: screen._frame_turn is not before):  # noqa: SLF001 - the same
        await asyncio.sleep(0)


def what_differs(app: SeenApp, frame: str) -> str:
    """Return what a frame leaves to be sent of all that a screen shows."""
    shown = FrameDiff()
    shown.diff(frame, WIDTH, HEIGHT)
    whole = app.screen._compositor.render_full_update()  # noqa: SLF001 - what Textual would send
    sent = shown.diff(whole.render_segments(app.console), WIDTH, HEIGHT)
    return re.sub(r"\x1b\[[\d;]*[CHm]", "", sent)


async def test_so_many_lines_are_drawn_in_a_turn_and_shown_when_all_are() -> None:
    async with seen() as (app, screen):
        lines = screen.lines
        changed(screen, *range(HEIGHT))
        changed(screen, *range(HEIGHT))  # before anybody can have seen it
        for number in range(1, TURNS + 1):
            assert not app.shown
            await turn(screen)
            assert lines.asked == list(range(min(HEIGHT, number * LINES_A_TURN)))
        assert not app.shown
        await turn(screen)
        assert len(app.shown) == 1
        assert not what_differs(app, app.shown[0])
        await asyncio.sleep(0)
        assert len(app.shown) == 1


async def test_what_is_due_by_then_goes_before_the_next_lines() -> None:
    async with seen() as (app, screen):
        lines, loop, drawn = screen.lines, asyncio.get_running_loop(), list[int]()
        lines.tell_asked = lambda: loop.call_later(0, lambda: drawn.append(len(lines.asked)))
        changed(screen, *range(HEIGHT))
        for _ in until(lambda: app.shown):
            await asyncio.sleep(0)
        ends = [min(HEIGHT, (y // LINES_A_TURN + 1) * LINES_A_TURN) for y in range(HEIGHT)]
        assert drawn == ends


async def test_what_changes_meanwhile_is_in_the_same_frame() -> None:
    async with seen() as (app, screen):
        changed(screen, *range(HEIGHT))
        await turn(screen)
        screen.lines.said = "after"
        changed(screen, 0, 1)
        for _ in until(lambda: app.shown):
            await asyncio.sleep(0)
        screen.lines.said = "before"
        drawn = [f"after {y}" if y < 2 or y >= LINES_A_TURN else f"before {y}" for y in range(30)]
        assert all(line in app.shown[0] for line in drawn)
        assert app.shown[0].index("after 0") > app.shown[0].index("after 29")  # on top of it


async def test_what_changes_at_every_turn_holds_no_frame_up() -> None:
    async with seen() as (app, screen):
        changed(screen, *range(HEIGHT))
        for _ in range(3 * TURNS + 1):
            await asyncio.sleep(0)
            changed(screen, 0)
        assert app.shown
        app.shown.clear()
        for _ in until(lambda: not screen._compositor._dirty_regions):  # noqa: SLF001 - nothing is lost
            await asyncio.sleep(0)


@pytest.mark.parametrize("lines", [1, HEIGHT])
async def test_a_part_that_changed_unseen_is_not_forgotten(lines: int) -> None:
    async with seen() as (app, screen):
        screen.lines.said = "after"
        screen.lines.refresh(*(Region(0, y, WIDTH, 1) for y in range(lines)))
        screen.lines._repaint_required = False  # noqa: SLF001 - it has told so
        screen._dirty_widgets.add(screen.lines)  # noqa: SLF001 - as who hears it does, until a tick
        screen._compositor_refresh()  # noqa: SLF001 - where a frame ends before that
        for _ in until(lambda: app.shown):
            await asyncio.sleep(0)
        assert all(f"after {y}" in app.shown[0] for y in range(lines))


async def test_nothing_is_shown_of_another_size() -> None:
    async with seen() as (app, screen):
        changed(screen, *range(HEIGHT))
        await turn(screen)
        screen._refresh_layout(Size(WIDTH, LINES_A_TURN + 1))  # noqa: SLF001 - as a resize does
        for _ in until(lambda: app.shown):
            await asyncio.sleep(0)
        places = {int(y) for y in re.findall(r"\x1b\[(\d+);1H", app.shown[0])}
        assert places == set(range(1, LINES_A_TURN + 2))


async def test_what_is_drawn_is_read_before_all_of_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    monkeypatch.setattr(frame_in_turns, "read_ahead", read.append)
    async with seen() as (app, screen):
        read.clear()
        changed(screen, *range(HEIGHT))
        for _ in until(lambda: app.shown):
            await asyncio.sleep(0)
        assert len(read) == TURNS
        assert "".join(read) in app.shown[0]


async def test_a_few_lines_are_shown_at_once() -> None:
    async with seen() as (app, screen):
        changed(screen, *range(LINES_AT_ONCE))
        assert len(app.shown) == 1
        assert screen.lines.asked == list(range(LINES_AT_ONCE))


async def test_nothing_is_shown_of_a_screen_that_something_stands_over() -> None:
    async with seen() as (app, screen):
        changed(screen, *range(HEIGHT))
        await app.push_screen(Screen())
        app.shown.clear()
        for _ in range(2 * TURNS):
            await asyncio.sleep(0)
        assert not any("before" in frame for frame in app.shown)


class Parts(FrameInTurns[None], Screen[None]):
    """Has parts with parts; notes which there are when one is mounted."""

    class Part(Vertical):
        def compose(self) -> ComposeResult:
            yield Static("a")

        def on_mount(self) -> None:
            assert isinstance(self.screen, Parts)
            self.screen.mounted.append([len(part.children) for part in self.screen.children])

    def __init__(self) -> None:
        super().__init__()
        self.mounted: list[list[int]] = []

    def compose(self) -> ComposeResult:
        for _ in range(3):
            yield self.Part()


async def test_parts_are_mounted_one_after_the_other_with_all_that_is_in_them() -> None:
    app, screen = App[None](), Parts()
    async with app.run_test():
        await app.push_screen(screen)
        assert screen.mounted == [[1], [1, 1], [1, 1, 1]]


@pytest.mark.parametrize("leave", [App[None].pop_screen, App[None].exit])
async def test_a_screen_that_is_left_while_its_parts_are_mounted_gets_no_more_of_them(
    leave: Callable[[App[None]], object],
) -> None:
    begun = set[int]()
    for turns in range(40):
        app, screen = App[None](), Parts()
        async with app.run_test() as pilot:
            app.push_screen(screen)
            for _ in range(turns):
                await asyncio.sleep(0)
            begun.add(len(screen.children))
            leave(app)
            await pilot.pause()
    assert begun == {0, 1, 2, 3}
