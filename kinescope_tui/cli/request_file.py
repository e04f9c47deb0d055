"""The Requests screen on a file that somebody sent."""

import sys
from typing import NoReturn

from kinescope_tui.cli.wiring import found_settings, run_app

_NOWHERE = "https://requests.invalid"  # RFC 2606: no such name has an address


def open_request_file(options: dict[str, str], name: str) -> NoReturn:
    """Show the requests of a file until the user leaves; nobody is signed in, and nothing is asked.

    Raises:
        click.UsageError: There are no requests in it.
    """
    from pathlib import Path
    from uuid import uuid4

    from kinescope_tui.api.token import Token
    from kinescope_tui.headless.requests import requests_in
    from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
    from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
    from kinescope_tui.services.workspace.token_store import TokenStore

    profile = Profile(Path(name).name, _NOWHERE)
    found = FoundToken(Token(str(uuid4())), TokenSource.FILE)
    factory = ClientFactory(profile, requests_of_file=requests_in(name))
    sys.exit(run_app(SignIn(factory, TokenStore(), found), found_settings(options)))
