"""The tokens that this process uses: nothing of them is sent but in their header, kept or shown."""

from collections import deque

from kinescope_tui.api.errors import NotSentError
from kinescope_tui.api.exchange import Exchange, Query
from kinescope_tui.api.token import Token

HIDDEN = "····"
"""What stands in the place of anything that is hidden."""

NOT_TAKEN = "That is this session's token; it was neither used nor saved."
"""What somebody is told who types or pastes it into another field."""

_MAX = 32  # tokens; who tries or switches between more forgets the oldest


class OwnSecrets:
    """Finds the tokens in whatever was typed or is to be shown, in any spelling.

    There is one for the whole process: who writes a fault report, names a file or copies a text
    knows no session, and the token of the session before is as secret as the one in use.

    Attributes:
        count: How many there have been: what was struck out before another one came is out of date.
    """

    def __init__(self) -> None:
        self.count = 0
        self._tokens: deque[Token] = deque(maxlen=_MAX)

    def add(self, token: Token) -> None:
        """Look for this token too from now on."""
        if token not in self._tokens:
            self._tokens.append(token)
            self.count += 1

    def stand_in(self, text: str) -> bool:
        """Tell whether one of them stands in a text."""
        return any(token.stands_in(_coded(text)) for token in self._tokens)

    def struck_from(self, text: str) -> str:
        """Return a text with what is hidden marked as that."""
        for token in self._tokens:
            text = token.struck_from(_coded(text), HIDDEN.encode()).decode(errors="surrogatepass")
        return text

    def struck_request(self, path: str, query: Query) -> tuple[str, Query]:
        """Return a path and a query with what is hidden marked as that."""
        pairs = ((self.struck_from(name), self.struck_from(value)) for name, value in query)
        return self.struck_from(path), tuple(pairs)

    def withhold(self, exchange: Exchange) -> None:
        """Strike them out of a request, which then has the error that keeps it from being sent."""
        struck = self.struck_request(exchange.path, exchange.query)
        if struck != (exchange.path, exchange.query):
            exchange.path, exchange.query = struck
            told = "That is this session's token; it was neither sent nor saved."
            exchange.error = NotSentError(told)
        elif HIDDEN in str(struck):
            told = f"{HIDDEN} stands for hidden text; replace it before sending."
            exchange.error = NotSentError(told)


OWN_SECRETS = OwnSecrets()
"""Those of this process."""


def _coded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
