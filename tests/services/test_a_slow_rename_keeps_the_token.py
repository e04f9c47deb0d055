"""A new name that comes later than anybody waits for finds its token there."""

import threading
from pathlib import Path

import pytest
from conftest import TOKEN
from keyring_in_memory import MemoryStore

from kinescope_tui.api import Token
from kinescope_tui.services.workspace import profiles as profiles_module
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.profiles import Profiles
from kinescope_tui.services.workspace.session import Profile

ACME = Profile("acme", "https://api.kinescope.io")


async def test_a_disk_that_is_slow_costs_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, tokens = ProfileStore(tmp_path), MemoryStore()
    store.add(ACME)
    await tokens.save(ACME.name, ACME.base_url, Token.parse(TOKEN))
    over, done, really_rename = threading.Event(), threading.Event(), store.rename

    def rename_slowly(profile: Profile, name: str) -> None:
        over.wait()
        really_rename(profile, name)
        done.set()

    def is_free(name: str, *, views_of: str = "") -> None:
        del name, views_of
        monkeypatch.setattr(profiles_module, "_DISK_LIMIT_S", 0.0)  # of what comes next

    monkeypatch.setattr(store, "rename", rename_slowly)
    monkeypatch.setattr(store, "check_is_free", is_free)
    with pytest.raises(ProfileStoreError, match="did not"):
        await Profiles(store, tokens).rename(ACME, "umbrella")
    over.set()
    assert done.wait(60.0)
    assert [one.name for one in store.profiles] == ["umbrella"]
    assert await tokens.read("umbrella", ACME.base_url) == Token.parse(TOKEN)
