"""Posters as pictures: fetched without the token, and harmless when they are none."""

import importlib.util
import os
import subprocess
import sys

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import errors
from kinescope_tui.api.connection import fetch_picture
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.widgets.picture import Picture, PictureError, can_show_pictures, prepare_pictures

installed = pytest.mark.skipif(
    importlib.util.find_spec("textual_image") is None,
    reason="needs the extra images: pip install 'kinescope-tui[images]'",
)


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


def test_pictures_are_off_over_ssh() -> None:
    program = (
        "import sys; from kinescope_tui.widgets.picture import *;"
        "prepare_pictures({'SSH_TTY': '/dev/pts/1'}); sys.exit(can_show_pictures())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program], env=environment).returncode == 0  # noqa: PLW1510 - the status is the point


@installed
@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    prepare_pictures({})
    assert can_show_pictures()
    with pytest.raises(PictureError):
        Picture(content)
