"""At a frame's foot the order, which the header shows too, stands whole or not at all."""

from kinescope_tui.presentation.lists.list_words import foot_told

ORDER = "sorted by the server: created ▼"


def test_both_are_told_where_there_is_room_and_else_what_nothing_else_tells() -> None:
    assert foot_told("Σ all: 12 EUR", ORDER, 80) == f"Σ all: 12 EUR · {ORDER}"
    assert foot_told("Σ all: 12 EUR", ORDER, 30) == "Σ all: 12 EUR"
    assert foot_told("", ORDER, 80) == ORDER
    assert foot_told("", ORDER, 10) == ORDER  # the frame cuts it
    assert foot_told("", "", 10) == ""
