"""What is marked is at hand as it came last, whatever marked it, and whenever it came again."""

from collections.abc import Callable

import pytest

from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.marking import Marking
from kinescope_tui.services.lists.rows import InMemoryRows


def rows(title: str) -> InMemoryRows[Video]:
    return InMemoryRows([Video(id=f"v{n}", title=f"{title} {n}") for n in range(6)])


def in_a_range(marking: Marking[Video]) -> None:
    marking.begin_range(2)
    marking.stretch(3)


def all_and_back(marking: Marking[Video]) -> None:
    marking.toggle_all()


def none_and_back(marking: Marking[Video]) -> None:
    marking.toggle_all()
    marking.toggle_all()


@pytest.mark.parametrize("happens", [in_a_range, all_and_back, none_and_back])
def test_a_row_that_was_marked_before_is_renewed_too(
    happens: Callable[[Marking[Video]], None],
) -> None:
    marking: Marking[Video] = Marking()
    old = rows("old")
    marking.show(old)
    marking.toggle(next(item for _, item in old.loaded()))
    happens(marking)
    marking.show(rows("new"), moved=0)
    assert {item.title.split()[0] for item in marking.marks.items} <= {"new"}
    marking.undo_all()
    marking.stretch(4)
    assert marking.marks.items
    assert {item.title.split()[0] for item in marking.marks.items} == {"new"}
