"""What a list can be narrowed to beside its table builds on what is asked for already."""

from kinescope_tui.resources.filter_choices import filter_choices
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import View

ASKED = View(VIDEOS.default_order).filtered("project_id", ("p",))


def test_a_status_comes_to_what_is_asked_for_and_goes_again() -> None:
    done = filter_choices(VIDEOS, {}, ASKED)["STATUS"]["status[]", "done"]
    assert not done.is_set
    assert done.view.filters == (("project_id", "p"), ("status[]", "done"))
    both = filter_choices(VIDEOS, {}, done.view)["STATUS"]["status[]", "error"].view
    assert both.values("status[]") == ("done", "error")
    again = filter_choices(VIDEOS, {}, both)["STATUS"]["status[]", "done"]
    assert again.is_set
    assert again.view.values("status[]") == ("error",)
    assert again.counted.values("status[]") == ("done",)
    assert again.counted.values("project_id") == ("p",)


def test_a_saved_view_takes_the_place_of_what_is_asked_for_and_is_taken_back() -> None:
    failed = filter_choices(VIDEOS, VIDEOS.views, ASKED)["SAVED VIEWS"]["", "failed"]
    assert (failed.view, failed.counted, failed.is_set) == (VIDEOS.views["failed"],) * 2 + (False,)
    again = filter_choices(VIDEOS, VIDEOS.views, failed.view)["SAVED VIEWS"]["", "failed"]
    assert again.is_set
    assert not again.view.is_narrowed
