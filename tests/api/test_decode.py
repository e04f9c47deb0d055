"""JSON into models: what fits comes the quick way, and nothing stops the slow one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.decode import decode_item, decode_json, decode_page, read_item, read_page
from kinescope_tui.api.models import Folder, Model, Overview, Project, Video
from kinescope_tui.api.text import needs_cleaning

MODELS = [Video, Project, Folder]
NAMES = [
    "id", "title", "name", "status", "duration", "created_at", "updated_at", "tags", "assets",
    "chapters", "items", "poster", "subtitles", "folders", "size", "items_count", "progress",
    "version", "privacy_domains", "time", "file_size", "folder_id",
]  # fmt: skip
ODD_NUMBERS = ["1e999", "-1e999", "9" * 390, "9" * 5_000, "-0", "0.1e-400", "NaN", "-Infinity"]
ODD_TEXTS = ["", "1700000000", "1e400", "2026-13-01", "0001-01-01T00:00:00+23:59", "-1", "true"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec=None), max_size=6)
    | st.sampled_from(ODD_TEXTS)
    | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=12,
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
WHOLE = st.integers(0, 2**53)
ASSET = st.fixed_dictionaries({"id": WORDS}, optional={"file_size": WHOLE, "quality": WORDS})
VIDEO = st.fixed_dictionaries(
    {"id": WORDS, "title": WORDS, "status": WORDS, "duration": st.floats(0, 1e9) | WHOLE},
    optional={
        "subtitle": st.none() | WORDS,
        "created_at": st.none() | MOMENTS,
        "tags": st.none() | st.lists(WORDS, max_size=3),
        "assets": st.lists(ASSET, max_size=3),
        "chapters": st.fixed_dictionaries(
            {"items": st.lists(st.fixed_dictionaries({"time": WHOLE, "title": WORDS}), max_size=2)}
        ),
        "version": st.none() | WHOLE,
        "subtitles_enabled": st.booleans(),
        "unknown": WORDS | WHOLE,
    },
)
META = st.fixed_dictionaries(
    {"pagination": st.fixed_dictionaries({"page": WHOLE, "per_page": WHOLE, "total": WHOLE})},
    optional={"order": st.dictionaries(WORDS, st.sampled_from(["asc", "desc"]), max_size=3)},
)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=150)
@given(data=VALUES)
def test_any_data_is_read_or_refused_as_data(model: type[Model], data: Any) -> None:
    body = json.dumps({"data": data, "meta": data}).encode("utf-8", "surrogatepass")
    decode_page(body, model)
    document = decode_json(body)
    if isinstance(data, list):
        page = read_page(document, model)
        assert len(page.items) + page.dropped == len(data)
    if isinstance(data, dict):
        assert isinstance(read_item(document, model).items[0], model)
    else:
        with pytest.raises(ValueError, match="not an object"):
            read_item(document, model)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("number", ODD_NUMBERS, ids=lambda number: number[:8])
def test_odd_numbers_cost_their_field_at_most(model: type[Model], number: str) -> None:
    fields = ", ".join(f'"{name}": {number}' for name in NAMES)
    body = f'{{"data": [{{{fields}}}], "meta": {{"pagination": {{"total": {number}}}}}}}'.encode()
    decode_page(body, model)
    assert len(read_page(decode_json(body), model).items) == 1


@given(st.binary(max_size=60) | st.binary(max_size=30).map(b'{"data":[{"id":"%b"}]}'.__mod__))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    decode_page(body, Video)
    try:
        decode_json(body)
    except ValueError:
        return


@pytest.mark.parametrize("body", [b'{"data":[{"id":"\xff"}]}', b'{"data":[{"id":"\xed\xa0\x80"}]}'])
def test_bytes_that_are_no_text_do_not_come_the_quick_way(body: bytes) -> None:
    assert decode_page(body, Video) is None


@settings(max_examples=150)
@given(rows=st.lists(VIDEO, max_size=4), meta=META, escaped=st.booleans())
def test_the_quick_way_and_the_slow_one_agree(
    rows: list[dict[str, Any]], meta: dict[str, Any], escaped: bool
) -> None:
    body = json.dumps({"meta": meta, "data": rows}, ensure_ascii=escaped).encode()
    quick, slow = decode_page(body, Video), read_page(decode_json(body), Video)
    assert slow.drift == []
    if quick is not None:
        assert (quick.items, quick.meta) == (slow.items, slow.meta)
    else:
        assert needs_cleaning(body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "a\u202eb"),
        ("title", None),
        ("id", 7),
        ("duration", "57.5"),
        ("assets", {"id": "a"}),
        ("tags", ["a", None]),
        ("created_at", "yesterday"),
    ],
)
def test_what_is_odd_takes_the_slow_way(field: str, value: Any) -> None:
    body = json.dumps({"data": [{"id": "v", field: value}]}).encode()
    assert decode_page(body, Video) is None


@pytest.mark.parametrize("text", ["1700000000", "1700000000.5", "2026", "", "0"])
def test_a_number_in_quotes_is_no_moment(text: str) -> None:
    read = read_item({"data": {"created_at": text}}, Video)
    assert read.items[0].created_at is None
    assert read.drift == ["data.created_at: a text does not fit"]


def test_odd_entries_are_counted_and_told_up_to_a_limit() -> None:
    read = read_page({"data": [{"id": "v"}, *["odd"] * 500, [], None]}, Video)
    assert len(read.items) == 1
    assert read.dropped == 502
    assert read.drift[0] == "data[1]: a text, not an object"
    assert len(read.drift) == 50


@pytest.mark.parametrize("data", [None, {}, "x", 3, True])
def test_a_page_without_a_list_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="not a list"):
        read_page({"data": data}, Video)


def test_what_is_nested_too_deep_is_refused_quickly_and_slowly() -> None:
    for deep in (b"[" * 100_000, b'{"data": [' + b'{"x": ' * 100_000):
        assert decode_page(deep, Video) is None
        with pytest.raises(ValueError, match=r".+"):
            decode_json(deep)


def test_both_ways_to_read_one_thing_agree() -> None:
    point = {"date": "2026-08-05T21:00:00Z", "views": 3, "watch_time": 1.5}
    document = {
        "meta": {"time": {"timezone": "Europe/Moscow"}},
        "data": {"total": {"views": 3}, "timeline": [point], "top": {"devices": []}},
    }
    quick = decode_item(json.dumps(document).encode(), Overview)
    assert quick is not None
    slow = read_item(document, Overview)
    assert quick.items == slow.items
    assert quick.meta.zone == slow.meta.zone == "Europe/Moscow"
    assert slow.items[0].timeline[0].watch_time_s == 1.5


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"timeline": [{"views": "three"}]}},
        {"data": {"timeline": None}},
        {"data": []},
        {"error": {"code": 1}, "data": {}},
        {"data": {"top": {"devices": [{"name": "\u202etv"}]}}},
    ],
)
def test_whatever_is_odd_is_not_read_the_quick_way(document: dict[str, Any]) -> None:
    assert decode_item(json.dumps(document, ensure_ascii=False).encode(), Overview) is None
