"""Every kind of thing that the demo has is listed, opened and shown without its secrets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from kinescope_tui.api import KinescopeClient, Pacer, Token
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.services.files.records import record

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
SECRETS = ("live-secret", "secret-1", "key=secret", "sign=demo", '"p"')
TOLD = {"timezones": "value", "drm": "url"}
"""By which field a thing is known that has no id."""


@pytest.fixture
async def client() -> AsyncIterator[KinescopeClient]:
    with DemoServer(Workspace(20, hostile=False), limits=False) as demo:
        token, pacer = Token.parse(demo.token), Pacer(windows=())
        async with KinescopeClient(token, base_url=demo.base_url, pacer=pacer) as made:
            yield made


async def test_every_kind_is_listed_and_opened_without_its_secrets(
    client: KinescopeClient,
) -> None:
    for name, resource in RESOURCES.items():
        page = await resource.first_page(client)
        thing, raw = page.items[0], record(page.items[0])
        if resource.has_item and thing.id:
            answer = await resource.item(client, thing)
            thing, raw = answer.value, answer.raw
        cells = [column.cell(thing).text for column in resource.all_columns(page.items)]
        shown = [
            preview_lines(resource.preview(thing, {}, NOW), 60),
            [tab.sections(thing, raw, {}) for tab in resource.tabs if tab.sections],
            thing_sections("Overview", raw),
            exact_json(raw, indent=2),
        ]
        assert resource.title_of(thing), name
        assert any(cells), name
        assert f'{TOLD.get(name, "id")}": "' in str(shown[-1]), name
        assert not any(secret in f"{cells} {shown}" for secret in SECRETS), name
