"""A token of the environment wins over the keyring, and whoever may wonder why is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TOKEN
from keyring_in_memory import MemoryStore

from kinescope_tui.api import Token
from kinescope_tui.cli import cli
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

STALE = TOKEN.replace("cafe", "beef")
NAMED = "from KINESCOPE_API_TOKEN, which overrides the keyring"

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(5), token=TOKEN, limits=False) as running:
        yield running


@pytest.fixture
def run(server: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with a keyring that holds the good token, and another one in the variable."""
    store = MemoryStore()
    store.kept["default", server.base_url] = Token(TOKEN)
    monkeypatch.setattr("kinescope_tui.services.workspace.token_store.TokenStore", lambda: store)

    def run(command: str, token: str = STALE, stdin: str = "") -> Result:
        environment = {
            "KINESCOPE_BASE_URL": server.base_url, "KINESCOPE_API_TOKEN": token,
            "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path),
        }  # fmt: skip
        told = CliRunner().invoke(cli, command.split(), input=stdin, env=environment)
        assert STALE not in told.output
        return told

    return run


@pytest.mark.parametrize("command", ["status", "videos", "get /v1/projects"])
def test_a_stale_one_that_is_refused_is_named(run: Run, command: str) -> None:
    told = run(command)
    assert told.exit_code == 3
    assert f"token source: {NAMED}" in told.stderr


def test_where_the_variable_is_not_set_it_is_not_named(run: Run) -> None:
    told = run("status", token="")
    assert told.exit_code == 0
    assert "KINESCOPE_API_TOKEN" not in told.output


def test_login_status_and_logout_tell_that_a_stale_one_wins(run: Run) -> None:
    kept = run("login --token-stdin", stdin=TOKEN)
    assert kept.exit_code == 0
    assert "KINESCOPE_API_TOKEN is set and overrides the keyring" in kept.stderr
    assert NAMED.partition(" ")[2] in run("status").stdout.replace(": ", " ")
    assert run("login --token-stdin", token=TOKEN, stdin=TOKEN).stderr == ""
    assert "KINESCOPE_API_TOKEN is still set and signs you in" in run("logout").stderr
