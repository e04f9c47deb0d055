"""Each fault of the index has a headline of its own, and a next step; so has the settings' line."""

from kinescope_tui.presentation.requests.problems import problem_of
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
