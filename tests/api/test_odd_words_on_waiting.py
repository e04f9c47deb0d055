"""What gateways make of `Retry-After` is taken as far as it means a time to wait."""

from datetime import UTC, datetime

import pytest
from turned_clock import TurnedClock

from kinescope_tui.api.pacing import PER_MINUTE, PER_SECOND, Pacer
from kinescope_tui.api.retry import asked_wait_s, parse_retry_after

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("3, 3", 3), ("3, 60", 60), ("3, ", None), ("nan, 3", None), ("-1, -2", None), ("3 60", None)],
)
def test_of_several_numbers_the_longest_holds(said: str, seconds: float | None) -> None:
    assert parse_retry_after(said, NOW) == seconds


@pytest.mark.parametrize("said", ["0", "Fri, 21 Aug 2026 11:59:00 GMT"])
def test_no_time_at_all_is_no_pause_after_which_the_window_is_open(said: str) -> None:
    clock = TurnedClock()
    pacer = Pacer(clock=clock)
    asked_s = asked_wait_s({"retry-after": said}, NOW)
    assert asked_s == 0
    pause_s = pacer.refused(asked_s, clock.monotonic())
    assert PER_SECOND.seconds <= pause_s < 2
    assert pacer.pace.is_paused
    clock.turn(pause_s + 0.001)
    assert pacer.refused(asked_s, clock.monotonic()) >= PER_MINUTE.seconds
