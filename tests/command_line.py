"""Runs commands in this process."""

from click.testing import CliRunner, Result
from conftest import TOKEN
from scripted_server import ScriptedServer

from kinescope_tui.cli import cli

NOTHING_KEPT = {"XDG_STATE_HOME": "nowhere"}
"""An environment in which commands keep nothing, and share no limits with those before."""


def ask(server: ScriptedServer, *words: str) -> Result:
    """Run a command against a scripted server."""
    environment = {
        "KINESCOPE_API_TOKEN": TOKEN,
        "KINESCOPE_BASE_URL": server.url,
        **NOTHING_KEPT,
    }
    return CliRunner().invoke(cli, words, env=environment)
