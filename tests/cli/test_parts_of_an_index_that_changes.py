"""Rows that are read in parts are each written once, and it is told where some may be missing."""

from collections.abc import Sequence

import pytest

from kinescope_tui.api.models import Video
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.headless.parts import Parts


@pytest.mark.parametrize(
    ("read", "written", "is_whole"),
    [
        ([("abc", 5), ("de", 5)], "abcde", True),
        ([("abc", 5), ("de", None)], "abcde", True),
        ([("abc", 5), ("cde", 6)], "abcde", False),  # one came before them
        ([("abc", 5), ("cde", 5)], "abcde", False),  # and another one went
        ([("abc", 5), ("e", 4)], "abce", False),  # one went: d has moved into what was read
        ([("", 0)], "", True),
    ],
)
def test_rows_that_moved_are_written_once_and_told(
    read: Sequence[tuple[str, int | None]], written: str, is_whole: bool
) -> None:
    parts, found = Parts(), ""
    for ids, total in read:
        found += "".join(row.id for row in parts.new_in([Video(id=one) for one in ids], total))
    assert found == written
    if is_whole:
        parts.check()
    else:
        with pytest.raises(IncompleteError):
            parts.check()
