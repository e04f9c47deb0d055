"""A secret is found in whatever way it is spelled, and nothing else is taken for it."""

import json
import uuid

import pytest
from canary import CANARY, SPELLED, Spell, canary_in
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.spellings import Spellings

SPELLINGS = Spellings(CANARY)
AROUND = st.text(st.characters(codec="utf-8", exclude_characters='"\\%&#'), max_size=9)
EXAMPLES = 2_000 if FULL else 40


@pytest.mark.parametrize("spell", SPELLED.values(), ids=SPELLED)
@pytest.mark.parametrize("text", [CANARY, CANARY.upper()], ids=["lower", "upper"])
def test_every_spelling_is_struck_out_and_json_stays_json(spell: Spell, text: str) -> None:
    spelled = json.dumps({"a": "é"}).encode()[:-1] + f', "b": "x {spell(text)} y"}}'.encode()
    assert canary_in(spelled)
    assert SPELLINGS.stand_in(spelled)
    struck = SPELLINGS.struck_from(spelled)
    assert canary_in(struck) == []
    assert len(struck) == len(spelled)
    assert json.loads(struck)["b"].startswith("x ")
    assert json.loads(struck)["b"].endswith(" y")
    assert not SPELLINGS.stand_in(struck)


@given(st.lists(st.tuples(AROUND, st.sampled_from(list(SPELLED.values()))), max_size=4), AROUND)
@settings(max_examples=EXAMPLES, deadline=None)
def test_it_is_found_wherever_and_however_often_it_stands(
    parts: list[tuple[str, Spell]], after: str
) -> None:
    text = "".join(f"{before}|{spell(CANARY)}|" for before, spell in parts) + after
    assert canary_in(SPELLINGS.struck_from(text.encode(), b"HIDDEN")) == []


@given(st.sampled_from(list(SPELLED.values())), st.sampled_from(["utf-16", "utf-16-be", "utf-32"]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_other_encodings_of_json_hide_none(spell: Spell, encoding: str) -> None:
    struck = SPELLINGS.struck_from(f'{{"title": "{spell(CANARY)}"}}'.encode(encoding))
    assert canary_in(json.dumps(json.loads(struck))) == []


@given(st.binary(max_size=200) | st.uuids().map(lambda found: str(found).encode()))
@settings(max_examples=EXAMPLES, deadline=None)
def test_nothing_else_is_touched(data: bytes) -> None:
    assert SPELLINGS.struck_from(data) == data


@pytest.mark.parametrize("text", ["", "a", "short-token"])
def test_what_is_too_short_to_be_a_token_is_looked_for_nowhere(text: str) -> None:
    assert Spellings(text).struck_from(b"a short-token, a") == b"a short-token, a"


@pytest.mark.parametrize("at", range(14, 24))
def test_it_may_be_cut_or_split_in_two(at: int) -> None:
    split = f'{{"a": "{CANARY[:at]}", "b": "{CANARY[at:]}"}}'
    assert canary_in(split)
    assert canary_in(SPELLINGS.struck_from(split.encode())) == []
    escaped = SPELLED["JSON's escapes"](CANARY[:at])
    assert canary_in(SPELLINGS.struck_from(f'{{"a": "Bearer {escaped}…"}}'.encode())) == []


@pytest.mark.parametrize("name", ["as it is", "base64", "hexadecimal"])
def test_one_may_stand_right_behind_the_other(name: str) -> None:
    spelled = SPELLED[name](CANARY) * 3
    struck = SPELLINGS.struck_from(spelled.encode())
    assert (canary_in(struck), len(struck)) == ([], len(spelled))


def test_a_made_up_token_is_not_found_in_other_made_up_ids() -> None:
    other = b"c0ffee00-0000-4000-8000-00000000beef"
    assert not Spellings("c0ffee00-0000-4000-8000-00000000cafe").stand_in(other)
    assert not SPELLINGS.stand_in(str(uuid.UUID(int=0)).encode())


@pytest.mark.parametrize(
    ("piece", "size"),
    [(b"%37", 2_000_000), (b"\\", 300_000), (b"7 ", 300_000), (CANARY[:-1].encode(), 300_000)],
)
def test_what_is_made_to_be_slow_is_looked_through(piece: bytes, size: int) -> None:
    # If the time grew faster than the length, this would not end today.
    data = b"%37" + piece * (size // len(piece)) + b"\\u0037"
    assert len(SPELLINGS.struck_from(data)) == len(data)
