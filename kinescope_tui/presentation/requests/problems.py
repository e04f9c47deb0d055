"""An error in words, with its next step."""

import msgspec
from msgspec.structs import replace

from kinescope_tui.api import errors
from kinescope_tui.api.error_codes import CODES, DOCUMENTED_STATUSES, GUIDELINES
from kinescope_tui.api.pacing import LONGEST_PAUSE_S
from kinescope_tui.api.redaction import redact_text
from kinescope_tui.presentation.requests.missing_id import missing_id_of
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.services.bug import BugError
from kinescope_tui.services.index import index_errors
from kinescope_tui.services.lists.whole_list import TooManyRowsError
from kinescope_tui.services.workspace.session import TokenSource
from kinescope_tui.services.workspace.sign_in import FROM_VARIABLE


class Problem(msgspec.Struct, frozen=True):
    """A problem: all that a person needs to know about an error.

    Attributes:
        status: The HTTP status, if there is one.
        headline: What failed, in a few words.
        word: The same in one or two.
        facts: Label and text of everything else that is known: code, message, request id.
        cause: What is likely behind it; empty if nothing is known.
        remedy: What to try besides keys; empty if nothing is known.
        page: Kinescope's page that tells of it; empty if none is known.
        next_step: Which key to press now.
    """

    status: int | None
    headline: str
    word: str
    facts: tuple[tuple[str, str], ...]
    cause: str
    remedy: str
    page: str
    next_step: str

    @property
    def title(self) -> str:
        """The HTTP status, if there is one, and what failed."""
        return f"{self.status} · {self.headline}" if self.status is not None else self.headline


class _Words(msgspec.Struct, frozen=True):
    kind: type[errors.KinescopeError]
    headline: str
    word: str
    next_step: str
    cause: str = ""
    remedy: str = ""


_LONGEST_S = 1e9  # that anybody would read in digits
_RETRIES = "{view.refresh} retries"
_BUNDLE = "{view.copy} {copy.bundle} support bundle"
_DOCUMENTED = " · {view.help} its documentation"
_FOR_SUPPORT = f"{_RETRIES} · {_BUNDLE}"

