"""The API as a library: what its names, its examples and its host can rely on."""

import ast
import asyncio
import inspect
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import TOKEN
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from patience import until
from scripted_server import Hold, ScriptedServer, answer, page

import kinescope_tui.api
from kinescope_tui.api import (
    DateRange,
    KinescopeClient,
    KinescopeError,
    Order,
    Video,
    errors,
    invoice,
    models,
)
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.demo.server import DEMO_TOKEN, DemoServer
from kinescope_tui.demo.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
ASKING = {
    name: method
    for name, method in inspect.getmembers(KinescopeClient, inspect.isfunction)
    if not name.startswith("_")
    and (inspect.iscoroutinefunction(method) or name.startswith("all_"))
    and name != "aclose"
}


# What it names and says of itself.


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in kinescope_tui.api.__all__:
        named = getattr(kinescope_tui.api, name)
        assert isinstance(named, str) or inspect.getdoc(named), name
        for part, member in vars(named).items() if inspect.isclass(named) else ():
            is_own = inspect.isfunction(member) or isinstance(member, property | classmethod)
            if is_own and not part.startswith("_") and part != "open":
                assert inspect.getdoc(getattr(named, part)), f"{name}.{part}"
    assert {"Video", "Invoice", "KinescopeClient"} <= set(dir(kinescope_tui.api))
    with pytest.raises(AttributeError, match="has no Movie"):
        getattr(kinescope_tui.api, "Movie")  # noqa: B009 - the type checker knows that it is not there


def test_every_model_is_named() -> None:
    own = {
        name
        for module in (models, invoice)
        for name, kind in vars(module).items()
        if inspect.isclass(kind) and kind.__module__ == module.__name__
    }
    assert own <= set(kinescope_tui.api.__all__)


def test_a_type_checker_sees_the_names_that_there_are() -> None:
    source = Path(str(kinescope_tui.api.__file__)).read_text()
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    seen = {name.name for node in imports if "kinescope" in str(node.module) for name in node.names}
    assert seen == set(kinescope_tui.api.__all__)


@pytest.mark.parametrize("name", ASKING)
def test_whatever_asks_says_what_it_raises_and_where_that_is_written(name: str) -> None:
    told = inspect.getdoc(ASKING[name]) or ""
    raised = re.findall(r"^    (\w+Error): ", told.partition("Raises:")[2], re.MULTILINE)
    assert "KinescopeError" in raised
    assert all(issubclass(getattr(errors, kind), KinescopeError) for kind in raised)
    assert re.search(r"guidelines|API reference|documented nowhere|see `|exchange asked", told)


def test_what_is_handed_out_is_typed_and_has_the_examples() -> None:
    for builder in (SdistBuilder, WheelBuilder):
        files = {file.distribution_path for file in builder(str(ROOT)).recurse_included_files()}
        assert "kinescope_tui/py.typed" in files
        assert ("docs/library.md" in files) is (builder is SdistBuilder)


# The examples.


PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
EXAMPLES = [page for page in PAGES if "```python" in page.read_text()]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_the_example_runs_as_it_stands(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"^```python\n(.*?)^```", file.read_text(), re.MULTILINE | re.DOTALL)
    assert examples
    with DemoServer(Workspace(300)) as server:
        monkeypatch.setenv("KINESCOPE_API_TOKEN", server.token)
        monkeypatch.setenv("KINESCOPE_BASE_URL", server.base_url)
        for example in examples:
            exec(compile(example, file, "exec"), {"__name__": "__main__"})  # noqa: S102 - it is ours
        assert len(server.requests) >= len(examples)
    said = capsys.readouterr().out
    assert re.search(r"^[\w-]{22,36} \S", said, re.MULTILINE)  # a video that failed
    if "request id" in said:
        assert re.search(r"^5 of 300, request id [0-9a-f-]{36}$", said, re.MULTILINE)
        assert re.search(r"^404 404404 .+ [0-9a-f-]{36}$", said, re.MULTILINE)


def test_the_token_of_the_imitation_is_the_one_that_is_told() -> None:
    assert DEMO_TOKEN in (ROOT / "docs/library.md").read_text()


# The host program.

