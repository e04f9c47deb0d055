"""The rows around a cursor: what is here of them, and how far they moved in another list."""

from kinescope_tui.api.models import Project
from kinescope_tui.services.lists.facet_counts import FacetCounts
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.lists.surroundings import Surroundings
from kinescope_tui.services.lists.view import View


def rows(*ids: str) -> InMemoryRows[Project]:
    return InMemoryRows([Project(id=one) for one in ids])


def test_what_is_near_has_no_gap_and_no_more_rows_than_wanted() -> None:
    around = Surroundings(rows(*"abcdefg"), row=3, offset=40)
    assert around.item == Project(id="d")
    first, items = around.near(2)
    assert (first, "".join(one.id for one in items)) == (41, "bcdef")
    first, items = around.near(100)
    assert (first, "".join(one.id for one in items)) == (40, "abcdefg")


def test_nothing_is_near_where_nothing_is() -> None:
    unread: Surroundings[Project] = Surroundings(None, 2)
    for around in (unread, Surroundings(rows("a"), 2)):
        assert around.item is None
        assert around.near(5) == (2, [])
        assert around.shift_in(rows("a")) == 0


def test_the_nearest_neighbour_that_is_left_tells_how_far_rows_moved() -> None:
    around = Surroundings(rows(*"abcde"), row=2)
    assert around.shift_in(rows(*"xyabde")) == 2  # b, which stood before it
    assert around.shift_in(rows(*"de")) == -3
    assert around.shift_in(rows(*"xyz")) == 0
    assert Surroundings(rows(*"abc"), row=1, offset=10).shift_in(rows(*"ac")) == -10


def test_counts_hold_beside_one_view_and_for_a_while() -> None:
    counts, view = FacetCounts(), View()
    counts.beside(view, 0)["status[]", "done"] = 3
    assert counts.beside(view, 299) == {("status[]", "done"): 3}
    assert counts.beside(view.searched("x"), 299) == {}
    counts.beside(view, 300)["status[]", "done"] = 4
    assert counts.beside(view, 601) == {}
