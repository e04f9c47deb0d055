"""The status line: one grammar for every request.

`✓|✗|↻|⧗  STATUS METHOD path  took  req <X-Request-ID>  …  age`
"""

from dataclasses import dataclass
from datetime import datetime

from kinescope_tui.api.exchange import Exchange, Outcome
from kinescope_tui.presentation.cell import Cell, Tone, one_line
from kinescope_tui.presentation.problems import problem_of
from kinescope_tui.presentation.times import age, took

WIDE = 100
"""From this many columns on the request id is shown whole."""

_SHORT_ID = 8
_GLYPHS = {
    Outcome.WAITING: ("⧗", Tone.BUSY),
    Outcome.ASKING: ("⧗", Tone.BUSY),
    Outcome.RETRYING: ("↻", Tone.WARNING),
    Outcome.DONE: ("✓", Tone.GOOD),
    Outcome.FAILED: ("✗", Tone.BAD),
}


def short_id(request_id: str, width: int) -> str:
    """Return a request id for a line of that many columns: whole, or its first 8 characters."""
    line = one_line(request_id)
    return line if width >= WIDE else line[:_SHORT_ID]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """The parts of the line; only the elastic one may be cut."""

    before: list[Cell]
    elastic: Cell
    after: list[Cell]
    right: Cell


def status_line(exchange: Exchange, *, width: int, now: datetime, busy: bool = False) -> StatusLine:
    """Return an exchange as a status line.

    Args:
        exchange: What is told of.
        width: The columns that there are.
        now: For the age.
        busy: Whether other requests are out; the sign then says so.
    """
    glyph, tone = _GLYPHS[exchange.outcome]
    if busy and exchange.outcome is Outcome.DONE:
        glyph, tone = _GLYPHS[Outcome.ASKING]
    line_id = short_id(exchange.request_id or "", width)
    told_id = Cell(f"req {line_id}" if line_id else "")
    if exchange.outcome is Outcome.FAILED and exchange.error is not None:
        error = exchange.error
        kind = str(error.status or type(error).__name__.removesuffix("Error").lower())
        code = "" if error.code is None else f"{error.code} {error.code_name}".rstrip()
        step = problem_of(error).next_step.split(" · ")[0]
        return StatusLine(
            [Cell(f"{glyph} {kind}", tone), Cell(code, tone), told_id],
            Cell(one_line(error.message)),
            [],
            Cell(step, Tone.MUTED),
        )
    if exchange.outcome is Outcome.RETRYING and exchange.wait_s is not None:
        right = Cell(f"next try in {exchange.wait_s:.0f} s", Tone.WARNING)
    else:
        since = now - exchange.started_at
        right = Cell("" if exchange.is_open else f"fetched {age(since)}", Tone.MUTED)
    return StatusLine(
        [Cell(f"{glyph} {exchange.status or '···'}", tone)],
        Cell(f"{exchange.method} {one_line(exchange.target)}"),
        [Cell(took(exchange.duration_s), Tone.MUTED), told_id],
        right,
    )
