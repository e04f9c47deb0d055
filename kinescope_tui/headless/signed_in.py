"""How a command comes to a session, and ends the program."""

import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.session import Session
    from kinescope_tui.services.workspace.sign_in import SignIn

SIGN_IN_FACTORY = "kinescope_tui.way_in"
"""Under this name the group's `meta` holds what leads to a session: a `WayIn`."""

WayIn = Callable[[str | None, str | None, bool], AbstractContextManager["SignIn"]]
"""Takes the profile and the address given after the command, and whether the demo is wanted."""

FILE_OPENER = "kinescope_tui.file_opener"
"""Under this name the group's `meta` holds what shows a file of requests: an `OpenFile`."""

OpenFile = Callable[[str], NoReturn]
"""Takes a file's name, and ends the program when the user leaves."""


def run_signed_in(
    context: click.Context,
    ask: Callable[["Session"], Awaitable[None]],
    options: dict[str, Any],
) -> NoReturn:
    """Run something with a session, and end the program with what became of it."""
    from kinescope_tui.api.errors import UnauthorizedError
    from kinescope_tui.headless.exit_status import ExitStatus
    from kinescope_tui.headless.failure import CommandFailedError, failure_of
    from kinescope_tui.headless.long_waits import LongWaits
    from kinescope_tui.headless.notes import note

    async def work(sign_in: "SignIn") -> None:
        found = await sign_in.find()
        if found is None:
            text = (
                f"No token for profile {sign_in.profile.name} at {sign_in.profile.base_url}"
                ".\nRun kinescope-tui login to add one, set KINESCOPE_API_TOKEN, or use --demo "
                "without a token."
            )
            raise CommandFailedError(text, ExitStatus.SIGN_IN)
        session = sign_in.open(found)
        LongWaits(session.journal, session.pacer, session.clock)
        session.keep_requests("headless", note)
        try:
            await ask(session)
        except UnauthorizedError as error:
            raise failure_of(error, found.source) from None
        finally:
            await session.aclose()

    run_with_sign_in(context, work, options)


def run_with_sign_in(
    context: click.Context,
    work: Callable[["SignIn"], Coroutine[Any, Any, None]],
    options: dict[str, Any],
) -> NoReturn:
    """Run something with the way to every profile, and end the program with what became of it."""
    from kinescope_tui.headless.exit_status import ExitStatus
    from kinescope_tui.headless.running import run

    way_in: WayIn = context.meta[SIGN_IN_FACTORY]
    try:
        with way_in(options["profile"], options["base_url"], options["demo"]) as sign_in:
            run(work(sign_in))
    except KeyboardInterrupt:  # while it starts
        sys.exit(ExitStatus.INTERRUPTED)
