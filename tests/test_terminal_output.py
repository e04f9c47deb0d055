"""What the driver sends of what it is given: what the terminal shows already is left out."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size

driver = pytest.importorskip("kinescope_tui.terminal.driver")

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
FRAME = "\x1b[1;1H\x1b[1mone\x1b[0m two\n\x1b[2;1Hthree\x1b[1;1H"
OTHER = FRAME.replace("two", "six")
SIZE = [(20, 2)]


class Sent(list[str]):
    """Stands where the thread that writes does."""

    def write(self, data: str) -> None:
        self.append(data)

    def taken(self) -> str:
        data = "".join(self)
        self.clear()
        return data


@pytest.fixture
async def writer(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Any, Sent]]:
    signals = signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH
    before = [signal.getsignal(number) for number in signals]
    monkeypatch.setattr(sys, "__stdin__", SimpleNamespace(fileno=int, isatty=bool))
    monkeypatch.setattr(driver.os, "get_terminal_size", lambda *_file: os.terminal_size(SIZE[-1]))
    made, sent = driver.TerminalDriver(App()), Sent()
    made._writer_thread = sent  # noqa: SLF001 - there is no other way to hear of it
    made.send_message = lambda _message: None
    yield made, sent
    for number, handler in zip(signals, before, strict=True):
        signal.signal(number, handler)


def _draw(made: Any, frame: str) -> None:
    for data in (BEGIN, frame, END):
        made.write(data)


async def test_a_frame_is_sent_once_and_then_what_differs_of_it(writer: tuple[Any, Sent]) -> None:
    made, sent = writer
    _draw(made, FRAME)
    assert sent.taken().startswith(f"{BEGIN}\x1b[1;1H")
    _draw(made, FRAME)
    assert sent.taken() == ""
    _draw(made, OTHER)
    assert sent.taken() == f"{BEGIN}\x1b[4Csix\x1b[1;1H{END}"


@pytest.mark.parametrize(
    ("order", "leaves_it"),
    [
        ("\x07", True),
        ("\x1b[?1000h\x1b[?2048$p", True),
        ("\x1b]52;c;YQ==\x07", True),
        ("\x1b[>1u", True),
        ("\x1b[?1049h", False),
        ("\x1b[?25l\x1b[?1049l", False),
        ("\x1b[2J", False),
        ("a text", False),
    ],
)
async def test_all_is_sent_after_what_may_have_changed_the_screen(
    writer: tuple[Any, Sent], order: str, leaves_it: bool
) -> None:
    made, sent = writer
    _draw(made, FRAME)
    made.write(order)
    assert sent.taken().endswith(order)
    _draw(made, FRAME)
    assert (sent.taken() == "") == leaves_it


async def test_all_is_sent_after_another_size_and_when_asked(writer: tuple[Any, Sent]) -> None:
    made, sent = writer
    _draw(made, FRAME)
    whole = sent.taken()
    there_and_back = events.Resize(Size(20, 2), Size(20, 2))
    for forget in (lambda: made.process_message(there_and_back), made.forget_shown):
        forget()
        _draw(made, FRAME)
        assert "three" in sent.taken()
    SIZE.append((30, 3))
    _draw(made, FRAME)
    SIZE.pop()
    assert sent.taken() == whole
