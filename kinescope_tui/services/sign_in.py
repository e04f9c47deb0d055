"""Finding a token, trying one, and keeping it."""

from dataclasses import dataclass

from kinescope_tui.api.errors import ForbiddenError
from kinescope_tui.api.token import Token
from kinescope_tui.services.journal import Journal
from kinescope_tui.services.session import Connector, Profile, Session, TokenSource
from kinescope_tui.services.token_store import TokenStore


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token and where it came from."""

    token: Token
    source: TokenSource


@dataclass(slots=True)
class SignIn:
    """Everything that leads to a session.

    Attributes:
        given: A token that wins over the keyring and is never stored there.
    """

    connector: Connector
    store: TokenStore
    given: FoundToken | None = None

    @property
    def profile(self) -> Profile:
        """The profile that is signed in to."""
        return self.connector.profile

    async def find(self) -> FoundToken | None:
        """Return the token given, else the stored one, else None.

        Raises:
            TokenStoreError: The keyring cannot be asked.
        """
        if self.given is not None:
            return self.given
        token = await self.store.read(self.profile.name, self.profile.base_url)
        return FoundToken(token, TokenSource.KEYRING) if token is not None else None

    async def check(self, token: Token) -> None:
        """Return if the API accepts the token, at the price of one cheap request.

        Raises:
            UnauthorizedError: It does not.
            KinescopeError: It could not be asked.
        """
        client = self.connector.client(token, Journal())
        try:
            await client.projects(per_page=1)
        except ForbiddenError:
            pass  # known, though it may not list projects
        finally:
            await client.aclose()

    async def keep(self, token: Token) -> FoundToken:
        """Save the token in the keyring.

        Raises:
            TokenStoreError: The keyring does not take it.
        """
        await self.store.save(self.profile.name, self.profile.base_url, token)
        return FoundToken(token, TokenSource.KEYRING)

    def open(self, found: FoundToken) -> Session:
        """Return a session with that token."""
        return Session(self.connector, found.token, found.source)
