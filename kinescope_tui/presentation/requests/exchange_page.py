"""One exchange with everything that is known of it, as sections of a page."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from kinescope_tui.api.content import is_csv
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome, target
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.redaction import redact_json, redact_text
from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.missing_id import missing_id
from kinescope_tui.presentation.requests.problems import Problem, meaning, problem_of
from kinescope_tui.presentation.requests.status_line import sign
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.json_text import beginning, indented
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.times import stamp, took
from kinescope_tui.services.files.shown_csv import shown_csv
from kinescope_tui.services.requests.causes import Cause, failure_of, recovered_from
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.requests.request_record import api_of
from kinescope_tui.services.workspace.request_list import DayHeading

_MAX_LINES = 300
_LONGEST = 400  # characters of a line of a body


def exchange_sections(
    exchange: Exchange, base_url: str, same: int = 0, path: Section | None = None
) -> list[Section]:
    """Return the page of an exchange.

    Args:
        exchange: What to show.
        base_url: The API's address.
        same: How many others of this session failed in the same way.
        path: How requests of its path ended, where there is room for that.
    """
    return [
        *_broad(*_summary(exchange, base_url, same), _attempts(exchange.attempts)),
        *_headers(exchange),
        *([path] if path is not None else []),
        *_broad(_body(exchange)),
    ]


def _broad(*sections: Section) -> list[Section]:
    return [replace(section, is_broad=True) for section in sections]


def exchange_title(exchange: Exchange) -> str:
    """Return what an exchange is called: `403 GET /v1/videos`."""
    path, _ = OWN_SECRETS.struck_request(exchange.path, ())
    return f"{exchange.status or problem_word(exchange)} {exchange.method} {one_line(path)}"


def glance(exchange: Exchange) -> Section:
    """Return what matters of an exchange on a few lines: what it asked, what came, what to do."""
    facts = [
        ("request", Cell(f"{exchange.method} {_target(exchange)}")),
        ("X-Request-ID", _id_text(exchange)),
        ("asked", Cell(f"{stamp(exchange.started_at)}{_asker(exchange)}, {_ending(exchange)}")),
        *_failed_first(exchange),
    ]
    if exchange.error is None:
        return pairs(sign(exchange).text, facts)
    problem = problem_of(exchange.error)
    title = f"{sign(exchange).text} · {problem.headline}"
    return pairs(title, [*facts, *_known(problem), *meaning(problem)], problem.next_step)


def meaning_sections(exchange: Exchange, same: int = 0) -> tuple[str, list[Section]]:
    """Return a title, and what an exchange means: in words, what to do in steps, what is known.

    Args:
        exchange: Which.
        same: How many others of this session failed in the same way.
    """
    told = sign(exchange)
    facts = [
        ("id", _id_text(exchange)),
        ("asked", Cell(f"{stamp(exchange.started_at)}{_asker(exchange)}")),
        ("took", Cell(f"{took(exchange.duration_s)}, {_ending(exchange)}")),
        ("size", Cell(size(exchange.size))),
        *_failed_first(exchange),
    ]
    if exchange.error is None:
        told_once = "It succeeded in the end, after a failed attempt."
        lines = [Section("", ((Cell(told_once, Tone.WARNING),),), ())]
        return told.text, [*(lines if exchange.had_trouble else []), pairs("", facts)]
    problem = problem_of(exchange.error)
    name = exchange.error.code_name
    words = [(Cell(f"{problem.headline}."),)]
    words += [(Cell(problem.cause, Tone.MUTED),)] if problem.cause else []
    steps = [problem.remedy, *problem.next_step.split(" · ")]
    numbered = [
        (Cell(str(number), Tone.ACCENT), Cell(step))
        for number, step in enumerate(filter(None, steps), 1)
    ]
    seen = [("seen", Cell(f"{same + 1} times in this session"))] if same else []
    page = [("read", Cell(problem.page))] if problem.page else []
    return f"{told.text} {name}".strip(), [
        Section("", tuple(words), ()),
        Section("", tuple(numbered), (1,)),
        pairs("", [*_known(problem), *facts, *seen, *page]),
    ]


def exchange_section(exchange: Exchange) -> Section:
    """Return what was sent and what came, line by line, as on the wire."""
    path, mark, query = _target(exchange).partition("?")
    rows: list[tuple[Cell, ...]] = [(Cell(f"{exchange.method} {path}"),)]
    rows += [(Cell(f"{mark}{query}", Tone.MUTED),)] if query else []
    for attempt in exchange.attempts[-1:]:
        rows += [
            (Cell(f"> {_line(name)}: {_line(value)}", Tone.MUTED),)
            for name, value in attempt.sent_headers.items()
        ]
        told = Tone.BAD if attempt.error is not None else Tone.GOOD
        rows.append((Cell(f"< {attempt.status or problem_word(exchange)}", told),))
        rows += [
            (Cell(f"< {_line(name)}: {_line(value)}", Tone.MUTED),)
            for name, value in attempt.headers.items()
        ]
    return Section(
        _body_title(exchange, is_whole=True), (*rows, (Cell(""),), *_body(exchange).rows), ()
    )


def problem_word(exchange: Exchange) -> str:
    """Return why an exchange has no status, in a word or two."""
    return problem_of(exchange.error).word if exchange.error is not None else "no response yet"


def _summary(exchange: Exchange, base_url: str, same: int) -> list[Section]:
    told = sign(exchange)
    facts = [
        ("outcome", Cell(f"{told.text} · {_ending(exchange)}", told.tone)),
        ("URL", Cell(api_of(exchange, base_url) + _target(exchange))),
        ("X-Request-ID", _id_text(exchange)),
        ("asked", Cell(stamp(exchange.started_at) + _asker(exchange))),
        *_failed_first(exchange),
        ("took", Cell(took(exchange.duration_s))),
        ("answer", Cell(size(exchange.size))),
    ]
    sections = [pairs("Request", facts)]
    if exchange.error is not None:
        problem = problem_of(exchange.error)
        seen = [("seen", Cell(f"{same + 1} times in this session"))] if same else []
        facts = [*_known(problem), *seen, *meaning(problem)]
        sections.append(pairs(f"✗ {problem.headline}", facts, problem.next_step))
    return sections


def cause_glance(cause: Cause) -> Section:
    """Return what matters of a cause: how often, from when to when, and the ids to quote."""
    failure = failure_of(cause.last)
    word = problem_of(failure.error).headline if failure is not None else ""
    return pairs(
        f"{cause.key.status or MISSING} · {word}",
        [
            ("endpoint", Cell(f"{cause.key.method} {_line(cause.key.endpoint)}")),
            ("times sent", Cell(plural(len(cause.exchanges), "request"))),
            ("first", Cell(stamp(cause.first.started_at))),
            ("last", Cell(stamp(cause.last.started_at))),
            ("ids", Cell(_line(" ".join(cause.ids)) or MISSING)),
        ],
    )


def day_glance(heading: DayHeading) -> Section:
    """Return what a day's line is of."""
    told = f"{plural(heading.count, 'request')}, {heading.failed} failed"
    return pairs(f"{heading.day}", [("asked", Cell(told))])