USE = """
import asyncio, builtins, http.client, httpx, json, logging, os, signal, socket, ssl, sys, warnings
import typing_extensions  # changes typing, and comes with many a library

def state():
    found = {}
    for name, module in list(sys.modules.items()):
        for part, value in list(vars(module).items()):
            if callable(value) or isinstance(value, (str, int)):
                found[name, part] = value
    found["environment"] = dict(os.environ)
    found["filters"] = list(warnings.filters)
    found["handlers"] = [*logging.getLogger().handlers, *logging.getLogger("httpx").handlers]
    found["signals"] = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    return found

before = state()
from kinescope_tui.api import KinescopeClient, KinescopeError, Token, Video

async def use():
    async with KinescopeClient(Token({token!r}), base_url="https://127.0.0.1:1") as client:
        try:
            async for video in client.all_videos():
                pass
        except KinescopeError as error:
            print(error)

asyncio.run(use())
after = state()
changed = [key for key, value in before.items() if after.get(key) is not value != after.get(key)]
refused = [name for name, module in sys.modules.items() if module is None]
print(changed, refused, type(httpx.main).__name__)
"""


def test_using_it_changes_nothing_in_the_host() -> None:
    code = USE.replace("{token!r}", repr(TOKEN))
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.splitlines()
    assert told == ["127.0.0.1 refused the connection.", "[] [] Command"]


# Whole lists.


def rows(*ids: str) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def listed(*ids: str, total: int | None = None, per_page: int | None = None) -> bytes:
    """A page that says of the list what is given."""
    said = {"total": total, "per_page": per_page}
    pagination = {name: value for name, value in said.items() if value is not None}
    return answer({"meta": {"pagination": pagination}, "data": rows(*ids)})


async def taken(items: AsyncIterator[Video]) -> str:
    return "".join([item.id async for item in items])


@pytest.mark.parametrize(
    ("script", "requests"),
    [
        ([listed("a", "b"), listed("c", "d"), listed("e")], 3),  # a short page
        ([listed("a", "b"), listed("c", "d"), listed("e", "f"), listed()], 4),
        ([listed("a", "b", total=4), listed("c", "d", total=4), listed("x")], 2),  # the total
        ([listed("a", "b", total=3), listed("c", total=3), listed("x")], 2),
        ([listed("a", "b", total=9), listed("a", "b", total=9)], 2),  # a page that repeats
        ([listed("a", "b"), listed("b", "c"), listed("b", "c")], 3),
        ([listed("a", "b", total=5), listed("c", total=5), listed("d", "e", total=5)], 3),
        ([listed("a", "b", total=7), listed("c", total=7), listed(total=7)], 3),  # it is wrong
        ([listed("a", "b", total=1), listed("c", "d", total=1), listed(total=1)], 3),
        ([listed()], 1),
        ([listed(total=0)], 1),
    ],
)
async def test_a_list_ends_where_it_ends(
    client: KinescopeClient, server: ScriptedServer, script: list[Any], requests: int
) -> None:
    server.script = script
    found = await taken(client.all_items("/v1/videos", Video, per_page=2))
    assert len(server.requests) == requests
    expected = "abcdef"[: len(found)]
    assert found == expected
    whole = b"".join(script[:requests])
    assert all(f'"id": "{one}"'.encode() not in whole for one in "abcdef"[len(found) :])


