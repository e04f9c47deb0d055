"""A request as a line for the shell."""

import shlex

from kinescope_tui.api.exchange import Exchange, target
from kinescope_tui.api.own_secrets import OWN_SECRETS


def curl(base_url: str, exchange: Exchange, asked: str = "") -> str:
    """Return the curl line of an exchange; the shell puts the token in, from its environment.

    Args:
        base_url: The API's address.
        exchange: What was asked.
        asked: The path and the query as they are passed on; its own without.
    """
    asked = asked or target(*OWN_SECRETS.struck_request(exchange.path, exchange.query))
    # Globbing would take the brackets of status[] for a range.
    return 'curl -sS -i --globoff -H "Authorization: Bearer $KINESCOPE_API_TOKEN" ' + shlex.quote(
        base_url + asked
    )