def _failed_first(exchange: Exchange) -> list[tuple[str, Cell]]:
    """Return the attempt that failed first of what recovered: its id is the one to quote."""
    failed = recovered_from(exchange)
    if failed is None:
        return []
    told = f"{failed.status or problem_of(failed.error).word} · {_line(failed.error.message)}"
    return [("failed first", Cell(f"{_line(failed.id)} · {told}", Tone.WARNING))]


def _asker(exchange: Exchange) -> str:
    return f" by {exchange.asker}" if exchange.asker else ""


def _known(problem: Problem) -> list[tuple[str, Cell]]:
    """Return a problem's facts without those that stand with the request."""
    told_already = {"X-Request-ID", "our id", "attempts"}
    facts = (fact for fact in problem.facts if fact[0] not in told_already)
    return [(label, Cell(text)) for label, text in facts]


def _target(exchange: Exchange) -> str:
    return one_line(target(*OWN_SECRETS.struck_request(exchange.path, exchange.query)))


def _line(text: str) -> str:
    return redact_text(one_line(text))


def _id_text(exchange: Exchange) -> Cell:
    if exchange.request_id:
        return Cell(_line(exchange.request_id))
    if exchange.sent_id is None:
        return Cell(f"{MISSING} nothing was sent", Tone.MUTED)
    return Cell(f"{MISSING} {missing_id(exchange)}; our id {exchange.sent_id}", Tone.MUTED)