async def test_rows_that_moved_to_an_earlier_page_come_all_the_same(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [
        listed("a", "b", total=6),
        listed("d", "e", total=5),  # the first row went
        listed("b", "c", total=5),
        listed("d", "e", total=5),
        listed("f", total=5),
    ]
    assert await taken(client.all_items("/v1/videos", Video, per_page=2)) == "abcdef"
    assert len(server.requests) == 5
    server.requests.clear()
    server.script = [listed("a", "b", total=3), listed("b", "c", total=4)]
    assert await taken(client.all_items("/v1/videos", Video, per_page=2)) == "abc"
    assert len(server.requests) == 2  # pages that overlap have nothing between them


async def test_a_row_that_cannot_be_read_counts_once_where_its_page_is_read_again(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    odd: Any = 7
    server.script = [
        page({"id": "a"}, {"id": "b"}, number=1, total=7),
        page({"id": "c"}, odd, number=2, total=7),
        page({"id": "f"}, {"id": "g"}, number=3, total=6),  # the first row went
        page(odd, {"id": "e"}, number=2, total=6),
        page({"id": "b"}, {"id": "c"}, number=1, total=6),
        page(odd, {"id": "e"}, number=2, total=6),
        page({"id": "f"}, {"id": "g"}, number=3, total=6),
    ]
    pages = [one async for one in client.all_pages("/v1/videos", Video, per_page=2)]
    assert "".join(item.id for one in pages for item in one.items) == "abcefg"
    assert sum(one.dropped for one in pages) == 1


async def test_a_server_with_smaller_pages_is_asked_for_those(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    for first in (listed("a", "b", total=3), listed("a", "b", per_page=2)):
        server.requests.clear()
        server.script = [first, listed("c", total=3)]
        assert await taken(client.all_videos()) == "abc"
        sizes = [re.findall(r"per_page=(\d+)", request.target) for request in server.requests]
        assert sizes == [["100"], ["2"]]


async def test_rows_that_no_id_tells_apart_all_come(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    day = {"date": "2026-08-01T00:00:00Z", "product": "cdn", "usage": 1}
    server.script = [answer({"data": [day, day]}), answer({"data": [day, day]})]
    usage = [row async for row in client.all_items("/v1/x", models.UsageRow, per_page=2)]
    assert len(usage) == 2
    tokens = [{"id": f"c0ffee0{n}-0000-4000-8000-00000000cafe", "name": str(n)} for n in range(3)]
    server.script = [answer({"data": tokens})]
    found = client.all_items("/v1/access-tokens", models.AccessToken)
    assert [token.name async for token in found] == ["0", "1", "2"]


async def test_pages_tell_of_rows_that_could_not_be_read(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({"data": [{"id": "a"}, 7]}), answer({"data": [7, 7]})]
    pages = [page async for page in client.all_pages("/v1/videos", Video, per_page=2)]
    assert [(len(page.items), page.dropped) for page in pages] == [(1, 1), (0, 2)]


async def test_who_goes_on_no_further_asks_no_further(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [listed("a", "b", total=100)]
    async for _ in client.all_videos():
        break
    assert len(server.requests) == 1


async def test_whole_lists_are_asked_for_as_their_pages_are(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page()]
    assert await taken(client.all_videos(search="x", folder_id="f")) == ""
    assert [item async for item in client.all_projects(catalog_type="live")] == []
    assert [item async for item in client.all_folders("p/1")] == []
    assert [item async for item in client.all_invoices(order=Order.parse("id"))] == []
    assert [request.target for request in server.requests] == [
        "/v1/videos?page=1&per_page=100&order=created_at.asc&q=x&folder_id=f",
        "/v1/projects?page=1&per_page=100&catalog_type=live",
        "/v1/projects/p%2F1/folders?page=1&per_page=100&order=created_at.asc",
        "/v1/billing/invoices?page=1&per_page=100&order=id.asc",
    ]


# Filters and invoices.


async def test_videos_are_filtered_by_ids_and_by_having_no_folder(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page()]
    await client.videos(without_folder=True, video_ids=["a", "b c"])
    query = server.requests[0].target.partition("per_page=100&")[2]
    assert query == "without_folder=true&video_ids%5B%5D=a&video_ids%5B%5D=b+c"
    with pytest.raises(errors.NotSentError, match="requested ids"):
        await client.videos(video_ids=[])  # it would ask for all of them
    assert len(server.requests) == 1


async def test_invoices_are_read_as_models(client: KinescopeClient, server: ScriptedServer) -> None:
    bill = {"id": 123, "number": "K-7", "total": "10.50", "currency": "EUR"}
    server.script = [page(bill), answer({"data": bill})]
    assert [one.number for one in (await client.invoices()).items] == ["K-7"]
    found = (await client.invoice("123")).value
    assert (found.id, str(found.total.number), found.total.currency) == ("123", "10.50", "EUR")
    assert server.requests[1].target == "/v1/billing/invoices/123"


# Closed clients.

ARGUMENTS = {
    "video_id": "a", "project_id": "a", "material_id": "a", "invoice_id": "a", "path": "/v1/a",
    "model": Video, "dates": DateRange(date(2026, 8, 1), date(2026, 8, 2)), "bucket": "day",
    "entities": [], "fields": [], "target": "/v1/a",
    "exchange": Exchange("GET", "/v1/a", (), datetime.now(UTC)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKING)
async def test_a_closed_client_says_so_and_asks_nothing(
    client: KinescopeClient, server: ScriptedServer, name: str
) -> None:
    await client.aclose()
    needed = [
        parameter
        for parameter in inspect.signature(ASKING[name]).parameters.values()
        if parameter.default is parameter.empty and parameter.name != "self"
    ]
    arguments = {parameter.name: ARGUMENTS[parameter.name] for parameter in needed}
    asked = getattr(client, name)(**arguments)
    with pytest.raises(errors.ClosedError, match="closed"):
        await (anext(asked) if name.startswith("all_") else asked)
    assert server.requests == []


async def test_closing_tells_whoever_waits_and_is_done_once(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [[Hold()]]
    waiting = asyncio.ensure_future(client.videos())
    barely_begun = asyncio.ensure_future(client.video("a"))
    for _ in until(lambda: server.requests):
        await asyncio.sleep(0)
    late = asyncio.ensure_future(client.video("b"))
    await asyncio.sleep(0)
    await client.aclose()
    await client.aclose()
    client.hurry()
    client.stop()
    for ended in await asyncio.gather(waiting, barely_begun, late, return_exceptions=True):
        assert isinstance(ended, errors.ClosedError)


async def test_a_caller_that_is_cancelled_stays_cancelled_when_the_client_closes(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [[Hold()]]
    waiting = asyncio.ensure_future(client.videos())
    for _ in until(lambda: server.requests):
        await asyncio.sleep(0)
    waiting.cancel()
    await client.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting


# Another thing than was asked for.

ONE = "3f1b8c1e-5a51-4d2e-9c7a-0d6f3a2b1c0d"
OTHER = "9e1f8c1e-5a51-4d2e-9c7a-0d6f3a2b1c0d"


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        (ONE, {"id": OTHER}),
        ("123", {"id": 124, "period": "0123"}),
        (ONE, {"id": OTHER.upper(), "title": ONE[:8]}),
    ],
)
async def test_an_answer_of_another_thing_is_told_and_not_given(
    client: KinescopeClient, server: ScriptedServer, asked: str, data: dict[str, Any]
) -> None:
    server.script = [answer({"data": data})]
    with pytest.raises(errors.OtherThingError) as caught:
        await client.video(asked)
    assert caught.value.message == f"Asked for {asked}, got {data['id']}."
    assert caught.value.request_id
    exchange = Exchange("GET", f"/v1/videos/{asked}", (), datetime.now(UTC))
    with pytest.raises(errors.OtherThingError):
        await client.again(exchange)
    assert len(server.requests) == 2  # it is not tried again


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        (ONE, {"id": ONE}),
        (ONE.upper(), {"id": ONE.replace("-", "")}),
        ("vKSxQyZScoQfP29oothREi", {"id": ONE}),  # a short id
        ("vKSxQyZScoQfP29oothREi", {"id": "6hkSeTa382Dp1LaU5CoUtx"}),  # of a link
        ("our-intro", {"id": ONE}),
        ("201539797", {"id": ONE}),
        (ONE, {"id": OTHER, "media_id": ONE}),
        (ONE.upper(), {"id": OTHER, "play_link": f"https://kinescope.io/{ONE}"}),
        ("123", {"id": 7, "number": "123"}),
        ("0123", {"id": 123}),
        (ONE, {"id": "00000000-0000-0000-0000-000000000000"}),
        (ONE, {"id": None}),
        (ONE, {"id": {"a": [1]}}),
        (ONE, {}),
    ],
)
async def test_ids_of_another_form_are_no_complaint(
    client: KinescopeClient, server: ScriptedServer, asked: str, data: dict[str, Any]
) -> None:
    server.script = [answer({"data": data})]
    await client.video(asked)


async def test_lists_and_masked_ids_are_not_compared(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({"data": rows(OTHER)}), answer({"data": {"id": OTHER}})]
    await client.page(f"/v1/videos/{ONE}", Video)
    await client.item(f"/v1/access-tokens/{ONE}", models.AccessToken)
