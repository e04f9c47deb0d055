"""The command line: the dashboard, the demo, accounts, and all that needs no screen."""

import sys
from functools import partial

import click

from kinescope_tui import __version__
from kinescope_tui.cli.accounts import login, logout, profiles, status
from kinescope_tui.cli.completion import completion
from kinescope_tui.cli.demo import demo, demo_server
from kinescope_tui.cli.explain import explain
from kinescope_tui.cli.wiring import (
    found_history,
    found_settings,
    run_app,
    sign_in_for,
    way_into,
)
from kinescope_tui.headless.commands import COMMANDS
from kinescope_tui.headless.profile_option import known_names, parsed_name
from kinescope_tui.headless.signed_in import SIGN_IN_FACTORY
from kinescope_tui.resources.registry import LISTINGS

_BASE_URL_VARIABLE = "KINESCOPE_BASE_URL"
_LONGEST_NAME = 24  # cells of a command, and around it


def _parsed_options(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str]:
    options = {name.strip(): value for name, _, value in (text.partition("=") for text in texts)}
    if not options:
        return options
    from kinescope_tui.services.setup.settings import load_settings

    if problems := load_settings(options=options).problems:
        raise click.BadParameter(" ".join(problems))
    return options


class _Group(click.Group):
    """The program; lists are many, and have a heading of their own."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, and then the lists."""
        del context
        room = formatter.width - _LONGEST_NAME
        for title, is_listed in (("Commands", False), ("Lists", True)):
            told = [
                (name, command.get_short_help_str(room))
                for name, command in sorted(self.commands.items())
                if (name in LISTINGS) is is_listed
            ]
            with formatter.section(title):
                formatter.write_dl(told)


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--profile",
    default="default",
    show_default=True,
    callback=parsed_name,
    shell_complete=known_names,
    help="Whose token: a name of your choice.",
)
@click.option(
    "--base-url", envvar=_BASE_URL_VARIABLE, help="The API's address; https, or http to loopback."
)
@click.option(
    "--set",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_parsed_options,
    help="A setting for this run, e.g. theme=nord or glyphs=ascii; may be repeated.",
)
@click.version_option(__version__, prog_name="kinescope-tui")
@click.pass_context
def cli(
    context: click.Context, profile: str, base_url: str | None, options: dict[str, str]
) -> None:
    """Browse a Kinescope workspace in the terminal.

    Without a command the dashboard opens. The token comes from the variable KINESCOPE_API_TOKEN,
    else from the OS keyring, else it is asked for; no option takes it.
    """
    context.obj = (profile, base_url)
    context.meta[SIGN_IN_FACTORY] = partial(way_into, context.obj)
    if context.invoked_subcommand is None:
        sys.exit(run_app(sign_in_for(profile, base_url), found_settings(options), found_history()))


for command in (demo, demo_server, explain, login, logout, profiles, status, *COMMANDS, completion):
    cli.add_command(command)
