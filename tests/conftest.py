"""What all tests share: a fixed time zone, and no settings from outside."""

import os
import time
from collections.abc import AsyncIterator, Callable

import pytest
from scripted_server import ScriptedServer

from kinescope_tui.api import KinescopeClient, Pacer, RetryPolicy, Token

os.environ["TZ"] = "UTC"
time.tzset()
for name in ("KINESCOPE_API_TOKEN", "KINESCOPE_BASE_URL", "TMUX", "SSH_CONNECTION", "SSH_TTY"):
    os.environ.pop(name, None)

TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"
"""Made up."""


@pytest.fixture
def token() -> Token:
    return Token.parse(TOKEN)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as running:
        yield running


@pytest.fixture
async def client(server: ScriptedServer, token: Token) -> AsyncIterator[KinescopeClient]:
    """A client of the scripted server that retries at once."""
    quick = RetryPolicy(base_s=0.0)
    async with KinescopeClient(token, base_url=server.url, retry=quick, deadline_s=5) as made:
        yield made


@pytest.fixture
def make_client(token: Token) -> Callable[..., KinescopeClient]:
    def make(url: str, **options: object) -> KinescopeClient:
        settings: dict[str, object] = {"retry": RetryPolicy(base_s=0.0), "pacer": Pacer()}
        return KinescopeClient(token, base_url=url, **{**settings, **options})  # type: ignore[arg-type]  # passed through

    return make
