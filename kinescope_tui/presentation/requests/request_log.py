"""The exchanges of a session as a file for others: JSON lines, a table, or HAR.

They hold what the support bundle holds of each: no token, no body, no parameter that may be
anything. HAR is what browsers' developer tools read.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from kinescope_tui import __version__
from kinescope_tui.api.exchange import Attempt, Exchange
from kinescope_tui.api.models import AnyRow
from kinescope_tui.api.redaction import redact_emails, redact_query
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.times import stamp
from kinescope_tui.services.files.records import ALL_PLAIN, FileFormat, TableChoice, written
from kinescope_tui.services.requests.request_record import (
    HAR_FIELD,
    milliseconds,
    request_record,
    request_url,
)
from kinescope_tui.services.workspace.request_list import RequestList

_OPEN_ANSWERED = {
    "cache-control", "content-encoding", "content-length", "content-type", "date", "retry-after",
    "server", "x-request-id",
}  # fmt: skip


def json_lines(exchanges: Iterable[Exchange], base_url: str) -> str:
    """Return one JSON object a line, an exchange each, durations in milliseconds."""
    return "".join(
        json.dumps(request_record(exchange, base_url), ensure_ascii=False) + "\n"
        for exchange in exchanges
    )


def request_rows(exchanges: Iterable[Exchange], base_url: str) -> list[AnyRow]:
    """Return a row an exchange; of its attempts their number, of an error what it is."""
    rows = []
    for exchange in exchanges:
        record = request_record(exchange, base_url)
        error = record.pop("error") or dict.fromkeys(("kind", "code", "name", "message", "detail"))
        error.pop("invalid_params", None)
        told = {f"error_{name}": value for name, value in error.items()}
        rows.append(AnyRow(raw={**record, "attempts": len(exchange.attempts), **told}))
    return rows


def har(exchanges: Iterable[Exchange], base_url: str) -> str:
    """Return a HAR 1.2 log with an entry for every attempt, and for what was never sent.

    Each has in a field of ours what JSON lines hold of its exchange, so that as much is read again.
    """
    entries = [
        _entry(exchange, attempt, base_url) | {HAR_FIELD: record}
        for exchange in exchanges
        for record in [{"id": exchange.id, **request_record(exchange, base_url)}]
        for attempt in exchange.attempts or [Attempt("", error=exchange.error)]
    ]
    creator = {"name": "kinescope-tui", "version": __version__}
    log = {"version": "1.2", "creator": creator, "entries": entries}
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def _entry(exchange: Exchange, attempt: Attempt, base_url: str) -> dict[str, Any]:
    is_last = not exchange.attempts or attempt is exchange.attempts[-1]
    took_ms = milliseconds(attempt.duration_s) or 0
    body_size = exchange.size if is_last and exchange.size is not None else -1
    query = [{"name": name, "value": value} for name, value in redact_query(exchange.query)]
    comment = "" if attempt.error is None else redact_emails(attempt.error.message)
    return {
        "startedDateTime": stamp(exchange.started_at),
        "time": took_ms,
        "request": {
            "method": exchange.method,
            "url": request_url(exchange, base_url),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(attempt.sent_headers),
            "queryString": query,
            "headersSize": -1,
            "bodySize": 0,
        },
        "response": {
            "status": attempt.status or 0,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs({k: v for k, v in attempt.headers.items() if k in _OPEN_ANSWERED}),
            "content": {
                "size": max(0, body_size),
                "mimeType": redact_emails(attempt.headers.get("content-type", "")),
            },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": body_size,
        },
        "cache": {},
        "timings": {"send": 0, "wait": took_ms, "receive": 0},
        "comment": comment,
    }


def _pairs(headers: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": redact_emails(value)} for name, value in headers.items()]


def no_requests(listed: RequestList) -> str:
    """Return why no requests are listed: nothing was asked, nothing failed, nothing fits."""
    asked = listed.count
    if listed.search:
        told = f"No id or path contains “{listed.search}”."
        return f"{told}\n\nesc shows all requests"
    if not asked or not (listed.only_failures or listed.is_by_cause):
        return "No requests yet."
    key = "{requests.causes}" if listed.is_by_cause else "{requests.failures}"
    return f"No failures in {plural(asked, 'request')}.\n\n{hint(f'{key} shows all requests')}"


def file_text(
    exchanges: Sequence[Exchange], base_url: str, name: str, choice: TableChoice = ALL_PLAIN
) -> str:
    """Return the log in the form that a file's name asks for: HAR, a table, else JSON lines.

    Args:
        exchanges: Which.
        base_url: Where they went.
        name: Ends in .har, .csv, .tsv, or anything.
        choice: What is wanted of a table.
    """
    ending = PurePath(name).suffix.lower()
    if ending in {".csv", ".tsv"}:
        rows = request_rows(exchanges, base_url)
        return written(FileFormat.of_name(name), rows, AnyRow, choice) if rows else ""
    make = har if ending == ".har" else json_lines
    return make(exchanges, base_url)
