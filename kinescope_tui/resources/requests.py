"""Exchanges, as the table of requests shows them."""

from collections.abc import Sequence

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.requests.status_line import short_id, sign
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.times import time_of_day, took
from kinescope_tui.resources.column import Column


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
        return Cell(f"{len(exchange.attempts)} tries, {why}", Tone.WARNING)
    return Cell("")


REQUEST_COLUMNS: tuple[Column[Exchange], ...] = (
    Column("TIME", 8, lambda exchange: Cell(time_of_day(exchange.started_at), Tone.MUTED)),
    Column("HTTP", 5, _status),
    Column("REQUEST", 29, lambda e: Cell(f"{e.method} {one_line(e.target)}"), is_flexible=True),
    Column("TOOK", 7, _took, is_right=True),
    Column("REQ ID", 8, lambda exchange: Cell(short_id(exchange.request_id or ""), Tone.MUTED)),
    Column("NOTE", 14, _note, is_flexible=True),
    Column("SIZE", 9, lambda exchange: Cell(size(exchange.size), Tone.MUTED), is_right=True),
)


def totals(exchanges: Sequence[Exchange]) -> str:
    """Return how the requests of a session went: `132 requests · 3 failed · p50 142 ms …`."""
    parts = [plural(len(exchanges), "request")]
    failed = sum(exchange.error is not None for exchange in exchanges)
    recovered = sum(e.had_trouble and e.error is None and not e.is_open for e in exchanges)
    parts.append(f"{failed} failed")
    if recovered:
        parts.append(f"{recovered} recovered")
    times = sorted(e.duration_s for e in exchanges if e.duration_s is not None and not e.is_open)
    if len(times) > 1:
        parts += [f"p{share} {took(times[(len(times) - 1) * share // 100])}" for share in (50, 95)]
    return " · ".join(parts)
