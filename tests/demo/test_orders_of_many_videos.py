"""Any page of any order is what sorting all videos would give, also where videos are copies."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.demo import sample, workspace
from kinescope_tui.demo.sample import sortable
from kinescope_tui.demo.workspace import ORDER_FIELDS, Selection, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
SIZES = (0, 1, 60, 61, 122, 400)
DIRECTIONS = st.lists(st.sampled_from(["asc", "desc"]), min_size=5, max_size=5)
LEVELS = st.tuples(st.permutations(ORDER_FIELDS), DIRECTIONS, st.integers(1, 5)).map(
    lambda drawn: tuple(zip(*drawn[:2], strict=True))[: drawn[2]]
)
FILTERS: dict[str, Any] = {
    "": {},
    "statuses": {"statuses": ("done", "error")},
    "without_folder": {"without_folder": True},
    "search": {"search": "ЛЕКЦИЯ"},
}


@pytest.fixture(scope="module")
def workspaces() -> dict[int, tuple[Workspace, list[dict[str, Any]]]]:
    """Workspaces of videos that are copies of 61 ones, and their videos, the oldest first."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample, "MOST", 61)
        patched.setattr(workspace, "MOST", 61)
        made = {size: Workspace(size, now=NOW, hostile=False) for size in SIZES}
    return {
        size: (of, [{**of.numbered(n), "n": n} for n in range(1, size + 1)])
        for size, of in made.items()
    }


def value(video: dict[str, Any], field: str) -> tuple[bool, Any]:
    if field == "created_at":
        return True, video["n"]
    if field == "updated_at":
        moment = video[field]
        return moment is not None, moment and datetime.fromisoformat(moment)
    return True, sortable(video[field]) if isinstance(video[field], str) else video[field]


def by_hand(videos: list[dict[str, Any]], levels: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the ids in an order, of which whole seconds of changes count."""
    found = sorted(videos, key=lambda video: int(video["n"]), reverse=levels[-1][1] == "desc")
    for field, direction in reversed(levels):
        found.sort(key=lambda video: value(video, field), reverse=direction == "desc")
    return [video["id"] for video in found]


@settings(max_examples=1_000 if FULL else 40, deadline=None)
@given(
    st.sampled_from(SIZES),
    LEVELS,
    st.sampled_from(sorted(FILTERS)),
    st.tuples(st.integers(0, 450), st.integers(0, 30)),
)
def test_a_window_of_an_order_is_that_of_a_sorted_list(
    workspaces: dict[int, tuple[Workspace, list[dict[str, Any]]]],
    size: int,
    levels: tuple[tuple[str, str], ...],
    name: str,
    place: tuple[int, int],
) -> None:
    begin, count = place
    of, videos = workspaces[size]
    # Two that were changed in the same second may differ in what the answer does not tell.
    levels = tuple(level for level in levels if level[0] != "updated_at" or size <= 122)
    levels = levels or (("title", "asc"),)
    tests: dict[str, Callable[[dict[str, Any]], bool]] = {
        "": lambda _video: True,
        "statuses": lambda video: video["status"] in {"done", "error"},
        "without_folder": lambda video: video["folder_id"] is None,
        "search": lambda video: "лекция" in (video["title"] + video["description"]).casefold(),
    }
    wanted = by_hand([video for video in videos if tests[name](video)], levels)
    found, total = of.videos(Selection(levels=levels, **FILTERS[name]), begin, count)
    assert total == len(wanted)
    assert [video["id"] for video in found] == wanted[begin : begin + count]


def test_changes_sort_across_copies_of_a_video(
    workspaces: dict[int, tuple[Workspace, list[dict[str, Any]]]],
) -> None:
    of, _ = workspaces[400]
    for direction in ("asc", "desc"):
        levels = (("updated_at", direction), ("duration", "asc"))
        pages = [of.videos(Selection(levels=levels), begin, 7)[0] for begin in range(0, 400, 7)]
        walked = [video for page in pages for video in page]
        assert len({video["id"] for video in walked}) == 400
        moments = [(video["updated_at"] or "")[:19] for video in walked]  # whole seconds
        assert moments == sorted(moments, reverse=direction == "desc")


def test_chosen_videos_sort_as_all_do(
    workspaces: dict[int, tuple[Workspace, list[dict[str, Any]]]],
) -> None:
    of, videos = workspaces[400]
    levels = (("duration", "desc"), ("title", "asc"))
    chosen = videos[::7]
    ids = tuple(video["id"] for video in chosen)
    found, total = of.videos(Selection(levels=levels, ids=(*ids, "x")), 0, 100)
    assert (total, [video["id"] for video in found]) == (len(ids), by_hand(chosen, levels))


def test_a_page_of_a_million_videos_looks_at_few_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    created_ms = Workspace.created_ms

    def counted(of: Workspace, number: int) -> int:
        nonlocal looks
        looks += 1
        return created_ms(of, number)

    monkeypatch.setattr(Workspace, "created_ms", counted)
    million = Workspace(1_000_000, now=NOW)
    for field in ORDER_FIELDS:
        for begin in (0, 654_321, 999_990):
            looks = 0
            selection = Selection(levels=((field, "desc"), ("title", "asc")))
            page, total = million.videos(selection, begin, 10)
            assert (total, len({video["id"] for video in page})) == (1_000_000, 10)
            assert looks < 10_000
