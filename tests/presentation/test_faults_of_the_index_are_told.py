"""Each fault of the index has a headline of its own, and a next step; so has the settings' line."""

from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.settings_page import index_fact
from kinescope_tui.services.index import index_errors as faults


def test_each_fault_has_words_of_its_own() -> None:
    found = [
        faults.NoIndexError(), faults.OtherOwnerError(), faults.OtherVersionError(),
        faults.DamagedIndexError(), faults.BusyIndexError(), faults.FullDiskError(),
        faults.IndexBoundError(100), faults.QueryStoppedError(), faults.QueryError("x"),
        faults.IndexFaultError("x"),
    ]  # fmt: skip
    words = [problem_of(fault) for fault in found]
    assert len({one.headline for one in words}) == len(found)
    assert all(one.next_step and len(one.word) <= 14 for one in words)
    assert "Nothing was sent" not in {one.headline for one in words}


def test_the_settings_tell_how_large_the_index_is() -> None:
    assert index_fact(0, 100).value == "none yet, at most 104.9 MB"
    assert index_fact(5_000_000, 100).value == "5.0 MB, at most 104.9 MB"
    assert index_fact(None, 100).value == "—, at most 104.9 MB"
