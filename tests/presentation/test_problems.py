"""Errors in words: what failed, what is likely behind it, what to do."""

import re
from collections.abc import Iterator

import pytest
from scripted_server import REQUEST_ID

from kinescope_tui.api import KinescopeError, errors
from kinescope_tui.api.error_codes import CODES, GUIDELINES, REFERENCE
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.requests.code_book import code_book, explained
from kinescope_tui.presentation.requests.problems import (
    meaning,
    problem_help,
    problem_of,
    problem_section,
)


def concrete(kind: type[KinescopeError] = KinescopeError) -> Iterator[type[KinescopeError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("kinescope_tui.services.index."):
            continue  # nothing was asked: their messages say all there is to say
        yield child
        yield from concrete(child)


@pytest.mark.parametrize("kind", list(concrete()))
def test_every_error_has_words_of_its_own(kind: type[KinescopeError]) -> None:
    words = problem_of(kind("x"))
    others = [problem_of(other("x")) for other in concrete() if other is not kind]
    assert words.headline not in {other.headline for other in others}
    assert words.headline != problem_of(KinescopeError("x")).headline
    assert words.next_step
    assert len(words.word) <= 14  # it has a column


@pytest.mark.parametrize(
    "kind",
    [
        errors.UnauthorizedError, errors.PaymentRequiredError, errors.ForbiddenError,
        errors.NotFoundError, errors.RequestTooLargeError, errors.RateLimitedError,
        errors.ServerError, errors.UnreachableError, errors.NameNotFoundError, errors.TlsError,
        errors.CertificateDateError, errors.ProxyFailedError, errors.WebPageError,
        errors.RedirectedError, errors.CutAnswerError, errors.NotJsonError, errors.TooLargeError,
        errors.DeadlineError,
    ],
)  # fmt: skip
def test_whatever_passes_between_here_and_the_api_has_a_likely_cause(
    kind: type[KinescopeError],
) -> None:
    problem = problem_of(kind("x"))
    assert problem.cause
    assert {"likely"} <= {label for label, _ in meaning(problem)}


def test_a_problem_tells_everything_that_is_known() -> None:
    error = errors.ValidationFailedError(
        "validation\nerror",
        status=400,
        code=400400,
        detail="two fields",
        invalid_params=(
            errors.InvalidParam("title", "required", "Title is required"),
            errors.InvalidParam("privacy_type"),
            errors.InvalidParam("", "oneof", "x" * 5_000),
        ),
    )
    error.request_id, error.attempts = REQUEST_ID, 3
    problem = problem_of(error)
    assert problem.title == "400 · The server rejected these parameters"
    assert problem.facts[:5] == (
        ("code", "400400 VALIDATION_ERROR"),
        ("message", "validation error"),
        ("detail", "two fields"),
        ("title", "Title is required (required)"),
        ("privacy_type", ""),
    )
    assert problem.facts[5][0] == "?"
    assert problem.facts[6:] == (("X-Request-ID", REQUEST_ID), ("attempts", "3"))
    assert all(len(text) <= 4_001 for _, text in problem.facts)
    section = problem_section(problem)
    assert problem.next_step in section.foot
    assert section.rows[0][0].text.startswith("Title: Title is required (required)")
    assert problem_help(problem).splitlines() == [
        "✗ 400 · The server rejected these parameters · 400400 VALIDATION_ERROR",
        "check each parameter listed",
        GUIDELINES,
    ]


@pytest.mark.parametrize(
    ("error", "page"),
    [
        (errors.InvalidRequestError("x", status=400, code=400301), REFERENCE),
        (errors.OrderFieldError("x", status=400, code=400216), GUIDELINES),
        (errors.RateLimitedError("x", status=429), GUIDELINES),
        (errors.ForbiddenError("x", status=403, code=999), GUIDELINES),
        (errors.CsvUnavailableError("x"), GUIDELINES),
        (errors.ServerError("x", status=502), ""),
        (errors.UnreachableError("x"), ""),
    ],
)
def test_an_error_names_the_page_that_tells_of_it_where_there_is_one(
    error: KinescopeError, page: str
) -> None:
    problem = problem_of(error)
    assert problem.page == page
    assert ("see" in dict(meaning(problem))) == bool(page)
    assert problem_help(problem).endswith(page)


def test_what_is_not_known_is_left_out() -> None:
    assert problem_of(errors.UnreachableError("no route")).facts == (("message", "no route"),)
    assert problem_of(errors.UnreachableError("no route")).title == "The server cannot be reached"


def test_a_wait_that_is_longer_than_patience_is_told() -> None:
    error = errors.RateLimitedError("slow down", status=429, retry_after_s=3600)
    assert ("retry after", "3,600 s") in problem_of(error).facts


def test_a_code_that_nobody_documented_stands_alone() -> None:
    problem = problem_of(errors.ForbiddenError("x", status=403, code=999))
    assert ("code", "999") in problem.facts
    assert problem.cause == problem_of(errors.ForbiddenError("x")).cause


def test_a_documented_code_says_more_than_the_status() -> None:
    known = problem_of(errors.InvalidRequestError("x", status=400, code=400208))
    assert known.cause == CODES[400208].cause
    assert known.remedy == CODES[400208].step


@pytest.mark.parametrize("code", CODES)
def test_every_documented_code_is_explained(code: int) -> None:
    known, text = CODES[code], explained(code)
    assert re.fullmatch(r"[A-Z_]+", known.name)
    assert text.startswith(f"{code} ".ljust(8) + known.name)
    assert "likely:" in text
    assert "try:" in text
    assert f"see:    {known.page}" in text
    assert known.page in {GUIDELINES, REFERENCE}
    assert max(map(len, text.splitlines())) < 80
    assert text in code_book()


def test_a_code_that_nobody_documents_is_not_explained() -> None:
    assert explained(123456) == ""


def test_empty_forbidden_failed_and_stopped_are_told_apart() -> None:
    alone = {absence("video", None), absence("video", errors.StoppedError("x"))}
    beside_a_panel = {
        absence("video", errors.UnauthorizedError("x")),
        absence("video", errors.ForbiddenError("x")),
        absence("video", errors.ServerError("x")),
    }
    assert len(alone | beside_a_panel) == 5
    assert all(re.search(r"\n\n[a-z]\b", text) for text in alone)  # each names its next key
    assert not any("\n" in text for text in beside_a_panel)  # the panel does
