"""JSON of any size folds and is searched, and nothing is made of what is not in sight."""

from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api import redaction
from kinescope_tui.api.redaction import redact_shapes, redact_value
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
    places = (json.place(row) for row in range(json.row_count))
    return ["".join(piece.text for piece in json.pieces(place)) for place in places]


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
    json.turn(json.place(1), is_open=True)
    assert shown(json)[1:4] == ["└ ▼ x  [2]", "  ├ 0  1", "  └ 1  2"]
    folded = json.turned()
    assert shown(folded) == ["▶ a  {1}", "▶ b  [2]", "c  {}"]
    assert folded.turned().row_count == len(all_paths(NESTED))


def test_what_is_found_is_unfolded_and_what_was_folded_stays_so_in_what_comes_next() -> None:
    folds = Folds()
    json = FoldedJson(NESTED, folds)
    json.turn(json.place(0), is_open=False)
    (position,) = json.positions("WHY")
    place = json.reveal(position)
    assert (json.text(place), json.position(place)) == ("y  “why”", position)
    assert json.row_of(place) == 3
    again = FoldedJson({"new": 0, **NESTED}, folds)
    assert shown(again)[:4] == ["new  0", "▶ a  {1}", "▼ b  [2]", "├ ▼ 0  {1}"]
    assert again.row_at(("b", "0", "y")) == 4
    assert again.row_at(("a", "x")) is None
    assert [again.row_at(("b", name)) for name in ("1", "2", "01", "9" * 5_000)] == [
        5,
        None,
        5,
        None,
    ]


@given(DOCUMENTS, st.lists(st.integers(0, 30), max_size=6))
def test_each_value_has_one_line_in_its_order_however_it_is_folded(
    document: Any, turned: list[int]
) -> None:
    folds = Folds()
    json = FoldedJson(document, folds)
    for row in turned:
        if row < json.row_count:
            place = json.place(row)
            json.turn(place, is_open=not json.is_open(place))
    places = [json.place(row) for row in range(json.row_count)]
    positions = [json.position(place) for place in places]
    assert positions == sorted(set(positions))
    assert [json.row_of(place) for place in places] == list(range(json.row_count))
    for place in places:
        inside = [one for one in places if json.parent(one) == place]
        assert bool(inside) == json.is_open(place)
    assert shown(FoldedJson(document, folds)) == shown(json)
    turned_once = json.turned()
    opened = max(turned_once.row_count, turned_once.turned().row_count)
    assert opened == len(all_paths(document))


@given(DOCUMENTS, st.text("ab0", max_size=2))
def test_what_is_found_is_all_that_is_shown_when_nothing_is_folded(
    document: Any, sought: str
) -> None:
    folds = Folds()
    folds.note_all(is_open=True)
    json = FoldedJson(document, folds)
    places = [json.place(row) for row in range(json.row_count)]
    wanted = [json.position(one) for one in places if sought in json.text(one).casefold()]
    assert FoldedJson(document, Folds()).positions(sought) == wanted


LONG_SECRETS = [f"{'x ' * 150}https://u:p@a.b", f"{'https://a.b/c?sign=1 ' * 120}password=x",
                f"{'y ' * 20_000}https://u:p@a.b"]  # fmt: skip
SECRETS = st.recursive(
    _PLAIN
    | st.sampled_from(
        [*LONG_SECRETS, "https://a.b/c?sign=1", "https://u:p@a.b", "password=x", "Bearer a1"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "value",
                    "stream_key",
                    "link",
                    "privacy_share",
                    "tokens",
                    "a/b?c",
                    LONG_SECRETS[0],
                ]
            ),
            inner | st.sampled_from(["stream_key", "title"]),
            max_size=4,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=1_000 if FULL else 150, deadline=None)
@given(SECRETS)
def test_no_line_tells_more_than_a_document_whose_secrets_are_hidden(document: Any) -> None:
    folds = Folds()
    folds.note_all(is_open=True)
    lines = shown(FoldedJson([document], folds))
    assert lines == shown(FoldedJson(redact_value([document]), folds))
    found = FoldedJson([document], Folds())
    assert len(found.positions("")) == len(lines)


def test_a_long_text_is_looked_through_once_and_not_with_each_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def noted(text: str) -> str:
        looked.append(len(text))
        return redact_shapes(text)

    for module in (redaction, folded_json):
        monkeypatch.setattr(module, "redact_shapes", noted)
    link = "https://u:p@a.b/c?sign=1 "
    document = {"short": link, "long": link * 1_000, link * 100: {"within": [link * 20]}}
    json = FoldedJson(document, Folds()).turned().turned()
    lines = [json.text(json.place(row)) for row in range(json.row_count)]
    assert sorted(looked) == [len(link), *(len(link) * times for times in (20, 100)), 20_000]
    looked.clear()
    assert [json.text(json.place(row)) for row in range(json.row_count)] == lines
    assert json.positions("u:p") == []
    assert set(looked) == {len(link)}
    assert "u:p" not in "".join(lines)
    assert len(lines[1]) == len("long  “”") + 2_000


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
    json = json.turned().turned()
    assert json.row_count == 60_001
    json.turn(json.place(0), is_open=False)
    json.turn(json.place(0), is_open=True)
    assert written == []
    json.pieces(json.place(60_000))
    assert sorted(written) == ["row 19999", "title"]
