"""Whatever shows, saves or copies an exchange strikes the token out, however it got there."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from canary import CANARY, SPELLED, Spell, canary_in
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api import Exchange, Token, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.exchange_page import exchange_sections, glance
from kinescope_tui.presentation.requests.fault_report import fault_lines, fault_report
from kinescope_tui.presentation.requests.problems import problem_of, problem_section
from kinescope_tui.presentation.requests.request_log import file_text
from kinescope_tui.presentation.requests.support_bundle import incident_bundle, support_bundle
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.services.requests.kept_request import kept_request

API = "https://api.kinescope.io"
PLACES = ("path", "name", "value", "header", "request id", "body", "cut body", "page",
          "message", "detail", "param", "reason", "param's message")  # fmt: skip


@pytest.fixture(autouse=True)
def own_token() -> None:
    OWN_SECRETS.add(Token(CANARY))


def exchange(place: str, text: str) -> Exchange:
    def at(*places: str, otherwise: str = "x") -> str:
        return text if place in places else otherwise

    error = errors.ValidationFailedError(
        at("message"),
        status=400,
        detail=at("detail"),
        invalid_params=(errors.InvalidParam(at("param"), at("reason"), at("param's message")),),
    )
    attempt = Attempt("sent", at("request id"), 400, error, 0.1)
    attempt.headers = {"x-echo": at("header"), "content-type": at("header")}
    query = (("page", "1"), (at("name"), at("value")))
    made = Exchange("GET", f"/v1/{at('path')}", query, datetime.now(UTC), [attempt])
    made.outcome, made.error = Outcome.FAILED, error
    begin, end = ("<p>", "</p>") if place == "page" else ('{"a": "', '"}')
    body = begin + at("body", "cut body", "page") + ("" if place == "cut body" else end)
    made.body = body.encode()
    made.size = len(made.body)
    return made


def lines(sections: list[Section]) -> str:
    texts = [f"{section.title} {section.foot}" for section in sections]
    return " ".join([*texts, *(cell.text for s in sections for row in s.rows for cell in row)])


LOOKS: dict[str, Callable[[Exchange], str]] = {
    "page": lambda made: lines([*exchange_sections(made, API), glance(made)]),
    "panel": lambda made: lines(
        [problem_section(problem_of(made.error or errors.KinescopeError("")))]
    ),
    "bundle": lambda made: support_bundle(made, API),
    "incident": lambda made: incident_bundle([made], API),
    "curl": lambda made: curl(API, made),
    "log": lambda made: file_text([made], API, "log.jsonl"),
    "log's table": lambda made: file_text([made], API, "log.csv"),
    "HAR": lambda made: file_text([made], API, "log.har"),
    "fault": lambda made: fault_report(made.error or ValueError(), [made], {"TERM": CANARY}),
    "fault's lines": lambda made: "\n".join(fault_lines(made.error or ValueError(), [made], None)),
}


@given(st.sampled_from(PLACES), st.sampled_from(list(SPELLED)), st.booleans())
@settings(max_examples=1_000 if FULL else 30, deadline=None)
def test_no_spelling_of_the_token_gets_by_from_any_place(
    place: str, name: str, is_upper: bool
) -> None:
    spell: Spell = SPELLED[name]
    made = exchange(place, spell(CANARY.upper() if is_upper else CANARY))
    for what, look in LOOKS.items():
        assert canary_in(look(made)) == [], what


@given(st.sampled_from([*PLACES[6:], "name"]))
@settings(max_examples=20, deadline=None)
def test_the_log_hides_what_the_bundle_hides(place: str) -> None:
    made = exchange(place, "anna@mail.example https://x.example/?sign=5ecret password=5ecret")
    for what in ("bundle", "log", "log's table", "HAR"):
        told = LOOKS[what](made)
        assert "anna" not in told
        assert "5ecret" not in told


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("/v1/users/anna@mail.example/x", "anna"),
        ("/v1/users/anna%40mail.example", "anna"),
        ("/v1/users/anna%2Bb%2540mail.example", "anna"),
        ("/v1/access-tokens/5ecret-id", "5ecret"),
        ("/v1/Access%2Dtokens//5ecret-id/5ecret", "5ecret"),
        ("/v1/access-tokens%2F5ecret", "5ecret"),
    ],
)
def test_no_path_that_is_passed_on_names_a_person_or_a_token(path: str, secret: str) -> None:
    made = exchange("", "")
    made.path = path
    own = curl(API, made)
    assert path in own  # whoever copies the line asks the same
    again = kept_request({"time": made.started_at.isoformat(), "method": "GET", "url": path}, 1)
    assert again is not None
    assert secret not in again.path
    for what in ("bundle", "incident", "log", "log's table", "HAR", "fault"):
        assert secret not in LOOKS[what](made), what


def test_a_refusal_names_the_parameters_without_secrets_on_the_screen_too() -> None:
    made = exchange("param", "https://user:5ecret@x.example/?sign=5ecret")
    assert "5ecret" not in LOOKS["panel"](made) + LOOKS["page"](made)
    assert json.loads(LOOKS["log"](made))["error"]["invalid_params"][0]["reason"] == "x"
