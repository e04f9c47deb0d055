"""What was remembered under one address of the API is not shown under another."""

from pathlib import Path

import pytest
from conftest import TOKEN

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.session import ClientFactory, Profile, Session, TokenSource
from kinescope_tui.services.workspace.state_store import StateStore

ADDRESSES = ("https://api.kinescope.io", "https://api.kinescope.io:8443", "http://127.0.0.1:8080")


def session_at(address: str, path: Path) -> Session:
    factory = ClientFactory(Profile("acme", address), state_store=StateStore(path))
    return Session(factory, Token(TOKEN), TokenSource.TYPED)


@pytest.mark.parametrize("other", ADDRESSES[1:])
@pytest.mark.parametrize("runs_on", [True, False], ids=["beside it", "after it"])
async def test_another_address_shows_nothing_of_it(
    tmp_path: Path, other: str, *, runs_on: bool
) -> None:
    path = tmp_path / "seen-acme.sqlite"
    one = session_at(ADDRESSES[0], path)
    await one.open_memory()
    one.state_store.save("videos", {"row": 3}, [{"title": "of the other server"}])
    one.state_store.arrive("videos")
    if not runs_on:
        await one.aclose()
    two = session_at(other, path)
    await two.open_memory()
    assert two.state_store.load("videos") is None
    assert two.state_store.last_place == ""
    two.state_store.save("videos", {"row": 7})
    if runs_on:
        mine = one.state_store.load("videos")
        assert mine is not None
        assert mine.state == {"row": 3}
        await one.aclose()
    await two.aclose()
