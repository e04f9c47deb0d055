"""In a box a dot between two parts ends a line, and begins none; what can stay whole does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.widgets.section_box import SectionBox

TOLD = "MD5 d1384c1aacfaace40669278d6006eefa · id 38e2b9b5 · 720p.mp4 · 2026-08-21 · 1 234 views"
ID = "38e2b9b5-b64c-41b8-b5eb-3f1892c0b2fd"
LINK = f"https://kinescope.io/posters/original/{ID}.png"


def told(section: Section, width: int) -> list[str]:
    return [line.plain for line in SectionBox(section).told_lines(width)]


def test_a_dot_between_two_parts_begins_no_line() -> None:
    for width in range(40, 100):
        lines = told(Section("Ids", ((Cell(TOLD),),), ()), width)
        assert not [line for line in lines if line.lstrip().startswith("·")], (width, lines)
        assert all(len(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(TOLD.split())


PARTS = st.lists(st.text("ab ", min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1)


@given(PARTS, st.integers(12, 60))
def test_of_a_broken_word_nothing_is_lost_and_nothing_is_left_over(
    parts: list[str], width: int
) -> None:
    lines = told(Section("", ((Cell(" · ".join(parts)),),), ()), width)
    assert not [line for line in lines if line.startswith(("·", " ·"))]
    assert all(len(line.rstrip()) <= width for line in lines)
    assert set("".join(lines)) <= set("ab ·")
    letters = "".join("".join(lines).replace("·", "").split())
    assert letters == "".join("".join(parts).split())


def test_parts_stay_whole_where_that_takes_no_more_lines() -> None:
    text = f"MD5 d1384c1aacfaace40669278d6006eefa · id {ID} · original"
    assert told(Section("", ((Cell(text),),), ()), 52) == [
        "MD5 d1384c1aacfaace40669278d6006eefa ·",
        f"id {ID} · original",
    ]


@pytest.mark.parametrize("width", range(36, 80))
def test_an_id_is_on_one_line(width: int) -> None:
    lines = told(pairs("", [("Stream key and a label", Cell(ID)), ("Name", Cell("x"))]), width)
    assert [line for line in lines if ID in line], lines
    assert len(lines) <= 3


def test_a_link_has_the_whole_width_where_its_column_is_narrow() -> None:
    row = (Cell("0:00"), Cell("done"), Cell("yes"), Cell(LINK))
    head = ("AT", "STATUS", "ACTIVE", "PICTURE")
    assert told(table("", head, [row]), 36) == [
        "AT    STATUS  ACTIVE  PICTURE",
        "0:00  done    yes     ",
        f"  {LINK[:34]}",
        f"  {LINK[34:68]}",
        f"  {LINK[68:]}",
    ]
    assert told(table("", head, [row]), 120)[1].endswith(LINK)
