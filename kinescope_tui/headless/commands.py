"""The commands that need no screen."""

import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kinescope_tui.headless.inbox_commands import INBOX_COMMANDS
from kinescope_tui.headless.lists import list_command
from kinescope_tui.headless.options import (
    asked_range,
    form,
    output_format,
    pages,
    place,
    time_range,
    together,
)
from kinescope_tui.headless.signed_in import (
    FILE_OPENER,
    OpenFile,
    run_signed_in,
    run_with_sign_in,
)
from kinescope_tui.resources.registry import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime

    from kinescope_tui.services.requests.kept_request import KeptRequest
    from kinescope_tui.services.time.time_range import TimeRange
    from kinescope_tui.services.workspace.session import Session
    from kinescope_tui.services.workspace.sign_in import SignIn

_USUAL_RANGE = "28d"

_group = click.option(
    "--group",
    type=click.Choice(["hour", "day", "week", "month"]),
    help="Group by this; by default whatever fits the range.",
)


@click.command()
@time_range
@_group
@click.option("--video", default="", metavar="ID", help="Only views of this video.")
@click.option(
    "--by",
    type=click.Choice(["video", "country", "city", "device", "project", "folder"]),
    help="Views by this dimension instead of over time.",
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
    """Print views, watch time and player loads.

    Has views, unique views, watch time in seconds and player loads. Covers the last 28 days unless
    --from is given. A table ends with the totals, json is an object with "total" and "timeline";
    the other formats have the timeline only.
    """
    if by is not None and (group or video):
        raise click.UsageError(
            "--by covers the whole range and cannot be combined with --group or --video."
        )
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
@click.option("--project", default="", metavar="ID", help="Only usage of this project.")
@click.option("--by", type=click.Choice(["project"]), help="Usage by project.")
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
    """Print daily usage of traffic, storage and encoding.

    Traffic and storage are in bytes, encoding is in minutes. Covers the last 28 days unless --from
    is given. Storage is a daily level; do not add it up.
    """
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.usage import write_usage

        now = session.usage.now
        asked, here = _range_of(start, end, now), now.astimezone().date()
        if here > now.date() and str(here) in {start, end}:
            click.echo(f"Usage is counted in UTC days; today is {now.date()}.", err=True)
        await write_usage(session, asked, style, project_id=project, is_by_project=by is not None)

    run_signed_in(context, ask, options)


@click.command()
@form
@place
@click.pass_context
def workspaces(context: click.Context, /, **options: Any) -> None:
    """Print one row per profile with its workspace.

    Has videos, views in 28 days, storage and the amount due.
    Values a token cannot read are null; "problem" says why, and the exit status is 4.
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
    """Print the response of any endpoint.

    JSON and text are printed without secrets, CSV as received.
    PATH is `/v1/tags?page=2`, with or without its first slash, or a URL on the API's host; it
    returns CSV if it ends with .csv. With --all or --format the rows of a list are printed, as
    json unless another format is given.
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


_wanted = together(
    click.option(
        "--failed",
        is_flag=True,
        help="Only failed requests, including those that succeeded on a later attempt.",
    ),
    click.option("--since", metavar="WHEN", help="-1d, -12h, -30m, 2026-01-31 or a moment."),
    click.option(
        "--id",
        "request_id",
        default="",
        metavar="ID",
        help="Only this X-Request-ID, the server's or ours.",
    ),
    click.option("--file", metavar="FILE", help="Read requests from a JSON lines or HAR file."),
)


@click.command(name="requests")
@_wanted
@form
@place
@click.pass_context
def requests_(
    context: click.Context,
    /,
    *,
    failed: bool,
    since: str | None,
    request_id: str,
    file: str | None,
    **options: Any,
) -> None:
    """Print the requests that were sent, newest first.

    These are the requests of the dashboard and of commands.
    json and jsonl contain every attempt. With --file, and without --format on a terminal, the
    Requests screen opens with that file.
    """
    style = output_format(options)

    def write(found: "Sequence[KeptRequest]", base_url: str) -> "Coroutine[Any, Any, None]":
        from kinescope_tui.headless.requests import Wanted, write_requests

        wanted = Wanted(since, request_id, _now(), only_failures=failed)
        return write_requests(wanted.of(found), base_url, style)

    if (
        file is not None
        and options["form"] is None
        and sys.stdout is not None
        and sys.stdout.isatty()
    ):
        open_file: OpenFile = context.meta[FILE_OPENER]
        open_file(file)
    _run_on_requests(context, write, file, options)


@click.command()
@_wanted
@click.option("--what", default="", metavar="TEXT", help="What happened, as the first sentence.")
@place
@click.pass_context
def bundle(
    context: click.Context,
    /,
    *,
    failed: bool,
    since: str | None,
    request_id: str,
    file: str | None,
    what: str,
    **options: Any,
) -> None:
    """Print a report of what failed, for support.

    It has a table of the requests with their ids, the first and the last in full, and versions.
    """
    del failed  # that is what it is for

    def write(found: "Sequence[KeptRequest]", base_url: str) -> "Coroutine[Any, Any, None]":
        from kinescope_tui.headless.requests import Wanted, write_bundle

        wanted = Wanted(since, request_id, _now(), only_failures=not request_id)
        return write_bundle(wanted.of(found), base_url, what)

    _run_on_requests(context, write, file, options)


def _run_on_requests(
    context: click.Context,
    write: "Callable[[Sequence[KeptRequest], str], Coroutine[Any, Any, None]]",
    file: str | None,
    options: dict[str, Any],
) -> NoReturn:
    """Write requests that were kept, or lie in a file, and end the program."""
    if file is not None:
        from kinescope_tui.headless.requests import requests_in
        from kinescope_tui.headless.running import run

        run(write(requests_in(file), ""))

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.requests import kept_requests

        await write(await kept_requests(session), session.profile.base_url)

    run_signed_in(context, ask, options)


@click.command()
@click.option("--status", "wants", flag_value="status", help="Only show its state.")
@click.option(
    "--full", "wants", flag_value="full", help="Index everything again, whatever is there."
)
@click.option("--forget", "wants", flag_value="forget", help="Erase the index.")
@place
@click.pass_context
def index(context: click.Context, /, *, wants: str | None, **options: Any) -> None:
    """Index all videos, or update the index.

    The index is kept on this computer. Indexing has the lowest priority, reads up to 30,000 videos
    a minute and continues after an interruption. Query the index with `videos --indexed --where`
    and `sql`.
    """

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.indexed import forget_index, read_index, write_status

        if wants == "status":
            await write_status(session)
        elif wants == "forget":
            await forget_index(session)
        else:
            await read_index(session, full=wants == "full")

    run_signed_in(context, ask, options)


@click.command()
@click.argument("select")
@form
@place
@click.pass_context
def sql(context: click.Context, /, select: str, **options: Any) -> None:
    """Run a SELECT statement on the index.

    Uses the index built by `index`; nothing is sent.
    Tables: videos, projects, folders, playlists, live_events, tags, domains and changes, as in
    `sql "SELECT privacy, count(*), sum(size) FROM videos GROUP BY privacy"`.
    """
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.indexed import write_sql

        await write_sql(session, select, style)

    run_signed_in(context, ask, options)


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@pages
@form
@place
@click.pass_context
def audit(context: click.Context, /, name: str | None, **options: Any) -> None:
    """Print what the index audits found.

    With a NAME, prints the videos that this audit found. The names are unwatched, never-watched,
    largest, originals, twice, failed, stuck, public, no-subtitles, no-poster, no-folder. View
    counts and the latest invoices are loaded once a day.
    """
    from kinescope_tui.services.index.audit import AUDITS, find_audit

    found = find_audit(name) if name is not None else None
    if name is not None and found is None:
        names = ", ".join(audit.name for audit in AUDITS)
        raise click.UsageError(f"No audit is called {name!r}. Available: {names}.")
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.indexed import write_audit, write_audits

        if found is None:
            await write_audits(session, style)
        else:
            await write_audit(session, found, options, style)

    run_signed_in(context, ask, options)


@click.command()
@click.option("--since", metavar="WHEN", help="-7d, 2026-01-31 or a moment; everything by default.")
@click.option("--limit", type=click.IntRange(1), help="Maximum number of rows.")
@form
@place
@click.pass_context
def changes(
    context: click.Context, /, *, since: str | None, limit: int | None, **options: Any
) -> None:
    """Print what changed between indexing runs.

    Newest first. Lists new and deleted videos and changed titles, projects, folders, privacy,
    statuses and sizes, with the old and the new value.
    """
    style = output_format(options)

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.indexed import write_changes
        from kinescope_tui.services.index.index_errors import QueryError
        from kinescope_tui.services.index.index_filter import moment_of

        try:
            moment = moment_of(since, session.clock.utc_now()) if since is not None else None
        except QueryError as error:
            raise click.BadParameter(error.message, param_hint="--since") from None
        await write_changes(session, moment, {"limit": limit}, style)

    run_signed_in(context, ask, options)


def _now() -> "datetime":
    from datetime import UTC, datetime

    return datetime.now(UTC)


COMMANDS = (
    *map(list_command, LISTINGS.values()), analytics, usage, workspaces, get, requests_, bundle,
    index, sql, audit, changes, *INBOX_COMMANDS,
)  # fmt: skip
"""What belongs into the program's group."""


def _range_of(start: str | None, end: str | None, now: "datetime") -> "TimeRange":
    from kinescope_tui.services.time.time_range import PRESETS

    if start is None and end is None:
        return PRESETS[_USUAL_RANGE](now)
    return asked_range(start or "", end or "today", now)
