"""The command line: the dashboard, the demo, accounts, and all that needs no screen."""

import sys
from collections.abc import MutableMapping
from functools import partial

import click

from kinescope_tui import __version__
from kinescope_tui.cli.request_file import open_request_file
from kinescope_tui.cli.told_commands import COMMANDS, LISTS
from kinescope_tui.cli.wiring import (
    found_history,
    found_settings,
    run_app,
    settings_file,
    sign_in_for,
    way_into,
)
from kinescope_tui.headless.profile_option import known_names, parsed_name
from kinescope_tui.headless.signed_in import FILE_OPENER, SIGN_IN_FACTORY

_BASE_URL_VARIABLE = "KINESCOPE_BASE_URL"
_OWN_LISTS = "kinescope_tui.own_lists"
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
    """The program; lists are many, and have a heading of their own.

    The dashboard, and what `--help` says, wait for no command to be imported. The lists of the user
    are commands too; the settings are read where their names may count.
    """

    _commands: dict[str, click.Command]

    @property
    def commands(self) -> dict[str, click.Command]:
        """The commands by name."""
        if not self._commands:
            from kinescope_tui.cli.commands import ALL

            self._commands = {command.name or "": command for command in ALL}
        return self._commands

    @commands.setter
    def commands(self, commands: MutableMapping[str, click.Command]) -> None:
        self._commands = dict(commands)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command; a name that is none may be that of a list of the user's."""
        return super().get_command(context, name) or _own_commands(context).get(name)

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(context), *_own_commands(context)])

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, and then the lists."""
        room = formatter.width - _LONGEST_NAME
        own = {name: one.help or "" for name, one in _own_commands(context).items()}
        for title, texts in (("Commands", COMMANDS), ("Lists", LISTS), ("Your own lists", own)):
            commands = [click.Command(name, help=text) for name, text in sorted(texts.items())]
            told = [(one.name or "", one.get_short_help_str(room)) for one in commands]
            if told:
                with formatter.section(title):
                    formatter.write_dl(told)


def _own_commands(context: click.Context) -> dict[str, click.Command]:
    """Return the commands of the lists of the user, and tell once which entries are wrong."""
    known: dict[str, click.Command] | None = context.meta.get(_OWN_LISTS)
    if known is None:
        file = settings_file()
        if file is not None and file.exists():  # without one, settings are not even imported
            from kinescope_tui.headless.lists import list_command
            from kinescope_tui.resources.registry import RESOURCES

            settings = found_settings({})
            for problem in [*settings.problems, *RESOURCES.use_own(settings.lists)]:
                click.echo(problem, err=True)
            known = {one.name: list_command(one) for one in RESOURCES.own}
        known = context.meta[_OWN_LISTS] = known or {}
    return known


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
    help="Profile name.",
)
@click.option(
    "--base-url", envvar=_BASE_URL_VARIABLE, help="API address: https, or http on this machine."
)
@click.option(
    "--set",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_parsed_options,
    help="Override a setting for this run, e.g. theme=nord or glyphs=ascii; repeatable.",
)
@click.version_option(__version__, prog_name="kinescope-tui")
@click.pass_context
def cli(
    context: click.Context, profile: str, base_url: str | None, options: dict[str, str]
) -> None:
    """Browse a Kinescope workspace in the terminal.

    Opens the dashboard if no command is given. The token comes from KINESCOPE_API_TOKEN or the OS
    keyring; otherwise you are asked for it. It cannot be passed as an option.
    """
    context.obj = (profile, base_url)
    context.meta[SIGN_IN_FACTORY] = partial(way_into, context.obj, options)
    context.meta[FILE_OPENER] = partial(open_request_file, options)
    if context.invoked_subcommand is None:
        from kinescope_tui.cli.embedded_demo import offered_demo

        sign_in = sign_in_for(profile, base_url)
        with offered_demo() as sign_in.open_demo:
            status_of_app = run_app(sign_in, found_settings(options), found_history())
        sys.exit(status_of_app)
