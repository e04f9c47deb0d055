"""Any endpoint is read as what it is, whatever the server calls it; secrets stay hidden in all."""

import json
from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_server import REQUEST_ID, ScriptedServer, answer

from kinescope_tui.api import AnyRow, ContentKind, Exchange, KinescopeClient, Outcome, Token, errors
from kinescope_tui.api.decode import decode_page
from kinescope_tui.api.redaction import redact_document, redact_json

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SECRET = "e51e55a1-7615-493e-9055-10ac9cc44ccd"


def typed(body: Any, content_type: str = "application/json") -> bytes:
    return answer(body, content_type=content_type)


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (typed({"data": [{"id": "a"}]}), ContentKind.LIST),
        (typed({"data": []}), ContentKind.LIST),
        (typed([1, "b", None]), ContentKind.LIST),
        (typed({"data": {"items": [{"a": 1}]}}), ContentKind.LIST),
        (typed({"data": [1]}, "text/plain"), ContentKind.LIST),
        (typed({"data": {"id": "a", "items": []}}), ContentKind.JSON),
        (typed({"anything": {"else": 1}}), ContentKind.JSON),
        (typed(b"null"), ContentKind.JSON),
        (typed(b'"text"'), ContentKind.JSON),
        (typed(b"\xef\xbb\xbf{}"), ContentKind.JSON),
        (typed("a,b\n1,2\n", "text/csv"), ContentKind.CSV),
        (typed("[12:00] Anna: hello\n", "text/plain"), ContentKind.TEXT),
        (typed("<Anna> hello\n", "text/plain"), ContentKind.TEXT),
        (typed("привет".encode("cp1251"), "text/plain"), ContentKind.TEXT),
        (typed(b"\x89PNG\r\n\x1a\n\0\0", "image/png"), ContentKind.FILE),
        (typed(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + b"x" * 99, "application/pdf"), ContentKind.FILE),
        (typed("plain", ""), ContentKind.TEXT),
    ],
)
async def test_an_answer_is_of_the_kind_that_it_is(
    server: ScriptedServer, client: KinescopeClient, sent: bytes, kind: ContentKind
) -> None:
    server.script = [[sent]]
    content = await client.content("/v1/anything?a=1&a=2")
    assert content.kind is kind
    assert server.requests[0].target == "/v1/anything?a=1&a=2"
    assert content.exchange.status == 200


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (typed(b""), errors.EmptyAnswerError),
        (typed(b" \n"), errors.EmptyAnswerError),
        (typed("<!DOCTYPE html><p>log in", "text/html"), errors.WebPageError),
        (typed("<html>", "application/json"), errors.WebPageError),
        (typed("<html>", "text/plain"), errors.WebPageError),
        (typed(b'{"data": [', "application/json"), errors.NotJsonError),
        (typed(b"[" * 100_000), errors.NotJsonError),
        (typed({"error": {"code": 404404, "message": "no"}}), errors.ApiError),
        (typed({"error": {"code": 1, "message": "no"}, "data": None}), errors.ApiError),
        (answer({"error": {"message": "no"}}, "404 Not Found"), errors.NotFoundError),
        (answer("<html>", "502 Bad Gateway", content_type="text/html"), errors.ServerError),
    ],
)
async def test_what_is_no_answer_is_told_as_that(
    server: ScriptedServer, client: KinescopeClient, sent: bytes, error: type[Exception]
) -> None:
    server.script = [[sent]]
    with pytest.raises(error):
        await client.content("/v1/anything")


async def test_json_that_comes_instead_of_csv_is_known_as_that(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [[typed({"data": [{"id": "a"}]})], [typed("id\na\n", "text/csv")]]
    assert (await client.content("/v1/tags.csv")).is_refused_csv
    assert not (await client.content("/v1/tags.csv")).is_refused_csv
    assert "text/csv" in server.requests[0].headers["accept"]


@pytest.mark.parametrize(
    "path", ["/v1/access-tokens", "/v1/Access%2Dtokens", "/v1//access-tokens/"]
)
async def test_ids_that_may_be_tokens_are_masked_however_the_path_is_spelled(
    server: ScriptedServer, client: KinescopeClient, path: str
) -> None:
    server.script = [[typed({"data": [{"id": SECRET, "name": "a"}]})]]
    content = await client.content(path)
    rows = client.page_in(content).items
    listed = (await client.page(path, AnyRow)).items
    shown = redact_document(content.document, path)
    assert SECRET not in f"{rows} {listed} {shown}"
    assert [row.own_id for row in rows] == [""]


def rows_of(data: Any) -> list[AnyRow]:
    decoded = decode_page(json.dumps({"data": data}).encode(), AnyRow)
    assert decoded is not None
    return decoded.items


def test_rows_without_an_id_are_told_from_each_other() -> None:
    data = ["Europe/Moscow", {"a": 1}, {"a": 1}, {"id": 7}, {"user_id": "u"}, None, [1]]
    rows = rows_of(data)
    assert len({row.id for row in rows}) == len(data)
    assert [row.own_id for row in rows] == ["", "", "", "7", "u", "", ""]
    assert [row.id for row in rows_of(data)] == [row.id for row in rows]
    assert rows[0].raw == {"value": "Europe/Moscow"}


def test_an_object_without_a_list_is_one_of_names_and_values() -> None:
    rows = rows_of({"Europe/Moscow": "+03:00", "UTC": None, "password": "s"})
    assert [row.raw["name"] for row in rows] == ["Europe/Moscow", "UTC", "password"]
    assert rows[0].raw["value"] == "+03:00"
    assert rows[2].raw["value"] == "····"


@settings(max_examples=1_000 if FULL else 40, deadline=None)
@given(st.lists(JSON_VALUES, max_size=6))
def test_every_row_of_any_list_is_kept(values: list[Any]) -> None:
    decoded = decode_page(json.dumps(values).encode(), AnyRow)
    assert decoded is not None
    assert (len(decoded.items), decoded.dropped) == (len(values), 0)
    assert all(row.id for row in decoded.items)


@pytest.mark.parametrize("naming", ["name", "key", "field", "header"])
def test_the_value_beside_a_secret_name_is_hidden(naming: str) -> None:
    pairs = [{naming: "X-Api-Key", "value": SECRET}, {naming: "colour", "value": "open"}]
    shown = redact_document({"data": {"headers": pairs}})
    assert SECRET not in str(shown)
    assert "open" in str(shown)
    told = redact_json(json.dumps({"headers": pairs, "value": "open too"}))
    assert SECRET not in told
    assert '"open"' in told
    assert "open too" in told


async def test_a_large_answer_is_read_like_a_small_one(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [typed({"data": [{"a": "x" * 300_000}]}), typed(b'["' + b"x" * 300_000)]
    content = await client.content("/v1/large")
    assert content.kind is ContentKind.LIST
    with pytest.raises(errors.NotJsonError) as caught:
        await client.content("/v1/large")
    assert caught.value.request_id == REQUEST_ID


async def test_what_is_no_envelope_can_be_asked_for_again(
    server: ScriptedServer, token: Token
) -> None:
    seen: list[Exchange] = []
    server.script = [typed("a text", "text/plain"), typed([1]), typed({"data": None})]
    async with KinescopeClient(token, base_url=server.url, on_change=seen.append) as client:
        for _ in server.script:
            content = await client.content("/v1/odd")
            await client.again(content.exchange)
        assert all(exchange.outcome is Outcome.DONE for exchange in seen)
