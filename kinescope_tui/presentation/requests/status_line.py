"""The status line: one grammar for every request.

`✓|✗|↻|◌  STATUS METHOD path  …  took  req <X-Request-ID>  age`; an id of ours is told as `our req`
"""

import math
from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from kinescope_tui.api.exchange import Exchange, Outcome
from kinescope_tui.api.pacing import PER_MINUTE, Pace
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.presentation.text.times import age, took

LEAST = 12
"""So many columns of the elastic part stay, whatever goes."""

PATIENCE = timedelta(seconds=1)
"""Whatever takes longer shows that it goes on, and how to stop it."""

_WIDE_COLUMNS = 72  # columns from which on there is room for keys and names
_SHORT_ID = 8
_GAP = 2  # columns between two parts
_TOOK = 7  # columns of how long it took, so that the id stays in its own
_AGE = 12  # columns of how old it is, for the same reason
MAY_GO = frozenset({Tone.MUTED, Tone.ACCENT})
"""What goes from the right before the id is cut: ages and next steps stand elsewhere too."""
_LONG_S = 600  # a longer time is told in minutes
_LARGE = 2**18  # bytes of a body that take a while to come
_MAX_A_MINUTE = PER_MINUTE.requests
_MANY = _MAX_A_MINUTE * 2 // 3  # from here on the limit comes into sight
_GLYPHS = {
    Outcome.WAITING: ("◌", Tone.BUSY),
    Outcome.ASKING: ("◌", Tone.BUSY),
    Outcome.RETRYING: ("↻", Tone.WARNING),
    Outcome.DONE: ("✓", Tone.GOOD),
    Outcome.FAILED: ("✗", Tone.BAD),
    Outcome.WITHDRAWN: ("·", Tone.MUTED),
}


def sign(exchange: Exchange) -> Cell:
    """Return how an exchange stands: a glyph, and the HTTP status or a word for the lack of it."""
    glyph, tone = _GLYPHS[exchange.outcome]
    said = str(exchange.status or "")
    if exchange.error is not None:
        said = str(exchange.error.status or problem_of(exchange.error).word)
    return Cell(f"{glyph} {said or '···'}", tone)


def short_id(request_id: str) -> str:
    """Return the first 8 characters of a request id, for where the whole has no room."""
    return one_line(request_id)[:_SHORT_ID]


class StatusLine(msgspec.Struct, frozen=True):
    """The parts of the line; only the elastic one may be cut, and of the right the first ones go.

    Attributes:
        after: What stands in columns of its own before the right.
        right: The more important, the further right; those of `MAY_GO` go before the others.
    """

    before: list[Cell]
    elastic: Cell
    after: list[Cell]
    right: list[Cell]


def status_exchange(
    under_way: Collection[Exchange], ended: Exchange | None, now: datetime
) -> Exchange | None:
    """Return the exchange to tell of: one in trouble, one that takes long, else one that ended.

    What goes on in the background has another place, and another key that stops it.

    Args:
        under_way: Those that have not ended.
        ended: The one that failed, or that brought what is shown.
        now: The time.
    """
    waited_for = [exchange for exchange in under_way if not exchange.is_bulk]
    troubled = next((exchange for exchange in waited_for if exchange.had_trouble), None)
    if troubled is not None:
        return troubled
    late = now - PATIENCE
    slow = [one for one in waited_for if one.started_at < late or ended is None]
    return min(slow, key=lambda one: one.started_at) if slow else ended


