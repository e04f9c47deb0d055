"""A large body is read by its parts and beside the loop, and says what it would say at once."""

import json
import threading
from typing import Any

import pytest
from conftest import FULL, TOKEN
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_server import ScriptedServer, answer
from test_one_way import MODELS, VALUES, exactly, fields, spelled

from kinescope_tui.api import AnyRow, KinescopeClient, Tag, Video, decode, json_values, text
from kinescope_tui.api.text import clean_json_text

EXAMPLES = 5_000 if FULL else 50
LONG = 300_000
PIECES = [
    "\\\\", "\\", "\\r", "\\n", "\\u000a", "\\u000D", "\\u202e", "u202e", '\\"', "\\u0416",
    "\\ud83d", "\\ude00", "\\uDB40", "\\udc01", "\\u001b", "twelve plain ones", "\\" * 26,
    "\\" * 27, "\u202e", "\x7f", "\x9b", "\u2028", "é", "日本語のタイトル", "\U000e0001", "r", "n",
]  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30), size=st.integers(1, 60))
def test_a_text_is_cleaned_alike_in_slices_of_any_size(pieces: list[str], size: int) -> None:
    body = "".join(pieces).encode()
    whole = clean_json_text(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_SLICE", size)
        assert clean_json_text(body) == whole


@pytest.mark.parametrize("model", [*MODELS, AnyRow])
@settings(max_examples=EXAMPLES // 10)
@given(data=st.data(), size=st.integers(0, 40))
def test_an_answer_is_read_alike_by_its_parts(
    model: type[Any], data: st.DataObject, size: int
) -> None:
    rows = data.draw(st.lists(fields(model) | VALUES, max_size=5))
    body = spelled({"data": rows, "meta": {"pagination": {"total": 3}}})
    whole, document = decode.decode_page(body, model), decode.decode_json(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "LARGE", size)
        parted = decode.decode_page(body, model)
        assert repr(decode.decode_json(body)) == repr(document)
    assert exactly(parted) == exactly(whole)


@pytest.mark.parametrize(
    "body", ["[" * 200 + "]" * 200, "[NaN]", '{"a":', '{"a": 1e999, "a": 2}', "[1,]"]
)
def test_what_is_no_json_or_half_one_is_refused_alike(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> str:
        try:
            return repr(decode.decode_json(body.encode()))
        except ValueError:
            return "refused"

    whole = read()
    monkeypatch.setattr(json_values, "LARGE", 2)
    assert read() == whole


async def test_a_large_answer_is_read_beside_the_loop(
    server: ScriptedServer, client: KinescopeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every reader: lists and their further pages, things, any endpoint, errors."""
    threads: list[threading.Thread] = []
    cleaned = clean_json_text

    def seen(body: bytes) -> bytes:
        threads.append(threading.current_thread())
        return cleaned(body)

    monkeypatch.setattr(decode, "clean_json_text", seen)
    row = {"id": "a", "title": "x" * LONG, "tag": "x", "name": "x"}
    refused = answer({"error": {"code": 1, "message": "x" * LONG}}, "400 Bad Request")
    rows = answer({"data": [row]})
    server.script = [rows, rows, rows, answer({"data": row}), rows, refused]
    await client.videos(page=7)
    await client.page("/v1/tags", Tag)
    await client.page("/v1/anything", AnyRow)
    await client.item("/v1/videos/a", Video)
    await client.content("/v1/anything")
    with pytest.raises(Exception, match="x"):
        await client.videos()
    assert len(threads) >= len(server.requests)
    assert threading.main_thread() not in threads


@pytest.mark.parametrize(
    "spell", [str, str.upper, lambda t: t.replace("-", "%2D"), lambda t: t.encode().hex()]
)
async def test_the_token_is_struck_out_across_the_pieces_of_a_body(
    server: ScriptedServer, client: KinescopeClient, spell: Any
) -> None:
    secret = spell(TOKEN)
    before = ["x" * (2**18 - 40 + step * 16) for step in range(4)]
    server.script = [answer({"data": {"a": one + secret, "b": secret}}) for one in before]
    for _ in before:
        found = await client.get("/v1/anything")
        assert set(json.dumps(found["data"])) == set('{"a": "x-", "b"}')
