"""Help stands in columns: groups stay whole, columns are even, texts lose their ends first."""

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.keys import keymap
from kinescope_tui.keys.paired import as_one, paired
from kinescope_tui.presentation.text.sheet_columns import broadest, fits, sheet_columns, shortened


@given(st.lists(st.integers(1, 20), max_size=12), st.integers(0, 200), st.integers(0, 40))
def test_every_group_stands_once_and_whole(heights: list[int], width: int, room: int) -> None:
    columns, between = sheet_columns(heights, width, room, 32)
    assert sorted(number for column in columns for number in column) == list(range(len(heights)))
    assert between in {0, 1}
    assert len(columns) <= max(1, width // 23)
    assert all(column == sorted(column) for column in columns)


def test_columns_become_narrow_before_anything_has_to_be_scrolled() -> None:
    assert sheet_columns([5, 5, 5], 66, 11, 32) == ([[0, 1], [2]], 1)
    assert sheet_columns([5, 5, 5], 75, 5, 32) == ([[0], [1], [2]], 1)
    assert sheet_columns([5, 5, 5], 66, 10, 32) == ([[0, 1], [2]], 0)
    assert sheet_columns([5, 5, 5], 66, 2, 32) == ([[0, 1], [2]], 1)  # is scrolled
    assert sheet_columns([], 66, 2, 32) == ([], 1)


def test_columns_are_as_broad_as_all_groups_have_room() -> None:
    widths = (56, 40, 32)
    assert broadest([5, 5, 5], 138, 11, widths) == 56
    assert broadest([5, 5, 5], 138, 5, widths) == 40
    assert broadest([5, 5, 5, 5], 138, 5, widths) == 32
    assert broadest([9] * 9, 138, 5, widths) == 32  # is scrolled
    assert fits([5, 5, 5], 138, 5, 40)
    assert not fits([5, 5, 5, 5], 138, 5, 40)


def test_what_has_no_room_is_told_by_its_first_part_or_a_word() -> None:
    assert shortened("sort: ▲, off", 12, "sort") == "sort: ▲, off"
    assert shortened("sort: ▲, off", 8, "sort") == "sort: ▲"
    assert shortened("first row of all", 8, "first") == "first"
    assert shortened("first row of all", 4, "first") == "first row of all"


def test_there_and_back_stand_on_one_line() -> None:
    lines = {as_one(keys).id: as_one(keys) for keys in paired(keymap.keys_of("table"))}
    assert lines["table.next-page"].shown == "] ["
    assert lines["table.next-page"].help == "next / previous page"
    assert lines["table.page-down"].help == "one screen down / up"
    assert "table.up" not in lines
    assert lines["table.open"].shown == "enter"
    (places,) = paired(keymap.keys_of("mode"))
    assert as_one(places).shown.startswith("1 … ")
    assert as_one(paired(keymap.keys_of("copy"))[0]).help == "id · number"
    every = [keymap.keys_of(group) for group in keymap.GROUPS]
    assert all([key for pair in paired(keys) for key in pair] == keys for keys in every)
