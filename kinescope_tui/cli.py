"""The command line, and the one place where the parts are put together."""

import contextlib
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kinescope_tui import __version__
from kinescope_tui.headless.commands import COMMANDS, SIGN_IN_FACTORY
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.profile_option import (
    known_names,
    own_profile,
    parsed_name,
    profile_store,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kinescope_tui.demo.faults import Fault
    from kinescope_tui.demo.workspace import Workspace
    from kinescope_tui.services.setup.settings import Settings
    from kinescope_tui.services.workspace.history import History
    from kinescope_tui.services.workspace.session import TokenSource
    from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_DEMO_VIDEOS = 5_000
_MANY = 100_000  # videos that take a moment to invent
_BASE_URL_VARIABLE = "KINESCOPE_BASE_URL"
_TOKEN_VARIABLE = "KINESCOPE_API_TOKEN"  # noqa: S105 - a name
_LONGEST_TOKEN = 10_000  # characters, with all that was copied along
_NETWORK_VARIABLES = {
    "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
}  # fmt: skip


def _parsed_faults(
    context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> "list[Fault]":
    if not texts:
        return []
    from kinescope_tui.demo.faults import Fault, kinds_table

    if "list" in texts:
        click.echo(kinds_table())
        context.exit()
    try:
        return [Fault.parse(text) for text in texts]
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _parsed_options(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str]:
    from kinescope_tui.services.setup.settings import load_settings

    options = {name.strip(): value for name, _, value in (text.partition("=") for text in texts)}
    if problems := load_settings(options=options).problems:
        raise click.BadParameter(" ".join(problems))
    return options


def _faults(name: str) -> Callable[[F], F]:
    return click.option(
        name,
        "faults",
        multiple=True,
        metavar="KIND[xTIMES][@PATH][=RATE]",
        callback=_parsed_faults,
        help="Let answers go wrong, e.g. 500@/v1/videos=0.3; may be repeated; 'list' tells all.",
    )


def _checked_quirks(
    context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> frozenset[str]:
    if not names:
        return frozenset()
    from kinescope_tui.demo.quirks import checked_quirks, quirks_table

    if "list" in names:
        click.echo(quirks_table())
        context.exit()
    try:
        return checked_quirks(names)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _known_zone(_context: click.Context, _option: click.Parameter, name: str | None) -> str:
    from kinescope_tui.demo.local_time import DEFAULT_ZONE, zone_of

    try:
        zone_of(name or DEFAULT_ZONE)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return name or DEFAULT_ZONE


_profile = click.option(
    "--profile",
    default="default",
    show_default=True,
    callback=parsed_name,
    shell_complete=known_names,
    help="Whose token: a name of your choice.",
)
_base_url = click.option(
    "--base-url", envvar=_BASE_URL_VARIABLE, help="The API's address; https, or http to loopback."
)
_options = click.option(
    "--set",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_parsed_options,
    help="A setting for this run, e.g. theme=nord or glyphs=ascii; may be repeated.",
)
_videos = click.option(
    "--videos", default=_DEMO_VIDEOS, show_default=True, type=click.IntRange(0, 1_000_000)
)
_latency = click.option(
    "--latency", default=0, show_default=True, type=click.IntRange(0), metavar="MS"
)
_seed = click.option("--seed", default=1, show_default=True, help="The same seed, the same videos.")
_zone = click.option(
    "--zone",
    metavar="NAME",
    callback=_known_zone,
    help="The workspace's time zone, e.g. America/New_York; Europe/Moscow by default.",
)
_quirks = click.option(
    "--quirk",
    "quirks",
    multiple=True,
    metavar="NAME",
    callback=_checked_quirks,
    help="Let it do what no document settles, e.g. no-invoice-list; may be repeated; 'list' tells"
    " all.",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_profile
@_base_url
@_options
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
    context.meta[SIGN_IN_FACTORY] = partial(_way_in, context.obj)
    if context.invoked_subcommand is None:
        sys.exit(run_app(sign_in_for(profile, base_url), _settings(options), _history()))


@cli.command()
@_videos
@_latency
@_seed
@_zone
@_faults("--faults")
@_quirks
@click.pass_context
def demo(
    context: click.Context,
    *,
    videos: int,
    latency: int,
    seed: int,
    zone: str,
    faults: "list[Fault]",
    quirks: frozenset[str],
) -> None:
    """Open the dashboard on an embedded imitation of Kinescope."""
    from kinescope_tui.demo.workspace import Workspace

    if videos > _MANY:
        click.echo(f"Inventing {videos:,} videos …", err=True)
    workspace = Workspace(videos=videos, seed=seed, zone=zone)
    with _demo(workspace, latency=latency / 1000, faults=faults, quirks=quirks) as sign_in:
        status = run_app(sign_in, _settings(context.find_root().params["options"]))
    sys.exit(status)


@contextlib.contextmanager
def _demo(workspace: "Workspace", **options: Any) -> "Iterator[SignIn]":
    """Serve an imitation of Kinescope, and yield the way into it; the options are the server's."""
    from kinescope_tui.api.token import Token
    from kinescope_tui.demo.server import DemoServer
    from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
    from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
    from kinescope_tui.services.workspace.token_store import TokenStore

    with DemoServer(workspace, **options) as server:
        workspace.picture_host = server.base_url
        found = FoundToken(Token.parse(server.token), TokenSource.DEMO)
        yield SignIn(ClientFactory(Profile("demo", server.base_url)), TokenStore(), found)


@cli.command()
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@_videos
@_latency
@_seed
@_zone
@_faults("--fail")
@_quirks
def demo_server(
    *,
    port: int,
    videos: int,
    latency: int,
    seed: int,
    zone: str,
    faults: "list[Fault]",
    quirks: frozenset[str],
) -> None:
    """Serve the imitation of Kinescope alone, for curl and other clients."""
    from kinescope_tui.demo.server import DemoServer
    from kinescope_tui.demo.workspace import Workspace

    workspace = Workspace(videos=videos, seed=seed, zone=zone)
    try:
        server = DemoServer(
            workspace, port=port, latency=latency / 1000, faults=faults, quirks=quirks
        )
    except OSError as error:
        raise click.UsageError(f"Port {port} cannot be used: {error.strerror}.") from None
    with server, contextlib.suppress(KeyboardInterrupt):
        click.echo(f"{server.base_url} accepts the token {server.token}; ctrl+c ends it. Try:")
        bearer = f"-H 'Authorization: Bearer {server.token}'"
        click.echo(f"  curl {bearer} '{server.base_url}/v1/videos?per_page=2'")
        server.wait()


@cli.command()
@click.argument("code", type=int, required=False)
def explain(code: int | None) -> None:
    """Say what an error code of the API means; without a code, all of them."""
    from kinescope_tui.presentation.requests.code_book import code_book, explained

    text = code_book() if code is None else explained(code)
    if not text:
        raise click.UsageError(f"Kinescope documents no code {code}.")
    click.echo(text)


@cli.command()
@own_profile
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@click.pass_obj
def login(place: tuple[str, str | None], profile: str | None, token_stdin: bool) -> None:
    """Try a token and keep it in the OS keyring."""
    from kinescope_tui.api.token import Token, TokenFormError
    from kinescope_tui.services.workspace.sign_in import OUTDONE

    sign_in = sign_in_for(profile or place[0], place[1])
    try:
        token = Token.parse(_typed_token(is_piped=token_stdin))
    except TokenFormError as error:
        raise click.UsageError(str(error)) from None

    async def log_in() -> str:
        await sign_in.check(token)
        await sign_in.keep(token)
        return await sign_in.store.backend_name()

    backend = _run(log_in())
    click.echo(f"Signed in. The token of {_named(sign_in)} is kept in {backend}.")
    if sign_in.given is not None and sign_in.given.token != token:
        click.echo(OUTDONE, err=True)


def _typed_token(*, is_piped: bool) -> str:
    if sys.stdin is None:
        raise click.UsageError("Standard input is closed: no token can come from there.")
    if not is_piped:
        click.echo("Kinescope dashboard → Settings → API tokens", err=True)
        return str(click.prompt("Token", hide_input=True, err=True))
    try:
        return sys.stdin.read(_LONGEST_TOKEN)
    except (OSError, ValueError):
        raise click.UsageError("What comes on standard input is no text.") from None


@cli.command()
@own_profile
@click.pass_obj
def logout(place: tuple[str, str | None], profile: str | None) -> None:
    """Take the token out of the OS keyring, and say what stays."""
    from kinescope_tui.presentation.text.numbers import plural

    sign_in = sign_in_for(profile or place[0], place[1])
    gone = _run(sign_in.store.delete(sign_in.profile.name, sign_in.profile.base_url))
    click.echo(f"{'Removed the' if gone else 'There was no'} token of {_named(sign_in)}.")
    try:
        sign_in.client_factory.state_store.forget()
    except OSError as error:
        click.echo(f"What was seen last stays: {error.filename}: {error.strerror}.", err=True)
    kept = []
    if sign_in.profile in sign_in.profiles.profiles:
        kept.append("the profile in the list")
    if len(sign_in.client_factory.views):
        kept.append(f"its {plural(len(sign_in.client_factory.views), 'saved view')}")
    if kept:
        click.echo(f"Kept: {' and '.join(kept)}; the Settings screen removes them.")
    if sign_in.is_outdone:
        click.echo(f"{_TOKEN_VARIABLE} is set, and still signs in.", err=True)


@cli.command()
def profiles() -> None:
    """List the profiles: name, API address, and whether the keyring holds a token."""
    from kinescope_tui.presentation.settings_page import token_word
    from kinescope_tui.services.workspace.profiles import Profiles
    from kinescope_tui.services.workspace.token_store import TokenStore

    store, tokens = profile_store(), TokenStore()
    listed = store.profiles
    if store.trouble:
        click.echo(store.trouble, err=True)
    if not listed:
        click.echo("There are no profiles yet; kinescope-tui login --profile NAME adds one.")
        return
    look = _run(Profiles(store, tokens).look(listed))
    width = max(len(profile.name) for profile in listed)
    for profile in listed:
        click.echo(f"{profile.name:<{width}}  {profile.base_url}  {token_word(profile, look).text}")
    if look.trouble is not None:
        click.echo(f"{look.trouble.message} {look.trouble.next_step}", err=True)


@cli.command()
@own_profile
@click.pass_obj
def status(place: tuple[str, str | None], profile: str | None) -> None:
    """Say where the token comes from, and whether the API accepts it."""
    from kinescope_tui.api.errors import UnauthorizedError
    from kinescope_tui.headless.failure import failure_of

    sign_in = sign_in_for(profile or place[0], place[1])

    async def look() -> None:
        click.echo(f"profile   {sign_in.profile.name}")
        click.echo(f"API       {sign_in.profile.base_url}")
        found = await sign_in.find()
        if found is None:
            click.echo("token     none; kinescope-tui login stores one")
            sys.exit(ExitStatus.SIGN_IN)
        click.echo(f"token     {found.source}{_outdoing(found.source)}")
        try:
            await sign_in.check(found.token)
        except UnauthorizedError as error:
            raise failure_of(error, found.source) from None
        click.echo("accepted  yes")

    _run(look())


@contextlib.contextmanager
def _way_in(
    place: tuple[str, str | None], profile: str | None, base_url: str | None, is_demo: bool
) -> "Iterator[SignIn]":
    """Yield the way into what a command without a screen asks."""
    if not is_demo:
        yield sign_in_for(profile or place[0], base_url or place[1])
        return
    from kinescope_tui.demo.workspace import Workspace

    if profile or base_url:
        raise click.UsageError("--demo has neither a profile nor another address.")
    with _demo(Workspace(videos=_DEMO_VIDEOS)) as sign_in:
        yield sign_in


def _outdoing(source: "TokenSource") -> str:
    """Return which variable it is that wins over the keyring."""
    from kinescope_tui.services.workspace.session import TokenSource

    is_variable = source is TokenSource.ENVIRONMENT
    return f": {_TOKEN_VARIABLE}, which wins over the keyring" if is_variable else ""


def _named(sign_in: "SignIn") -> str:
    return f"profile {sign_in.profile.name} at {sign_in.profile.base_url}"


def _run(question: Coroutine[Any, Any, T]) -> T:
    """Return the answer, or end the program with what went wrong and what to do."""
    import asyncio

    from kinescope_tui.api.errors import KinescopeError
    from kinescope_tui.headless.failure import CommandFailedError, failure_of
    from kinescope_tui.services.workspace.token_store import TokenStoreError

    try:
        return asyncio.run(question)
    except CommandFailedError as error:
        failure = error
    except (KinescopeError, TokenStoreError) as error:
        failure = failure_of(error)
    click.echo(str(failure), err=True)
    sys.exit(failure.status)


for command in COMMANDS:
    cli.add_command(command)


def sign_in_for(profile: str, base_url: str | None) -> "SignIn":
    """Return the way into a profile; a bad address or token in the environment ends the program."""
    from kinescope_tui.api.base_url import BaseUrlError, parse_base_url
    from kinescope_tui.services.workspace.session import ClientFactory, Profile
    from kinescope_tui.services.workspace.sign_in import SignIn
    from kinescope_tui.services.workspace.token_store import TokenStore

    profiles = profile_store()
    try:
        address = parse_base_url(base_url or profiles.base_url(profile))
    except BaseUrlError as error:
        raise click.UsageError(f"The base URL is refused. {error}") from None
    if profiles.trouble:
        click.echo(profiles.trouble, err=True)
    client_factory = ClientFactory(
        Profile(profile, address),
        views=profiles.views(profile),
        state_store=profiles.state_store(profile),
    )
    return SignIn(client_factory, TokenStore(), _token_of_environment(), profiles)


def _settings(options: dict[str, str]) -> "Settings":
    """Return the settings of the user's configuration folder, the environment and the options."""
    from kinescope_tui.services.setup.own_folders import config_folder
    from kinescope_tui.services.setup.settings import load_settings

    folder = config_folder()
    return load_settings(folder and folder / "config.toml", os.environ, options)


def _history() -> "History":
    """Return what was typed into the command line at earlier starts; the demo keeps nothing."""
    from kinescope_tui.services.setup.own_folders import state_folder
    from kinescope_tui.services.workspace.history import History

    folder = state_folder()
    return History(folder and folder / "history")


def _token_of_environment() -> "FoundToken | None":
    """Return the token in the environment, and take it out, so that no child inherits it."""
    from kinescope_tui.api.token import Token, TokenFormError
    from kinescope_tui.services.workspace.session import TokenSource
    from kinescope_tui.services.workspace.sign_in import FoundToken

    text = os.environ.pop(_TOKEN_VARIABLE, "")
    if not text:
        return None
    try:
        return FoundToken(Token.parse(text), TokenSource.ENVIRONMENT)
    except TokenFormError as error:
        raise click.UsageError(f"{_TOKEN_VARIABLE} holds no token. {error}") from None


def run_app(sign_in: "SignIn", settings: "Settings", history: "History | None" = None) -> int:
    """Show the dashboard until the user leaves, and return the exit status."""
    # Textual draws on standard error.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise click.UsageError("The dashboard needs a terminal; there is none here.")
    if os.environ.get("TERM") in {"dumb", "unknown"}:
        raise click.UsageError(
            f"The terminal calls itself {os.environ['TERM']!r}, which can show no dashboard;"
            " set TERM to what it is, xterm-256color for instance."
        )
    if (sys.stderr.encoding or "").lower() != "utf-8":
        raise click.UsageError(
            f"The terminal's encoding is {sys.stderr.encoding}, and the dashboard needs UTF-8;"
            " set LANG to C.UTF-8, for instance."
        )
    _check_network_settings(sign_in.profile.base_url)
    from kinescope_tui.services.setup.report_folder import ReportFolder
    from kinescope_tui.terminal.exit_guard import ExitGuard

    with ExitGuard() as leaving:
        from kinescope_tui.app import KinescopeApp
        from kinescope_tui.services.desktop.clipboard import Clipboard
        from kinescope_tui.terminal import garbage
        from kinescope_tui.widgets.picture import prepare_pictures

        sign_in.client_factory.clipboard = Clipboard(settings.clipboard.value)
        prepare_pictures(os.environ)
        reports = ReportFolder(report_path())
        app = KinescopeApp(sign_in, settings, history, leaving=leaving, reports=reports)
        garbage.freeze_startup_objects()
        return leaving.run(app, mouse=settings.mouse.value)


def report_path() -> "Path | None":
    """Return the folder for reports of faults; None where no home is known."""
    from kinescope_tui.services.setup.own_folders import state_folder

    folder = state_folder()
    return folder and folder / "faults"


def _check_network_settings(base_url: str) -> None:
    """End the program if a proxy or certificate variable cannot be used, whatever the network."""
    named = {name.upper() for name, value in os.environ.items() if value}
    if not named & _NETWORK_VARIABLES:
        return  # httpx is not imported before the first frame
    from kinescope_tui.api.connection import check_environment
    from kinescope_tui.api.errors import NotSentError

    try:
        told = check_environment(base_url)
    except NotSentError as error:
        raise click.UsageError(error.message) from None
    if told:
        click.echo(told, err=True)
