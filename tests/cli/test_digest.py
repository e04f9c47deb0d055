"""`digest` writes a week beside the week before, and says what of it could not be read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from command_line import NOTHING_KEPT
from usage_answers import usage_answer

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.cli import cli
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.presentation.digest.digest_parts import digest_parts
from kinescope_tui.services.analytics.report import Report, ReportEntry
from kinescope_tui.services.billing.usage import ENCODING, Series
from kinescope_tui.services.digest.digest import Digest, Failures
from kinescope_tui.services.time.time_range import TimeRange

EXCHANGE = Exchange("GET", "/v1/analytics", (), datetime(2026, 8, 8, tzinfo=UTC))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(12)


def digest(demo: DemoServer, *words: str) -> Result:
    environment = {
        "KINESCOPE_API_TOKEN": demo.token,
        "KINESCOPE_BASE_URL": demo.base_url,
        **NOTHING_KEPT,
    }
    return CliRunner().invoke(cli, ["digest", *words], env=environment)


def test_a_digest_has_views_movers_failures_usage_and_invoices(demo: DemoServer) -> None:
    told = digest(demo, "--from", "-90d")
    assert told.exit_code == 0
    for title in ("Views", "Biggest changes", "Failed videos", "Usage", "Invoices"):
        assert f"## {title}\n" in told.stdout
    assert "The previous period is" in told.stdout
    assert "| Storage, average |" in told.stdout
    assert "| overdue |" in told.stdout
    assert demo.token not in told.stdout


def test_failed_videos_and_movers_are_named_and_the_rest_is_counted() -> None:
    start, end = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 8, 8, tzinfo=UTC)
    videos = [
        Video(id=f"v{n}", title=f"Video {n}", status="error", created_at=start) for n in range(12)
    ]
    digest = Digest(TimeRange.of(start.date(), date(2026, 8, 7)), (start, end), end)
    digest.failures = Failures(videos, is_more=True)
    mover = ReportEntry(id="v1", name="Video 1", views=3.0, before=10.0)
    digest.movers = Report([mover], 1, 2, EXCHANGE, received=2)
    parts = {part.title: part for part in digest_parts(digest, UTC)}
    failed = parts["Failed videos"]
    assert failed.rows[0] == ("Video 0", "error", "2026-08-01 00:00")
    assert len(failed.rows) == 10
    assert failed.notes[0] == "Showing the newest of 12+."
    assert "does not say why a video failed" in failed.notes[1]
    assert parts["Biggest changes"].rows == [("Video 1", "3", "10", "-7")]
    assert parts["Usage"].notes == ("Could not be read: no response.",)


@pytest.mark.parametrize(
    ("days", "complete", "before", "told", "note"),
    [
        # The last day is under way.
        ([10] * 7, 6, [10] * 7, ("60 min", "60 min", "= 0.0 %"), "Only 6 full days of"),
        # Of three days nothing came.
        ([10] * 4 + [None] * 3, None, [10] * 7, ("40 min", "40 min", "= 0.0 %"), "Only 4 full"),
        ([7], 0, [10], ("7 min", "10 min", "—"), "No full day of"),
        ([10] * 7, None, [20] * 7, ("70 min", "140 min", "▼ 50.0 %"), ""),
    ],
)
def test_usage_is_compared_by_the_days_that_both_periods_have(
    days: list[float | None],
    complete: int | None,
    before: list[float | None],
    told: tuple[str, ...],
    note: str,
) -> None:
    first, end = date(2026, 8, 8), datetime(2026, 8, 15, tzinfo=UTC)
    now = usage_answer(Series(ENCODING, first, days), complete=complete)
    earlier = usage_answer(Series(ENCODING, first - timedelta(days=len(before)), before))
    digest = Digest(now.question.range, (end, end), end, usage=(now, earlier))
    usage = next(part for part in digest_parts(digest, UTC) if part.title == "Usage")
    assert [row[1:] for row in usage.rows] == [told]
    compared = [text for text in usage.notes if "compared" in text]
    assert [text.startswith(note) for text in compared] == [True] * bool(note)


@pytest.mark.parametrize(
    ("words", "step", "title"),
    [
        (["--from", "-12h", "--to", "now"], "hour", ":00 → "),
        (["--from", "-99h", "--to", "now"], "day", "20"),  # widened
        (["--from", "-6d", "--to", "today"], "day", "20"),
    ],
)
def test_what_is_shorter_than_days_is_compared_by_hours(
    demo: DemoServer, words: list[str], step: str, title: str
) -> None:
    demo.requests.clear()
    told = digest(demo, *words)
    assert told.exit_code == 0
    asked = [request.target for request in demo.requests if "/v1/analytics?" in request.target]
    assert asked
    assert all(f"group={step}" in target for target in asked)
    assert title in told.stdout.splitlines()[0]
    other = {"hour": "full day", "day": "full hour"}[step]
    assert other not in told.stdout.split("## Biggest")[0]


def test_what_cannot_be_read_is_said_and_the_rest_is_written(demo: DemoServer) -> None:
    demo.faults[:] = [Fault.parse("403@/v1/billing/usage"), Fault.parse("404@/v1/billing/invoices")]
    try:
        told = digest(demo, "--format", "html")
        assert told.exit_code == 4
        assert told.stdout.startswith("<!doctype html>")
        assert told.stdout.count("Could not be read:") == 2
        assert "INCOMPLETE: usage could not be read." in told.stderr
        demo.faults[:] = [Fault.parse("401")]
        assert digest(demo).exit_code == 3
    finally:
        demo.faults.clear()
    assert digest(demo, "--from", "someday").exit_code == 2
