"""What was remembered under one address of the API is not shown under another."""

from pathlib import Path

import pytest
from conftest import TOKEN

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.memory import Memory
from kinescope_tui.services.workspace.session import Connector, Profile, Session, TokenSource

ADDRESSES = ("https://api.kinescope.io", "https://api.kinescope.io:8443", "http://127.0.0.1:8080")


def session_at(address: str, path: Path) -> Session:
    connector = Connector(Profile("acme", address), memory=Memory(path))
    return Session(connector, Token(TOKEN), TokenSource.TYPED)


@pytest.mark.parametrize("other", ADDRESSES[1:])
@pytest.mark.parametrize("runs_on", [True, False], ids=["beside it", "after it"])
async def test_another_address_shows_nothing_of_it(
    tmp_path: Path, other: str, *, runs_on: bool
) -> None:
    path = tmp_path / "seen-acme.sqlite"
    one = session_at(ADDRESSES[0], path)
    await one.open_memory()
    one.memory.keep("videos", {"row": 3}, [{"title": "of the other server"}])
    one.memory.arrive("videos")
    if not runs_on:
        await one.aclose()
    two = session_at(other, path)
    await two.open_memory()
    assert two.memory.recall("videos") is None
    assert two.memory.last_place == ""
    two.memory.keep("videos", {"row": 7})
    if runs_on:
        mine = one.memory.recall("videos")
        assert mine is not None
        assert mine.state == {"row": 3}
        await one.aclose()
    await two.aclose()
