"""Options that commands without a screen share."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from kinescope_tui.headless.profile_option import own_profile
from kinescope_tui.services.files.chosen_fields import parsed_fields

if TYPE_CHECKING:
    from datetime import datetime

    from kinescope_tui.services.time.time_range import TimeRange

F = TypeVar("F", bound=Callable[..., Any])

_FORMS = ("table", "json", "jsonl", "csv", "tsv")
_MAX_PER_PAGE = 100


class OutputFormat(msgspec.Struct, frozen=True):
    """The format of rows that are written.

    Attributes:
        form: table, json, jsonl, csv or tsv.
        fields: Only these, in this order; all without any.
        is_plain: Whether a table has neither colours nor characters of ours beyond ASCII.
        is_excel: Whether Russian Excel is to open it by itself.
    """

    form: str
    fields: Sequence[str] = ()
    is_plain: bool = False
    is_excel: bool = False


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Return what adds all of these options to a command, in this order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _parsed_fields(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[str, ...]:
    return parsed_fields(text or "")


place = together(
    own_profile,
    click.option("--base-url", help="API address."),
    click.option("--demo", is_flag=True, help="Use the built-in demo server; needs no account."),
)
"""Whom to ask."""

excel = click.option(
    "--excel", is_flag=True, help="CSV for Russian Excel: semicolons, decimal commas, a BOM."
)

form = together(
    click.option(
        "--format",
        "form",
        type=click.Choice(_FORMS),
        help="Output format (default table); json is one array, jsonl one row per line.",
    ),
    excel,
    click.option(
        "--fields", callback=_parsed_fields, metavar="A,B", help="Only these fields, in this order."
    ),
    click.option("--plain", is_flag=True, help="No colours and no characters beyond ASCII."),
)
"""How rows are written; `output_format` makes one of it."""

time_range = together(
    click.option("--from", "start", help="2026-01-31, 2026-01-31T00:00:00Z, -2w, yesterday."),
    click.option("--to", "end", help="The same; that day is included. Today by default."),
)

pages = together(
    click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N rows."),
    click.option("--all", "is_all", is_flag=True, help="All rows, within the rate limits."),
    click.option("--page", "number", type=click.IntRange(1), help="Page number (default 1)."),
    click.option(
        "--per-page",
        type=click.IntRange(1, _MAX_PER_PAGE),
        help="Rows per page (default 25; up to 100 with --all and --limit).",
    ),
)
"""How much of a list."""


def output_format(options: dict[str, Any]) -> OutputFormat:
    """Return how rows are to be written.

    Raises:
        click.UsageError: Two options contradict each other.
    """
    is_excel, form = options["excel"], options["form"]
    if is_excel and form not in {None, "csv"}:
        raise click.UsageError(f"--excel writes CSV and cannot be combined with --format {form}.")
    form = form or ("csv" if is_excel else "table")
    return OutputFormat(form, options["fields"], options["plain"], is_excel)


def asked_range(start: str, end: str, now: "datetime") -> "TimeRange":
    """Return the range that was typed.

    Raises:
        click.BadParameter: It is none.
    """
    from kinescope_tui.services.time.time_range import RangeError, range_between

    try:
        return range_between(start, end, now)
    except RangeError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.field}") from None
