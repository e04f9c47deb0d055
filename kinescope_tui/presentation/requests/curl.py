"""A request as a line for the shell."""

import shlex

from kinescope_tui.api.exchange import Exchange, Query, target
from kinescope_tui.api.own_secrets import OWN_SECRETS


def curl(base_url: str, exchange: Exchange, query: Query | None = None) -> str:
    """Return the curl line of an exchange; the shell puts the token in, from its environment.

    Args:
        base_url: The API's address.
        exchange: What was asked.
        query: Another query in the place of its own.
    """
    query = exchange.query if query is None else query
    asked = target(*OWN_SECRETS.struck_request(exchange.path, query))
    # Globbing would take the brackets of status[] for a range.
    return 'curl -sS -i --globoff -H "Authorization: Bearer $KINESCOPE_API_TOKEN" ' + shlex.quote(
        base_url + asked
    )
