"""Whatever the API can be asked is read as what it is, without secrets, and to its end."""

from collections.abc import AsyncIterator

import pytest
from plain_client import get
from test_every_read import NOBODY, ONES, PAGED, ids, server  # the fixtures among them

from kinescope_tui.api import AnyRow, ContentKind, KinescopeClient, Pacer, Token
from kinescope_tui.api.pacing import Window
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.presentation.text.folded_json import FoldedJson, Folds
from kinescope_tui.resources.endpoint import csv_page, endpoint_resource
from kinescope_tui.services.endpoint_model import shown_content
from kinescope_tui.services.lists.page_reader import PageReader
from kinescope_tui.services.lists.view import View

__all__ = ["ids", "server"]

CHAT = "/v2/live/events/{event_id}/stream/{stream_id}/chat"
OTHERS = {
    f"{CHAT}.csv": ContentKind.CSV,
    f"{CHAT}.txt": ContentKind.TEXT,
    "/v1/billing/invoices/101.csv": ContentKind.CSV,
    f"/v1/user/avatar/{NOBODY}": ContentKind.FILE,
    f"/v1/workspace/avatar/{NOBODY}": ContentKind.FILE,
}
KINDS = dict.fromkeys(PAGED, ContentKind.LIST) | dict.fromkeys(ONES, ContentKind.JSON) | OTHERS
# What of the demo's answers lets somebody in.
SECRETS = {"streamkey", "key", "password", "jwt_secret", "link_hash", "basic_auth"}


@pytest.fixture
async def client(server: DemoServer) -> AsyncIterator[KinescopeClient]:
    """A client that waits for no window."""
    free = Pacer([Window(10_000, 1.0)])
    async with KinescopeClient(
        Token.parse(server.token), base_url=server.base_url, pacer=free
    ) as made:
        yield made


def secrets_in(document: object) -> set[str]:
    if isinstance(document, list):
        return {found for inner in document for found in secrets_in(inner)}
    if not isinstance(document, dict):
        return set()
    own = {v for name, v in document.items() if name in SECRETS and isinstance(v, str) and v}
    return own.union(*map(secrets_in, document.values()))


async def test_every_read_is_shown(
    server: DemoServer, ids: dict[str, str], client: KinescopeClient
) -> None:
    tokens = {token["id"] for token in get(server, "/v1/access-tokens").data}
    for path, kind in KINDS.items():
        target = path.format_map(ids)
        content = await client.content(target)
        assert content.kind is kind, target
        shown = await shown_content(content)
        secrets = tokens | secrets_in(content.document)
        assert not any(f'"{secret}"' in shown.text for secret in secrets), target
        if kind in {ContentKind.LIST, ContentKind.JSON}:
            lines = FoldedJson([shown.unredacted], Folds())
            assert not any(lines.positions(f"“{secret}”") for secret in secrets), target
        assert shown.text or kind is ContentKind.FILE
        if kind is ContentKind.CSV:
            assert (await csv_page(content)).items
        if kind is ContentKind.LIST:
            first = client.page_in(content)
            resource = endpoint_resource(target, first=first)
            reader = PageReader(resource.fetch(client, View(resource.default_order)))
            rows: list[AnyRow] = []

            async def take(items: "list[AnyRow]", rows: list[AnyRow] = rows) -> None:
                rows += items

            await reader.read(take)  # type: ignore[arg-type]  # any sequence does
            assert not reader.shortfall, (target, reader.shortfall)
            assert rows
            assert reader.total in {None, len(rows)}, target
            assert resource.columns_for(rows)
            assert not any(f"'{secret}'" in str(rows) for secret in secrets), target