# The first class that fits, most particular first.
_WORDS: tuple[_Words, ...] = (
    _Words(
        errors.OrderFieldError,
        "The server cannot sort by this",
        "sort refused",
        "the previous sort is kept",
    ),
    _Words(
        errors.ValidationFailedError,
        "The server rejected these parameters",
        "invalid",
        _FOR_SUPPORT,
    ),
    _Words(
        errors.RequestTooLargeError,
        "The request is too large",
        "too large",
        _BUNDLE,
        "the limit is 10 MB and this request was far smaller, so a proxy may have its own limit",
        "check the proxy between this computer and the API",
    ),
    _Words(
        errors.InvalidRequestError,
        "The request was refused",
        "refused",
        _FOR_SUPPORT,
        "a parameter has a value or format the server does not accept",
    ),
    _Words(
        errors.UnauthorizedError,
        "The token was not accepted",
        "no token",
        f"{{token.enter}} enters another token · {_RETRIES}",
        "the token was deleted or mistyped; the stored one is kept",
    ),
    _Words(
        errors.PaymentRequiredError,
        "Your plan's limit is reached",
        "plan limit",
        _RETRIES,
        "a limit of your plan has been reached",
        "check your plan in the dashboard, or ask the workspace owner",
    ),
    _Words(
        errors.ForbiddenError,
        "No permission for this",
        "forbidden",
        "{token.enter} enters another token",
        "the token is valid, but it may not read this; other screens still work",
        "ask the workspace owner",
    ),
    _Words(
        errors.NotFoundError,
        "Not found, or not visible to this token",
        "not found",
        f"esc goes back · {_RETRIES}",
        "it was deleted, or belongs to another workspace",
    ),
    _Words(
        errors.RateLimitedError,
        "Too many requests",
        "rate limit",
        f"the next request waits automatically · {_RETRIES}",
        "the limits are 10 a second and 300 a minute; another program may be using this token",
    ),
    _Words(
        errors.RedirectedError,
        "The server redirected the request",
        "redirect",
        _RETRIES,
        "the network requires a login page first, or the base URL is wrong",
        "open any web page in a browser; check the base URL",
    ),
    _Words(
        errors.ServerError,
        "The server failed",
        "server error",
        _FOR_SUPPORT,
        "the problem is at Kinescope, or in a gateway in front of it",
    ),
    _Words(
        errors.CertificateDateError,
        "The certificate has expired, or the clock is wrong",
        "clock",
        _RETRIES,
        "this computer's clock is wrong, or the certificate has expired; the token was not sent",
        "set the clock; if it is right, contact Kinescope support",
    ),
    _Words(
        errors.TlsError,
        "The connection is not trusted",
        "TLS",
        _RETRIES,
        "something intercepts it, or a CA is missing; the token was not sent",
        "install your company's CA certificate, or set SSL_CERT_FILE",
    ),
    _Words(
        errors.NameNotFoundError,
        "The server name was not found",
        "DNS",
        _RETRIES,
        "you are offline, a VPN is off, or the base URL is mistyped",
        "check your network, VPN and base URL",
    ),
    _Words(
        errors.ProxyFailedError,
        "The proxy did not connect",
        "proxy",
        _RETRIES,
        "the configured proxy is down, or needs a password",
        "check HTTPS_PROXY and NO_PROXY",
    ),
    _Words(
        errors.UnreachableError,
        "The server cannot be reached",
        "unreachable",
        _RETRIES,
        "you are offline, a firewall blocks it, or the server is down",
        "check your network and VPN",
    ),
    _Words(
        errors.DeadConnectionError,
        "No response on an open connection",
        "dead link",
        _RETRIES,
        "the computer slept or the VPN changed; a new connection is opened",
    ),
    _Words(
        errors.DeadlineError,
        "The request timed out",
        "timeout",
        _FOR_SUPPORT,
        "the server or the network is slow",
    ),
    _Words(
        errors.CutAnswerError,
        "The response was cut off",
        "cut",
        _RETRIES,
        "the connection closed early; a partial response is never shown as complete",
    ),
    _Words(
        errors.StalledAnswerError,
        "The response stalled and timed out",
        "stalled",
        _FOR_SUPPORT,
        (
            "the server or the network is slow or stopped; a partial response is never shown "
            "as complete"
        ),
    ),
    _Words(
        errors.TooLargeError,
        "The response is too large",
        "too large",
        _BUNDLE,
        "no Kinescope list is that large, so reading was stopped",
    ),
    _Words(
        errors.EmptyAnswerError,
        "The response is empty",
        "empty",
        _FOR_SUPPORT,
        "the server sent nothing where data was expected; there may still be data",
    ),
    _Words(
        errors.WebPageError,
        "Got a web page instead of the API",
        "web page",
        _RETRIES,
        "the network requires a login first, or the proxy or base URL is wrong",
        "open any web page in a browser; check proxy and base URL",
    ),
    _Words(
        errors.NotJsonError,
        "This is not an API response",
        "not JSON",
        _FOR_SUPPORT,
        "the response was damaged in transit, or comes from another program",
        "check your proxy and base URL",
    ),
    _Words(
        errors.UnexpectedShapeError,
        "Unexpected response",
        "odd shape",
        _FOR_SUPPORT,
        "the API may have changed",
    ),
    _Words(
        errors.OtherThingError,
        "The response is for another id",
        "other id",
        _FOR_SUPPORT,
        "a cache or gateway mixed up responses; the other item is not shown",
        "retry; if it persists, send the request id to support",
    ),
    _Words(errors.BadAnswerError, "The response cannot be used", "bad response", _RETRIES),
    _Words(errors.ApiError, "The server refused the request", "refused", _FOR_SUPPORT),
    _Words(errors.NoAnswerError, "No response", "no response", _RETRIES),
    _Words(errors.CsvUnavailableError, "No CSV available", "no CSV", "esc goes back"),
    _Words(
        errors.ClosedError,
        "This workspace is closed",
        "closed",
        "{view.refresh} reloads in the open workspace",
    ),
    _Words(
        errors.NotKeptError,
        "Not enough disk space for the response",
        "no space",
        "{view.refresh} reloads",
        "the disk for temporary files is full or read-only",
        "free some space, or set TMPDIR to another folder",
    ),
    _Words(errors.StoppedError, "Stopped", "stopped", "{view.refresh} reloads"),
    _Words(
        TooManyRowsError,
        "Too many rows to load here",
        "too many",
        "{list.facets} or {list.search} narrows the list down",
    ),
    _Words(index_errors.NoIndexError, "No index yet", "no index", ":index builds it"),
    _Words(
        index_errors.QueryError,
        "The index can't run this query",
        "bad query",
        "fix the query, then {view.refresh} retries",
    ),
    _Words(
        index_errors.QueryStoppedError,
        "The query took too long",
        "stopped",
        "{view.refresh} retries; a narrower query is faster",
    ),
    _Words(index_errors.BusyIndexError, "The index is in use", "in use", _RETRIES),
    _Words(index_errors.FullDiskError, "The disk is full", "disk full", ":index continues"),
    _Words(index_errors.IndexBoundError, "The index is full", "index full", ":index continues"),
    _Words(
        index_errors.OtherOwnerError,
        "The index belongs to another token",
        "not yours",
        ":index full rebuilds it",
    ),
    _Words(
        index_errors.OtherVersionError,
        "The index has another version",
        "other version",
        ":index full rebuilds it",
    ),
    _Words(
        index_errors.DamagedIndexError,
        "The index is damaged",
        "damaged",
        ":index full rebuilds it",
    ),
    _Words(
        index_errors.IndexFaultError,
        "The index cannot be used",
        "no index",
        "{view.refresh} retries; lists from the API still work",
    ),
    _Words(BugError, "A bug in this program", "bug", "{view.refresh} retries"),
    _Words(
        errors.NotSentError,
        "Nothing was sent",
        "not sent",
        "fix the problem, then {view.refresh} retries",
    ),
)
_OTHER = _Words(errors.KinescopeError, "The request failed", "failed", _RETRIES)


