"""Whoever changes a profile changes the session that is open in it, and all that is kept of it."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
from keyring_in_memory import MemoryStore
from patience import until
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.profile_list import Belongings, ProfileList
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import KeyringLockedError

ACME = Profile("acme", "https://api.kinescope.io")
OTHER = Profile("other", "https://api.kinescope.io")
TOKEN = Token(str(UUID(int=4, version=4)))


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    for profile in (ACME, OTHER):
        made.kept[profile.name, profile.base_url] = TOKEN
    return made


@pytest.fixture
def profiles(tmp_path: Path, store: MemoryStore) -> ProfileList:
    kept = ProfileStore(tmp_path)
    for profile in (ACME, OTHER):
        kept.add(profile)
    kept.views("acme").keep("videos", "mine", View())
    factory = ClientFactory(ACME, clock=TurnedClock(), views=kept.views("acme"))
    sign_in = SignIn(factory, store, None, kept)
    return ProfileList(sign_in.open(FoundToken(TOKEN, TokenSource.KEYRING)), sign_in)


async def test_the_open_session_follows_a_new_name(profiles: ProfileList) -> None:
    assert await profiles.rename(ACME, "acme-2") is None
    renamed = Profile("acme-2", ACME.base_url)
    assert profiles.session.profile == renamed
    assert profiles.choices == [renamed, OTHER]
    assert profiles.is_open(renamed)
    assert list(profiles.session.views.views("videos")) == ["mine"]


async def test_another_one_is_renamed_without_it(profiles: ProfileList) -> None:
    await profiles.rename(OTHER, "third")
    assert profiles.session.profile == ACME


async def test_a_keyring_that_is_locked_changes_nothing(
    profiles: ProfileList, store: MemoryStore
) -> None:
    store.trouble = KeyringLockedError()
    for change in (profiles.rename(ACME, "acme-2"), profiles.remove(ACME)):
        with pytest.raises(KeyringLockedError):
            await change
    assert profiles.session.profile == ACME
    assert profiles.session.source is TokenSource.KEYRING
    assert profiles.choices == [ACME, OTHER]


async def test_a_session_outlives_its_profile(profiles: ProfileList) -> None:
    assert await profiles.remove(ACME)
    assert profiles.session.source is TokenSource.TYPED
    assert profiles.session.profile == ACME
    assert list(profiles.session.views.views("videos")) == []


async def test_a_token_that_is_gone_is_told_as_gone_though_the_file_stays(
    profiles: ProfileList, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_name: str) -> None:
        raise ProfileStoreError("the disk is full")

    monkeypatch.setattr(profiles.sign_in.profiles, "remove", fails)
    with pytest.raises(ProfileStoreError):
        await profiles.remove(ACME)
    assert ("acme", ACME.base_url) not in store.kept
    assert profiles.session.source is TokenSource.TYPED


async def test_what_goes_with_a_profile_is_known_as_far_as_the_keyring_said(
    profiles: ProfileList,
) -> None:
    assert await profiles.belongings(ACME) == Belongings(None, 1, is_open=True)
    await profiles.ask_keyring()
    assert await profiles.belongings(ACME) == Belongings(has_token=True, views=1, is_open=True)
    assert await profiles.belongings(OTHER) == Belongings(has_token=True, views=0, is_open=False)


class SlowStore(MemoryStore):
    """A keyring that thinks, once for each question."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[asyncio.Future[str]] = []

    async def backend_name(self) -> str:
        self.names.append(asyncio.get_running_loop().create_future())
        return await self.names[-1]


async def test_of_two_answers_of_the_keyring_that_to_the_last_question_counts(
    tmp_path: Path,
) -> None:
    store = SlowStore()
    sign_in = SignIn(ClientFactory(ACME, clock=TurnedClock()), store, None, ProfileStore(tmp_path))
    found = FoundToken(TOKEN, TokenSource.KEYRING)
    profiles = ProfileList(sign_in.open(found), sign_in)
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(profiles.ask_keyring())
        for _ in until(lambda: len(store.names) >= 2):
            await asyncio.sleep(0)
        store.names[1].set_result("the later one")
        await asyncio.sleep(0)
        store.names[0].set_result("the earlier one")
    assert profiles.keyring is not None
    assert profiles.keyring.backend == "the later one"


async def test_changes_wait_for_each_other(profiles: ProfileList) -> None:
    async with profiles.sign_in.changing:  # another workspace is being opened
        renaming = asyncio.create_task(profiles.rename(OTHER, "third"))
        await asyncio.sleep(0)
        assert profiles.choices == [ACME, OTHER]
        renaming.cancel()
    with pytest.raises(asyncio.CancelledError):
        await renaming
    assert profiles.choices == [ACME, OTHER]
