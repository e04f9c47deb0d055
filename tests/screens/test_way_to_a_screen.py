"""The way to a screen fits any width: what lies between goes first, the title is cut last."""

import pytest
from rich.cells import cell_len

from kinescope_tui.widgets.breadcrumb import trail

WAY = ("Videos", "Академия", "Season 2", "Скалярное произведение")


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (80, "Videos › Академия › Season 2 › Скалярное произведение"),
        (50, "Videos › … › Season 2 › Скалярное произведение"),
        (36, "Videos › … › Скалярное произведение"),
        (30, "Скалярное произведение"),
        (10, "Скалярное…"),
        (1, "…"),
    ],
)
def test_the_title_is_cut_last(room: int, told: str) -> None:
    assert trail(WAY, room) == told


def test_it_is_never_wider_than_its_room_whatever_the_titles_are() -> None:
    for crumbs in ((), ("",), ("a\nb", "界" * 30), ("Videos", "x" * 5_000, "界\u2028界")):
        for room in range(1, 60):
            line = trail(crumbs, room)
            assert cell_len(line) <= room
            assert "\n" not in line
