"""The support bundle: one exchange as plain text, and nothing else.

Every line is named here; whatever is not, is not in it: no token, no other header, no body.
"""

import platform
import sys

from kinescope_tui import __version__
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, target
from kinescope_tui.api.redaction import redact_emails, redact_query
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.times import stamp, took

_LONGEST = 600  # of a text from outside; nobody reads more, and it may be a page


def support_bundle(exchange: Exchange, base_url: str) -> str:
    """Return the bundle of an exchange: failed, answered, or never answered."""
    error = exchange.error
    query = redact_query(exchange.query)
    facts = [
        ("time", stamp(exchange.started_at)),
        ("request", f"{exchange.method} {_line(target(exchange.path, query))}"),
        ("API", base_url),
        ("outcome", _outcome(exchange)),
        ("HTTP status", str(exchange.status or MISSING)),
    ]
    if error is not None:
        code = MISSING if error.code is None else f"{error.code} {error.code_name}".rstrip()
        facts += [
            ("code", code),
            ("message", _line(error.message)),
            ("detail", _line(error.detail) or MISSING),
        ]
        facts += [
            ("invalid param", _line(f"{param.name}: {param.reason} {MISSING} {param.message}"))
            for param in error.invalid_params
        ]
    facts.append(("X-Request-ID", _told_id(exchange)))
    facts += [
        (f"attempt {number}", _attempt(attempt))
        for number, attempt in enumerate(exchange.attempts, 1)
        if len(exchange.attempts) > 1
    ]
    server_date = exchange.attempts[-1].headers.get("date") if exchange.attempts else None
    facts += [
        ("took", took(exchange.duration_s)),
        ("answer", size(exchange.size)),
        ("server's clock", _line(server_date or "") or MISSING),
        ("versions", versions()),
        ("curl", curl(base_url, exchange, query)),
    ]
    width = max(len(label) for label, _ in facts) + 2
    lines = [f"{label:<{width}}{text}" for label, text in facts]
    return "\n".join(["Kinescope API request", *lines]) + "\n"


def versions() -> str:
    """Return what runs here: the program, what it stands on, the system."""
    from importlib.metadata import version  # takes longer than all of this

    python = ".".join(map(str, sys.version_info[:3]))
    parts = [f"kinescope-tui {__version__}", f"Python {python}"]
    parts += [f"{name} {version(name)}" for name in ("textual", "httpx")]
    return " · ".join([*parts, f"{platform.system()} {platform.release()}"])


def _outcome(exchange: Exchange) -> str:
    if exchange.error is not None:
        return f"failed: {problem_of(exchange.error).headline}"
    tries = plural(len(exchange.attempts), "attempt")
    return f"answered after {tries}" if exchange.outcome is Outcome.DONE else f"open, {tries}"


def _told_id(exchange: Exchange) -> str:
    if exchange.request_id:
        return f"{_line(exchange.request_id)} (the server's)"
    if exchange.sent_id is None:
        return f"{MISSING} (nothing was sent)"
    return f"{MISSING} (the server gave none; our id, sent with the request: {exchange.sent_id})"


def _attempt(attempt: Attempt) -> str:
    """Return what became of an attempt, under the server's id, or ours where it gave none."""
    status = f"HTTP {attempt.status}" if attempt.status is not None else "no answer"
    word = f"{problem_of(attempt.error).word} · " if attempt.error is not None else ""
    request_id = f"our id {attempt.sent_id}" if attempt.has_left else "not sent"
    if attempt.request_id:
        request_id = _line(attempt.request_id)
    return f"{status} · {took(attempt.duration_s)} · {word}{request_id}"


def _line(text: str) -> str:
    line = redact_emails(one_line(text))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
