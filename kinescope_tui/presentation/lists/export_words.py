"""The state of an export, in words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.pacing import Pace
from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.services.files.export import Export, State

_LONG_WAIT_S = 1.0


def export_told(export: Export[Any], waits: str = "") -> tuple[str, str]:
    """Return how an export stands, and which keys lead on.

    Args:
        export: Which.
        waits: What its next request waits for, `wait_told`.
    """
    rows = _rows(export)
    if export.has_ended:
        return _ended_told(export), "enter closes"
    if export.state is State.RUNNING:
        again = "; the list changed, reading it again" if export.is_again else ""
        keys = hint("{export.stop} stops · esc continues in the background")
        return f"{rows}{again} …{waits}", keys
    told = f"Stopped at {rows}; nothing is saved yet."
    if export.wants_place:
        told = f"{one_line(export.trouble)} {rows} are kept but not saved yet."
    elif export.state is State.FAILED:
        told = f"Stopped at {rows}: {one_line(_why(export))}. Nothing is saved yet."
    return told, _ways_on(export)


def export_progress(export: Export[Any] | None, waits: str = "") -> str:
    """Return an export for the corner of an eye; empty unless one is under way or stands."""
    if export is None or export.has_ended:
        return ""
    part = f" {export.written * 100 // export.total} %" if export.total else ""
    if export.state is State.RUNNING:
        return f"export{part}{waits}"
    return f"export stopped{part} · {hint('{list.export}')}"


def stake_told(export: Export[Any]) -> tuple[str, str]:
    """Return what would be lost with an export, as a title and a text."""
    title = "An export is running" if export.state is State.RUNNING else "An export is not saved"
    keys = hint("{list.export} in a list shows it. You can continue it, save what is there")
    return title, f"{_rows(export)} are written but not saved yet.\n\n{keys} or discard it."


def wait_told(pace: Pace, now: datetime, under_way: Iterable[Exchange] = ()) -> str:
    """Return what the next request of many waits for, for the end of a line; empty if not long.

    Args:
        pace: How the rate limits stand.
        now: The time of the day.
        under_way: The requests on their way, of which one may be tried again.
    """
    for exchange in under_way:
        error = exchange.attempts[-1].error if exchange.attempts else None
        if exchange.is_bulk and error is not None and exchange.next_try_at is not None:
            left_s = max(0.0, (exchange.next_try_at - now).total_seconds())
            return f" · {one_line(problem_of(error).title)}, next try in {left_s:.0f} s"
    if pace.wait_s < _LONG_WAIT_S:
        return ""
    why = "too many requests" if pace.is_paused else "the rate limit"
    return f" · {why}: {pace.wait_s:.0f} s"


def _rows(export: Export[Any]) -> str:
    if export.total is None:
        return f"{count(export.written)} {export.noun}"
    return f"{count(export.written)} of {count(export.total)} {export.noun}"


def _ended_told(export: Export[Any]) -> str:
    rows = _rows(export)
    if export.state is State.DONE:
        return f"{rows} in {_place(export)}.{_proof(export)}{_notes(export)}"
    if export.state is State.DROPPED:
        return f"Discarded at {rows}; nothing is saved."
    saved = f"Saved to {_place(export)}.{_notes(export)}"
    again = hint("{list.export-again} exports again.")
    return f"INCOMPLETE: {rows}; {export.trouble}. {saved} {again}"


def _ways_on(export: Export[Any]) -> str:
    if export.is_taken:
        return hint("enter replaces it, or choose another name · {export.stop} discards the export")
    keys = "enter continues · {export.stop} discards it"
    return hint(f"tab ←→ other options · {keys}" if export.is_at_stake else keys)


def _place(export: Export[Any]) -> str:
    return one_line(clean(str(export.saved)))


def _why(export: Export[Any]) -> str:
    if export.error is None:
        return export.trouble.removesuffix(".")
    problem = problem_of(export.error)
    request_id = export.error.request_id
    return f"{problem.title}{f', request id {request_id}' if request_id else ''}"


def _proof(export: Export[Any]) -> str:
    """Return how far it is known that these are all rows, where that is less than certain."""
    told = ""
    if export.total is None:
        told = " The server reports no total."
    elif not export.is_proved:
        told = " Based on the server's count; simultaneous additions and removals would not show."
    if export.gone:
        told += f" {count(export.gone)} of these rows were removed while the list was read."
    return told


def _notes(export: Export[Any]) -> str:
    notes = ""
    if export.late:
        notes += f" The list changed meanwhile: {plural(export.late, 'row')} added at the end."
    if export.guarded:
        notes += f" {plural(export.guarded, 'cell')} prefixed with ' (formula protection)."
    if export.lost:
        notes += f" Not in the table: {one_line(', '.join(sorted(export.lost)))}."
    return notes
