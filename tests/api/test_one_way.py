"""One result for one answer, whichever way it is read.

What is quick for most answers may not differ from what is thorough for the others: not in values,
not in types, not in what is left out.
"""

import json
from itertools import product
from typing import Any

import msgspec
import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.decode import Decoded, decode_item, decode_json, decode_page, read_page
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import (
    AccessToken,
    Asset,
    LiveEvent,
    Model,
    Overview,
    Project,
    ReportRow,
    UsageRow,
    Video,
)

MODELS = [Video, Project, LiveEvent, AccessToken, Invoice, UsageRow, ReportRow]
EXAMPLES = 500 if FULL else 15

NUMERALS = ["0", "-3", "57.50", "1e2", "4699", "4699.0", "9007199254740993", "1e999", "9" * 30]
TEXTS = st.sampled_from(["", "done", "Ёлка — «да»", "2026-08-05T21:00:00Z", "57.5", 'a\\b"c'])
VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS | st.sampled_from(NUMERALS).map(lambda n: f"NUMERAL {n}"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=5,
)


def fields(model: type[Model]) -> st.SearchStrategy[dict[str, Any]]:
    """Rows with any value in any field, those of a model more often than others."""
    names = [info.encode_name for info in msgspec.structs.fields(model)]
    return st.dictionaries(
        st.sampled_from([*names, "id", "unknown", "raw", "number"]), VALUES, max_size=6
    )


def spelled(document: Any) -> bytes:
    """The document as JSON, its numerals spelled out."""
    text = json.dumps(document, ensure_ascii=False)
    for numeral in NUMERALS:
        text = text.replace(f'"NUMERAL {numeral}"', numeral)
    return text.encode()


def exactly(decoded: Decoded[Any] | None) -> Any:
    """What was read, so that 1, 1.0 and True differ."""
    assert decoded is not None
    return repr((decoded.items, [getattr(item, "raw", None) for item in decoded.items]))


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_row_is_read_alike_whatever_stands_beside_it(
    model: type[Model], data: st.DataObject
) -> None:
    row = data.draw(fields(model))
    alone = exactly(decode_page(spelled({"data": [row]}), model))
    for other in ({"title": "\u202e"}, {"title": 5, "name": {}, "product": []}):
        beside = decode_page(spelled({"data": [row, other]}), model)
        assert beside is not None
        beside.items.pop()
        assert exactly(beside) == alone
    body = spelled({"data": [row, "odd"], "meta": {"order": [1]}})
    assert exactly(decode_page(body, model)) == alone
    assert exactly(read_page(decode_json(body), model)) == alone


NAMES = ("title", "name", "number", "product", "unknown")
SPELLINGS = (r"\u202e", "\u202e", r"\r\n", r"\ud800")


@pytest.mark.parametrize("model", MODELS)
def test_a_string_that_is_cleaned_changes_nothing_else(model: type[Model]) -> None:
    row = '{"id": "v", "duration": 4699, "usage": 1.5, "poster": {"from_time": 12.5}, "%s": "%s"}'
    for name, spelling in product(NAMES, SPELLINGS):
        dirty = decode_page(f'{{"data": [{row % (name, "?" + spelling)}]}}'.encode(), model)
        clean = decode_page(f'{{"data": [{row % (name, "?")}]}}'.encode(), model)
        assert dirty is not None
        assert dirty.drift == []
        shown = exactly(dirty).replace("⟨RLO⟩", "").replace("\ufffd", "").replace("\\n", "")
        assert shown == exactly(clean)


def test_a_row_that_is_nested_too_deep_costs_itself_in_any_list() -> None:
    for levels in range(95, 105):
        deep = {"id": "a", "odd": json.loads("[" * levels + "]" * levels)}
        read = decode_page(spelled({"data": [{"id": "b"}, deep]}), Project)
        beside_odd = decode_page(spelled({"data": [{"id": "b", "name": 5}, deep]}), Project)
        assert read is not None
        assert beside_odd is not None
        assert [one.id for one in read.items] == [one.id for one in beside_odd.items]
        assert [one.id for one in read.items] == (["b", "a"] if levels < 100 else ["b"])


def test_one_thing_is_read_alike_too() -> None:
    point = {"date": "2026-08-05T21:00:00Z", "views": 3, "watch_time": 1.5}
    data = {"total": {"views": 3}, "timeline": [point], "top": {"devices": []}}
    meta = {"time": {"timezone": "Europe/Moscow"}}
    clean = decode_item(spelled({"meta": meta, "data": data}), Overview)
    assert clean is not None
    for odd in ({"unknown": "\u202e"}, {"top": {"devices": [], "oses": [{"views": "x"}]}}):
        read = decode_item(spelled({"meta": meta, "data": {**data, **odd}}), Overview)
        assert read is not None
        assert read.items[0].timeline == clean.items[0].timeline
        assert read.meta == clean.meta
    assert decode_item(b'{"error": {"code": 1}, "data": {}}', Overview) is None
    assert decode_item(b'{"data": []}', Overview) is None


def test_one_odd_field_costs_that_field() -> None:
    rows = [
        {"id": "a", "title": None, "duration": "57.5", "tags": ["x", None], "assets": {"id": "f"}},
        {"id": 7, "created_at": "yesterday", "version": 3.0, "progress": 10**30},
    ]
    read = decode_page(spelled({"data": rows}), Video)
    assert read is not None
    one, two = read.items
    assert (one.title, one.duration_s, one.tags) == ("", 57.5, ["x"])
    assert one.assets is not None
    assert one.assets[0].id == "f"
    assert (two.id, two.created_at, two.version, two.progress) == ("7", None, 3, 1e30)
    assert read.drift == ["data[1].created_at: a string is not valid here"]


def test_a_page_of_videos_has_no_link_to_a_file_that_nobody_may_see_or_keep() -> None:
    names = {field.name for part in (Video, Asset) for field in msgspec.structs.fields(part)}
    assert not names & {"url", "download_link"}
