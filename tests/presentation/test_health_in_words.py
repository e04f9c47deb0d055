"""The header tells whether the API answers: by the last answers, and calmly while all is well."""

from datetime import UTC, datetime, timedelta

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Outcome
from kinescope_tui.presentation.requests.health import health

NOW = datetime(2026, 8, 21, 9, 3, 7, tzinfo=UTC)


def made(
    path: str, error: errors.KinescopeError | None = None, minutes_ago: float = 0, **options: object
) -> Exchange:
    outcome = Outcome.DONE if error is None else Outcome.FAILED
    at = NOW - timedelta(minutes=minutes_ago)
    exchange = Exchange("GET", path, (), at, outcome=outcome, duration_s=0.061)
    exchange.error = error
    for name, value in options.items():
        setattr(exchange, name, value)
    return exchange


def told(*newest_first: Exchange, beats: bool = False) -> str:
    cells = health(newest_first, "api.kinescope.io", NOW, beats=beats)
    return " ".join(cell.text for cell in cells)


REFUSED = errors.ForbiddenError("access denied", status=403)
NO_ROUTE = errors.UnreachableError("no route")


def test_while_all_is_well_it_tells_how_fast_and_whose() -> None:
    assert told() == "● api.kinescope.io"
    assert told(made("/v1/videos")) == "● 61 ms api.kinescope.io"
    assert told(made("/v1/videos"), beats=True).startswith("○ 61 ms")


def test_what_fails_counts_until_it_is_answered_or_old() -> None:
    failed = made("/v1/videos", REFUSED)
    assert told(failed, made("/v1/projects", REFUSED)) == "◐ 2 problems"
    assert told(made("/v1/videos"), failed).startswith("● 61 ms")
    assert told(made("/v1/tags"), made("/v1/videos", REFUSED, 11)).startswith("● 61 ms")


def test_without_answers_it_is_offline_since_the_first_one_that_lacked() -> None:
    assert told(made("/v1/videos", NO_ROUTE)) == "✗ offline"
    lost = [made("/v1/videos", NO_ROUTE, minutes) for minutes in (0, 1, 2.5)]
    assert told(*lost, made("/v1/videos", None, 3)) == "✗ offline 2 min"


def test_what_goes_on_or_was_stopped_says_nothing() -> None:
    going_on = made("/v1/videos", outcome=Outcome.ASKING)
    stopped = made("/v1/videos", errors.StoppedError("x"))
    assert told(going_on, stopped, made("/v1/tags")).startswith("● 61 ms")
