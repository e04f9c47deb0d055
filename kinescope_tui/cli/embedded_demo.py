"""An imitation of Kinescope in this program, and the way into it."""

import contextlib
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from kinescope_tui.demo.workspace import Workspace
    from kinescope_tui.services.workspace.sign_in import SignIn

DEMO_VIDEOS = 5_000
"""How many there are, unless others are wanted."""

_MANY = 100_000  # videos that take a moment to invent


def running_workspace(
    videos: int = DEMO_VIDEOS, *, now: "datetime | None" = None, **options: Any
) -> "Workspace":
    """Return a workspace in which time goes on unless its moment is given; tell of a large one."""
    from kinescope_tui.demo.workspace import Workspace

    if videos > _MANY:
        click.echo(f"Generating videos: {videos:,} …", err=True)
    began_s = time.monotonic()

    def elapsed() -> float:
        return 0.0 if now else time.monotonic() - began_s

    return Workspace(videos, now=now, elapsed=elapsed, **options)


@contextlib.contextmanager
def embedded_demo(workspace: "Workspace", **options: Any) -> "Iterator[SignIn]":
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


@contextlib.contextmanager
def offered_demo() -> "Iterator[Callable[[], SignIn]]":
    """Yield what begins the usual demo, should somebody want it, and end it if it was begun."""
    with contextlib.ExitStack() as begun:
        yield lambda: begun.enter_context(embedded_demo(running_workspace()))