def status_line(
    exchange: Exchange,
    *,
    width: int,
    now: datetime,
    busy: bool = False,
    pace: Pace | None = None,
    watch: str = "",
    advises: bool = True,
    is_typing: bool = False,
) -> StatusLine:
    """Return an exchange as a status line.

    Args:
        exchange: What is told of.
        width: The columns that there are.
        now: For ages and countdowns.
        busy: Whether other requests are out; the sign then says so.
        pace: How the rate limits stand.
        watch: How often the view is refreshed by itself; empty if it is not.
        advises: Whether a failure's next step is one here, and stands nowhere else.
        is_typing: Whether letters are typed into a field: then no key is named.
    """
    pace = pace or Pace()
    told = sign(exchange)
    if busy and exchange.outcome is Outcome.DONE:
        told = Cell(f"◌ {exchange.status}", Tone.BUSY)
    budget = f"rate {pace.used}/{_MAX_A_MINUTE}" if pace.used >= _MANY else ""
    right = [Cell(f"↻ every {watch}" if watch else "", Tone.ACCENT), Cell(budget, Tone.WARNING)]
    if exchange.outcome is Outcome.FAILED and exchange.error is not None:
        error = exchange.error
        code = Cell("" if error.code is None else str(error.code), told.tone)
        named = Cell(f"{code.text} {error.code_name}", told.tone) if error.code_name else code
        if advises and not is_typing:
            right.append(Cell(problem_of(error).next_step.split(" · ")[0], Tone.MUTED))
        told_id = _told_id(exchange, width, [told, named], right)
        if not _is_whole(told_id, exchange):  # the name is told in the panel too
            told_id = _told_id(exchange, width, [told, code], right)
            if _is_whole(told_id, exchange) or width < _WIDE_COLUMNS:
                named = code
        return StatusLine([told, named, told_id], Cell(one_line(error.message)), [], right)
    spent = Cell("" if exchange.is_open else f"{took(exchange.duration_s):>{_TOOK}}", Tone.MUTED)
    right.append(_progress(exchange, now, pace, has_keys=width >= _WIDE_COLUMNS and not is_typing))
    told_id = _told_id(exchange, width, [told, spent], right)
    is_fine = exchange.outcome is Outcome.DONE
    shown = f"{exchange.method} {one_line(exchange.target)}"
    target = Cell(shown, Tone.MUTED if is_fine else Tone.PLAIN)
    return StatusLine([told], target, [spent, told_id], right)


def _told_id(exchange: Exchange, width: int, fixed: list[Cell], right: list[Cell]) -> Cell:
    """Return the id, whole if there is room beside what matters as much, else its beginning."""
    label, tone = ("req", Tone.PLAIN) if exchange.request_id else ("our req", Tone.MUTED)
    told = one_line(exchange.request_id or exchange.sent_id or "")
    if not told:
        return Cell("")
    stay = [*fixed, *(cell for cell in right if cell.tone not in MAY_GO)]
    room = width - 2 - sum(len(cell.text) + _GAP for cell in stay if cell.text) - LEAST - 2 * _GAP
    whole = f"{label} {told}"
    return Cell(whole if len(whole) <= room else f"{label} {short_id(told)}", tone)


def _is_whole(told: Cell, exchange: Exchange) -> bool:
    return told.text.endswith(one_line(exchange.request_id or exchange.sent_id or ""))


def _progress(exchange: Exchange, now: datetime, pace: Pace, *, has_keys: bool) -> Cell:
    """Return what is waited for, with the keys that end that; of what has ended its age."""
    hurry_or_stop = hint(" · {view.refresh} now, esc stop") if has_keys else ""
    stop = " · esc stop" if has_keys else ""
    since = max(now - exchange.started_at, timedelta())  # a clock may be set back
    if exchange.outcome is Outcome.RETRYING:
        left = _seconds(_left(exchange, now))
        return Cell(f"next try in {left}{hurry_or_stop}", Tone.WARNING)
    if not exchange.is_open:
        return Cell(f"{age(since):>{_AGE}}", Tone.MUTED)
    if since < PATIENCE:
        return Cell("")
    if exchange.outcome is Outcome.WAITING and pace.wait_s and not pace.is_spacing:
        why = "429, pause of" if pace.is_paused else "rate limit, turn in"
        keys = hurry_or_stop if pace.is_paused else stop
        return Cell(f"{why} {_seconds(pace.wait_s)}{keys}", Tone.WARNING)
    if exchange.outcome is Outcome.ASKING and exchange.received >= _LARGE:
        came = size(exchange.received)
        of = f" of {size(exchange.expected)}" if exchange.expected is not None else ""
        return Cell(f"{came}{of} came{stop}", Tone.BUSY)
    return Cell(f"waiting {_seconds(since.total_seconds())}{stop}", Tone.BUSY)


def _left(exchange: Exchange, now: datetime) -> float:
    if exchange.wait_s is None or exchange.next_try_at is None:
        return 0.0
    return min(exchange.wait_s, max(0.0, (exchange.next_try_at - now).total_seconds()))


def _seconds(seconds: float) -> str:
    if seconds > _LONG_S:
        return f"{math.ceil(seconds / 60):>2} min"
    return f"{math.ceil(seconds):>2} s"  # padded, so that a countdown does not jump
