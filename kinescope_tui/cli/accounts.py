"""Signing in and out, and what is known of profiles and tokens."""

import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kinescope_tui.cli.wiring import TOKEN_VARIABLE, sign_in_for
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.profile_option import own_profile, profile_store

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.session import TokenSource
    from kinescope_tui.services.workspace.sign_in import SignIn

T = TypeVar("T")

_LONGEST_TOKEN = 10_000  # characters, with all that was copied along


@click.command()
@own_profile
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@click.pass_obj
def login(place: tuple[str, str | None], profile: str | None, token_stdin: bool) -> None:
    """Check a token and save it in the OS keyring."""
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
    click.echo(f"Signed in. The token for {_named(sign_in)} is saved in {backend}.")
    if sign_in.given is not None and sign_in.given.token != token:
        click.echo(OUTDONE, err=True)


def _typed_token(*, is_piped: bool) -> str:
    if sys.stdin is None:
        raise click.UsageError("Standard input is closed, so no token can be read.")
    if not is_piped:
        click.echo("Kinescope dashboard → Settings → API tokens", err=True)
    try:
        if not is_piped:
            return str(click.prompt("Token", hide_input=True, err=True))
        return sys.stdin.read(_LONGEST_TOKEN)
    except (OSError, ValueError):
        raise click.UsageError("Standard input is not text.") from None


@click.command()
@own_profile
@click.pass_obj
def logout(place: tuple[str, str | None], profile: str | None) -> None:
    """Remove the token from the OS keyring."""
    from kinescope_tui.presentation.text.numbers import plural
    from kinescope_tui.services.workspace.state_database import erase_base

    sign_in = sign_in_for(profile or place[0], place[1])
    gone = _run(sign_in.store.delete(sign_in.profile.name, sign_in.profile.base_url))
    click.echo(f"{'Removed the' if gone else 'There was no'} token for {_named(sign_in)}.")
    try:
        sign_in.client_factory.state_store.forget()
        if (ledger := sign_in.client_factory.ledger_path) is not None:
            erase_base(ledger)
    except OSError as error:
        click.echo(
            f"Remembered rows could not be erased: {error.filename}: {error.strerror}.", err=True
        )
    kept = []
    if sign_in.profile in sign_in.profiles.profiles:
        kept.append("the profile in the list")
    if len(sign_in.client_factory.views):
        kept.append(f"its {plural(len(sign_in.client_factory.views), 'saved view')}")
    if kept:
        click.echo(f"Kept: {' and '.join(kept)}. Remove them on the Settings screen.")
    if sign_in.is_outdone:
        click.echo(f"{TOKEN_VARIABLE} is still set and signs you in.", err=True)


@click.command()
def profiles() -> None:
    """List profiles and whether they have a token."""
    from kinescope_tui.presentation.settings_page import token_word
    from kinescope_tui.services.workspace.profiles import Profiles
    from kinescope_tui.services.workspace.token_store import TokenStore

    store, tokens = profile_store(), TokenStore()
    listed = store.profiles
    if store.trouble:
        click.echo(store.trouble, err=True)
    if not listed:
        click.echo("No profiles yet. Add one with kinescope-tui login --profile NAME.")
        return
    look = _run(Profiles(store, tokens).look(listed))
    width = max(len(profile.name) for profile in listed)
    for profile in listed:
        click.echo(f"{profile.name:<{width}}  {profile.base_url}  {token_word(profile, look).text}")
    if look.trouble is not None:
        click.echo(f"{look.trouble.message} {look.trouble.next_step}", err=True)


@click.command()
@own_profile
@click.pass_obj
def status(place: tuple[str, str | None], profile: str | None) -> None:
    """Show the token's source and whether it works."""
    from kinescope_tui.api.errors import UnauthorizedError
    from kinescope_tui.headless.failure import failure_of

    sign_in = sign_in_for(profile or place[0], place[1])

    async def look() -> None:
        click.echo(f"profile   {sign_in.profile.name}")
        click.echo(f"API       {sign_in.profile.base_url}")
        found = await sign_in.find()
        if found is None:
            click.echo("token     none; run kinescope-tui login to add one")
            sys.exit(ExitStatus.SIGN_IN)
        click.echo(f"token     {found.source}{_outdoing(found.source)}")
        try:
            await sign_in.check(found.token)
        except UnauthorizedError as error:
            raise failure_of(error, found.source) from None
        click.echo("accepted  yes")

    _run(look())


def _outdoing(source: "TokenSource") -> str:
    """Return which variable it is that wins over the keyring."""
    from kinescope_tui.services.workspace.session import TokenSource

    is_variable = source is TokenSource.ENVIRONMENT
    return f": {TOKEN_VARIABLE}, which overrides the keyring" if is_variable else ""


def _named(sign_in: "SignIn") -> str:
    return f"profile {sign_in.profile.name} at {sign_in.profile.base_url}"


def _run(question: Coroutine[Any, Any, T]) -> T:
    """Return the answer, or end the program with what went wrong and what to do."""
    import asyncio  # most of what a shell would wait for

    from kinescope_tui.api.errors import KinescopeError
    from kinescope_tui.headless.failure import CommandFailedError, failure_of
    from kinescope_tui.services.workspace.token_store import TokenStoreError

    try:
        # Not asyncio.run: at its end it waits for threads, and looking up a name may take minutes.
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(question)
        finally:
            loop.close()
    except CommandFailedError as error:
        failure = error
    except (KinescopeError, TokenStoreError) as error:
        failure = failure_of(error)
    click.echo(str(failure), err=True)
    sys.exit(failure.status)
