"""Requests that somebody saved: JSON lines or HAR, of this program or another."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.text import clean
from kinescope_tui.services.files.read_file import read_file
from kinescope_tui.services.requests.kept_record import (
    moment_of,
    number_of,
    seconds_of,
    text_of,
)
from kinescope_tui.services.requests.kept_request import (
    KeptRequest,
    failure,
    kept_request,
    place_of,
)
from kinescope_tui.services.requests.request_record import HAR_FIELD

_MAX_BYTES = 50_000_000
_MAX = 50_000
_FAILED = 400
_METHODS = 10


class RequestFileError(Exception):
    """The file holds no requests; the message says why."""


def read_requests(path: Path) -> list[KeptRequest]:
    """Return the requests of a file, the newest first; lines that are none are left out.

    Raises:
        RequestFileError: It cannot be read, or nothing in it is a request.
    """
    try:
        content = read_file(path, _MAX_BYTES + 1)
    except OSError as error:
        raise RequestFileError(
            f"{path.name}: {error.strerror or 'the file cannot be read'}."
        ) from None
    if len(content) > _MAX_BYTES:
        raise RequestFileError(f"{path.name} is larger than {_MAX_BYTES // 10**6} MB.")
    text = content.decode("utf-8-sig", "replace")
    document = _parsed(text)
    log = document.get("log") if isinstance(document, dict) else None
    is_har = isinstance(log, dict)
    found = _of_har(log) if isinstance(log, dict) else _of_lines(text)
    requests = [one for one, _ in zip(found, range(_MAX), strict=False)]
    if not requests:
        kind = "HAR without entries" if is_har else "neither JSON lines of requests nor HAR"
        raise RequestFileError(f"{path.name} is {kind}.")
    return sorted(requests, key=lambda one: one.started_at, reverse=True)


def _of_lines(text: str) -> Iterator[KeptRequest]:
    # Not where `splitlines` ends lines: other tools write U+2028 raw into texts.
    for number, line in enumerate(StringIO(text, newline=None)):
        record = _parsed(line)
        kept = kept_request(record, number) if isinstance(record, dict) else None
        if kept is not None:
            yield kept


def _of_har(log: Mapping[str, Any]) -> Iterator[KeptRequest]:
    """Yield the exchanges of entries: those of this program by their records."""
    others: list[tuple[int, dict[str, Any]]] = []
    told: tuple[str, str] | None = None
    entries = log.get("entries")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        record = entry.get(HAR_FIELD)
        kept = kept_request(record, number) if isinstance(record, dict) else None
        if not isinstance(record, dict) or kept is None:
            others.append((number, entry))
            continue
        which = text_of(record.get("id")), text_of(record.get("time"))
        if told != which:  # else another attempt of the same
            yield kept
        told = which
    yield from _of_attempts(others)


def _of_attempts(entries: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[KeptRequest]:
    """Yield an exchange for each run of entries that are attempts of one."""
    before: KeptRequest | None = None
    for number, entry in entries:
        kept = _of_entry(entry, number)
        if kept is None:
            continue
        if before is not None and _is_next_attempt(before, kept):
            before.attempts += kept.attempts
            before.outcome, before.error, before.size = kept.outcome, kept.error, kept.size
            before.duration_s = (before.duration_s or 0) + (kept.duration_s or 0)
            if before.error is not None:
                before.error.attempts = len(before.attempts)
            continue
        if before is not None:
            yield before
        before = kept
    if before is not None:
        yield before


def _is_next_attempt(before: KeptRequest, kept: KeptRequest) -> bool:
    """Tell whether an entry repeats the one before: attempts are saved with one beginning."""
    is_same = (before.started_at, before.target) == (kept.started_at, kept.target)
    return is_same and before.error is not None


def _of_entry(entry: Mapping[str, Any], number: int) -> KeptRequest | None:
    request, response = entry.get("request"), entry.get("response")
    started_at = moment_of(entry.get("startedDateTime"))
    if not isinstance(request, dict) or started_at is None:
        return None
    response = response if isinstance(response, dict) else {}
    url, method = request.get("url"), text_of(request.get("method")).upper()
    if not isinstance(url, str) or not method.isalpha() or len(method) > _METHODS:
        return None
    base_url, path, query = place_of(clean(url))
    status = number_of(response.get("status")) or 0
    kept = KeptRequest(method, path, query, started_at, outcome=Outcome.DONE)
    kept.id = f"har-{number}"
    kept.base_url = base_url
    kept.size = number_of(response.get("bodySize"))
    kept.duration_s = seconds_of(entry.get("time"))
    attempt = Attempt(
        sent_id=_header(request, "x-request-id"),
        request_id=_header(response, "x-request-id") or None,
        status=status or None,
        duration_s=kept.duration_s,
    )
    if not status or status >= _FAILED:
        attempt.error = kept.error = failure(status, text_of(entry.get("comment")))
        kept.error.request_id, kept.error.sent_id = attempt.request_id, attempt.sent_id or None
        kept.outcome = Outcome.FAILED
    kept.attempts = [attempt]
    return kept


def _header(message: Mapping[str, Any], name: str) -> str:
    headers = message.get("headers")
    for header in headers if isinstance(headers, list) else ():
        if isinstance(header, dict) and str(header.get("name")).lower() == name:
            return text_of(header.get("value"))
    return ""


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def since_of(text: str, now: datetime) -> datetime | None:
    """Return the moment that is so long ago: -1d, -12h, -30m, -2w; None if that is not said.

    Args:
        text: What was typed.
        now: The time.
    """
    units = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    number, unit = text.strip().removeprefix("-")[:-1], text.strip()[-1:]
    if not (number.isascii() and number.isdigit() and len(number) < _METHODS and unit in units):
        return None
    try:
        return now - timedelta(**{units[unit]: int(number)})
    except OverflowError:
        return None
