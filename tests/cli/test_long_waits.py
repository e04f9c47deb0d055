"""A command that waits long says so, once for each pause."""

from datetime import UTC, datetime, timedelta

import pytest

from kinescope_tui.api import Exchange, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.headless.long_waits import LongWaits
from kinescope_tui.services.workspace.journal import Journal

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


def put_off(wait_s: float, ends_s: float) -> Exchange:
    refused = errors.RateLimitedError("slow down", status=429)
    return Exchange(
        "GET", "/v1/videos", (), NOW, [Attempt("sent", status=429, error=refused)],
        Outcome.RETRYING, wait_s=wait_s, next_try_at=NOW + timedelta(seconds=ends_s),
    )  # fmt: skip


def test_each_long_pause_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal()
    journal.subscribe(LongWaits(journal).hear)
    for wait_s, ends_s in ((0.7, 0.7), (3_600, 3_600), (3_599.4, 3_600.5), (12.2, 3_700)):
        journal.record(put_off(wait_s, ends_s))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "429 · Too many requests: trying again in 3,600 s.",
        "429 · Too many requests: trying again in 13 s.",
    ]
