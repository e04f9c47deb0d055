"""A list of which only the path is known is read, paged, sorted and told as what comes."""

from typing import Any

import pytest
from scripted_server import ScriptedServer, answer, page

from kinescope_tui.api import AnyRow, KinescopeClient, Order, Priority, errors
from kinescope_tui.api.client import Page
from kinescope_tui.presentation.text.folded_json import FoldedJson, Folds
from kinescope_tui.resources.endpoint import (
    EndpointResource,
    csv_page,
    csv_target,
    endpoint_resource,
    is_whole,
    target_of,
)
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.services.endpoint_model import EndpointModel
from kinescope_tui.services.lists.view import View


async def first_of(client: KinescopeClient, target: str) -> Page[AnyRow]:
    return client.page_in(await client.content(target))


async def fetched(client: KinescopeClient, resource: EndpointResource, number: int = 1) -> Any:
    view = View(resource.default_order)
    return await resource.fetch(client, view)(number, 100, Priority.LOOKED_AT)


async def test_a_list_with_pages_is_asked_for_page_by_page(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [page({"id": "a"}, total=3, per_page=1)]
    target = "/v1/things?page=2&per_page=1&order=name.desc&status[]=a&status[]=b"
    first = await first_of(client, target)
    resource = endpoint_resource(target, first=first)
    assert not is_whole(first)
    assert resource.default_order == Order.parse("name.desc")
    await fetched(client, resource, 3)
    asked = server.requests[-1].target
    assert "page=3&per_page=100" in asked
    assert asked.count("status%5B%5D=") == 2
    assert "order=name.desc" in asked
    assert asked.count("page=") == 2


@pytest.mark.parametrize("rows", [3, 12, 421])
async def test_a_list_without_pages_is_one_answer_and_asked_as_it_was_typed(
    server: ScriptedServer, client: KinescopeClient, rows: int
) -> None:
    server.script = [answer({"data": [{"date": n} for n in range(rows)]})]
    target = "/v1/analytics?from=2026-01-01&to=2026-02-01&per_page=7"
    first = await first_of(client, target)
    resource = endpoint_resource(target, first=first)
    assert is_whole(first)
    at_hand = await fetched(client, resource)
    assert (len(server.requests), len(at_hand.items)) == (1, rows)
    again = await fetched(client, resource)
    assert server.requests[1].target == server.requests[0].target
    assert (len(again.items), again.total) == (rows, rows)


async def test_a_full_page_without_a_total_may_be_one_of_several(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"data": [{"id": n} for n in range(10)]})]
    first = await first_of(client, "/v1/tags")
    assert not is_whole(first)
    assert endpoint_resource("/v1/tags", first=first).is_paged


async def test_a_list_with_offset_and_limit_is_paged_by_these(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    meta = {"offset": 0, "limit": 10, "total": 25}
    server.script = [answer({"meta": meta, "data": [{"name": n} for n in range(10)]})]
    first = await first_of(client, "/v1/odd")
    await fetched(client, endpoint_resource("/v1/odd", first=first), 2)
    assert "offset=100&limit=100" in server.requests[-1].target


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/v1/tags", "/v1/tags.csv"),
        ("/v1/tags/", "/v1/tags.csv"),
        ("/v2/live/events/a/stream/b/chat.json", "/v2/live/events/a/stream/b/chat.csv"),
        ("/v1/tags.csv", "/v1/tags.csv"),
    ],
)
def test_the_csv_of_a_list_stands_beside_it(path: str, target: str) -> None:
    assert csv_target(path) == target
    query = "status%5B%5D=a+b.c"
    assert target_of(target, (("status[]", "a b.c"),)) == f"{target}?{query}"
    assert csv_target(f"{path}?{query}") == f"{target}?{query}"


