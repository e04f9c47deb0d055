"""The commands that need no screen, and their options."""

import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from kinescope_tui.headless.profile_option import own_profile
from kinescope_tui.presentation.lists.statuses import STATUSES

if TYPE_CHECKING:
    from datetime import datetime

    from kinescope_tui.api.order import Order
    from kinescope_tui.headless.listing import OutputFormat
    from kinescope_tui.services.time.time_range import TimeRange
    from kinescope_tui.services.workspace.session import Session
    from kinescope_tui.services.workspace.sign_in import SignIn

F = TypeVar("F", bound=Callable[..., Any])

SIGN_IN_FACTORY = "kinescope_tui.way_in"
"""Under this name the group's `meta` holds what leads to a session: a `WayIn`."""

WayIn = Callable[[str | None, str | None, bool], AbstractContextManager["SignIn"]]
"""Takes the profile and the address given after the command, and whether the demo is wanted."""

_FORMS = ("table", "json", "jsonl", "csv", "tsv")
_MAX_PER_PAGE = 100
_USUAL_RANGE = "28d"


def _together(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _parsed_order(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> "Order | None":
    if text is None:
        return None
    from kinescope_tui.api.order import Order

    try:
        return Order.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _parsed_fields(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (text or "").split(","))))


def _order(*fields: str) -> Callable[[F], F]:
    def complete(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
        before = begun[: begun.rfind(",") + 1]
        words = [f"{before}{field}.{way}" for field in fields for way in ("asc", "desc")]
        return [word for word in words if word.startswith(begun)]

    return click.option(
        "--order",
        callback=_parsed_order,
        metavar="FIELD.asc|desc,…",
        shell_complete=complete,
        help=f"Sorted by the server; it knows {', '.join(fields)}.",
    )


_form = click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="table",
    show_default=True,
    help="How it is written; json is one array, jsonl a line a row.",
)
_fields = click.option(
    "--fields", callback=_parsed_fields, metavar="A,B", help="Only these fields, in this order."
)
_plain = click.option("--plain", is_flag=True, help="No colours, and no signs beyond ASCII.")
_place = _together(
    own_profile,
    click.option("--base-url", help="The API's address."),
    click.option("--demo", is_flag=True, help="Ask an embedded imitation; needs no account."),
)
_range = _together(
    click.option("--from", "start", help="2026-01-31, 2026-01-31T00:00:00Z, -2w, yesterday."),
    click.option("--to", "end", help="The same; that day is part of it. Today without this."),
)
_group = click.option(
    "--group",
    type=click.Choice(["hour", "day", "week", "month"]),
    help="In what steps; those that fit the range without this.",
)
_pages = _together(
    click.option("--page", "number", type=click.IntRange(1), help="Which page; 1 without this."),
    click.option(
        "--per-page",
        type=click.IntRange(1, _MAX_PER_PAGE),
        help="Rows of a page; 25, with --all 100.",
    ),
    click.option("--all", "is_all", is_flag=True, help="All pages, within the rate limits."),
)
_rows = _together(_pages, _form, _fields, _plain, _place)


@click.command()
@click.option("--query", default="", help="Looked for in titles and descriptions.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([word for word, _ in STATUSES]),
    help="Only those; may be repeated.",
)
@click.option("--project", default="", metavar="ID", help="Only those of a project.")
@click.option("--folder", default="", metavar="ID", help="Only those of a folder.")
@_order("title", "description", "created_at", "updated_at", "duration")
@_rows
@click.pass_context
def videos(
    context: click.Context,
    /,
    *,
    query: str,
    statuses: tuple[str, ...],
    project: str,
    folder: str,
    **options: Any,
) -> None:
    """Write the videos of the workspace, the newest first."""
    narrowed = [("status[]", status) for status in statuses]
    narrowed += [("project_id", project), ("folder_id", folder)]
    _list(context, "videos", options, query=query, filters=narrowed)


@click.command()
@click.option(
    "--catalog",
    type=click.Choice(["vod", "live"]),
    default="vod",
    show_default=True,
    help="Live projects show in the second only.",
)
@_rows
@click.pass_context
def projects(context: click.Context, /, catalog: str, **options: Any) -> None:
    """Write the projects of the workspace."""
    _list(context, "projects", options, filters=[("catalog_type", catalog)])


@click.command()
@_order("created_at")
@_rows
@click.pass_context
def invoices(context: click.Context, /, **options: Any) -> None:
    """Write the invoices; `get /v1/billing/invoices/ID.csv` writes what one is for."""
    _list(context, "invoices", options)


@click.command()
@_range
@_group
@click.option("--video", default="", metavar="ID", help="Only what was watched of this one.")
@click.option(
    "--by",
    type=click.Choice(["video", "country", "city", "device", "project", "folder"]),
    help="What was watched of each, instead of when.",
)
@_form
@_fields
@_plain
@_place
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

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.analytics import write_course, write_report
        from kinescope_tui.services.analytics.overview import Question
        from kinescope_tui.services.time.time_range import Bucket

        asked = _range_of(start, end, session.analytics.now)
        if by is not None:
            await write_report(session, asked, by, _style(options))
            return
        bucket = Bucket(group) if group else asked.usual_bucket
        await write_course(session, Question(asked, bucket, video), _style(options))

    _signed_in(context, ask, options)


