"""Requests as the screen draws them: in words, with bars, meters, and what they mean in steps."""

from datetime import UTC, datetime

import pytest
from conftest import FULL, TOKEN
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kinescope_tui.api import Exchange, Token, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.api.pacing import Pace
from kinescope_tui.presentation.requests.exchange_page import (
    exchange_section,
    exchange_title,
    meaning_sections,
)
from kinescope_tui.presentation.requests.latency import (
    latency_bar,
    latency_facts,
    latency_share,
    latency_strip,
    rate_meters,
)
from kinescope_tui.presentation.requests.request_words import request_words
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.resources.requests import WIDE_REQUEST_COLUMNS, causes_text
from kinescope_tui.services.requests.causes import causes, same_failures

AT = datetime(2026, 8, 22, 12, tzinfo=UTC)


def asked(
    seconds: float | None = 0.061, *query: tuple[str, str], path: str = "/v1/videos"
) -> Exchange:
    made = Exchange("GET", path, query, AT, [Attempt("sent", "given", 200)], Outcome.DONE, seconds)
    made.attempts[0].sent_headers = {"Authorization": "····"}
    made.size = 0
    return made


def refused() -> Exchange:
    made = asked()
    error = errors.ForbiddenError("access denied", status=403, code=100103)
    made.error = made.attempts[0].error = error
    made.attempts[0].status, made.outcome = 403, Outcome.FAILED
    return made


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ((), ""),
        ((("page", "2"), ("per_page", "100"), ("order", "created_at.desc,title.asc")),
         "page 2 · created ▼ title ▲"),
        ((("per_page", "100"),), "100 a page"),
        ((("status[]", "done"), ("status[]", "error"), ("q", "a\nb")), "done, error · “a b”"),
        ((("from", "2026-08-01"), ("to", "2026-08-22"), ("group", "hour")),
         "1 Aug – 22 Aug · by hour"),
        ((("from", "soon"), ("odd", "")), "soon– · odd "),
    ],
)  # fmt: skip
def test_parameters_are_told_as_people_say_them(
    query: tuple[tuple[str, str], ...], words: str
) -> None:
    assert request_words(asked(None, *query)) == ("/v1/videos", words)


def test_no_token_is_told_in_words_or_on_the_wire() -> None:
    OWN_SECRETS.add(Token.parse(TOKEN))
    made = asked(None, ("q", TOKEN), path=f"/v1/videos/{TOKEN}")
    cells = [column.cell(made).text for column in WIDE_REQUEST_COLUMNS]
    wire = [cell.text for row in exchange_section(made).rows for cell in row]
    assert TOKEN not in str([*cells, *wire, exchange_title(made), *meaning_sections(made)])


@given(st.lists(st.floats(allow_nan=True) | st.none(), max_size=30), st.integers(-1, 40))
@settings(max_examples=300 if FULL else 30)
def test_a_strip_fits_whatever_took_however_long(times: list[float | None], width: int) -> None:
    lines, count = latency_strip([asked(seconds) for seconds in times], width, 3)
    assert len(lines) == 3
    assert all(cell_len("".join(cell.text for cell in line)) <= max(0, width) for line in lines)
    assert count <= min(len(times), max(0, width))
    assert all(0 <= latency_share(seconds) <= 1 for seconds in times)


def test_longer_takes_more_room_by_tenfolds_and_failures_are_told_apart() -> None:
    lengths = [len(latency_bar(asked(s), 9).text) for s in (0.0, 0.01, 0.1, 1.0, 10.0, 99.0)]
    assert lengths == [1, 1, 3, 6, 9, 9]
    assert latency_bar(refused(), 9).tone is Tone.BAD
    lines, count = latency_strip([asked(10.0), refused(), asked(None)], 6, 2)
    assert count == 2
    assert [[cell.text for cell in line] for line in lines] == [["███", "   "], ["███", "▄▄▄"]]
    assert [cell.tone for cell in lines[1]] == [Tone.BUSY, Tone.BAD]
    assert latency_facts([asked(0.05), asked(2.0)]) == "p50 50 ms · p95 50 ms · max 2.0 s"


@pytest.mark.parametrize("width", [0, 12, 40])
def test_meters_tell_how_near_the_limits_are(width: int) -> None:
    second, minute, waits = rate_meters(Pace(300, 2.5, used_now=2), width)
    for line in (second, minute):
        assert len("".join(cell.text for cell in line)) == max(20, width)
    assert second[-1].text.strip() == "2 of 10"
    assert minute[1].tone is Tone.BAD
    assert waits[0].text == "next one in 3 s: rate limit reached"
    spaced = Pace(150, 0.1, used_now=9, is_spacing=True)
    assert rate_meters(spaced, width)[-1][0].text == "spacing out background requests"


def test_a_failure_is_told_with_numbered_steps_and_its_title() -> None:
    made, others = refused(), [refused(), asked()]
    title, (words, steps, facts) = meaning_sections(made, same_failures(made, [made, *others]))
    assert title == "✗ 403 ACCESS_DENIED"
    assert words.rows[0][0].text.endswith(".")
    assert [row[0].text for row in steps.rows] == [str(n + 1) for n in range(len(steps.rows))]
    told = {row[0].text: row[1].text for row in facts.rows}
    assert told["id"] == "given"
    assert told["seen"] == "2 times in this session"
    assert exchange_title(made) == "403 GET /v1/videos"
    assert causes_text(causes([made, *others])) == "✗ 403 /v1/videos ×2"
    assert causes_text([]) == ""
