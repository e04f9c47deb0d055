"""The commands that need no screen."""

from typing import TYPE_CHECKING, Any

import click

from kinescope_tui.headless.lists import list_command
from kinescope_tui.headless.options import form, output_format, place, time_range
from kinescope_tui.headless.signed_in import run_signed_in, run_with_sign_in
from kinescope_tui.resources.registry import LISTINGS

if TYPE_CHECKING:
    from datetime import datetime

    from kinescope_tui.services.time.time_range import TimeRange
    from kinescope_tui.services.workspace.session import Session
    from kinescope_tui.services.workspace.sign_in import SignIn

_USUAL_RANGE = "28d"

_group = click.option(
    "--group",
    type=click.Choice(["hour", "day", "week", "month"]),
    help="In what steps; those that fit the range without this.",
)


@click.command()
@time_range
@_group
@click.option("--video", default="", metavar="ID", help="Only what was watched of this one.")
@click.option(
    "--by",
    type=click.Choice(["video", "country", "city", "device", "project", "folder"]),
    help="What was watched of each, instead of when.",
)
@form
@place
@click.pass_context
def analytics(
    context: click.Context,
    /,
    *,
    start: str | None,
    end: str | None,
    group: str | None,
    video: str,
    by: str | None,
    **options: Any,
) -> None:
    """Write what was watched: views, unique views, watch time in seconds, player loads.

    Without --from it is the last 28 days. A table has the totals in its last line, json is an
    object with "total" and "timeline"; the others have the timeline alone.
    """
    if by is not None and (group or video):
        raise click.UsageError("--by adds up all of a range: no --group and no --video with it.")
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.analytics import write_course, write_report
        from kinescope_tui.services.time.range_source import Question
        from kinescope_tui.services.time.time_range import Bucket

        asked = _range_of(start, end, session.analytics.now)
        if by is not None:
            await write_report(session, asked, by, style)
            return
        bucket = Bucket(group) if group else asked.usual_bucket
        await write_course(session, Question(asked, bucket, video), style)

    run_signed_in(context, ask, options)


@click.command()
@time_range
@click.option("--project", default="", metavar="ID", help="Only what a project used.")
@click.option("--by", type=click.Choice(["project"]), help="What each project used.")
@form
@place
@click.pass_context
def usage(
    context: click.Context,
    /,
    *,
    start: str | None,
    end: str | None,
    project: str,
    by: str | None,
    **options: Any,
) -> None:
    """Write what was used day by day: traffic and storage in bytes, encoding in minutes.

    Without --from it is the last 28 days. Storage is what lay there on a day: days do not add up.
    """
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.usage import write_usage

        now = session.usage.now
        asked, here = _range_of(start, end, now), now.astimezone().date()
        if here > now.date() and str(here) in {start, end}:
            click.echo(f"Usage is counted in days of UTC, where it is {now.date()}.", err=True)
        await write_usage(session, asked, style, project_id=project, is_by_project=by is not None)

    run_signed_in(context, ask, options)


@click.command()
@form
@place
@click.pass_context
def workspaces(context: click.Context, /, **options: Any) -> None:
    """Write a row for each profile: videos, views of 28 days, storage, what is owed.

    What a token may not read is null; "problem" tells why, and the status is 4 then.
    """
    style = output_format(options)

    async def ask(sign_in: "SignIn") -> None:
        from kinescope_tui.headless.workspaces import write_workspaces

        await write_workspaces(sign_in, style)

    run_with_sign_in(context, ask, options)


@click.command()
@click.argument("path")
@click.option("--all", "is_all", is_flag=True, help="All rows of a list, within the rate limits.")
@form
@place
@click.pass_context
def get(context: click.Context, /, path: str, is_all: bool, **options: Any) -> None:
    """Write what any endpoint answers: JSON or a text without secrets, CSV as it came.

    PATH is `/v1/tags?page=2`, with or without its first slash, or a URL of the API's host; it
    brings CSV if it ends with .csv. With --all or --format the rows of a list are written, as json
    unless another form is given.
    """
    as_rows = is_all or options["form"] or options["fields"]
    usual = None if options["excel"] else "json"
    style = output_format({**options, "form": options["form"] or usual})

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.endpoint import write_endpoint, write_endpoint_rows
        from kinescope_tui.services.asked_path import asked_path

        target = asked_path(path, session.profile.base_url)
        if as_rows:
            await write_endpoint_rows(session, target, style, is_all=is_all)
        else:
            await write_endpoint(session.client, target, is_excel=options["excel"])

    run_signed_in(context, ask, options)


COMMANDS = (*map(list_command, LISTINGS.values()), analytics, usage, workspaces, get)
"""What belongs into the program's group."""


def _range_of(start: str | None, end: str | None, now: "datetime") -> "TimeRange":
    from kinescope_tui.services.time.time_range import PRESETS, RangeError, range_between

    if start is None and end is None:
        return PRESETS[_USUAL_RANGE](now)
    try:
        return range_between(start or "", end or "today", now)
    except RangeError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.field}") from None
