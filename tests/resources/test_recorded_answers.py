"""What Kinescope's documents show as its answers is read whole, and shown without its secrets."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from random_answers import LISTS, ONES
from recorded_answers import ANSWERS, serve_recorded, target_of
from scripted_server import ScriptedServer

from kinescope_tui.api import AnyRow, ContentKind, KinescopeClient, Pacer, models
from kinescope_tui.api.decode import decode_item, decode_page
from kinescope_tui.api.pacing import Window
from kinescope_tui.api.redaction import redact_document
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.text.folded_json import FoldedJson, Folds
from kinescope_tui.resources.endpoint import list_in
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.services.endpoint_model import shown_content
from kinescope_tui.services.files.records import record

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
SECRET = "hidden-"
RESTREAM = "/v2/live/events/{event_id}/restreams/{restream_id}"
LEFT_OUT = {
    "/v1/analytics": {"play", "workspace_id"},  # never asked for
    "/v1/analytics/overview": {"total.duration", "timeline.duration"},  # said nowhere of what
    "/v1/videos/{video_id}": {"assets.video_id"},
    RESTREAM: {"event_id", "description", "created_at", "updated_at"},  # shown in its event
}
"""What our models leave out of an answer; the JSON of a thing and `get` show it nevertheless."""
SIGNED = {"url", "download_link", "privacy_share", "key", "credentials"}
"""What lets somebody in, or comes with what does: no list and no export holds it."""


def model_of(path: str) -> type[models.Model]:
    """Return what a path gives, or gives one of."""
    path = path.partition(" ")[0]
    for end, model in (LISTS | ONES | {RESTREAM: models.Restream}).items():
        if path.endswith(end):
            assert issubclass(model, models.Model)
            return model
    return model_of(path.rpartition("/")[0])


def names(value: Any, above: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from names(inner, above)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{above}{key}"
            yield from names(inner, f"{above}{key}.")


@pytest.mark.parametrize("path", ANSWERS)
def test_a_recorded_answer_is_read_whole_by_its_model(path: str) -> None:
    model = model_of(path)
    body = json.dumps(ANSWERS[path]).encode()
    decoded = decode_page(body, model)
    if isinstance(ANSWERS[path]["data"], dict):
        one = decode_item(body, model)
        assert one is not None
        decoded = decoded if decoded is not None and decoded.items == one.items else one
    assert decoded is not None
    assert (decoded.drift, decoded.dropped) == ([], 0)
    records = [record(item) for item in decoded.items]
    assert records
    missing = set(names(ANSWERS[path]["data"])) - set(names(records))
    told = {name for name in missing if SIGNED.isdisjoint(name.split("."))}
    assert told == LEFT_OUT.get(path, set())
    assert SECRET not in json.dumps(records, default=str)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_recorded_list_has_cells_previews_and_pages(name: str) -> None:
    resource = RESOURCES[name]
    for path in (resource.path, f"{resource.path}/{{{resource.noun.replace(' ', '_')}_id}}"):
        if path not in ANSWERS:
            continue
        data = ANSWERS[path]["data"]
        rows = data if isinstance(data, list) else [data]
        decoded = decode_page(json.dumps({"data": rows}).encode(), resource.model)
        assert decoded is not None
        for item in decoded.items:
            cells = [column.cell(item).text for column in resource.all_columns(decoded.items)]
            preview = preview_lines(resource.preview(item, {}, NOW), 60)
            pages = [tab.sections(item, record(item), {}) for tab in resource.tabs if tab.sections]
            shown = f"{cells} {preview} {pages}"
            assert resource.title_of(item) in shown
            assert SECRET not in shown


async def test_get_shows_every_recorded_answer_to_its_end(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    serve_recorded(server)
    client = make_client(server.url, pacer=Pacer([Window(10_000, 1.0)]))
    for path, said in ANSWERS.items():
        content = await client.content(target_of(path))
        assert content.kind in {ContentKind.LIST, ContentKind.JSON}, path
        shown = await shown_content(content)
        kept = set(names(redact_document(shown.unredacted)))
        if "#" not in path:  # the first one is what is served
            secret = {name for name in names(said) if "data.credentials." in name}
            assert kept == set(names(said)) - secret, path
        assert SECRET not in shown.text, path
        assert FoldedJson([shown.unredacted], Folds()).positions(SECRET) == [], path
        resource = await list_in(client, target_of(path), content)
        if resource is not None:
            rows: list[AnyRow] = list(client.page_in(content).items)
            assert resource.columns_for(rows), path
    await client.aclose()


def test_a_token_says_what_it_may_in_both_forms() -> None:
    path = "/v1/access-tokens/{token_id}"
    told = [
        decode_item(json.dumps(ANSWERS[one]).encode(), models.AccessToken)
        for one in (path, f"{path} #2")
    ]
    assert [one and one.items[0].permissions for one in told] == ["upload, api", "read, write"]
