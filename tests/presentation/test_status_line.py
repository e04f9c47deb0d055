"""The status line: one grammar, at every width."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scripted_server import REQUEST_ID

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.pacing import Pace
from kinescope_tui.presentation.requests.status_line import (
    LEAST,
    MAY_GO,
    StatusLine,
    short_id,
    status_line,
)

NOW = datetime(2026, 8, 21, 9, 3, 7, tzinfo=UTC)


def exchange(outcome: Outcome, **options: Any) -> Exchange:
    made = Exchange("GET", "/v1/videos", (("page", "2"),), NOW, outcome=outcome, **options)
    if outcome is not Outcome.WAITING:
        status = None if outcome is Outcome.ASKING else 503 if outcome is Outcome.RETRYING else 200
        made.attempts.append(Attempt("ours-000-1", REQUEST_ID, status))
    return made


def line_of(
    made: Exchange, width: int, after: timedelta = timedelta(minutes=3), **options: Any
) -> tuple[str, StatusLine]:
    line = status_line(made, width=width, now=NOW + after, **options)
    cells = [*line.before, line.elastic, *line.after, *line.right]
    return "  ".join(cell.text for cell in cells if cell.text), line


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.RETRYING, Outcome.FAILED])
def test_the_request_id_is_whole_where_it_fits(outcome: Outcome) -> None:
    error = errors.ServerError("boom", status=503) if outcome is Outcome.FAILED else None
    for width in range(40, 141):
        text, line = line_of(exchange(outcome, error=error), width)
        assert f"req {REQUEST_ID[:8]}" in text
        assert "req" not in line.elastic.text  # what may be cut
        right = [cell for cell in line.right if cell.tone not in MAY_GO]
        stays = [*line.before, *line.after, *right]
        taken = 2 + LEAST + 2 + sum(len(cell.text) + 2 for cell in stays if cell.text)
        if REQUEST_ID in text:
            assert taken <= width
        else:
            assert taken + len(REQUEST_ID) - 8 > width
        assert REQUEST_ID in text or outcome is Outcome.RETRYING or width < 80


WAIT = {"wait_s": 2.4, "next_try_at": NOW + timedelta(minutes=3, seconds=2.4)}


@pytest.mark.parametrize("width", [72, 80, 100, 140])
@pytest.mark.parametrize(
    ("made", "begins", "holds", "ends"),
    [
        (
            exchange(Outcome.DONE, duration_s=0.184),
            "✓ 200  GET /v1/videos?page=2   184 ms  req 7127f2d7",
            "",
            "3 min ago",
        ),
        (exchange(Outcome.WAITING), "◌ ···  GET /v1/videos?page=2", "", "waiting 180 s · esc stop"),
        (exchange(Outcome.ASKING), "◌ ···  GET /v1/videos?page=2", "req 7127f2d7", "esc stop"),
        (
            exchange(Outcome.RETRYING, **WAIT),
            "↻ 503  GET",
            "req 7127f2d7",
            "next try in  3 s · r now, esc stop",
        ),
        (
            exchange(
                Outcome.FAILED,
                error=errors.ForbiddenError("access\ndenied", status=403, code=100103),
            ),
            "✗ 403  100103",
            "access denied",
            "t enters another token",
        ),
        (
            exchange(Outcome.FAILED, error=errors.UnreachableError("no route")),
            "✗ unreachable  req 7127f2d7",
            "no route",
            "r retries",
        ),
    ],
    ids=["done", "waiting", "asking", "retrying", "refused", "unreachable"],
)
def test_the_line_tells_the_outcome_at_every_width(
    made: Exchange, begins: str, holds: str, ends: str, width: int
) -> None:
    text, _ = line_of(made, width)
    assert text.startswith(begins)
    assert holds in text
    assert text.endswith(ends)


def test_without_room_the_keys_go_before_the_countdown() -> None:
    text, _ = line_of(exchange(Outcome.RETRYING, **WAIT), 60)
    assert text.endswith("next try in  3 s")
    refused = errors.ForbiddenError("access denied", status=403, code=100103)
    text, line = line_of(exchange(Outcome.FAILED, error=refused), 40)
    assert text.startswith("✗ 403  100103  req 7127f2d7  access denied")
    assert sum(len(cell.text) + 2 for cell in line.before) < 40


def test_a_quick_request_shows_no_waiting() -> None:
    text, _ = line_of(exchange(Outcome.ASKING), 80, timedelta(seconds=0.9))
    assert "waiting" not in text


def test_the_countdown_keeps_its_width_and_a_clock_that_jumps_does_no_harm() -> None:
    made = exchange(
        Outcome.RETRYING, wait_s=12.0, next_try_at=NOW + timedelta(seconds=12), duration_s=0.1
    )
    told = [line_of(made, 80, timedelta(seconds=after))[0] for after in (0, 1.5, 5, 11.9, 99)]
    assert len({len(text) for text in told}) == 1
    assert "in 12 s" in told[0]
    assert "in 11 s" in told[1]
    assert "in  0 s" in told[-1]
    assert "in 12 s" in line_of(made, 80, timedelta(days=-1))[0]
    done = exchange(Outcome.DONE, duration_s=0.1)
    assert "just now" in line_of(done, 80, timedelta(days=-1))[0]


def test_waiting_for_the_rate_limit_says_so_and_who_said_429() -> None:
    made = exchange(Outcome.WAITING)
    text, _ = line_of(made, 80, pace=Pace(300, 12.2))
    assert "rate limit, turn in 13 s · esc stop" in text
    assert "rate 300/300" in text
    text, _ = line_of(made, 80, pace=Pace(150, 0.1, is_spacing=True))
    assert "waiting " in text
    assert "limit" not in text
    text, _ = line_of(made, 80, pace=Pace(3, 2.5, is_paused=True))
    assert "429, pause of  3 s · r now, esc stop" in text


def test_the_budget_shows_when_it_is_being_used_up() -> None:
    made = exchange(Outcome.DONE, duration_s=0.1)
    assert "rate" not in line_of(made, 80, pace=Pace(199))[0]
    assert "rate 200/300" in line_of(made, 80, pace=Pace(200))[0]


def test_a_watch_shows_while_it_is_on() -> None:
    made = exchange(Outcome.DONE, duration_s=0.1)
    assert "↻ every 15 s" in line_of(made, 80, watch="15 s")[0]
    assert "every" not in line_of(made, 80)[0]


def test_other_requests_that_are_out_show_in_the_sign_of_a_good_answer_only() -> None:
    assert line_of(exchange(Outcome.DONE), 100, busy=True)[0].startswith("◌ 200")
    failed = exchange(Outcome.FAILED, error=errors.ServerError("x", status=500))
    assert line_of(failed, 100, busy=True)[0].startswith("✗ 500")


def test_our_own_id_is_told_when_no_answer_came() -> None:
    made = exchange(Outcome.FAILED, error=errors.DeadlineError("no answer"))
    made.attempts[-1] = Attempt("ours-000-1")
    assert "our req ours-000-1" in line_of(made, 140)[0]
    assert "our req ours-000  " in line_of(made, 30)[0]


def test_a_hostile_id_stays_one_line() -> None:
    assert short_id("a\nb\tc" + "d" * 5_000) == "a b cddd"
    assert short_id("") == ""