def _ending(exchange: Exchange) -> str:
    tries = plural(len(exchange.attempts), "attempt")
    if exchange.error is not None:
        return f"failed after {tries}"
    return f"answered after {tries}" if exchange.outcome is Outcome.DONE else "in progress"


def _attempts(attempts: Iterable[Attempt]) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for number, attempt in enumerate(attempts, 1):
        tone = Tone.BAD if attempt.error is not None else Tone.PLAIN
        word = problem_of(attempt.error).word if attempt.error is not None else ""
        rows.append(
            (
                Cell(str(number)),
                Cell(str(attempt.status or MISSING), tone),
                Cell(took(attempt.duration_s)),
                Cell(word, tone),
                Cell(_attempt_ids(attempt), Tone.MUTED),
            )
        )
    return table("Attempts", ("#", "HTTP", "TOOK", "", "IDS"), rows)


def _attempt_ids(attempt: Attempt) -> str:
    if not attempt.has_left:
        return "not sent"
    given = f"X-Request-ID {_line(attempt.request_id)}" if attempt.request_id else "no X-Request-ID"
    return f"our id {attempt.sent_id} · {given}"


def _headers(exchange: Exchange) -> list[Section]:
    if not exchange.attempts:
        return []
    last = exchange.attempts[-1]
    # The one that has our id is named like the server's.
    sent = {
        name: f"{value} (our id)" if name.lower() == "x-request-id" else value
        for name, value in last.sent_headers.items()
    }
    named = (("Request headers", sent), ("Response headers", last.headers))
    return [
        pairs(title, [(_line(name), Cell(_line(value))) for name, value in headers.items()])
        for title, headers in named
        if headers
    ]


def _body(exchange: Exchange) -> Section:
    told = exchange.attempts[-1].headers.get("content-type", "") if exchange.attempts else ""
    is_table = is_csv(exchange.path, told, exchange.body)
    rows = _body_rows(exchange.body, exchange.path, is_table, OWN_SECRETS.count)
    return Section(_body_title(exchange, is_whole=len(rows) < _MAX_LINES), rows, ())


@lru_cache(16)  # of the exchange under the cursor it is asked for again and again
def _body_rows(body: bytes, path: str, is_table: bool, _secrets: int) -> tuple[tuple[Cell], ...]:
    came = body.decode("utf-8-sig", "replace")
    text = clean(came)
    if text.lstrip()[:1] in {"{", "["}:
        lines = indented(redact_json(text, path, len(beginning(text, _MAX_LINES))), _MAX_LINES)
    else:
        shown_text = shown_csv(came, path, is_csv=is_table)
        lines = [line.rstrip() for line in shown_text.splitlines()[:_MAX_LINES]]
    shown = [line if len(line) <= _LONGEST else line[:_LONGEST] + "…" for line in lines]
    return tuple((Cell(line.replace("\t", "  ")),) for line in shown)


def _body_title(exchange: Exchange, *, is_whole: bool) -> str:
    if isinstance(exchange, KeptRequest):
        return f"Body: {size(exchange.size)}, not kept"
    if exchange.size is None:
        return (
            f"Body: {size(exchange.received)}, incomplete"
            if exchange.received
            else "Body: none received"
        )
    if exchange.size and not exchange.body:
        return f"Body: {size(exchange.size)}, no longer kept"
    if is_whole and exchange.size == len(exchange.body):
        return f"Body: {size(exchange.size)}"
    return f"Body: first part of {size(exchange.size)}"
