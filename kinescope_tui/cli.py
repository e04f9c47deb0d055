"""The command line, and the one place where the parts are put together."""

import asyncio
import contextlib
import os
import sys
import zlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kinescope_tui import __version__

if TYPE_CHECKING:
    from kinescope_tui.demo.faults import Fault
    from kinescope_tui.services.sign_in import FoundToken, SignIn

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_FAILED = 1
_LONGEST_NAME = 64
_MANY = 100_000  # videos that take a moment to invent
_BASE_URL_VARIABLE = "KINESCOPE_BASE_URL"
_TOKEN_VARIABLE = "KINESCOPE_API_TOKEN"  # noqa: S105 - a name
_NETWORK_VARIABLES = {
    "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
}  # fmt: skip


def _named_well(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name is not None and not (name.isprintable() and 0 < len(name.strip()) <= _LONGEST_NAME):
        raise click.BadParameter(f"a name has 1 to {_LONGEST_NAME} printable characters.")
    return name


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


def _faults(name: str) -> Callable[[F], F]:
    return click.option(
        name,
        "faults",
        multiple=True,
        metavar="KIND[xTIMES][@PATH][=RATE]",
        callback=_parsed_faults,
        help="Let answers go wrong, e.g. 500@/v1/videos=0.3; may be repeated; 'list' tells all.",
    )


_profile = click.option(
    "--profile",
    default="default",
    show_default=True,
    callback=_named_well,
    help="Whose token: a name of your choice.",
)
_base_url = click.option(
    "--base-url", envvar=_BASE_URL_VARIABLE, help="The API's address; https, or http to loopback."
)


_own_profile = click.option("--profile", callback=_named_well, help="The same, after the command.")
_videos = click.option(
    "--videos", default=5_000, show_default=True, type=click.IntRange(0, 1_000_000)
)
_latency = click.option(
    "--latency", default=0, show_default=True, type=click.IntRange(0), metavar="MS"
)
_seed = click.option("--seed", default=1, show_default=True, help="The same seed, the same videos.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_profile
@_base_url
@click.version_option(__version__, prog_name="kinescope-tui")
@click.pass_context
def cli(context: click.Context, profile: str, base_url: str | None) -> None:
    """Browse a Kinescope workspace in the terminal.

    Without a command the dashboard opens. The token comes from the variable KINESCOPE_API_TOKEN,
    else from the OS keyring, else it is asked for; no option takes it.
    """
    context.obj = (profile, base_url)
    if context.invoked_subcommand is None:
        sys.exit(run_app(sign_in_for(profile, base_url)))


@cli.command()
@_videos
@_latency
@_seed
@_faults("--faults")
def demo(videos: int, latency: int, seed: int, faults: "list[Fault]") -> None:
    """Open the dashboard on an embedded imitation of Kinescope."""
    from kinescope_tui.api.token import Token
    from kinescope_tui.demo.server import DemoServer
    from kinescope_tui.demo.workspace import Workspace
    from kinescope_tui.services.session import Connector, Profile, TokenSource
    from kinescope_tui.services.sign_in import FoundToken, SignIn
    from kinescope_tui.services.token_store import TokenStore

    if videos > _MANY:
        click.echo(f"Inventing {videos:,} videos …", err=True)
    workspace = Workspace(videos=videos, seed=seed)
    with DemoServer(workspace, latency=latency / 1000, faults=faults) as server:
        workspace.picture_host = server.base_url
        found = FoundToken(Token.parse(server.token), TokenSource.DEMO)
        status = run_app(SignIn(Connector(Profile("demo", server.base_url)), TokenStore(), found))
    sys.exit(status)


@cli.command()
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@_videos
@_latency
@_seed
@_faults("--fail")
def demo_server(port: int, videos: int, latency: int, seed: int, faults: "list[Fault]") -> None:
    """Serve the imitation of Kinescope alone, for curl and other clients."""
    from kinescope_tui.demo.server import DemoServer
    from kinescope_tui.demo.workspace import Workspace

    workspace = Workspace(videos=videos, seed=seed)
    try:
        server = DemoServer(workspace, port=port, latency=latency / 1000, faults=faults)
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
    from kinescope_tui.presentation.code_book import code_book, explained

    text = code_book() if code is None else explained(code)
    if not text:
        raise click.UsageError(f"Kinescope documents no code {code}.")
    click.echo(text)


@cli.command()
@_own_profile
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@click.pass_obj
def login(place: tuple[str, str | None], profile: str | None, token_stdin: bool) -> None:
    """Try a token and keep it in the OS keyring."""
    from kinescope_tui.api.token import Token, TokenFormError

    sign_in = sign_in_for(profile or place[0], place[1])
    if token_stdin:
        text = sys.stdin.read()
    else:
        click.echo("Kinescope dashboard → Settings → API tokens", err=True)
        text = click.prompt("Token", hide_input=True, err=True)
    try:
        token = Token.parse(text)
    except TokenFormError as error:
        raise click.UsageError(str(error)) from None

    async def log_in() -> str:
        await sign_in.check(token)
        await sign_in.keep(token)
        return await sign_in.store.backend_name()

    backend = _run(log_in())
    click.echo(f"Signed in. The token of {_named(sign_in)} is kept in {backend}.")


@cli.command()
@_own_profile
@click.pass_obj
def logout(place: tuple[str, str | None], profile: str | None) -> None:
    """Take the token out of the OS keyring."""
    sign_in = sign_in_for(profile or place[0], place[1])
    gone = _run(sign_in.store.delete(sign_in.profile.name, sign_in.profile.base_url))
    click.echo(f"{'Removed the' if gone else 'There was no'} token of {_named(sign_in)}.")


@cli.command()
@_own_profile
@click.pass_obj
def status(place: tuple[str, str | None], profile: str | None) -> None:
    """Say where the token comes from, and whether the API accepts it."""
    sign_in = sign_in_for(profile or place[0], place[1])

    async def look() -> None:
        click.echo(f"profile   {sign_in.profile.name}")
        click.echo(f"API       {sign_in.profile.base_url}")
        found = await sign_in.find()
        if found is None:
            click.echo("token     none; kinescope-tui login stores one")
            sys.exit(_FAILED)
        click.echo(f"token     {found.source}")
        await sign_in.check(found.token)
        click.echo("accepted  yes")

    _run(look())


def _named(sign_in: "SignIn") -> str:
    return f"profile {sign_in.profile.name} at {sign_in.profile.base_url}"


def _run(question: Coroutine[Any, Any, T]) -> T:
    """Return the answer, or end the program with what went wrong and what to do."""
    from kinescope_tui.api.errors import KinescopeError
    from kinescope_tui.presentation.problems import problem_of
    from kinescope_tui.services.token_store import TokenStoreError

    try:
        return asyncio.run(question)
    except TokenStoreError as error:
        lines = [error.message, error.next_step]
    except KinescopeError as error:
        problem = problem_of(error)
        lines = [f"{problem.title}.", *(f"  {name}: {text}" for name, text in problem.facts)]
    click.echo("\n".join(lines), err=True)
    sys.exit(_FAILED)


def sign_in_for(profile: str, base_url: str | None) -> "SignIn":
    """Return the way into a profile; a bad address or token in the environment ends the program."""
    from kinescope_tui.api.base_url import DEFAULT_BASE_URL, BaseUrlError, parse_base_url
    from kinescope_tui.services.session import Connector, Profile
    from kinescope_tui.services.sign_in import SignIn
    from kinescope_tui.services.token_store import TokenStore
    from kinescope_tui.services.view_store import ViewStore

    try:
        address = parse_base_url(base_url or DEFAULT_BASE_URL)
    except BaseUrlError as error:
        raise click.UsageError(f"The base URL is refused. {error}") from None
    connector = Connector(Profile(profile, address), views=ViewStore(_views_file(profile)))
    return SignIn(connector, TokenStore(), _token_of_environment())


def _views_file(profile: str) -> Path:
    """Return where a profile's saved views are kept; its name may hold anything."""
    from platformdirs import user_config_path

    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in profile)
    if name != profile:
        name += f"-{zlib.crc32(profile.encode('utf-8', 'replace')):08x}"
    return user_config_path("kinescope-tui", appauthor=False) / f"views-{name}.json"


def _token_of_environment() -> "FoundToken | None":
    """Return the token in the environment, and take it out, so that no child inherits it."""
    from kinescope_tui.api.token import Token, TokenFormError
    from kinescope_tui.services.session import TokenSource
    from kinescope_tui.services.sign_in import FoundToken

    text = os.environ.pop(_TOKEN_VARIABLE, "")
    if not text:
        return None
    try:
        return FoundToken(Token.parse(text), TokenSource.ENVIRONMENT)
    except TokenFormError as error:
        raise click.UsageError(f"{_TOKEN_VARIABLE} holds no token. {error}") from None


def run_app(sign_in: "SignIn") -> int:
    """Show the dashboard until the user leaves, and return the exit status."""
    # Textual draws on standard error.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
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
    from kinescope_tui.leaving import Leaving
    from kinescope_tui.services.report_folder import ReportFolder

    with Leaving() as leaving:
        from kinescope_tui.app import KinescopeApp
        from kinescope_tui.widgets.picture import prepare_pictures

        prepare_pictures(os.environ)
        app = KinescopeApp(sign_in, leaving=leaving, reports=ReportFolder(report_path()))
        return leaving.run(app)


def report_path() -> Path:
    """Return the folder for reports of faults."""
    from platformdirs import user_state_path

    return user_state_path("kinescope-tui", appauthor=False) / "faults"


def _check_network_settings(base_url: str) -> None:
    """End the program if a proxy or certificate variable cannot be used, whatever the network."""
    named = {name.upper() for name, value in os.environ.items() if value}
    if not named & _NETWORK_VARIABLES:
        return  # httpx is not imported before the first frame
    from kinescope_tui.api.connection import check_environment
    from kinescope_tui.api.errors import NotSentError

    try:
        check_environment(base_url)
    except NotSentError as error:
        raise click.UsageError(error.message) from None
