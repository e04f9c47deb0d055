"""How an export stands, in words."""

from typing import Any

from kinescope_tui.api.text import clean
from kinescope_tui.presentation.cell import one_line
from kinescope_tui.presentation.hints import hint
from kinescope_tui.presentation.numbers import count, plural
from kinescope_tui.presentation.problems import problem_of
from kinescope_tui.services.export import Export, State


def export_told(export: Export[Any]) -> tuple[str, str]:
    """Return how an export stands, and which keys lead on."""
    rows = f"{count(export.written)} of {count(export.total)} {export.noun}"
    go_on_or_drop = hint("enter goes on · {export.stop} drops it")
    match export.state:
        case State.RUNNING:
            return f"{rows} …", hint("{export.stop} stops · esc leaves it going")
        case State.STOPPED:
            return f"Stopped at {rows}; nothing is saved yet.", go_on_or_drop
        case State.FAILED:
            text = f"Stopped at {rows}: {one_line(_why(export))}. Nothing is saved yet."
            return text, go_on_or_drop
        case State.INCOMPLETE:
            saved = f"What came is in {_place(export)}."
            return f"INCOMPLETE: {rows}; {export.trouble}. {saved}", "enter closes"
        case State.DONE:
            return f"{rows} in {_place(export)}.{_notes(export)}", "enter closes"


def export_progress(export: Export[Any] | None) -> str:
    """Return an export for the corner of an eye; empty unless one is under way or stands."""
    if export is None or export.state in {State.DONE, State.INCOMPLETE}:
        return ""
    part = f" {export.written * 100 // export.total} %" if export.total else ""
    if export.state is State.RUNNING:
        return f"export{part}"
    return f"export stopped{part} · {hint('{list.export}')}"


def _place(export: Export[Any]) -> str:
    return one_line(clean(str(export.saved)))


def _why(export: Export[Any]) -> str:
    if export.error is None:
        return export.trouble
    problem = problem_of(export.error)
    request_id = export.error.request_id
    return f"{problem.title}{f', request id {request_id}' if request_id else ''}"


def _notes(export: Export[Any]) -> str:
    notes = ""
    if export.guarded:
        notes += f" {plural(export.guarded, 'cell')} got a ' so that no spreadsheet runs them."
    if export.lost:
        notes += f" Not in the table: {one_line(', '.join(sorted(export.lost)))}."
    return notes
