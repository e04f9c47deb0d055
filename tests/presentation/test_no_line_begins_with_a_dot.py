"""In a box a dot between two parts ends a line, and begins none."""

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.section_box import SectionBox

TOLD = "MD5 d1384c1aacfaace40669278d6006eefa · id 38e2b9b5 · 720p.mp4 · 2026-08-21 · 1 234 views"


def test_a_dot_between_two_parts_begins_no_line() -> None:
    box = SectionBox(Section("Ids", ((Cell(TOLD),),), ()))
    for width in range(40, 100):
        lines = [line.plain for line in box.told_lines(width)]
        assert not [line for line in lines if line.lstrip().startswith("·")], (width, lines)
        assert all(len(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(TOLD.split())
