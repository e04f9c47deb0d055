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
        raise click.BadParameter(f"{text!r} is not a duration. Write 90s, 30m, 6h or 2d.")
    return found


@click.command()
@click.option(
    "--failed",
    type=click.IntRange(1),
    metavar="N",
    help="At least N videos that failed, were aborted or suspended.",
)
@click.option(
    "--stuck",
    callback=_parsed_age,
    metavar="AGE",
    help="Videos in progress for longer, e.g. 6h, 90m, 2d.",
)
@click.option("--overdue", is_flag=True, help="Invoices past their due date.")
@click.option(
    "--late", is_flag=True, help="Live events past their start time that have not started."
)
@click.option("--reach", is_flag=True, help="Areas the token cannot read, or that do not respond.")
@click.option(
    "--since",
    callback=_parsed_age,
    default="1d",
    metavar="AGE",
    help="Only failed videos newer than this, e.g. 1d.",
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
    """Print what needs attention, for cron and CI.

    Exits with 5 if anything was found.
    Without --failed, --stuck, --overdue, --late and --reach, checks all but the last: one video
    that failed in the last day, or 6 hours in progress, is a finding.
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
    "--timeout",
    callback=_parsed_age,
    default="30m",
    metavar="AGE",
    help="How long to wait, e.g. 30m, 90s, 2h.",
)
@place
@click.pass_context
def wait(
    context: click.Context, /, *, videos: tuple[str, ...], timeout: timedelta, **options: Any
) -> None:
    """Wait until videos are done.

    Exits with 0 if all are done, 6 if one failed, 7 on timeout.
    Sends one request for all videos, every 15 seconds.
    """
    if len(videos) > _MAX_VIDEOS:
        raise click.UsageError(f"At most {_MAX_VIDEOS} videos can be checked at once.")

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.wait import wait_for

        await wait_for(session, videos, limit=timeout)

    run_signed_in(context, ask, options)


@click.command()
@click.option("--from", "start", default="-7d", metavar="WHEN", help="-7d, -2w, 2026-01-31.")
@click.option(
    "--to", "end", default="yesterday", metavar="WHEN", help="The same; yesterday by default."
)
@click.option("--format", "style", type=click.Choice(["md", "html"]), default="md")
@place
@click.pass_context
def digest(context: click.Context, /, *, start: str, end: str, style: str, **options: Any) -> None:
    """Print a weekly summary.

    Covers views, the videos that changed most, failed videos, usage and invoices.
    Compares with the previous period. The page from --format html needs no other file.
    """

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.digest import write_digest

        asked = asked_range(start, end, session.analytics.now)
        await write_digest(session, asked, style)

    run_signed_in(context, ask, options)


INBOX_COMMANDS = (check, wait, digest)
"""What belongs into the program's group."""
