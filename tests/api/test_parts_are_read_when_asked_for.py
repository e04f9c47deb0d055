"""What a list does not show of a row is not decoded, and is the same whenever it is read."""

import json
import sys
from collections import Counter
from typing import Any

import msgspec
from conftest import FULL
from hypothesis import example, given, settings
from hypothesis import strategies as st
from random_answers import RandomAnswers
from test_one_way import fields

from kinescope_tui.api import Asset, Video
from kinescope_tui.api.decode import decode_item, decode_json, decode_page, read_item
from kinescope_tui.api.later import type_of
from kinescope_tui.api.text import clean_json_text
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.files.records import all_fields, record

PARTS = {"poster", "assets", "chapters", "subtitles", "additional_materials"}
ROW = {
    "id": "v", "title": "Урок", "status": "done", "tags": ["x"], "duration": 57.5,
    "assets": [{"id": "f", "file_size": 10, "quality": "720p", "url": "https://x.example/?sign=1"}],
    "chapters": {"items": [{"time": 12.5, "title": "Start"}]}, "poster": {"id": "p"},
    "subtitles": None, "additional_materials": [],
}  # fmt: skip


def body(*rows: Any) -> bytes:
    return json.dumps({"data": rows}).encode()


def read(*rows: Any) -> list[Video]:
    page = decode_page(body(*rows), Video)
    assert page is not None
    return page.items


def is_text_yet(video: Video) -> bool:
    """Whether something of it is still as it came."""
    return any(isinstance(value, msgspec.Raw) for value in msgspec.structs.astuple(video))


def test_no_more_is_decoded_than_a_list_shows() -> None:
    videos = read(*[ROW] * 3)
    for video in videos:
        for column in VIDEOS.columns:
            column.cell(video)
    assert all(map(is_text_yet, videos))
    assert [asset.quality for asset in videos[0].assets or []] == ["720p"]
    assert list(map(is_text_yet, videos)) == [False, True, True]  # then its text may go
    assert {info.name for info in msgspec.structs.fields(Video) if type_of(info) != info.type} == (
        PARTS
    )


@settings(max_examples=500 if FULL else 25)
@given(seed=st.integers(0, 2**32), other=fields(Video))
@example(seed=229, other={})  # null where that is of a field's type
def test_a_part_is_the_same_whenever_it_is_read(seed: int, other: dict[str, Any]) -> None:
    row = RandomAnswers(seed, is_loose=True).thing(Video)
    text = json.dumps({"data": {**row, **other}}).encode("utf-8", "surrogatepass")
    at_once = read_item(decode_json(text), Video).items[0]
    for beside in ({}, {"title": 5, "version": []}):  # then each is read alone
        page = decode_page(body(beside, {**row, **other}), Video)
        assert page is not None
        assert repr(page.items[1]) == repr(at_once)
        assert page.items[1] == at_once


def test_what_is_odd_in_a_part_costs_that_and_is_told_of_a_thing_alone() -> None:
    odd = {**ROW, "assets": [{"id": "f", "file_size": "large"}, 3], "chapters": "none"}
    (listed,) = read(odd)
    assert listed.assets == [Asset(id="f")]
    assert listed.chapters is None
    assert listed.poster is not None
    told = ["assets[0].file_size: a string", "assets[1]: a number", "chapters: a string"]
    drift = [f"data.{what} is not valid here" for what in told]
    alone = json.dumps({"data": odd}).encode()
    found = decode_item(alone, Video)
    assert found is not None
    assert found.drift == read_item({"data": odd}, Video).drift == drift
    assert not is_text_yet(found.items[0])


def test_what_is_written_of_a_row_has_its_parts_and_no_link_to_a_file() -> None:
    (video,) = read(ROW)
    assert set(record(video)) == set(all_fields(Video) or ()) >= PARTS
    assert record(video)["chapters"]["items"] == [{"time": 12.5, "title": "Start"}]
    assert "sign=1" not in f"{record(video)} {video}"


def test_an_odd_field_of_each_row_is_looked_for_once() -> None:
    """In the next row it is left out, and all others are read at once."""
    rows = [{**ROW, "title": 5, "version": "1"} for _ in range(100)]
    calls: Counter[str] = Counter()

    def note(_frame: Any, event: str, called: Any) -> None:
        if event == "c_call" and isinstance(called.__self__, msgspec.json.Decoder):
            calls["decoded"] += 1

    text = body(*rows)
    decode_page(text, Video)
    sys.setprofile(note)
    try:
        page = decode_page(text, Video)
    finally:
        sys.setprofile(None)
    assert page is not None
    assert {(video.title, video.version) for video in page.items} == {("5", 1)}
    assert calls["decoded"] < 6 * len(rows)


def test_what_holds_nothing_to_be_cleaned_is_not_copied() -> None:
    for size in (10, 2**18 + 1, 2**20):
        text = body({"title": "Ёлка — «да»\n", "description": "x" * size})
        assert clean_json_text(text) is text