async def test_a_csv_is_a_table_of_all_its_rows(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    text = "имя;password;;имя\nАнна;s3cret;1\nАнна;s3cret;1\nBoris;;2;x;more\n"
    server.script = [answer(text.encode("cp1251"), content_type="text/csv")]
    resource = endpoint_resource("/v1/chat.csv")
    found = await fetched(client, resource)
    assert (len(found.items), found.total) == (3, 3)
    assert len({row.id for row in found.items}) == 3
    assert "s3cret" not in str(found.items)
    titles = [column.title for column in resource.columns_for(found.items)]
    assert titles == ["ИМЯ", "PASSWORD", "COLUMN 3", "ИМЯ (4)", "COLUMN 5"]
    last = [column.cell(found.items[-1]).text for column in resource.columns_for(found.items)]
    assert last == ["Boris", "—", "2", "x", "more"]


@pytest.mark.parametrize(
    "body", ["", "a", "a,b\n", '"a', "a\n" + '"' * 99, "\0", "a\r\n\x1b[2J\r\n"]
)
async def test_an_odd_csv_is_a_table_or_an_error_of_ours(
    server: ScriptedServer, client: KinescopeClient, body: str
) -> None:
    server.script = [answer(body, content_type="text/csv")]
    try:
        found = await csv_page(await client.content("/v1/chat.csv"))
    except errors.KinescopeError:
        return
    assert found.total == len(found.items)
    assert "\x1b" not in str(found.items)


async def test_json_in_the_place_of_csv_is_said_to_be_that(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"data": []})]
    with pytest.raises(errors.CsvUnavailableError):
        await fetched(client, endpoint_resource("/v1/tags.csv"))


@pytest.mark.parametrize("target", ["/v1/tags", "/v1/tags.csv"])
def test_a_table_has_a_column_before_anything_came(target: str) -> None:
    assert endpoint_resource(target).columns_for([])
    assert endpoint_resource(target).columns_for([AnyRow(raw={})])


def test_nothing_is_claimed_of_how_a_server_narrows_what_nobody_documented() -> None:
    assert "does not document" in endpoint_resource("/v1/tags").cannot("filtered")
    assert RESOURCES["tags"].cannot("filtered") == ""


def test_columns_of_what_nobody_documented_can_be_asked_to_be_sorted() -> None:
    resource = endpoint_resource("/v1/tags")
    rows = [AnyRow(raw={"name": "a", "odd name": 1, "deep": {}, "password": "····"})]
    columns = {column.title: column.sort_field for column in resource.columns_for(rows)}
    assert columns == {"NAME": "name", "ODD NAME": ""}


@pytest.mark.parametrize(
    ("sent", "ending", "told"),
    [
        (answer({"password": "s3cret", "a": [1.50]}), ".json", '"a"'),
        (answer("token=s3cret \x1b[2J", content_type="text/plain"), ".txt", "␛"),
        (answer(b"\x89PNG\0", content_type="image/png"), ".png", ""),
        (answer("a,b\n", content_type="text/csv"), ".csv", "a,b"),
    ],
)
async def test_what_any_endpoint_answers_is_shown_without_secrets(
    server: ScriptedServer, client: KinescopeClient, sent: bytes, ending: str, told: str
) -> None:
    server.script = [sent]
    model = EndpointModel(client.content, "/v1/anything")
    assert await model.ask()
    assert model.shown is not None
    assert model.shown.ending == ending
    assert told in model.shown.text
    assert "s3cret" not in model.shown.text
    lines = FoldedJson([model.shown.unredacted], Folds())
    assert "s3cret" not in str([lines.text(lines.place(row)) for row in range(lines.row_count)])
    assert lines.positions("s3cret") == []


async def test_what_is_shown_stays_when_it_cannot_be_read_again(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"a": 1}), answer(b"")]
    model = EndpointModel(client.content, "/v1/anything")
    await model.ask()
    before = model.shown
    with pytest.raises(errors.EmptyAnswerError):
        await model.ask()
    assert model.shown is before
