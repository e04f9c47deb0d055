"""The support bundle: one exchange, or those of an incident, as plain text, and nothing else.

Every line is named here; whatever is not, is not in it: no token, no other header, no body.
"""

import platform
import sys
from collections.abc import Sequence
from functools import cache

from kinescope_tui import __version__
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.api.redaction import redact_emails, redact_path
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.missing_id import missing_id
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.times import stamp, took
from kinescope_tui.services.requests.causes import causes, failure_of, recovered_from
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.requests.request_record import api_of, shown_target

_MAX_LISTED = 500
_LONGEST = 600  # of a text from outside; nobody reads more, and it may be a page


def support_bundle(exchange: Exchange, base_url: str) -> str:
    """Return the bundle of an exchange: failed, answered, or never answered."""
    error, base_url = exchange.error, api_of(exchange, base_url)
    facts = [
        ("time", stamp(exchange.started_at)),
        ("request", _request(exchange)),
        ("API", base_url),
        ("outcome", _outcome(exchange)),
        ("HTTP status", str(exchange.status or MISSING)),
    ]
    if error is not None:
        code = MISSING if error.code is None else f"{error.code} {error.code_name}".rstrip()
        facts += [
            ("code", code),
            ("message", _line(error.message) or MISSING),
            ("detail", _line(error.detail) or MISSING),
        ]
        facts += [
            ("invalid param", _line(f"{param.name}: {param.reason} {MISSING} {param.message}"))
            for param in error.invalid_params
        ]
    facts.append(("X-Request-ID", _told_id(exchange)))
    if (first := recovered_from(exchange)) is not None and first.attempt is not None:
        told = f"{_attempt(first.attempt)} · {_line(first.error.message) or MISSING}"
        facts.append(("failed first", f"{told} (this attempt failed; a later one succeeded)"))
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
        ("curl", curl(base_url, exchange, shown_target(exchange))),
    ]
    width = max(len(label) for label, _ in facts) + 2
    lines = [f"{label:<{width}}{text}" for label, text in facts]
    return "\n".join(["Kinescope API request", *lines]) + "\n"


def incident_sentence(exchanges: Sequence[Exchange]) -> str:
    """Return what happened, in one sentence that a person may put right.

    Args:
        exchanges: The newest first; at least one.
    """
    found = causes(exchanges)
    first, last = stamp(exchanges[-1].started_at), stamp(exchanges[0].started_at)
    when = f"at {first}" if first == last else f"between {first} and {last}"
    if not found:
        return f"{plural(len(exchanges), 'request')} sent {when}."
    key, count = found[0].key, sum(len(cause.exchanges) for cause in found)
    why = f"{key.status or problem_of(_error_of(found[0].last)).word} {key.code or ''}".rstrip()
    also = f", and in {plural(len(found) - 1, 'other way')}" if len(found) > 1 else ""
    recovered = sum(recovered_from(one) is not None for one in exchanges)
    then = f" Of these, {recovered} succeeded on a later attempt." if recovered else ""
    what = f"{key.method} {_line(redact_path(key.endpoint))}"
    return f"{plural(count, 'request')} failed {when}: {what} with {why}{also}.{then}"


def incident_bundle(exchanges: Sequence[Exchange], base_url: str, sentence: str = "") -> str:
    """Return the bundle of several exchanges: a table of all, the first and the last in full.

    Args:
        exchanges: The newest first; at least one.
        base_url: The API's address.
        sentence: What happened; it is made from the exchanges without one.
    """
    told = _line(sentence) or incident_sentence(exchanges)
    listed = exchanges[::-1][:_MAX_LISTED]
    rows = [("TIME", "HTTP", "CODE", "TOOK", "X-REQUEST-ID", "REQUEST"), *map(_listed, listed)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [told, "", f"API       {api_of(exchanges[0], base_url)}", f"versions  {versions()}", ""]
    lines += ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    if len(exchanges) > len(listed):
        lines.append(f"… and {plural(len(exchanges) - len(listed), 'later request')}")
    ends = [("First request in full", exchanges[-1])]
    if len(exchanges) > 1:
        ends.append(("Last request in full", exchanges[0]))
    for title, exchange in ends:
        kept = ", as kept: without headers" if isinstance(exchange, KeptRequest) else ""
        lines += ["", f"{title}{kept}", "", support_bundle(exchange, base_url).rstrip()]
    return "\n".join(lines) + "\n"


def _listed(exchange: Exchange) -> tuple[str, ...]:
    """Return an exchange as a row; one that recovered by the attempt that failed first.

    What may be long comes last: it pushes no column away.
    """
    failure = failure_of(exchange)
    status, code, request_id = exchange.status, None, exchange.request_id or exchange.sent_id or ""
    if failure is not None:
        status, code, request_id = failure.status, failure.error.code, failure.id
    recovered = " (failed first, recovered)" if recovered_from(exchange) is not None else ""
    return (
        stamp(exchange.started_at),
        str(status or MISSING),
        str(code or MISSING),
        took(exchange.duration_s),
        _line(request_id) or MISSING,
        f"{_request(exchange)}{recovered}",
    )


def _error_of(exchange: Exchange) -> KinescopeError:
    failure = failure_of(exchange)
    return failure.error if failure is not None else KinescopeError("")


def _request(exchange: Exchange) -> str:
    return f"{exchange.method} {_line(shown_target(exchange))}"


@cache
def versions() -> str:
    """Return what runs here: the program, what it stands on, the system; looked up once."""
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
        return f"{_line(exchange.request_id)} (from the server)"
    if exchange.sent_id is None:
        return f"{MISSING} (nothing was sent)"
    why = missing_id(exchange)
    return f"{MISSING} ({why}; our id, sent with the request: {exchange.sent_id})"


def _attempt(attempt: Attempt) -> str:
    """Return what became of an attempt, under the server's id, or ours where it gave none."""
    status = f"HTTP {attempt.status}" if attempt.status is not None else "no response"
    word = f"{problem_of(attempt.error).word} · " if attempt.error is not None else ""
    request_id = f"our id {attempt.sent_id}" if attempt.has_left else "not sent"
    if attempt.request_id:
        request_id = _line(attempt.request_id)
    return f"{status} · {took(attempt.duration_s)} · {word}{request_id}"


def _line(text: str) -> str:
    line = redact_emails(one_line(text))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
