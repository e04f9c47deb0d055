"""Whatever is drawn: a terminal that gets what differs shows what one does that gets everything."""

import re
import tracemalloc
from collections.abc import Callable
from functools import partial
from random import Random

import conftest
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.style import Style

from benchmarks.terminal_screen import TerminalScreen
from kinescope_tui.terminal import frame_diff
from kinescope_tui.terminal.frame_diff import FrameDiff, read_ahead

WIDTH, HEIGHT = 12, 4
PLACES = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1))
# Cells of their own; wide; marks and joiners; flags; right to left; a kitty picture's; unassigned.
TEXTS = st.text("  aaБ─█✗❯é漢한🎬👩\u200d\u0301\ufe0f⚠🇷🇺אب\U0010eeee\U0001fae9", max_size=WIDTH)
STYLES = st.sampled_from(
    ["", "red", "bold", "dim red", "bold italic #102030", "on blue", "#405060 on #102030",
     "underline", "reverse on blue", "strike red", "default on default", "link https://a.test",
     "bold link https://b.test", "color(200) on color(7)"]
).map(Style.parse)  # fmt: skip
PICTURES = st.sampled_from(
    ["\x1b_Ga=d\x1b\\", "\x1bP0;1q#0~\x1b\\", "\x1b[2J", "\x1b[99;5mz\x1b[0m"]
)


def _pieces(place: tuple[int, int], written: list[tuple[Style, str]]) -> str:
    y, x = place
    return f"\x1b[{y + 1};{x + 1}H" + "".join(style.render(text) for style, text in written)


PIECES = st.builds(_pieces, PLACES, st.lists(st.tuples(STYLES, TEXTS), max_size=3))
PARTS = st.lists(PIECES | PIECES | PIECES | PICTURES, max_size=6)
FRAMES = st.builds(lambda parts, end: "".join(parts) + _pieces(end, []), PARTS, PLACES)


@st.composite
def full_frames(draw: st.DrawFn) -> str:
    """Every line, as Textual draws a screen anew."""
    lines = [_pieces((y, 0), draw(st.lists(st.tuples(STYLES, TEXTS), min_size=1, max_size=2)))
             for y in range(HEIGHT)]  # fmt: skip
    return "\n".join(lines) + "\x1b[1;1H"


def _width(seed: int, character: str) -> int:
    """Return a width as terminals have different ones; of letters and signs they have the same."""
    if re.match(r"[ -~Б─█✗❯é⚠]", character):
        return 1
    return Random(f"{seed} {character}").choice([0, 1, 2])  # noqa: S311 - no secret


@given(st.lists(FRAMES | full_frames(), min_size=2, max_size=6), st.integers(0, 9), st.randoms())
@example(["\x1b[1;1H", "\x1b[1;12Ha\x1b[31m\ufe0f\x1b[0m\x1b[1;1H"], 0, Random(0))  # noqa: S311
@settings(max_examples=2_000 if conftest.FULL else 60, deadline=None)
def test_what_differs_shows_what_everything_shows(
    frames: list[str], seed: int, random: Random
) -> None:
    one, other, shown = _terminals(partial(_width, seed))
    for frame in frames:
        if random.random() < 0.2:  # somebody else writes, or it is resized there and back
            for terminal in (one, other):
                terminal.feed("\x1b[0mXXX\x1b[2;3Hfrom outside")
            shown.forget()
        one.feed(frame)
        other.feed(shown.diff(frame, WIDTH, HEIGHT))
        assert one.seen == other.seen


def _terminals(
    width_of: Callable[[str], int],
) -> tuple[TerminalScreen, TerminalScreen, FrameDiff]:
    screens = [TerminalScreen(WIDTH, HEIGHT, width_of) for _ in range(2)]
    return screens[0], screens[1], FrameDiff()


def test_a_frame_of_which_all_cells_are_known_is_read_by_its_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = FrameDiff()
    frame = "\x1b[1;1H\x1b[1mab\x1b[0m c\n\x1b[2;3H\x1b[31md\x1b[0m\x1b[1;1H"
    monkeypatch.setattr(FrameDiff, "_read_pieces", None)
    read_ahead(frame)
    monkeypatch.setattr(frame_diff, "_cells", None)  # all was found out before
    assert "ab" in shown.diff(frame, WIDTH, HEIGHT)
    assert shown.diff(frame, WIDTH, HEIGHT) == ""


@pytest.mark.parametrize(
    "texts",
    [[f"{number:012}" for number in range(8_000)], [chr(one) * 9 for one in range(0xA1, 0x2C00)]],
    ids=["texts", "characters"],
)
def test_nothing_is_kept_of_what_is_shown_no_more(texts: list[str]) -> None:
    shown = FrameDiff()
    tracemalloc.start()
    try:
        for text in texts:
            shown.diff(f"\x1b[1;1H{text}\x1b[1;1H", WIDTH, HEIGHT)
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
