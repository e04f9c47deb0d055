"""A keyring in memory; the real one is met in tests/services and in the terminal."""

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.token_store import (
    KeyringLockedError,
    KeyringRefusedError,
    TokenStore,
    TokenStoreError,
)


class MemoryStore(TokenStore):
    """Keeps tokens as long as it lives, unless something stands in the way.

    Attributes:
        kept: What it holds, by profile and base URL.
        trouble: What it answers with instead, if anything.
        refuses_to_save: Whether it can be read only.
    """

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], Token] = {}
        self.trouble: TokenStoreError | None = KeyringLockedError() if locked else None
        self.refuses_to_save = False

    async def read(self, profile: str, base_url: str) -> Token | None:
        """Return what is kept."""
        self._answer()
        return self.kept.get((profile, base_url))

    async def save(self, profile: str, base_url: str, token: Token) -> None:
        """Keep a token."""
        self._answer()
        if self.refuses_to_save:
            raise KeyringRefusedError
        self.kept[profile, base_url] = token

    async def delete(self, profile: str, base_url: str) -> bool:
        """Forget a token."""
        self._answer()
        return self.kept.pop((profile, base_url), None) is not None

    async def backend_name(self) -> str:
        """Return a name."""
        self._answer()
        return "Keyring in memory"

    def _answer(self) -> None:
        if self.trouble is not None:
            raise type(self.trouble)
