"""Profiles, where they are kept, and what goes along when one gets another name or goes."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import TOKEN
from fork_server import FORK_SERVER
from keyring_in_memory import MemoryStore
from secret_service import secret_service

from kinescope_tui.api.base_url import DEFAULT_BASE_URL
from kinescope_tui.api.order import Order
from kinescope_tui.api.token import Token
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.profiles import Profiles
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_store import KeyringAbsentError, KeyringRefusedError

URL = "https://api-staging.kinescope.io"
ACME = Profile("acme", URL)


def test_profiles_are_there_again_after_a_start_in_a_file_for_the_owner_alone(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "config"
    store = ProfileStore(folder)
    store.add(ACME)
    store.add(Profile("Акме / два", DEFAULT_BASE_URL))
    again = ProfileStore(folder)
    assert again.profiles == [ACME, Profile("Акме / два", DEFAULT_BASE_URL)]
    assert again.base_url("acme") == URL
    assert again.base_url("unknown") == DEFAULT_BASE_URL
    assert (folder / "profiles.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "profile",
    [
        '{"name": "a", "base_url": "http://api.kinescope.io"}',
        '{"name": "a", "base_url": "https://api.kinescope.io.evil"}',
        '{"name": 7, "base_url": null}',
        "null",
    ],
)
def test_a_file_that_no_one_should_trust_is_put_aside_and_told(
    tmp_path: Path, profile: str
) -> None:
    text = f'{{"version": 1, "profiles": [{profile}]}}'
    (tmp_path / "profiles.json").write_text(text)
    store = ProfileStore(tmp_path)
    assert store.profiles == []
    assert "could not be read" in store.trouble
    assert (tmp_path / "profiles.unreadable.json").read_text() == text


def test_what_another_window_added_stays(tmp_path: Path) -> None:
    one, other = ProfileStore(tmp_path), ProfileStore(tmp_path)
    assert one.profiles == other.profiles == []
    one.add(ACME)
    other.add(Profile("umbrella", URL))
    assert [profile.name for profile in ProfileStore(tmp_path).profiles] == ["acme", "umbrella"]


def test_a_renamed_profile_stays_in_its_place(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    for name in ("one", "two", "three"):
        store.add(Profile(name, URL))
    store.rename(Profile("two", URL), "zwei")
    store.rename(Profile("default", URL), "was not kept yet")
    names = [profile.name for profile in ProfileStore(tmp_path).profiles]
    assert names == ["was not kept yet", "one", "zwei", "three"]


def prepared(folder: Path) -> tuple[Profiles, MemoryStore]:
    store, tokens = ProfileStore(folder), MemoryStore()
    store.add(ACME)
    store.views("acme").keep("videos", "mine", View(Order.parse("title")))
    tokens.kept["acme", URL] = Token(TOKEN)
    return Profiles(store, tokens), tokens


async def test_a_keyring_that_refuses_leaves_everything_under_the_old_name(tmp_path: Path) -> None:
    workspaces, tokens = prepared(tmp_path)
    tokens.refuses_to_save = True
    with pytest.raises(KeyringRefusedError):
        await workspaces.rename(ACME, "umbrella")
    assert workspaces.profiles.profiles == [ACME]
    assert len(workspaces.profiles.views("acme")) == 1
    assert list(tokens.kept) == [("acme", URL)]


async def test_a_file_that_cannot_be_written_leaves_everything_under_the_old_name(
    tmp_path: Path,
) -> None:
    workspaces, tokens = prepared(tmp_path)
    elsewhere = (tmp_path / "profiles.json").rename(tmp_path / "elsewhere.json")
    (tmp_path / "profiles.json").symlink_to(elsewhere)
    with pytest.raises(ProfileStoreError):
        await workspaces.rename(ACME, "umbrella")
    assert len(workspaces.profiles.views("acme")) == 1
    assert list(tokens.kept) == [("acme", URL)]


@pytest.mark.parametrize("taken", ["profile", "views", "token"])
async def test_nothing_takes_the_place_of_what_another_profile_has(
    tmp_path: Path, taken: str
) -> None:
    workspaces, tokens = prepared(tmp_path)
    if taken == "profile":
        workspaces.profiles.add(Profile("umbrella", URL))
    elif taken == "views":
        workspaces.profiles.views("umbrella").keep("videos", "theirs", View())
    else:
        tokens.kept["umbrella", URL] = Token(TOKEN.replace("cafe", "beef"))
    with pytest.raises(ProfileStoreError, match="umbrella"):
        await workspaces.rename(ACME, "umbrella")
    assert tokens.kept["acme", URL] == Token(TOKEN)
    assert len(workspaces.profiles.views("acme")) == 1


async def test_without_a_keyring_profiles_can_still_be_renamed_and_removed(tmp_path: Path) -> None:
    workspaces, tokens = prepared(tmp_path)
    tokens.trouble = KeyringAbsentError()
    assert await workspaces.rename(ACME, "umbrella") is None
    assert len(workspaces.profiles.views("umbrella")) == 1
    assert await workspaces.remove(Profile("umbrella", URL)) is False
    assert workspaces.profiles.profiles == []
    assert not list(tmp_path.glob("views-*"))


@pytest.mark.keyring
def test_a_real_keyring_moves_the_token_and_forgets_the_old_name(tmp_path: Path) -> None:
    program, folder = Path(__file__).with_name("ask_workspaces.py"), str(tmp_path / "config")

    with secret_service(tmp_path / "home") as environment:

        def ask(word: str) -> dict[str, Any]:
            done = FORK_SERVER.run([program, word, folder, URL, TOKEN], environment)
            assert (done.returncode, done.stderr) == (0, "")
            answer: dict[str, Any] = json.loads(done.stdout)
            return answer

        begun = ask("begin")
        assert begun["holds"] == {"acme": True, "umbrella": False}
        renamed = ask("rename")
        assert renamed == {
            "told": "",
            "profiles": ["umbrella"],
            "views": {"acme": 0, "umbrella": 1},
            "holds": {"acme": False, "umbrella": True},
        }
        ask("begin")
        assert ask("rename")["told"] == "ProfileStoreError"  # there is an umbrella by now
        removed = ask("remove")
        assert removed == {
            "told": "True",
            "profiles": ["umbrella"],
            "views": {"acme": 0, "umbrella": 1},
            "holds": {"acme": False, "umbrella": True},
        }
    files = [file for file in tmp_path.rglob("*") if file.is_file() and "config" in file.parts]
    assert not any(TOKEN.encode() in file.read_bytes() for file in files)
