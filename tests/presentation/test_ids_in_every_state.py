"""An id is called the server's only if the server gave it, and ours, always so, only if it left."""

import re
from datetime import UTC, datetime
from itertools import product

import pytest

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.headless.failure import failure_of
from kinescope_tui.presentation.copyable import exchange_copyables
from kinescope_tui.presentation.requests.exchange_page import exchange_sections, glance
from kinescope_tui.presentation.requests.fault_report import fault_lines
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.requests.status_line import status_line
from kinescope_tui.presentation.requests.support_bundle import support_bundle

AT = datetime(2026, 8, 21, 12, tzinfo=UTC)
SENT = "0f5e0000-0000-4000-8000-000000000001"
GIVEN = "7127f2d7-0e96-40d0-9a03-2e987c096466"
API = "https://api.example"
OURS = re.compile(rf"\bour (id|req)(, sent with the request)?:? {SENT}|: {SENT} \(our id\)$")
HEADERS = {"X-Request-ID": SENT}
# What became of the last attempt: was it made, did it leave, was it answered, with an id?
ATTEMPTS = {
    "none": [],
    "not sent": [Attempt(SENT, has_left=False)],
    "sent": [Attempt(SENT, sent_headers=HEADERS)],
    "answered without an id": [Attempt(SENT, status=200, sent_headers=HEADERS)],
    "answered": [Attempt(SENT, GIVEN, 200, sent_headers=HEADERS)],
}
ERRORS = {
    "none": None,
    "not sent": errors.NotSentError("It could not be written."),
    "unreachable": errors.UnreachableError("no route"),
    "deadline": errors.DeadlineError("nothing came"),
    "stopped": errors.StoppedError("Stopped before a response arrived."),
    "cut": errors.CutAnswerError("cut", status=200),
    "refused": errors.NotFoundError("no such thing", status=404),
}


@pytest.mark.parametrize("attempts", ATTEMPTS)
def test_an_id_is_called_what_it_is(attempts: str) -> None:
    for error, outcome in product(ERRORS, Outcome):
        check(attempts, error, outcome)


def check(attempts: str, error: str, outcome: Outcome) -> None:
    made = Exchange("GET", "/v1/videos", (), AT, list(ATTEMPTS[attempts]), outcome)
    made.error = ERRORS[error]
    if made.error is not None:
        made.error.request_id, made.error.sent_id = made.request_id, made.sent_id
    line = status_line(made, width=200, now=AT)
    texts = [
        *(cell.text for cell in (*line.before, line.elastic, *line.after, *line.right)),
        *(f"{label}: {text}" for label, text in _facts(made)),
        *support_bundle(made, API).splitlines(),
        *fault_lines(ValueError(), [made], None),
    ]
    if made.error is not None:
        texts += [f"{label}: {text}" for label, text in problem_of(made.error).facts]
        texts += str(failure_of(made.error)).splitlines()
    for text in texts:
        if SENT in text:
            assert attempts not in {"none", "not sent"}, text
            assert OURS.search(text), text
        if GIVEN in text:
            assert attempts == "answered", text
        if "sent none" in text:
            assert attempts in {"sent", "answered without an id"}, text
        if "nothing was sent" in text:
            assert attempts in {"none", "not sent"}, text
    whole = "\n".join(texts)
    assert (GIVEN in whole) is (attempts == "answered")
    if not made.is_open and (attempts, error) != ("sent", "stopped"):
        assert ("sent none" in whole) is (attempts in {"sent", "answered without an id"})


@pytest.mark.parametrize(
    ("error", "outcome", "why"),
    [
        ("none", Outcome.ASKING, "no response yet"),
        ("stopped", Outcome.FAILED, "the response was not awaited"),
        ("deadline", Outcome.FAILED, "the server sent none"),
    ],
)
def test_of_an_answer_that_nobody_heard_nothing_is_said(
    error: str, outcome: Outcome, why: str
) -> None:
    made = Exchange("GET", "/v1/videos", (), AT, list(ATTEMPTS["sent"]), outcome)
    made.error = ERRORS[error]
    told = [" ".join(fact) for fact in _facts(made)]
    if made.error is not None:
        made.error.request_id, made.error.sent_id = None, SENT
        told += [" ".join(fact) for fact in problem_of(made.error).facts]
    told += [*support_bundle(made, API).splitlines()]
    told += [one.label for one in exchange_copyables(made, API)]
    reasons = {"no response yet", "the response was not awaited", "the server sent none"}
    assert {reason for reason in reasons for line in told if reason in line} == {why}
    assert sum(why in line for line in told) >= 3


def _facts(made: Exchange) -> list[tuple[str, str]]:
    sections = [*exchange_sections(made, API), glance(made)]
    rows = [row for section in sections for row in section.rows]
    return [(row[0].text, " ".join(cell.text for cell in row[1:])) for row in rows if row]
