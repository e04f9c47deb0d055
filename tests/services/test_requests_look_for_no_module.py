"""What a request needs is here: nothing is looked for in all folders, with every request."""

import sys

import pytest
from scripted_server import ScriptedServer, page

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.session import ClientFactory, Profile


async def test_no_request_looks_for_a_module(
    server: ScriptedServer, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for: list[str] = []

    class Finder:
        @staticmethod
        def find_spec(name: str, *_where: object) -> None:
            looked_for.append(name)

    monkeypatch.delitem(sys.modules, "sniffio", raising=False)  # as in a new program
    server.script = [page(), page()]
    factory = ClientFactory(Profile("acme", server.url))
    async with factory.client(token, Journal()) as client:
        await client.videos()  # what is needed comes with the first
        monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
        await client.videos()
    assert looked_for == []
