"""The user's profiles, with what belongs to each: a token in the keyring, and saved views."""

import contextlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_store import (
    KeyringAbsentError,
    StoredTokenDamagedError,
    TokenStore,
    TokenStoreError,
)

T = TypeVar("T")

_DISK_LIMIT_S = 5.0


class _SlowDiskError(ProfileStoreError):
    """What was to be done may happen yet."""


class KeyringStatus(msgspec.Struct, frozen=True):
    """The status of the keyring when it was looked at.

    Attributes:
        backend: What it is called; empty if that is not known.
        trouble: Why it could not be asked.
        holds: By profile, whether it holds a token; a profile that was not asked for is missing.
        damaged: The profiles under whose names it holds something that is no token.
    """

    backend: str = ""
    trouble: TokenStoreError | None = None
    holds: dict[Profile, bool] = msgspec.field(default_factory=dict)
    damaged: frozenset[Profile] = frozenset()


class Profiles(msgspec.Struct, frozen=True):
    """Changes profiles with all that belongs to them, so that nothing is left under an old name."""

    profiles: ProfileStore
    tokens: TokenStore

    async def look(self, profiles: Sequence[Profile]) -> KeyringStatus:
        """Return what the keyring holds; it is asked no further once it gives no answer."""
        backend, holds, damaged = "", dict[Profile, bool](), set[Profile]()
        try:
            backend = await self.tokens.backend_name()
            for profile in profiles:
                try:
                    token = await self.tokens.read(profile.name, profile.base_url)
                    holds[profile] = token is not None
                except StoredTokenDamagedError:
                    damaged.add(profile)
        except TokenStoreError as error:
            return KeyringStatus(backend, error, holds, frozenset(damaged))
        return KeyringStatus(backend, None, holds, frozenset(damaged))

    async def add(self, profile: Profile) -> None:
        """Add a profile.

        Raises:
            ProfileStoreError: The name is taken, or the file could not be written.
        """
        await _on_disk(lambda: self.profiles.add_new(profile))

    async def rename(self, profile: Profile, name: str) -> TokenStoreError | None:
        """Give a profile another name, and its token and saved views with it.

        The token is under its new name, and read back from there, before the old one goes. The
        answer is why the old one could not go, if it stays. Where the disk does not answer in time
        it is under both names: nobody knows which one the profile gets.

        Raises:
            ProfileStoreError: The name is taken, or a file could not be written.
            TokenStoreError: The keyring does not take the token. Nothing has changed.
        """
        await _on_disk(lambda: self.profiles.check_is_free(name, views_of=profile.name))
        try:
            token = await self.tokens.read(profile.name, profile.base_url)
            if await self.tokens.read(name, profile.base_url) is not None:
                raise ProfileStoreError(
                    f"The keyring already has a token for {name}; kinescope-tui logout removes it."
                )
        except KeyringAbsentError:  # nothing to move
            token = None
        if token is not None:
            await self.tokens.save(name, profile.base_url, token)
        try:
            await _on_disk(lambda: self.profiles.rename(profile, name))
        except _SlowDiskError:
            raise  # it may have that name yet, and needs its token then
        except ProfileStoreError:
            if token is not None:
                with contextlib.suppress(TokenStoreError):
                    await self.tokens.delete(name, profile.base_url)
            raise
        if token is not None:
            try:
                await self.tokens.delete(profile.name, profile.base_url)
            except TokenStoreError as error:
                return error
        return None

    async def remove(self, profile: Profile) -> bool:
        """Drop a profile, its token and its saved views; return whether there was a token.

        Raises:
            TokenStoreError: The keyring does not erase the token. Nothing has changed.
            ProfileStoreError: A file could not be written; the token is gone.
        """
        try:
            had_token = await self.tokens.delete(profile.name, profile.base_url)
        except KeyringAbsentError:
            had_token = False
        await _on_disk(lambda: self.profiles.remove(profile.name))
        return had_token


async def _on_disk(change: Callable[[], T]) -> T:
    """Return what a change of files gives; a disk may take long."""
    try:
        return await call_in_daemon(change, limit_s=_DISK_LIMIT_S)
    except TimeoutError:
        raise _SlowDiskError(f"The disk did not respond within {_DISK_LIMIT_S:g} s.") from None
