"""An interval is over when it is, and not before."""

from turned_clock import TurnedClock

from kinescope_tui.services.workspace.auto_refresh import INTERVALS, AutoRefresh


def test_nothing_is_due_without_an_interval() -> None:
    clock = TurnedClock()
    refresher = AutoRefresh(clock)
    clock.turn(10_000)
    assert not refresher.is_due


def test_each_interval_is_due_once_it_is_over_and_again_after_as_long() -> None:
    clock = TurnedClock()
    refresher = AutoRefresh(clock)
    for name, seconds in list(INTERVALS.items())[1:]:
        refresher.lengthen()
        assert (refresher.interval, bool(seconds)) == (name, True)
        for _ in range(2):
            due = []
            for passed in ((seconds or 0) - 1, 1, 5):  # whoever types is not disturbed
                clock.turn(passed)
                due.append(refresher.is_due)
            assert due == [False, True, True]
            refresher.begin()
    refresher.lengthen()
    clock.turn(10_000)
    assert (refresher.interval, refresher.is_due) == ("", False)
