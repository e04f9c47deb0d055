"""JSON of any size folds and is searched, and nothing is made of what is not in sight."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.presentation.text import folded_json
from kinescope_tui.presentation.text.folded_json import FoldedJson, Folds, is_large

_PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
DOCUMENTS = st.recursive(
    st.dictionaries(st.text(max_size=2), _PLAIN, max_size=3) | st.lists(_PLAIN, max_size=3),
    lambda inner: st.dictionaries(st.text(max_size=2), inner, max_size=3) | st.lists(inner),
    max_leaves=12,
)
NESTED = {"a": {"x": [1, 2]}, "b": [{"y": "why"}, None], "c": {}}


def shown(json: FoldedJson) -> list[str]:
    numbers = (json.number(row) for row in range(json.row_count))
    return ["".join(piece.text for piece in json.pieces(number)) for number in numbers]


def all_paths(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in pairs:
        found.append((*path, str(key)))
        if isinstance(inner, dict | list):
            found += all_paths(inner, (*path, str(key)))
    return found


def test_the_first_levels_are_open_and_guides_lead_to_each_value() -> None:
    json = FoldedJson(NESTED, Folds())
    assert shown(json) == [
        "▼ a  {1}", "└ ▶ x  [2]", "▼ b  [2]", "├ ▶ 0  {1}", "└ 1  null", "c  {}",
    ]  # fmt: skip
    json.turn(json.number(1), is_open=True)
    assert shown(json)[1:4] == ["└ ▼ x  [2]", "  ├ 0  1", "  └ 1  2"]
    json.turn_all()
    assert shown(json) == ["▶ a  {1}", "▶ b  [2]", "c  {}"]
    json.turn_all()
    assert json.row_count == len(all_paths(NESTED))


def test_what_is_found_is_unfolded_and_what_was_folded_stays_so_in_what_comes_next() -> None:
    folds = Folds()
    json = FoldedJson(NESTED, folds)
    json.turn(0, is_open=False)
    (place,) = json.places("WHY")
    json.reveal(place)
    assert json.text(json.number(json.row_of(place))) == "y  “why”"
    again = FoldedJson({"new": 0, **NESTED}, folds)
    assert shown(again)[:4] == ["new  0", "▶ a  {1}", "▼ b  [2]", "├ ▼ 0  {1}"]
    assert again.row_at(("b", "0", "y")) == 4
    assert again.row_at(("a", "x")) is None


@given(DOCUMENTS, st.lists(st.integers(0, 30), max_size=6))
def test_each_value_has_one_line_in_its_order_however_it_is_folded(
    document: Any, turned: list[int]
) -> None:
    folds = Folds()
    json = FoldedJson(document, folds)
    for row in turned:
        if row < json.row_count:
            number = json.number(row)
            json.turn(number, is_open=not json.is_open(number))
    rows = [json.number(row) for row in range(json.row_count)]
    assert rows == sorted(set(rows))
    for number in rows:
        inside = [one for one in rows if json.parent(one) == number]
        assert bool(inside) == json.is_open(number)
    assert shown(FoldedJson(document, folds)) == shown(json)
    json.turn_all()
    json.turn_all()
    opened = max(json.row_count, FoldedJson(document, folds).row_count)
    assert opened <= len(all_paths(document))


def test_of_a_large_document_only_what_is_looked_at_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[str] = []

    def noted(text: str) -> str:
        written.append(text)
        return text

    monkeypatch.setattr(folded_json, "one_line", noted)
    document = {"rows": [{"id": number, "title": f"row {number}"} for number in range(20_000)]}
    assert is_large(document)
    assert not is_large(NESTED)
    json = FoldedJson(document, Folds())
    json.turn_all()
    json.turn_all()
    assert json.row_count == 60_001
    json.turn(json.number(0), is_open=False)
    json.turn(json.number(0), is_open=True)
    assert written == []
    json.pieces(json.number(60_000))
    assert written == ["title", "row 19999"]
