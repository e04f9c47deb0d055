"""What is typed for a token is told by counts alone, and the mark fits every terminal."""

from conftest import TOKEN
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.token_form import token_form
from kinescope_tui.presentation.wordmark import WORDMARK, wordmark


def test_the_form_is_told_while_it_is_typed() -> None:
    assert token_form(" ").text == ""
    assert token_form(TOKEN[:-1]).text == "35 of 36 characters"
    assert token_form(f" {TOKEN}\n") == token_form(f'"Bearer {TOKEN}"')
    assert token_form(TOKEN).tone is Tone.GOOD
    assert token_form(f"{TOKEN}0").text == "✗ 37 characters, not a valid token"


@given(st.text())
def test_no_character_of_it_is_told(text: str) -> None:
    same = "".join("z" if not character.isspace() else character for character in text)
    assert token_form(text) == token_form(same)


@given(st.integers(10, 250), st.integers(1, 100))
def test_the_mark_is_as_large_as_there_is_room_for(columns: int, rows: int) -> None:
    lines = [cell.text for cell in wordmark(columns, rows)]
    assert all(cell_len(line) <= max(11, columns - 2) for line in lines)
    assert (lines[0] == WORDMARK[0]) == (columns >= len(WORDMARK[0]) + 2 and rows >= 24)
