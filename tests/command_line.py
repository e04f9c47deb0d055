"""Runs commands in this process."""

from click.testing import CliRunner, Result
from conftest import TOKEN
from scripted_server import ScriptedServer

from kinescope_tui.cli import cli


def ask(server: ScriptedServer, *words: str) -> Result:
    """Run a command against a scripted server."""
    environment = {"KINESCOPE_API_TOKEN": TOKEN, "KINESCOPE_BASE_URL": server.url}
    return CliRunner().invoke(cli, words, env=environment)
