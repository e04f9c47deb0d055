"""Why there is no X-Request-ID of the server's."""

from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.exchange import Exchange

_GAVE_NONE = "the server sent none"


def missing_id(exchange: Exchange) -> str:
    """Return why a request that left has no id of the server's, as far as it is known."""
    if exchange.status is not None:
        return _GAVE_NONE
    if exchange.is_open:
        return "no response yet"
    return missing_id_of(exchange.error)


def missing_id_of(error: KinescopeError | None) -> str:
    """Return the same of what went wrong: nobody knows what an answer had that is not heard."""
    is_unheard = isinstance(error, StoppedError) and error.status is None
    return "the response was not awaited" if is_unheard else _GAVE_NONE
