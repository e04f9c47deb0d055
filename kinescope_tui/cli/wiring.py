"""The one place where the parts are put together."""

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from kinescope_tui.headless.profile_option import profile_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kinescope_tui.services.setup.settings import Settings
    from kinescope_tui.services.workspace.history import History
    from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn

TOKEN_VARIABLE = "KINESCOPE_API_TOKEN"  # noqa: S105 - a name
TURN_S = 0.001
"""After so long a thread that reads or counts lets the screen have its turn; Python's is 5 ms."""
_NETWORK_VARIABLES = {
    "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
}  # fmt: skip


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
        raise click.UsageError(f"Invalid base URL. {error}") from None
    if profiles.trouble:
        click.echo(profiles.trouble, err=True)
    client_factory = ClientFactory(
        Profile(profile, address),
        views=profiles.views(profile),
        state_store=profiles.state_store(profile),
        limits_path=profiles.limits_path,
        ledger_path=profiles.ledger_path(profile),
    )
    return SignIn(client_factory, TokenStore(), _token_of_environment(), profiles)


def use_ledger(sign_in: "SignIn", settings: "Settings") -> None:
    """Keep as many requests as the settings say."""
    factory = sign_in.client_factory
    factory.ledger_days = settings.ledger_days.value
    factory.ledger_entries = settings.ledger_entries.value if settings.ledger.value else 0


@contextlib.contextmanager
def way_into(
    place: tuple[str, str | None],
    options: dict[str, str],
    profile: str | None,
    base_url: str | None,
    is_demo: bool,
) -> "Iterator[SignIn]":
    """Yield the way into what a command without a screen asks."""
    if not is_demo:
        sign_in = sign_in_for(profile or place[0], base_url or place[1])
        settings = found_settings(options)
        use_ledger(sign_in, settings)
        sign_in.client_factory.index_mb = settings.index_mb.value
        yield sign_in
        return
    from kinescope_tui.cli.embedded_demo import embedded_demo, running_workspace

    if profile or base_url:
        raise click.UsageError("--demo cannot be combined with --profile or --base-url.")
    with embedded_demo(running_workspace()) as sign_in:
        yield sign_in


def found_settings(options: dict[str, str]) -> "Settings":
    """Return the settings of the user's configuration folder, the environment and the options."""
    from kinescope_tui.services.setup.settings import load_settings

    return load_settings(settings_file(), os.environ, options)


def settings_file() -> "Path | None":
    """Return the user's settings file, which need not exist; None where no home is known."""
    from kinescope_tui.services.setup.own_folders import config_folder

    folder = config_folder()
    return folder and folder / "config.toml"


def found_history() -> "History":
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

    text = os.environ.pop(TOKEN_VARIABLE, "")
    if not text:
        return None
    try:
        return FoundToken(Token.parse(text), TokenSource.ENVIRONMENT)
    except TokenFormError as error:
        raise click.UsageError(f"{TOKEN_VARIABLE} is not a valid token. {error}") from None


def run_app(
    sign_in: "SignIn", settings: "Settings", history: "History | None" = None, opens: str = ""
) -> int:
    """Show the dashboard until the user leaves, and return the exit status.

    Args:
        sign_in: The way into the first workspace.
        settings: How the program is set up.
        history: What was typed into the command line before.
        opens: A line, as after `:`, to begin with.
    """
    # Textual draws on standard error.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise click.UsageError("The dashboard needs a terminal, but this is not one.")
    if os.environ.get("TERM") in {"dumb", "unknown"}:
        raise click.UsageError(
            f"TERM is {os.environ['TERM']!r}, which cannot show the dashboard. Set TERM to "
            "your terminal's type, e.g. xterm-256color."
        )
    if (sys.stderr.encoding or "").lower() != "utf-8":
        raise click.UsageError(
            f"The terminal's encoding is {sys.stderr.encoding}, but the dashboard needs UTF-8. "
            "Set LANG to C.UTF-8, for instance."
        )
    _check_network_settings(sign_in.profile.base_url)
    from kinescope_tui.services.setup.report_folder import ReportFolder
    from kinescope_tui.terminal.exit_guard import ExitGuard

    with ExitGuard() as leaving:
        from rich.console import Console

        from kinescope_tui.app import KinescopeApp
        from kinescope_tui.services.desktop.clipboard import Clipboard
        from kinescope_tui.services.setup.shown_pictures import shows_pictures
        from kinescope_tui.terminal import garbage
        from kinescope_tui.widgets.picture import prepare_pictures

        has_pictures = shows_pictures(settings, os.environ, Console(stderr=True).color_system)
        clipboard, open_demo = Clipboard(settings.clipboard.value), sign_in.open_demo

        def ready(sign_in: "SignIn") -> "SignIn":
            sign_in.client_factory.clipboard = clipboard
            sign_in.client_factory.per_page = settings.per_page.value
            sign_in.client_factory.stuck_after_h = settings.stuck_after.value
            use_ledger(sign_in, settings)
            sign_in.client_factory.index_mb = settings.index_mb.value
            sign_in.client_factory.shows_posters = has_pictures
            return sign_in

        ready(sign_in)
        if open_demo is not None:
            sign_in.open_demo = lambda: ready(open_demo())
        if has_pictures:
            prepare_pictures()
        reports = ReportFolder(report_path())
        app = KinescopeApp(
            sign_in, settings, history, leaving=leaving, reports=reports, opens=opens
        )
        garbage.freeze_startup_objects()
        sys.setswitchinterval(TURN_S)
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
