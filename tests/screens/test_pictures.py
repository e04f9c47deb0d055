"""Posters as pictures: fetched without the token, and harmless when they are none."""

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import errors
from kinescope_tui.api.connection import fetch_picture
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


async def test_a_picture_is_asked_for_without_the_token() -> None:
    with DemoServer(Workspace(10)) as server:
        content = await fetch_picture(f"{server.base_url}/posters/md/x.png")
        assert content.startswith(b"\x89PNG")
        assert "authorization" not in server.requests[-1].headers


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.png", "file:///etc/passwd", "javascript:alert(1)", "", "https://",
        "ftp://127.0.0.1/x",
    ],
)  # fmt: skip
async def test_no_other_address_is_asked(url: str) -> None:
    with pytest.raises(errors.KinescopeError):
        await fetch_picture(url)


async def test_a_redirect_is_not_followed_and_a_large_one_not_read(server: ScriptedServer) -> None:
    server.script = [
        answer("", "302 Found", headers={"Location": "http://example.org/x"}),
        answer("x" * 100_000, content_type="image/png"),
    ]
    with pytest.raises(errors.UnreachableError, match="302"):
        await fetch_picture(f"{server.url}/x.png")
    with pytest.raises(errors.UnreachableError, match="too large"):
        await fetch_picture(f"{server.url}/x.png", most=10_000)
