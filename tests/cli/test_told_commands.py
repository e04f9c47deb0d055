"""What `--help` says of commands is what they say of themselves."""

import click
import pytest
from click.testing import CliRunner

from kinescope_tui.cli import cli
from kinescope_tui.cli.told_commands import COMMANDS, LISTS
from kinescope_tui.resources.registry import LISTINGS


def test_every_command_and_list_is_told_of_in_its_own_words() -> None:
    own = {name: command.get_short_help_str(10**6) for name, command in cli.commands.items()}
    assert own == COMMANDS | LISTS
    assert list(LISTS) == list(LISTINGS)


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_is_the_same_as_of_commands_that_are_there(columns: int) -> None:
    told = CliRunner().invoke(cli, ["--help"], terminal_width=columns).output
    formatter = click.HelpFormatter(width=columns)
    formatter.indent()
    for names in (COMMANDS, LISTS):
        room = columns - 24
        rows = [(name, cli.commands[name].get_short_help_str(room)) for name in sorted(names)]
        formatter.write_dl(rows)
    assert all(line in told.splitlines() for line in formatter.getvalue().splitlines())
