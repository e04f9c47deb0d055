"""A path that brought nothing has what is near it, how it did before, and what there is."""

from datetime import UTC, datetime, timedelta

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.presentation.requests.path_help import path_sections

_AT = datetime(2026, 8, 22, 12, tzinfo=UTC)
_LISTED = {"/v1/tags": "tags", "/v1/dictionaries/timezones": "timezones", "/v1/videos": "videos"}


def asked(path: str, status: int, minutes: int = 0, page: str = "") -> Exchange:
    query = (("page", page),) if page else ()
    at = _AT + timedelta(minutes=minutes)
    error = errors.NotFoundError("no", status=status) if status >= 400 else None
    attempt = Attempt("ours", None, status, error, 0.061, {}, {})
    outcome = Outcome.FAILED if error is not None else Outcome.DONE
    exchange = Exchange("GET", path, query, at, [attempt], outcome, 0.061)
    exchange.error = error
    return exchange


def texts(path: str, *exchanges: Exchange) -> dict[str, list[list[str]]]:
    return {
        section.title: [[cell.text for cell in row] for row in section.rows]
        for section in path_sections(path, _LISTED, exchanges)
    }


def test_a_path_with_a_slip_leads_to_those_that_are_like_it() -> None:
    assert texts("/v1/tag")["Similar paths"] == [["/v1/tags", ":tags"]]
    assert ["/v1/dictionaries/timezones", ":timezones"] in texts("/v1/timezones")["Similar paths"]
    assert texts("/v1/videos/1/odd")["Similar paths"][0] == ["/v1/videos", ":videos"]
    assert "Similar paths" not in texts("/zzzzzz")
    assert len(texts("/zzzzzz")["Lists of the API"]) == len(_LISTED)


def test_a_path_is_told_with_how_it_ended_before_and_others_with_how_often() -> None:
    told = texts(
        "/v1/x/1",
        asked("/v1/x/1", 404, 2),
        asked("/v1/x/2", 200, 1),
        asked("/v1/x/1", 200, 0, "2"),
    )
    found = told["This path in this session"]
    assert [row[0].split(" ", 1)[1] for row in found] == ["✗ 404", "✓ 200 · page 2"]
    assert told["Answered in this session"] == [["/v1/x/2", "1 ×"], ["/v1/x/1", "1 ×"]]
    assert told["Similar paths"] == [["/v1/x/2", "answered before"]]
    assert "This path in this session" not in texts("/v1/x/1")
