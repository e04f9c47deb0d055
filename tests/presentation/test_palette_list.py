"""What the palette lists: where things belong before anything is typed, then what fits best."""

from kinescope_tui.presentation.palette_list import PaletteEntry, PaletteList

SORT = PaletteEntry("list.sort", "This list", "Sort by this column", "s")
LEVELS = PaletteEntry("list.sort-editor", "This list", "The sort levels as a list", "z")
COPY = PaletteEntry("copy.id", "This row", "Copy the id", "y i", is_offered=False)
USAGE = PaletteEntry("place usage", "Go to", "Usage · consumption", ":usage")
ENTRIES = [COPY, SORT, LEVELS, USAGE]


def test_entries_stand_under_where_they_belong() -> None:
    assert PaletteList(ENTRIES).lines("") == ["This list", SORT, LEVELS, "Go to", USAGE]


def test_what_was_chosen_last_comes_first_and_once() -> None:
    recent = ["place usage", "gone", "copy.id"]
    lines = PaletteList(ENTRIES, recent).lines(" ")
    assert lines == ["Recent", USAGE, COPY, "This list", SORT, LEVELS]


def test_the_best_fit_comes_first() -> None:
    found = PaletteList(ENTRIES)
    assert found.lines("sort") == [SORT, LEVELS]
    assert found.lines("levels SORT") == [LEVELS]
    assert found.lines("y i")[0] is COPY
    assert found.lines("s")[0] is SORT
    assert found.lines("cpyid") == [COPY]
    assert found.lines("usage") == [USAGE]
    assert found.lines("nosuchthing") == []


def test_letters_of_another_layout_are_read_by_their_keys() -> None:
    assert PaletteList(ENTRIES, by_place=lambda _text: "sort").lines("ыщке") == [SORT, LEVELS]
