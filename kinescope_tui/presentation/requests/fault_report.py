"""A fault of the program's own, as text: where it broke, and nothing that would open anything.

No local variable and no line of source stands in it, and of an exception's text nothing that may be
a token or a piece of one.
"""

import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import redact_emails
from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.support_bundle import versions
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.times import stamp, took
from kinescope_tui.services.requests.request_record import shown_target

_MAX_EXCHANGES = 20
_MAX_FRAMES = 60
_LONGEST = 300
# A token, in whatever way it is written, or the better part of one: eight digits in a row, or a
# long word such as base64 has.
_SECRET = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-Fa-f-]{8,}|[0-9A-Fa-f]{8,}|[0-9A-Za-z+/=_-]{20,}", re.ASCII
)
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LANG", "LC_ALL", "TMUX")


def fault_lines(
    error: BaseException, exchanges: Iterable[Exchange], report: Path | None
) -> list[str]:
    """Return the few lines that the terminal shows: what broke where, and what to quote."""
    broken = _causes(error)[-1]
    frames = list(traceback.extract_tb(broken.__traceback__))[-3:]
    lines = [f"kinescope-tui crashed. {_kind(broken)}", *map(_frame, reversed(frames))]
    last = next((e.request_id for e in reversed(list(exchanges)) if e.request_id), None)
    if last is not None:
        lines.append(f"  last request id  {_line(last)}")
    lines.append(f"  report           {report or 'could not be written'}")
    return lines


def fault_report(
    error: BaseException,
    exchanges: Iterable[Exchange] = (),
    environment: Mapping[str, str] = os.environ,
    *,
    cost: str = "the session",
) -> str:
    """Return what somebody needs to mend the fault: where, on what, after which requests.

    Args:
        error: What broke.
        exchanges: What was asked.
        environment: Says which terminal it is.
        cost: What was lost by it.
    """
    lines = ["A bug in kinescope-tui", "", f"time      {datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z"]
    lines.append(f"cost      {cost}")
    lines.append(f"versions  {versions()}")
    known = {name: environment[name] for name in _TERMINAL if name in environment}
    if "TMUX" in known:
        known["TMUX"] = "yes"
    told = [f"{name}={_line(value)}" for name, value in known.items()]
    lines.append(f"terminal  {' '.join(told) or MISSING}")
    for broken in reversed(_causes(error)):
        lines += ["", _kind(broken)]
        frames = list(traceback.extract_tb(broken.__traceback__))[-_MAX_FRAMES:]
        lines += map(_frame, frames)
    lines += ["", "The last requests, newest last"]
    last = list(exchanges)[-_MAX_EXCHANGES:]
    lines += map(_request, last) if last else [f"  {MISSING}"]
    return "\n".join(lines) + "\n"


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and what led to it, the first cause last."""
    found: list[BaseException] = []

    def walk(error: BaseException | None) -> Iterator[BaseException]:
        while error is not None and error not in found:
            found.append(error)
            yield error
            if isinstance(error, BaseExceptionGroup):
                for inner in error.exceptions:
                    yield from walk(inner)
            # Textual's WorkerFailed names what broke in an attribute.
            inside = getattr(error, "error", None)
            shown = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
            error = inside if isinstance(inside, BaseException) else shown

    return list(walk(error))


def _kind(error: BaseException) -> str:
    text = _SECRET.sub(HIDDEN, _line(str(error)))
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _frame(frame: traceback.FrameSummary) -> str:
    return f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"


def _short(filename: str) -> str:
    """Return a file's path from where it is imported; a home folder has a person's name."""
    roots = [root for root in sys.path if root and filename.startswith(root + os.sep)]
    return filename[len(max(roots, key=len)) + 1 :] if roots else Path(filename).name


def _request(exchange: Exchange) -> str:
    asked = f"{exchange.method} {_line(shown_target(exchange))}"
    error = "" if exchange.error is None else f" · {type(exchange.error).__name__}"
    return (
        f"  {stamp(exchange.started_at)}  {asked}  {exchange.status or MISSING}{error}"
        f" · {took(exchange.duration_s)} · {_line(exchange.request_id or MISSING)}"
    )


def _line(text: str) -> str:
    line = redact_emails(one_line(clean(text[: _LONGEST * 4])))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
