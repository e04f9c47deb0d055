"""Where a search finds no video it is said what else to try, and nowhere else."""

from types import SimpleNamespace
from typing import Any, cast

from kinescope_tui.api.errors import ForbiddenError, KinescopeError
from kinescope_tui.presentation.lists.index_words import IndexWords
from kinescope_tui.presentation.lists.list_words import ListWords
from kinescope_tui.services.lists.view import View


def absence(
    noun: str, search: str, problem: KinescopeError | None = None, *, is_indexed: bool = False
) -> str:
    shown = SimpleNamespace(rows=(), is_asking=False, view=View().searched(search))
    model, index = cast("Any", shown), cast("Any", SimpleNamespace(state=None, is_reading=False))
    words = IndexWords(model, noun, index) if is_indexed else ListWords(model, noun)
    return words.absence(problem, [f"/ {search}"] if search else [])


def test_a_search_that_finds_no_video_leads_to_the_index_and_to_ids() -> None:
    told = absence("video", "zzz")
    assert "No match: / zzz" in told
    assert "I searches the index instead" in told
    assert "Paste a link or an id after :" in told


def test_nothing_else_is_advised() -> None:
    for told in (
        absence("video", ""),
        absence("tag", "zzz"),
        absence("video", "zzz", ForbiddenError("no", status=403)),
        absence("video", "zzz", is_indexed=True),
    ):
        assert "instead" not in told
