"""A secret is struck out whole, whatever dashes and blanks stand between its digits."""

import json
import unicodedata

from canary import CANARY

from kinescope_tui.api.spellings import Spellings

SPELLINGS = Spellings(CANARY)


def characters(*categories: str, first: int = 0) -> list[str]:
    """Return all from a code point on that Unicode sorts so."""
    sorted_as = map(unicodedata.category, map(chr, range(first, 0x110000)))
    return [chr(code) for code, kind in enumerate(sorted_as, first) if kind in categories]


def digits_left(text: str) -> str:
    struck = SPELLINGS.struck_from(text.encode(), b"*").decode()
    return "".join(char for char in struck if char.isalnum())


def test_in_the_place_of_its_dashes() -> None:
    marks = [*characters("Pd"), "/", "|", "+", "~", "·", "•"]
    assert [mark for mark in marks if digits_left(CANARY.replace("-", mark))] == []


def test_unseen_between_all_of_them() -> None:
    marks = characters("Zs", "Cf", first=0x80)
    assert [mark for mark in marks if digits_left(mark.join(CANARY))] == []


def test_json_stays_json() -> None:
    groups = CANARY.split("-")
    for document in (groups, {"a": groups[0], "b": groups[1:]}, ["‑".join(groups)]):
        body = json.dumps(document, ensure_ascii=False).encode()
        json.loads(SPELLINGS.struck_from(body))


def test_other_numbers_beside_each_other_stay() -> None:
    for text in ("12345678/9012/3456", "3f2a | 9c81 | 7be4", "цена 3 · 5 · 7 · 9 · 11"):
        assert SPELLINGS.struck_from(text.encode(), b"*").decode() == text
