"""A secret is struck out whole, whatever dashes and blanks stand between its digits."""

import json
import unicodedata

import pytest
from canary import CANARY

from kinescope_tui.api.spellings import Spellings

SPELLINGS = Spellings(CANARY)
DASHES = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Pd"]
BLANKS = [
    chr(code) for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) in {"Zs", "Cf"}
]


def digits_left(text: str) -> str:
    struck = SPELLINGS.struck_from(text.encode(), b"*").decode()
    return "".join(char for char in struck if char.isalnum())


@pytest.mark.parametrize("mark", [*DASHES, "/", "|", "+", "~", "·", "•"])
def test_in_the_place_of_its_dashes(mark: str) -> None:
    assert digits_left(CANARY.replace("-", mark)) == ""


def test_unseen_between_all_of_them() -> None:
    assert [mark for mark in BLANKS if digits_left(mark.join(CANARY))] == []


def test_json_stays_json() -> None:
    groups = CANARY.split("-")
    for document in (groups, {"a": groups[0], "b": groups[1:]}, ["‑".join(groups)]):
        body = json.dumps(document, ensure_ascii=False).encode()
        json.loads(SPELLINGS.struck_from(body))


def test_other_numbers_beside_each_other_stay() -> None:
    for text in ("12345678/9012/3456", "3f2a | 9c81 | 7be4", "цена 3 · 5 · 7 · 9 · 11"):
        assert SPELLINGS.struck_from(text.encode(), b"*").decode() == text