_ELSEWHERE = {"code", "message", "detail", "X-Request-ID", "our id", "attempts"}
"""Facts that the panel leaves to the status line, and to the page behind a key."""


def problem_of(error: errors.KinescopeError) -> Problem:
    """Return an error in words."""
    words = next((words for words in _WORDS if isinstance(error, words.kind)), _OTHER)
    facts = []
    if error.code is not None:
        facts.append(("code", f"{error.code} {error.code_name}".rstrip()))
    facts.append(("message", _told(error.message)))
    if error.detail:
        facts.append(("detail", _told(error.detail)))
    for param in error.invalid_params:
        name = _told(param.name) or "?"
        facts.append((name, _told(f"{param.message} ({param.reason})".replace(" ()", ""))))
    if error.retry_after_s is not None:
        facts.append(("retry after", _asked_wait(error.retry_after_s)))
    if error.request_id:
        facts.append(("X-Request-ID", _told(error.request_id)))
    elif error.sent_id:
        facts.append(("our id", f"{one_line(error.sent_id)} ({missing_id_of(error)})"))
    if error.attempts > 1:
        facts.append(("attempts", str(error.attempts)))
    known = CODES.get(error.code) if error.code is not None else None
    page = known.page if known is not None else _page_of(error)
    return Problem(
        error.status,
        words.headline,
        words.word,
        tuple(facts),
        known.cause if known is not None else words.cause,
        known.step if known is not None else words.remedy,
        page,
        hint(words.next_step + (_DOCUMENTED if page else "")),
    )


def _page_of(error: errors.KinescopeError) -> str:
    """Return the page of an error without a code that is known: all documented statuses have one.

    What broke on its way is nobody's page.
    """
    is_told = isinstance(error, errors.CsvUnavailableError) or (
        isinstance(error, errors.ApiError) and error.status in DOCUMENTED_STATUSES
    )
    return GUIDELINES if is_told else ""


def session_problem(error: errors.KinescopeError, source: TokenSource) -> Problem:
    """Return an error in words; of a refused token of the environment with where it comes from."""
    problem = problem_of(error)
    if isinstance(error, errors.UnauthorizedError) and source is TokenSource.ENVIRONMENT:
        return replace(problem, facts=(*problem.facts, ("token source", FROM_VARIABLE)))
    return problem


def _asked_wait(seconds: float) -> str:
    if seconds <= LONGEST_PAUSE_S:
        return f"{seconds:,.0f} s"
    told = f"{seconds:,.0f} s" if seconds < _LONGEST_S else "too long to wait for"
    return f"{told}; retried after {LONGEST_PAUSE_S:,.0f} s"


def _told(text: str) -> str:
    """Return what the server said on a line, without what would let somebody in."""
    return redact_text(one_line(text))


def meaning(problem: Problem) -> list[tuple[str, Cell]]:
    """Return what is likely behind a problem, what to try and to read, as labels and texts."""
    told = [("likely", problem.cause), ("try", problem.remedy), ("see", problem.page)]
    return [(label, Cell(text)) for label, text in told if text]


def problem_help(problem: Problem) -> str:
    """Return a problem beside the keys: its name, what to try, and the page that tells of it."""
    code = next((text for label, text in problem.facts if label == "code"), "")
    name = " · ".join(filter(None, (problem.title, code)))
    return "\n".join(filter(None, (f"✗ {name}", problem.remedy or problem.cause, problem.page)))


def problem_section(problem: Problem, *, is_typing: bool = False) -> Section:
    """Return a problem as a section: first what helps, the keys that lead on at its foot.

    Codes, ids and what the server said besides stand in the status line, and behind a key. While
    letters are typed into a field it is enter that comes first.
    """
    particular = [
        one_line(f"{label}: {text}").rstrip(": ")
        for label, text in problem.facts
        if label not in _ELSEWHERE
    ]
    parts = [*particular, problem.remedy, problem.cause]
    if not any(parts):
        parts = [text for label, text in problem.facts if label in {"message", "detail"}]
    told = " · ".join(filter(None, parts))
    lead = "enter, then " if is_typing else ""
    foot = f"→ {lead}{problem.next_step} · {hint('{view.problem} all details')}"
    return Section(f"✗ {problem.title}", ((Cell(told[:1].upper() + told[1:]),),), (0,), foot)
