"""Requests that were kept, or lie in a file, on standard output."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow
from kinescope_tui.api.redaction import redact_emails
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.notes import note
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.row_output import ID_WIDTH, RowOutput
from kinescope_tui.presentation.requests.support_bundle import incident_bundle
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.times import took
from kinescope_tui.resources.column import Column
from kinescope_tui.services.requests.causes import failure_of
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.requests.request_file import (
    RequestFileError,
    read_requests,
    since_of,
)
from kinescope_tui.services.requests.request_record import request_record
from kinescope_tui.services.workspace.session import Session

_FIELDS = (
    "time", "method", "url", "outcome", "status", "code", "name", "message", "request_id",
    "sent_id", "tries", "duration_ms", "bytes", "asker",
)  # fmt: skip


class Wanted:
    """What of many requests is wanted.

    Args:
        since: Since when, as it was typed: -1d, -12h, a date, a moment.
        request_id: Only the requests of this X-Request-ID.
        only_failures: Only what failed, or recovered.
        now: The time.

    Raises:
        click.BadParameter: That is no moment.
    """

    def __init__(
        self, since: str | None, request_id: str, now: datetime, *, only_failures: bool
    ) -> None:
        self._since = None if since is None else _moment(since, now)
        self._id = request_id.strip().casefold()
        self._only_failures = only_failures

    def of(self, requests: Sequence[KeptRequest]) -> list[KeptRequest]:
        """Return the wanted ones, in the same order."""
        return [one for one in requests if self._is_wanted(one)]

    def _is_wanted(self, request: KeptRequest) -> bool:
        if self._since is not None and request.started_at < self._since:
            return False
        if self._id and self._id not in map(str.casefold, request.ids):
            return False
        return request.had_trouble or not self._only_failures


async def kept_requests(session: Session) -> list[KeptRequest]:
    """Return the requests that are kept of a session's token, the newest first.

    Raises:
        CommandFailedError: None are kept here.
    """
    keeper = session.keep_requests("headless", note)
    if keeper is None:
        told = "Requests are not kept: the ledger setting is off, or there is no state folder."
        raise CommandFailedError(told, ExitStatus.USAGE)
    found = await keeper.read()
    if keeper.trouble:
        note(keeper.trouble)
    return found


def requests_in(file: str) -> list[KeptRequest]:
    """Return the requests of a file, the newest first.

    Raises:
        click.UsageError: There are none in it.
    """
    try:
        return read_requests(Path(file))
    except RequestFileError as error:
        raise click.UsageError(str(error)) from None


async def write_requests(
    requests: Sequence[KeptRequest], base_url: str, style: OutputFormat
) -> None:
    """Write requests, the newest first; JSON holds every attempt, as the dashboard saves it."""
    rows = RowOutput(Output(), style, AnyRow, lambda _rows: _COLUMNS, _FIELDS)
    await rows.write_all([AnyRow(raw=_row(one, base_url)) for one in requests])


async def write_bundle(requests: Sequence[KeptRequest], base_url: str, sentence: str) -> None:
    """Write one text on all of these, for Kinescope's support."""
    if not requests:
        note("No failed requests.")
        return
    await Output().write(incident_bundle(requests, base_url, sentence).encode("utf-8", "replace"))


def _row(request: Exchange, base_url: str) -> dict[str, Any]:
    failure, made = failure_of(request), request_record(request, base_url)
    error = failure.error if failure is not None else None
    return {
        **made,
        "code": None if error is None else error.code,
        "name": None if error is None else error.code_name,
        "message": None if error is None else redact_emails(error.message),
        "tries": len(request.attempts),
    }


def _moment(text: str, now: datetime) -> datetime:
    ago = since_of(text, now)
    if ago is not None:
        return ago
    try:
        # By its seconds: what the clocks leap over is an hour earlier by `astimezone`.
        return datetime.fromtimestamp(datetime.fromisoformat(text).timestamp(), UTC)
    except (ValueError, OverflowError, OSError):
        told = f"{one_line(text)!r} is not a time. Write -1d, -12h, -30m or a date."
        raise click.BadParameter(told, param_hint="--since") from None


def _text(name: str) -> Any:
    return lambda row: Cell(one_line(str(row.raw.get(name) or "")) or MISSING)


def _failed(row: AnyRow) -> Cell:
    code = row.raw.get("code")
    told = f"{code or ''} {row.raw.get('name') or ''}".strip() or (row.raw.get("error") or {}).get(
        "kind", ""
    )
    return Cell(one_line(told), Tone.BAD)


def _took(row: AnyRow) -> Cell:
    duration_ms = row.raw["duration_ms"]
    return Cell(took(None if duration_ms is None else duration_ms / 1000), Tone.MUTED)


def _request(row: AnyRow) -> Cell:
    path = row.raw["url"].partition("://")[2].partition("/")[2]
    return Cell(one_line(f"{row.raw['method']} /{path}"))


_COLUMNS: tuple[Column[AnyRow], ...] = (
    Column("TIME", 29, _text("time")),
    Column("HTTP", 4, _text("status")),
    Column("REQUEST", 30, _request, is_flexible=True),
    Column("REQ ID", ID_WIDTH, _text("request_id")),
    Column("TOOK", 7, _took, is_right=True),
    Column("NOTE", 20, _failed, is_flexible=True),
    Column("SENT BY", 10, _text("asker")),
)
