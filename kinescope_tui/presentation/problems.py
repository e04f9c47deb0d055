"""An error in words, with its next step."""

from dataclasses import dataclass

from kinescope_tui.api import errors
from kinescope_tui.presentation.cell import Cell, Tone, one_line
from kinescope_tui.presentation.sections import Section, pairs


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person needs to know about an error.

    Attributes:
        headline: What failed, in a few words.
        facts: Label and text of everything that is known: status, code, message, request id.
        next_step: What to do now.
    """

    headline: str
    facts: tuple[tuple[str, str], ...]
    next_step: str


# The first class that fits, most particular first: what failed, and what to do.
_WORDS: tuple[tuple[type[errors.KinescopeError], str, str], ...] = (
    (
        errors.OrderFieldError,
        "The server does not sort by this",
        "the last order that worked stays",
    ),
    (
        errors.InvalidRequestError,
        "The request was refused",
        "r retries · y r copies the request id",
    ),
    (errors.UnauthorizedError, "The token is not accepted", "t enters another token · r retries"),
    (
        errors.PaymentRequiredError,
        "The plan's limits are exceeded",
        "see the plan in the dashboard",
    ),
    (errors.ForbiddenError, "No permission for this", "t enters a token that may read it"),
    (errors.NotFoundError, "It does not exist, or is hidden from this token", "esc goes back"),
    (errors.RateLimitedError, "Too many requests", "wait a moment, then r retries"),
    (errors.RedirectedError, "The server points elsewhere", "check the base URL"),
    (errors.ServerError, "The server failed", "r retries · y r copies the request id for support"),
    (errors.TlsError, "No trusted connection", "check the clock, the proxy, the certificates"),
    (errors.UnreachableError, "The server cannot be reached", "check network and VPN · r retries"),
    (errors.DeadlineError, "No answer in time", "r retries"),
    (errors.CutAnswerError, "The answer was cut", "r retries"),
    (errors.TooLargeError, "The answer is too large", "y r copies the request id for support"),
    (
        errors.NotJsonError,
        "This is not an answer of the API",
        "check proxy and base URL · r retries",
    ),
    (
        errors.UnexpectedShapeError,
        "An unexpected answer",
        "r retries · y r copies the request id",
    ),
    (errors.BadAnswerError, "The answer cannot be used", "r retries"),
    (errors.ApiError, "The server refused", "r retries · y r copies the request id"),
    (errors.NoAnswerError, "No answer came", "r retries"),
    (errors.CsvUnavailableError, "There is no CSV of this", "esc goes back"),
    (errors.NotSentError, "Nothing was sent", "mend what the message names, then r"),
)
_TOO_LARGE = 413


def problem_of(error: errors.KinescopeError) -> Problem:
    """Return an error in words."""
    headline, next_step = next(
        ((said, step) for kind, said, step in _WORDS if isinstance(error, kind)),
        ("The request failed", "r retries"),
    )
    if error.status == _TOO_LARGE:
        headline = "The request is larger than the server takes"
    facts = [("HTTP", str(error.status))] if error.status is not None else []
    if error.code is not None:
        facts.append(("code", f"{error.code} {error.code_name}".rstrip()))
    facts.append(("message", one_line(error.message)))
    if error.detail:
        facts.append(("detail", one_line(error.detail)))
    for param in error.invalid_params:
        name = one_line(param.name) or "?"
        facts.append((name, one_line(f"{param.message} ({param.reason})".replace(" ()", ""))))
    if error.request_id:
        facts.append(("X-Request-ID", one_line(error.request_id)))
    if error.attempts > 1:
        facts.append(("attempts", str(error.attempts)))
    return Problem(headline, tuple(facts), next_step)


def problem_section(problem: Problem) -> Section:
    """Return a problem as a section, its next step last."""
    facts = [(label, Cell(text)) for label, text in problem.facts]
    return pairs(f"✗ {problem.headline}", [*facts, ("next", Cell(problem.next_step, Tone.ACCENT))])
