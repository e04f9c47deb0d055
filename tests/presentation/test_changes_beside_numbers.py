"""A change makes room for its number: it is rounded, or its direction alone, and never cut."""

import pytest

from kinescope_tui.presentation.analytics.cards import shortened
from kinescope_tui.presentation.text.cell import Cell, Tone


@pytest.mark.parametrize(
    ("text", "room", "told"),
    [
        ("▲ 18.8 %", 8, "▲ 18.8 %"),
        ("▲ 18.8 %", 7, "▲ 19 %"),
        ("▼ 4.4 pt", 6, "▼ 4 pt"),
        ("▲ 18.8 %", 4, "▲"),
        ("▲ 18.8 %", 0, ""),
        ("> 9 999 %", 8, ">"),
        ("", 5, ""),
    ],
)
def test_a_change_is_told_as_exactly_as_there_is_room(text: str, room: int, told: str) -> None:
    assert shortened(Cell(text, Tone.GOOD), room) == Cell(told, Tone.GOOD)
