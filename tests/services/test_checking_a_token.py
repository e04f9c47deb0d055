"""A token is tried while somebody watches: a long pause is told, and another token's is none."""

import pytest
from scripted_server import ScriptedServer, answer, page
from turned_clock import TurnedClock

from kinescope_tui.api import Token, errors
from kinescope_tui.services.workspace.session import ClientFactory, Profile
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.token_store import TokenStore


async def test_a_check_tells_a_long_pause_and_keeps_to_nobody_elses(
    server: ScriptedServer, token: Token
) -> None:
    client_factory = ClientFactory(Profile("acme", server.url), clock=TurnedClock())
    client_factory.pacer.pause(3_600)
    way = SignIn(client_factory, TokenStore())
    server.script = [answer({}, "429 Slow", headers={"Retry-After": "3600"}), page()]
    with pytest.raises(errors.RateLimitedError) as caught:
        await way.check(token)
    assert caught.value.retry_after_s == 3_600
    await way.check(token)
    assert len(server.requests) == 2
