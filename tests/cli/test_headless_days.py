"""Days without a screen: dates that no calendar has, zones that nobody named, and UTC days."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from command_line import ask
from scripted_server import ScriptedServer, answer, overview

from kinescope_tui.headless.exit_status import ExitStatus


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_date_at_the_edge_of_the_calendar_costs_its_bucket_and_is_said(
    scripted: ScriptedServer, in_zone: Callable[[str], None], form: str
) -> None:
    in_zone("America/New_York")
    dates = ("0001-01-01T00:00:00Z", "2026-06-01T21:00:00Z", "9999-12-31T23:59:59Z")
    scripted.script = [overview(*dates, zone="Europe/Moscow")]
    told = ask(
        scripted, "analytics", "--from", "2026-06-01", "--to", "2026-06-03", "--format", form
    )
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert "INCOMPLETE: 2 buckets had no date." in told.stderr
    assert "2026-06-02" in told.stdout
    if form == "json":
        assert len(json.loads(told.stdout)["timeline"]) == 1


def test_a_bucket_that_is_missing_has_no_number_and_one_that_comes_twice_is_written_once(
    scripted: ScriptedServer,
) -> None:
    dates = ("2026-06-01T21:00:00Z", "2026-06-03T21:00:00Z", "2026-06-03T21:00:00Z")
    scripted.script = [overview(*dates, zone="Europe/Moscow")]
    told = ask(
        scripted, "analytics", "--from", "2026-06-01", "--to", "2026-06-09", "--format", "csv"
    )
    assert told.exit_code == ExitStatus.OK
    assert told.stderr == "1 day without data.\n1 repeated bucket left out.\n"
    rows = told.stdout.splitlines()[1:]
    assert [row[:10] for row in rows] == ["2026-06-02", "2026-06-03", "2026-06-04"]
    assert rows[1].partition(",")[2].strip(",") == ""


def test_whose_days_they_are_is_said_where_the_answer_does_not(scripted: ScriptedServer) -> None:
    for zone, told in (
        ("Europe/Moscow", ""),
        ("", "Days are in UTC of this computer (no zone received).\n"),
        ("Mars/Base", "Days are in UTC of this computer (unknown zone Mars/Base received).\n"),
    ):
        scripted.script = [overview("2026-06-01T21:00:00Z", zone=zone)]
        found = ask(scripted, "analytics", "--from", "2026-06-01", "--format", "jsonl")
        assert (found.exit_code, found.stderr) == (ExitStatus.OK, told)


def test_usage_is_of_days_of_utc_whatever_day_it_is_here(
    scripted: ScriptedServer, in_zone: Callable[[str], None]
) -> None:
    in_zone("Pacific/Kiritimati")  # UTC+14: most of the day it is tomorrow there
    scripted.script = [answer({"data": []})]
    utc = datetime.now(UTC)
    here = (utc + timedelta(hours=14)).date()
    told = ask(scripted, "usage", "--from", "2026-06-01", "--to", str(here))
    assert told.exit_code == ExitStatus.OK
    asked = date.fromisoformat(scripted.requests[0].target.rpartition("&to=")[2])
    assert asked in {min(here, moment.date()) for moment in (utc, datetime.now(UTC))}
    assert ("counted in UTC days" in told.stderr) == (here > asked)
    assert ask(scripted, "usage", "--from", "-12h").exit_code == ExitStatus.OK
    assert "T" not in scripted.requests[-1].target.partition("?")[2]
