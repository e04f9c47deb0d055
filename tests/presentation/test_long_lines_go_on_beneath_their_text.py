"""A line that is too long goes on where its text began, not beneath its label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kinescope_tui.widgets import wrapped_text
from kinescope_tui.widgets.wrapped_text import Piece, WrappedText


def wrapped(text: str, width: int) -> list[Piece]:
    found = WrappedText(text, width)
    return [found[y] for y in range(len(found))]


def lines(text: str, width: int) -> list[str]:
    return [" " * piece.indent + piece.text.rstrip() for piece in wrapped(text, width)]


def test_a_labelled_line_goes_on_beneath_its_text() -> None:
    bundle = "Kinescope API request\nserver's clock  Sat, 28 Nov 2026 17:08:37 GMT"
    assert lines(bundle, 36)[1:] == ["server's clock  Sat, 28 Nov 2026", " " * 16 + "17:08:37 GMT"]


def test_what_is_indented_stays_indented() -> None:
    assert lines("    one two three", 12) == ["    one two", "    three"]


def test_a_line_without_a_label_goes_on_at_the_left() -> None:
    assert lines("one two three four", 9) == ["one two", "three", "four"]


def test_a_label_leaves_half_of_the_width_to_the_text() -> None:
    assert lines("a long label  one two", 14)[1] == "one two"


def test_nothing_is_made_of_lines_that_nobody_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def noted(line: int, start: int, text: str, indent: int = 0) -> Piece:
        made.append(line)
        return Piece(line, start, text, indent)

    monkeypatch.setattr(wrapped_text, "Piece", noted)
    found = WrappedText("\n".join([*["short"] * 5_000, "too long a line", *["short"] * 5_000]), 9)
    assert len(found) == 10_002
    assert set(made) == {5_000}
    made.clear()
    assert [found[y].line for y in (4_999, 5_002, 10_001)] == made == [4_999, 5_001, 10_000]


@given(st.text(st.sampled_from("ab  \n日"), max_size=60), st.integers(2, 30))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    pieces = wrapped(text, width)
    assert all(piece.indent + cell_len(piece.text.rstrip()) <= width for piece in pieces)
    told = "".join(piece.text for piece in pieces)
    assert told.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for piece in pieces:
        line = text.split("\n")[piece.line]
        assert line[piece.start : piece.start + len(piece.text)] == piece.text


def test_a_word_without_room_beside_its_label_stands_whole_beneath_it() -> None:
    assert lines("time            2026-08-22T12:00:00.000+00:00", 36) == [
        "time",
        "2026-08-22T12:00:00.000+00:00",
    ]
