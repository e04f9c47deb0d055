"""The commands of the imitation of Kinescope: opened as a dashboard, or only served."""

import contextlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kinescope_tui.cli.embedded_demo import DEMO_VIDEOS, embedded_demo, running_workspace
from kinescope_tui.cli.wiring import found_settings, run_app
from kinescope_tui.headless.options import together

if TYPE_CHECKING:
    from datetime import datetime

    from kinescope_tui.demo.faults import Fault
    from kinescope_tui.demo.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

_FIRST_YEAR, _LAST_YEAR = 1980, 9990  # of a workspace, which has years before and after it


def _parsed_faults(
    context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> "list[Fault]":
    if not texts:
        return []
    from kinescope_tui.demo.faults import Fault, kinds_table

    if "list" in texts:
        click.echo(kinds_table())
        context.exit()
    try:
        return [Fault.parse(text) for text in texts]
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _checked_quirks(
    context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> frozenset[str]:
    if not names:
        return frozenset()
    from kinescope_tui.demo.quirks import checked_quirks, quirks_table

    if "list" in names:
        click.echo(quirks_table())
        context.exit()
    try:
        return checked_quirks(names)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _known_zone(_context: click.Context, _option: click.Parameter, name: str | None) -> str:
    from kinescope_tui.demo.local_time import DEFAULT_ZONE, zone_of

    try:
        zone_of(name or DEFAULT_ZONE)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return name or DEFAULT_ZONE


def _parsed_moment(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> "datetime | None":
    if not text:
        return None
    from datetime import UTC, datetime

    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    raise click.BadParameter(
        f"{text!r} is not a moment from {_FIRST_YEAR} on, like 2026-08-22T12:00:00Z."
    )


def _served(faults: str) -> Callable[[F], F]:
    """Return the options of an imitation, the one for its faults by its name."""
    return together(
        click.option(
            "--videos", default=DEMO_VIDEOS, show_default=True, type=click.IntRange(0, 1_000_000)
        ),
        click.option(
            "--latency", default=0, show_default=True, type=click.IntRange(0), metavar="MS"
        ),
        click.option(
            "--seed", default=1, show_default=True, help="The same seed gives the same videos."
        ),
        click.option(
            "--zone",
            metavar="NAME",
            callback=_known_zone,
            help="Time zone of the workspace, e.g. America/New_York (default Europe/Moscow).",
        ),
        click.option(
            "--now",
            metavar="MOMENT",
            callback=_parsed_moment,
            help="Current time in the workspace, e.g. 2026-08-22T12:00:00Z. The same seed and time "
            "give the same bytes.",
        ),
        click.option(
            faults,
            "faults",
            multiple=True,
            metavar="KIND[xTIMES][@PATH][=RATE]",
            callback=_parsed_faults,
            help="Make responses fail, e.g. 500@/v1/videos=0.3; repeatable; 'list' shows all.",
        ),
        click.option(
            "--quirk",
            "quirks",
            multiple=True,
            metavar="NAME",
            callback=_checked_quirks,
            help="Try behaviour the API leaves undocumented, e.g. no-invoice-list; repeatable; "
            "'list' shows all.",
        ),
    )


@click.command()
@_served("--faults")
@click.pass_context
def demo(context: click.Context, /, **options: Any) -> None:
    """Open the dashboard on the built-in demo server."""
    workspace, served = _workspace_of(options)
    with embedded_demo(workspace, **served) as sign_in:
        status = run_app(sign_in, found_settings(context.find_root().params["options"]))
    sys.exit(status)


def _workspace_of(options: dict[str, Any]) -> "tuple[Workspace, dict[str, Any]]":
    """Return the workspace that options want, and those of its server."""
    served = {name: options.pop(name) for name in ("faults", "quirks")}
    served["latency"] = options.pop("latency") / 1000
    return running_workspace(**options), served


@click.command()
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@_served("--fail")
def demo_server(*, port: int, **options: Any) -> None:
    """Run only the demo server, for other clients."""
    from kinescope_tui.demo.server import DemoServer

    workspace, served = _workspace_of(options)
    try:
        server = DemoServer(workspace, port=port, **served)
    except OSError as error:
        raise click.UsageError(f"Port {port} cannot be used: {error.strerror}.") from None
    with server, contextlib.suppress(KeyboardInterrupt):
        click.echo(f"{server.base_url} accepts the token {server.token}; ctrl+c stops it. Try:")
        bearer = f"-H 'Authorization: Bearer {server.token}'"
        click.echo(f"  curl {bearer} '{server.base_url}/v1/videos?per_page=2'")
        server.wait()
