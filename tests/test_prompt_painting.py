"""What a key changes is painted at the end of its turn, and nothing else is asked for its lines."""

import asyncio
import os
import threading
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from kinescope_tui.terminal.line_drawing import draw_lines
from kinescope_tui.terminal.prompt_painter import PromptPainter
from kinescope_tui.terminal.terminal_output import TerminalOutput
from kinescope_tui.widgets.prompt_part import LinePart


class Lines(LinePart, Widget):
    asked: list[int]

    def render_line(self, y: int) -> Strip:
        self.asked.append(y)
        return Strip.blank(self.size.width)


class Two(Screen[None]):
    CSS = "Lines { height: 1fr; } Static { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        draw_lines(self)
        self.painter = PromptPainter(self)
        self.lines = Lines()
        self.lines.asked = []

    def compose(self) -> ComposeResult:
        yield self.lines
        yield Static("beside it")


async def test_a_change_is_painted_in_its_turn_and_more_than_one_is_left_to_textual() -> None:
    screen = Two()
    app = App[None]()
    async with app.run_test(size=(20, 6)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        lines = screen.lines
        screen.painter = PromptPainter(screen)  # that has painted nothing yet
        lines.asked.clear()
        lines.refresh(Region(0, 1, 5, 1), Region(0, 3, 5, 1))
        assert not lines.asked
        await asyncio.sleep(0)
        assert sorted(lines.asked) == [1, 3]
        await pilot.pause()
        assert sorted(lines.asked) == [1, 3]  # once

        lines.refresh(Region(0, 2, 5, 1))  # within the same sixtieth of a second, or not
        await pilot.pause()
        assert lines.asked[2:] == [2]

        screen.painter = PromptPainter(screen)
        lines.refresh(layout=True)
        assert not screen.painter.take(lines)
        await pilot.pause()
        lines.styles.border = ("round", "white")
        await pilot.pause()
        assert "╭" in screen._compositor.render_strips()[0].text  # noqa: SLF001 - what is seen


@pytest.mark.parametrize("lacks", ["_on_timer_update", "_dirty_widgets", "_compositor", ""])
async def test_without_what_it_takes_textual_paints(lacks: str) -> None:
    names = {"_on_timer_update", "_dirty_widgets", "_compositor"} - {lacks}
    part: Any = type("Part", (), {"_repaint_required": True})()
    for name in ("layout", "scroll", "recompose", "refresh_styles"):
        setattr(part, f"_{name}_required", False)
    screen: Any = type("Stub", (), {name: {} for name in names} | {"is_active": True})()
    assert PromptPainter(screen).take(part) == (not lacks)


def test_what_a_terminal_does_not_take_at_once_is_written_behind_it_in_order() -> None:
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with open(slave, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
        output = TerminalOutput(file)
        assert output.take("before") == "before"  # nothing is open yet
        output.write("before")
        output.flush()
        output.open()
        assert output.take("short") == ""
        texts = ["ж" * 200_001, "last"]
        rests = [output.take(text) for text in texts]
        assert rests[0]
        assert len(rests[0]) < len(texts[0]) + 2
        assert rests[1] == "last"  # not past what is before it

        def write() -> None:
            for rest in rests:
                output.write(rest)
            output.flush()

        writing = threading.Thread(target=write)
        writing.start()
        whole, data = "".join(("before", "short", *texts)).encode(), b""
        while len(data) < len(whole):
            data += os.read(master, 1 << 16)
        writing.join()
        assert data == whole
        assert output.take("again") == ""
        output.close()
        assert output.take("closed") == "closed"
    os.close(master)