@click.command()
@_range
@click.option("--project", default="", metavar="ID", help="Only what a project used.")
@click.option("--by", type=click.Choice(["project"]), help="What each project used.")
@_form
@_fields
@_plain
@_place
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

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.usage import write_usage

        now = session.usage.now
        asked, here = _range_of(start, end, now), now.astimezone().date()
        if here > now.date() and str(here) in {start, end}:
            click.echo(f"Usage is counted in days of UTC, where it is {now.date()}.", err=True)
        style = _style(options)
        await write_usage(session, asked, style, project_id=project, is_by_project=by is not None)

    _signed_in(context, ask, options)


@click.command()
@click.argument("path")
@_place
@click.pass_context
def get(context: click.Context, /, path: str, **options: Any) -> None:
    """Write what any endpoint answers: JSON without secrets, or CSV if the path ends with .csv.

    PATH is `/v1/tags?page=2`, with or without its first slash, or a URL of the API's host.
    """

    async def ask(session: "Session") -> None:
        from kinescope_tui.headless.asked_path import asked_path
        from kinescope_tui.headless.endpoint import write_endpoint

        await write_endpoint(session.client, asked_path(path, session.profile.base_url))

    _signed_in(context, ask, options)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write what makes a shell complete commands, options and their values.

    \b
    bash:  eval "$(kinescope-tui completion bash)"
    zsh:   eval "$(kinescope-tui completion zsh)"
    fish:  kinescope-tui completion fish | source
    """
    from click.shell_completion import get_completion_class

    root = context.find_root()
    kind = get_completion_class(shell)
    if kind is None or root.info_name is None:
        raise click.UsageError(f"{shell} cannot be served.")
    variable = f"_{root.info_name}_COMPLETE".replace("-", "_").upper()
    script = kind(root.command, {}, root.info_name, variable).source()
    # Click's script for fish would cut a value at its comma, as in `--order title.asc,created_at`.
    click.echo(script.replace('string split ","', 'string split --max 1 ","'))


COMMANDS = (videos, projects, analytics, invoices, usage, get, completion)
"""What belongs into the program's group."""


def _list(
    context: click.Context,
    name: str,
    options: dict[str, Any],
    *,
    query: str = "",
    filters: list[tuple[str, str]] | None = None,
) -> NoReturn:
    """Write a list, and end the program."""
    if options["is_all"] and options["number"] is not None:
        raise click.UsageError("--all and --page exclude each other.")

    async def ask(session: "Session") -> None:
        from kinescope_tui.api.order import Order
        from kinescope_tui.headless.listing import Pages, list_rows
        from kinescope_tui.headless.resources import LISTED
        from kinescope_tui.services.lists.view import View

        view = View(
            options.get("order") or Order(),
            query.strip(),
            tuple(pair for pair in filters or [] if pair[1]),
        )
        number = None if options["is_all"] else options["number"] or 1
        pages = Pages(number, options["per_page"])
        await list_rows(session, LISTED[name], view, pages, _style(options))

    _signed_in(context, ask, options)


def _range_of(start: str | None, end: str | None, now: "datetime") -> "TimeRange":
    from kinescope_tui.services.time.time_range import PRESETS, RangeError, range_between

    if start is None and end is None:
        return PRESETS[_USUAL_RANGE](now)
    try:
        return range_between(start or "", end or "today", now)
    except RangeError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.field}") from None


def _style(options: dict[str, Any]) -> "OutputFormat":
    from kinescope_tui.headless.listing import OutputFormat

    return OutputFormat(options["form"], options["fields"], options["plain"])


def _signed_in(
    context: click.Context,
    ask: Callable[["Session"], Awaitable[None]],
    options: dict[str, Any],
) -> NoReturn:
    """Run something with a session, and end the program with what became of it."""
    from kinescope_tui.api.errors import UnauthorizedError
    from kinescope_tui.headless.exit_status import ExitStatus
    from kinescope_tui.headless.failure import CommandFailedError, failure_of
    from kinescope_tui.headless.long_waits import LongWaits
    from kinescope_tui.headless.running import run

    way_in: WayIn = context.meta[SIGN_IN_FACTORY]

    async def work(sign_in: "SignIn") -> None:
        found = await sign_in.find()
        if found is None:
            text = (
                f"There is no token of profile {sign_in.profile.name} at "
                f"{sign_in.profile.base_url}.\n"
                "kinescope-tui login keeps one; KINESCOPE_API_TOKEN brings one along; "
                "--demo needs none."
            )
            raise CommandFailedError(text, ExitStatus.SIGN_IN)
        session = sign_in.open(found)
        session.journal.subscribe(LongWaits(session.journal).hear)
        try:
            await ask(session)
        except UnauthorizedError as error:
            raise failure_of(error, found.source) from None
        finally:
            await session.aclose()

    try:
        with way_in(options["profile"], options["base_url"], options["demo"]) as sign_in:
            run(work(sign_in))
    except KeyboardInterrupt:  # while it starts
        sys.exit(ExitStatus.INTERRUPTED)
