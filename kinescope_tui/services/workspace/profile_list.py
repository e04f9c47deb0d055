"""The profiles that there are: what is known of them, and how they are changed."""

from collections.abc import Coroutine

import msgspec

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.profile_store import ProfileStoreError
from kinescope_tui.services.workspace.profiles import KeyringStatus, Profiles
from kinescope_tui.services.workspace.session import Profile, Session, TokenSource
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError

_LIMIT_S = 1.0  # for a disk that hangs, while a key is held up


class Belongings(msgspec.Struct, frozen=True):
    """What goes with a profile.

    Attributes:
        has_token: Whether the keyring holds a token of it; None if it did not say.
        views: How many views are saved.
        is_open: Whether its workspace is already open.
    """

    has_token: bool | None
    views: int
    is_open: bool


class ProfileList:
    """Profiles with what the keyring says of them; the open session follows what is changed here.

    Attributes:
        session: The open one.
        sign_in: The way into it, and to the others.
        keyring: What the keyring said last; None while it is asked, and in the demo.
    """

    def __init__(self, session: Session, sign_in: SignIn) -> None:
        self.session = session
        self.sign_in = sign_in
        self.keyring: KeyringStatus | None = None
        self._asked = 0
        self._profiles = Profiles(sign_in.profiles, sign_in.store)

    @property
    def choices(self) -> list[Profile]:
        """The profiles, in the order in which they are shown."""
        return self.sign_in.choices

    def is_open(self, profile: Profile) -> bool:
        """Return whether the workspace of a profile is already open."""
        return profile == self.session.profile

    def source(self, profile: Profile) -> TokenSource | None:
        """Return where the token of a profile comes from, as far as no keyring is asked."""
        if self.is_open(profile) and self.session.source is not TokenSource.KEYRING:
            return self.session.source
        known = self.sign_in.known_tokens.get(profile)
        return known.source if known is not None else None

    async def belongings(self, profile: Profile) -> Belongings:
        """Return what would go with a profile.

        Raises:
            ProfileStoreError: The disk does not respond.
        """
        count = self.sign_in.profiles.views(profile.name).__len__
        try:
            views = await call_in_daemon(count, limit_s=_LIMIT_S)
        except TimeoutError:
            raise ProfileStoreError("The disk does not respond.") from None
        has_token = self.keyring.holds.get(profile) if self.keyring is not None else None
        return Belongings(has_token, views, self.is_open(profile))

    def ask_keyring(self) -> Coroutine[None, None, None]:
        """Ask the keyring about every profile; of several answers that to the last one counts."""
        self.keyring = None
        self._asked += 1
        return self._ask_keyring(self._asked)

    async def _ask_keyring(self, number: int) -> None:
        if self.sign_in.is_demo:
            return
        found = await self._profiles.look(self.choices)
        if number == self._asked:
            self.keyring = found

    async def add(self, profile: Profile) -> None:
        """Add a profile of a name that is free.

        Raises:
            ProfileStoreError: It is not, or the file could not be written.
        """
        async with self.sign_in.changing:
            await self._profiles.add(profile)

    async def rename(self, profile: Profile, name: str) -> TokenStoreError | None:
        """Give a profile another name, and return why the keyring kept the old one too, if it did.

        Raises:
            TokenStoreError: The keyring does not take it; nothing has changed.
            ProfileStoreError: The name is taken, or a file could not be written.
        """
        if name == profile.name:
            return None
        renamed, left = await self.sign_in.rename(profile, name)
        session, client_factory = self.session, self.sign_in.client_factory
        if profile == session.profile:
            session.profile = renamed
            session.views = client_factory.views
            session.state_store.follow(client_factory.state_store)
            await session.follow_requests(client_factory.ledger_path)
        return left

    async def remove(self, profile: Profile) -> bool:
        """Drop a profile, and return whether there was a token; the open session goes on.

        Raises:
            TokenStoreError: The keyring does not erase the token; nothing has changed.
            ProfileStoreError: A file could not be written; the token is gone.
        """
        if self.is_open(profile):
            await self.session.keep_no_requests()
        try:
            had_token = await self.sign_in.remove(profile)
        except ProfileStoreError:
            self._outlive(profile)
            raise
        self._outlive(profile)
        if self.is_open(profile):
            views = self.sign_in.profiles.views(profile.name)
            self.session.views = self.sign_in.client_factory.views = views
        return had_token

    def _outlive(self, profile: Profile) -> None:
        if self.is_open(profile) and self.session.source is TokenSource.KEYRING:
            self.session.source = TokenSource.TYPED
