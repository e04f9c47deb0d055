"""The commands that tell what needs somebody: check, wait, digest."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from kinescope_tui.headless.options import asked_range, form, output_format, place
from kinescope_tui.headless.signed_in import run_signed_in

if TYPE_CHECKING:
    from kinescope_tui.services.workspace.session import Session

_MAX_VIDEOS = 100


def _parsed_age(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> timedelta | None:
    """Return a length of time: 90s, 30m, 6h, 2d."""
    if text is None:
        return None
    from kinescope_tui.services.time.age import parse_age

    found = parse_age(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is no length of time: write 90s, 30m, 6h or 2d.")
    return found


@click.command()
@click.option(
    "--failed",
    type=click.IntRange(1),
    metavar="N",
    help="N videos or more that failed, were aborted or suspended.",
)
@click.option(
    "--stuck",
    callback=_parsed_age,
    metavar="AGE",
    help="Videos in progress for longer: 6h, 90m, 2d.",
)
@click.option("--overdue", is_flag=True, help="Invoices past their due date.")
@click.option("--late", is_flag=True, help="Live events past their time that did not begin.")
@click.option("--reach", is_flag=True, help="What the token may not read, or what does not answer.")
@click.option(
    "--since",
    callback=_parsed_age,
    default="1d",
    metavar="AGE",
    help="How old failed videos may be: 1d.",
)
@form
@place
@click.pass_context
def check(
    context: click.Context,
    /,
    *,
    failed: int | None,
    stuck: timedelta | None,
    overdue: bool,
    late: bool,
    reach: bool,
    since: timedelta,
    **options: Any,
) -> None:
    """Write what needs attention, and exit with 5 if anything does: for cron and CI.

    Without --failed, --stuck, --overdue, --late and --reach it looks for all but the last: one
    failed video of the last day is enough, and 6 hours in progress.
    """
    style = output_format(options)
    is_all = failed is None and stuck is None and not (overdue or late or reach)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.check import write_check
        from kinescope_tui.services.inbox.check import Check

        inbox = session.inbox
        inbox.stuck_after = stuck or inbox.stuck_after
        wanted = Check(
            session.clock.utc_now() - since,
            1 if is_all else failed,
            is_stuck=is_all or stuck is not None,
            is_overdue=is_all or overdue,
            is_late=is_all or late,
        )
        await write_check(session, wanted, inbox, style, asks_reach=reach)

    run_signed_in(context, ask, options)


@click.command()
@click.argument("videos", nargs=-1, required=True, metavar="VIDEO...")
@click.option(
    "--timeout", callback=_parsed_age, default="30m", metavar="AGE", help="How long: 30m, 90s, 2h."
)
@place
@click.pass_context
def wait(
    context: click.Context, /, *, videos: tuple[str, ...], timeout: timedelta, **options: Any
) -> None:
    """Wait until videos are done, by their ids: 0 if they are, 6 if one failed, 7 at the timeout.

    All of them are one request, every 15 seconds.
    """
    if len(videos) > _MAX_VIDEOS:
        raise click.UsageError(f"At most {_MAX_VIDEOS} videos fit into one request.")

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.wait import wait_for

        await wait_for(session, videos, limit=timeout)

    run_signed_in(context, ask, options)


@click.command()
@click.option("--from", "start", default="-7d", metavar="WHEN", help="-7d, -2w, 2026-01-31.")
@click.option(
    "--to", "end", default="yesterday", metavar="WHEN", help="The same; yesterday without it."
)
@click.option("--format", "style", type=click.Choice(["md", "html"]), default="md")
@place
@click.pass_context
def digest(context: click.Context, /, *, start: str, end: str, style: str, **options: Any) -> None:
    """Write what a week was like: views, movers, failed videos, usage, invoices.

    Each is compared with the previous period. The page of --format html needs no other file.
    """

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.digest import write_digest

        asked = asked_range(start, end, session.analytics.now)
        await write_digest(session, asked, style)

    run_signed_in(context, ask, options)


INBOX_COMMANDS = (check, wait, digest)
"""What belongs into the program's group."""
