"""Exchanges, as the table of requests shows them."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.requests.latency import latency_bar
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.requests.request_words import request_words
from kinescope_tui.presentation.requests.status_line import short_id, sign
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, plural, size
from kinescope_tui.presentation.text.times import minute, time_of_day, took
from kinescope_tui.resources.column import Column
from kinescope_tui.services.requests.causes import Cause, failure_of
from kinescope_tui.services.workspace.request_list import DayHeading, Row, request_of

_NOTHING = Cell("")
_UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f-]{5,30}", re.IGNORECASE)
_BAR = 10  # cells of the longest
_MOST_CAUSES = 3
_FEW = 2  # requests whose times may be compared


def _took(exchange: Exchange) -> Cell:
    return Cell(took(exchange.duration_s) if not exchange.is_open else "", Tone.MUTED)


def _status(exchange: Exchange) -> Cell:
    told = sign(exchange)
    return Cell(f"{told.text[0]} {exchange.status or MISSING}", told.tone)


def _note(exchange: Exchange) -> Cell:
    error = exchange.error
    if error is not None:
        code = f"{error.code} {error.code_name}".strip() if error.code is not None else ""
        return Cell(code or problem_of(error).word, Tone.BAD)
    failed = [attempt for attempt in exchange.attempts if attempt.error is not None]
    if failed and failed[-1].error is not None:
        last = failed[-1]
        why = str(last.status) if last.status else problem_of(failed[-1].error).word
        return Cell(f"{plural(len(exchange.attempts), 'try')}, {why}", Tone.WARNING)
    return Cell("")


def _request(row: Row) -> Cell:
    if isinstance(row, DayHeading):
        failed = f" · {row.failed} failed" if row.failed else ""
        return Cell(f"{row.day} · {plural(row.count, 'request')}{failed}", Tone.ACCENT)
    request = request_of(row)
    return Cell(f"{request.method} {one_line(request.target)}") if request else _NOTHING


def _in_words(row: Row) -> Cell:
    request = request_of(row)
    if request is None:
        return _request(row)
    path, words = request_words(request)
    lead = "" if request.method == "GET" else f"{request.method} "
    note = request.error.code_name if request.error is not None else ""
    told = " · ".join(filter(None, (note or _note(request).text, words)))
    return Cell(_UUID.sub(r"\1…", f"{lead}{path}  {told}").rstrip())


def _of_exchange(cell: Callable[[Exchange], Cell]) -> Callable[[Row], Cell]:
    """Return what makes the cell of a request, and leaves that of a day empty."""
    return lambda row: cell(request) if (request := request_of(row)) else _NOTHING


def _when(exchange: Exchange) -> Cell:
    return Cell(minute(exchange.started_at), Tone.MUTED)


_WHEN: Column[Row] = Column("TIME", 16, _of_exchange(_when), "time")
_TOOK: Column[Row] = Column("TOOK", 7, _of_exchange(_took), "took", is_right=True)
_REQ_ID: Column[Row] = Column(
    "REQ ID", 8, _of_exchange(lambda e: Cell(short_id(e.request_id or ""), Tone.MUTED))
)
_SIZE: Column[Row] = Column(
    "SIZE", 9, _of_exchange(lambda e: Cell(size(e.size), Tone.MUTED)), "size", is_right=True
)

REQUEST_COLUMNS: tuple[Column[Row], ...] = (
    Column("TIME", 8, _of_exchange(lambda e: Cell(time_of_day(e.started_at), Tone.MUTED)), "time"),
    Column("HTTP", 6, _of_exchange(_status), "status"),
    Column("REQUEST", 21, _request, "request", is_flexible=True, wanted=29),
    _TOOK,
    _REQ_ID,
    Column("NOTE", 14, _of_exchange(_note), is_flexible=True, most=24),
    _SIZE,
)

WIDE_REQUEST_COLUMNS: tuple[Column[Row], ...] = (
    *REQUEST_COLUMNS[:2],
    Column("REQUEST", 30, _in_words, "request", is_flexible=True, wanted=43),
    _TOOK,
    Column(" ", _BAR, _of_exchange(lambda e: latency_bar(e, _BAR)), rank=1, is_close=True),
    replace(_SIZE, rank=1),
    replace(_REQ_ID, rank=1),
)
"""The same where there is room: what is asked in words, and how long it took as a bar."""


@cache
def dated(columns: tuple[Column[Row], ...]) -> tuple[Column[Row], ...]:
    """Return columns of requests with the day beside the time: sorted, none stand below a day."""
    return _WHEN, *columns[1:]


REQUEST_KEYS: dict[str, Callable[[Exchange], Any]] = {
    "time": lambda exchange: exchange.started_at,
    "status": lambda exchange: exchange.status,
    "request": lambda exchange: exchange.target,
    "took": lambda exchange: exchange.duration_s,
    "size": lambda exchange: exchange.size,
}
"""What requests are sorted by, for each field."""


def _of_cause(cell: Callable[[Cause], Cell]) -> Callable[[Row], Cell]:
    return lambda row: cell(row) if isinstance(row, Cause) else _NOTHING


def _why(cause: Cause) -> Cell:
    failure = failure_of(cause.last)
    if failure is None:
        return _NOTHING
    code, name = cause.key.code, failure.error.code_name
    return Cell(f"{code} {name}".rstrip() if code else problem_of(failure.error).word, Tone.BAD)


CAUSE_COLUMNS: tuple[Column[Row], ...] = (
    Column("TIMES", 5, _of_cause(lambda cause: Cell(str(len(cause.exchanges)))), is_right=True),
    Column("HTTP", 5, _of_cause(lambda cause: Cell(str(cause.key.status or MISSING), Tone.BAD))),
    Column(
        "ENDPOINT",
        24,
        _of_cause(lambda cause: Cell(f"{cause.key.method} {one_line(cause.key.endpoint)}")),
        is_flexible=True,
    ),
    Column("WHY", 16, _of_cause(_why), is_flexible=True),
    Column("FIRST", 16, _of_cause(lambda cause: _when(cause.first))),
    Column("LAST", 16, _of_cause(lambda cause: _when(cause.last))),
    Column("REQ IDS", 36, _of_cause(lambda cause: Cell(one_line(" ".join(cause.ids)), Tone.MUTED))),
)


def causes_text(causes: Sequence[Cause]) -> str:
    """Return what failed most, and how often: `✗ 403 /v1/billing ×2 · timeout /v1/analytics`."""
    told = []
    for cause in causes[:_MOST_CAUSES]:
        failure = failure_of(cause.last)
        word = problem_of(failure.error).word if failure is not None else ""
        times = f" ×{len(cause.exchanges)}" if len(cause.exchanges) > 1 else ""
        told.append(f"{cause.key.status or word} {one_line(cause.key.endpoint)}{times}")
    more = [f"{len(causes) - _MOST_CAUSES} more"] if len(causes) > _MOST_CAUSES else []
    return f"✗ {' · '.join([*told, *more])}" if told else ""


class ToldOnce:
    """What is told of requests, each found out once: of those of a file at every key.

    Attributes:
        exchanges: The requests.
    """

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges = exchanges
        self._told: dict[Callable[[Sequence[Exchange]], str], str] = {}

    def by(self, words: Callable[[Sequence[Exchange]], str]) -> str:
        """Return what a function tells of them."""
        if words not in self._told:
            self._told[words] = words(self.exchanges)
        return self._told[words]


def outcomes(exchanges: Sequence[Exchange]) -> str:
    """Return how many requests failed, and how many did so at first: `3 failed · 1 recovered`."""
    failed = sum(exchange.error is not None for exchange in exchanges)
    recovered = sum(e.had_trouble and e.error is None and not e.is_open for e in exchanges)
    return f"{count(failed)} failed" + (f" · {count(recovered)} recovered" if recovered else "")


def times_text(exchanges: Sequence[Exchange]) -> str:
    """Return how long requests took: `p50 142 ms · p95 1.2 s`; empty if fewer than two ended."""
    times = sorted(e.duration_s for e in exchanges if e.duration_s is not None and not e.is_open)
    if len(times) < _FEW:
        return ""
    return " · ".join(
        f"p{share} {took(times[(len(times) - 1) * share // 100])}" for share in (50, 95)
    )


def totals(exchanges: Sequence[Exchange]) -> str:
    """Return how the requests of a session went: `132 requests · 3 failed · p50 142 ms …`."""
    asked = plural(len(exchanges), "request")
    return " · ".join(filter(None, [asked, outcomes(exchanges), times_text(exchanges)]))
