"""Finding a token, trying one, and keeping it."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.errors import ForbiddenError
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.api.token import Token
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.session import ClientFactory, Profile, Session, TokenSource
from kinescope_tui.services.workspace.token_store import TokenStore, TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.services.workspace.profiles import Profiles

_LONGEST_S = 10.0  # that a check waits for what the server asks to wait
FROM_VARIABLE = "from KINESCOPE_API_TOKEN, which overrides the keyring"
"""Whence a token of the environment comes, as it is told."""

DEMO_ONLY = "The demo has only its own profile; start kinescope-tui without demo to open yours."
"""Why no other workspace can be opened there."""

OUTDONE = "KINESCOPE_API_TOKEN is set and overrides the keyring at the next start; unset it."
"""What whoever has just kept a token is to know, where a variable outdoes it."""


class FoundToken(msgspec.Struct, frozen=True):
    """A token and where it came from."""

    token: Token
    source: TokenSource


class SignIn(msgspec.Struct):
    """Everything that leads to a session.

    Attributes:
        given: A token for this profile that wins over the keyring and is never stored there.
        profiles: The profiles that there are besides.
        known_tokens: What is known without the keyring, by profile, until the program ends.
        is_outdone: Whether a token of the environment wins over what is kept, at each start.
        open_demo: Begins the demo, and returns the way into it; None where there is none.
        changing: Held while a profile, or its token, is changed or opened: one after the other.
    """

    client_factory: ClientFactory
    store: TokenStore
    given: FoundToken | None = None
    profiles: ProfileStore = msgspec.field(default_factory=ProfileStore)
    known_tokens: dict[Profile, FoundToken] = msgspec.field(default_factory=dict)
    is_outdone: bool = False
    open_demo: "Callable[[], SignIn] | None" = None
    changing: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        if self.given is not None:
            self.known_tokens[self.profile] = self.given
            self.is_outdone = self.given.source is TokenSource.ENVIRONMENT

    @property
    def profile(self) -> Profile:
        """The profile that is signed in to."""
        return self.client_factory.profile

    @property
    def is_demo(self) -> bool:
        """Whether there is only invented data, and nothing to keep."""
        return any(found.source is TokenSource.DEMO for found in self.known_tokens.values())

    @property
    def choices(self) -> list[Profile]:
        """The profiles that can be opened, the one that is open among them."""
        if self.is_demo:
            return [self.profile]
        known = self.profiles.profiles
        return known if self.profile in known else [self.profile, *known]

    def for_profile(self, profile: Profile) -> "SignIn":
        """Return the way into another profile; a token of this one is not for it."""
        client_factory = replace(
            self.client_factory,
            profile=profile,
            views=self.profiles.views(profile.name),
            state_store=self.profiles.state_store(profile.name),
            ledger_path=self.profiles.ledger_path(profile.name),
        )
        return replace(self, client_factory=client_factory, given=None)

    async def find(self) -> FoundToken | None:
        """Return the token at hand, else the stored one, else None.

        Raises:
            TokenStoreError: The keyring cannot be asked.
        """
        if self.profile in self.known_tokens:
            return self.known_tokens[self.profile]
        token = await self.store.read(self.profile.name, self.profile.base_url)
        return FoundToken(token, TokenSource.KEYRING) if token is not None else None

    async def check(self, token: Token) -> None:
        """Return if the API accepts the token, at the price of one cheap request.

        Raises:
            UnauthorizedError: It does not.
            KinescopeError: It could not be asked.
        """
        # Nothing counts down here, and what another token was asked to wait is not for this one.
        clock, retry = (
            self.client_factory.clock,
            replace(self.client_factory.retry, longest_s=_LONGEST_S),
        )
        alone = replace(self.client_factory, pacer=Pacer(clock=clock), retry=retry)
        client = alone.client(token, Journal())
        try:
            await client.projects(per_page=1)
        except ForbiddenError:
            pass  # known, though it may not list projects
        finally:
            await client.aclose()

    async def keep(self, token: Token) -> FoundToken:
        """Save the token in the keyring, and the profile in the list if it is a new one.

        Raises:
            TokenStoreError: The keyring does not take it.
        """
        async with self.changing:
            await self.store.save(self.profile.name, self.profile.base_url, token)
            self.known_tokens.pop(self.profile, None)
            with contextlib.suppress(ProfileStoreError):  # the token is kept all the same
                await self._kept().add(self.profile)
        return FoundToken(token, TokenSource.KEYRING)

    async def rename(self, profile: Profile, name: str) -> tuple[Profile, TokenStoreError | None]:
        """Give a profile another name; see `Profiles.rename`."""
        async with self.changing:
            left = await self._kept().rename(profile, name)
            renamed = Profile(name, profile.base_url)
            if profile in self.known_tokens:
                self.known_tokens[renamed] = self.known_tokens.pop(profile)
            if profile == self.profile:
                self.client_factory.profile = renamed
                self.client_factory.views = self.profiles.views(name)
                self.client_factory.state_store = self.profiles.state_store(name)
                self.client_factory.ledger_path = self.profiles.ledger_path(name)
        return renamed, left

    async def remove(self, profile: Profile) -> bool:
        """Drop a profile; see `Profiles.remove`."""
        async with self.changing:
            try:
                had_token = await self._kept().remove(profile)
            except ProfileStoreError:
                self.known_tokens.pop(profile, None)
                raise
            self.known_tokens.pop(profile, None)
        return had_token

    def _kept(self) -> "Profiles":
        from kinescope_tui.services.workspace.profiles import Profiles  # few starts change any

        return Profiles(self.profiles, self.store)

    def open(self, found: FoundToken) -> Session:
        """Return a session with that token."""
        if found.source is TokenSource.TYPED:
            self.known_tokens[self.profile] = found
        return Session(self.client_factory, found.token, found.source)
