"""JSON into models: whatever comes is read, or refused in words of ours."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.decode import decode_json, decode_page, read_item, read_page
from kinescope_tui.api.models import Folder, Identified, Model, Project, Video

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
@settings(max_examples=500 if FULL else 40)
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
@pytest.mark.parametrize("model", MODELS)
def test_bytes_that_are_no_text_cost_themselves(body: bytes, model: type[Identified]) -> None:
    read = decode_page(body, model)
    assert read is not None
    assert [item.id for item in read.items] == ["\ufffd"]


@pytest.mark.parametrize("text", ["1700000000", "1700000000.5", "2026", "", "0"])
def test_a_number_in_quotes_is_no_moment(text: str) -> None:
    read = read_item({"data": {"created_at": text}}, Video)
    assert read.items[0].created_at is None
    assert read.drift == ["data.created_at: a string is not valid here"]


def test_odd_entries_are_counted_and_told_up_to_a_limit() -> None:
    read = read_page({"data": [{"id": "v"}, *["odd"] * 500, [], None]}, Video)
    assert len(read.items) == 1
    assert read.dropped == 502
    assert read.drift[0] == "data[1]: a string, not an object"
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
