"""What is told by a sign is told by another one in ASCII too."""

from kinescope_tui.presentation.lists.statuses import BADGES
from kinescope_tui.presentation.text.glyphs import SIGNS, plain


def test_statuses_and_signs_are_told_apart_in_ascii() -> None:
    statuses = [plain(cell.text)[0] for cell in BADGES.values()]
    assert len(set(statuses)) == len(statuses)
    signs = [sign for together, _ in SIGNS for sign in plain(together).split()]
    assert "".join(signs).isascii()
    # A dot that is filled or not is told apart; ✗ and ● mean the same as among the statuses.
    assert len(set(signs)) == len(signs)
