"""Whoever changes files of one folder takes turns, and waits for nobody who stands still."""

import contextlib
import errno
import threading
import time
from pathlib import Path

import pytest
from patience import until

from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.workspace.history import History


def test_turns_do_not_overlap_and_leave_nothing(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with alone_in(tmp_path):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert list(tmp_path.iterdir()) == []


def is_kept(store: ViewStore, name: str) -> bool:
    with contextlib.suppress(ViewStoreError):
        store.keep("videos", name, View())
        return True
    return False


def test_who_stands_still_is_not_waited_for_and_what_was_to_be_saved_is_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinescope_tui.services.files.file_lock._LIMIT_S", 0.0)
    store, history = ViewStore(tmp_path / "views.json"), History(tmp_path / "history")
    with alone_in(tmp_path):
        with pytest.raises(OSError, match="another program") as caught, alone_in(tmp_path):
            pytest.fail("two at once")
        assert caught.value.errno == errno.EBUSY
        with pytest.raises(ViewStoreError, match="another program is writing there"):
            store.keep("videos", "mine", View())
        history.add("videos")
    # The threads that waited have it for a moment.
    for _ in until(lambda: is_kept(store, "other")):
        time.sleep(0.001)
    assert list(ViewStore(tmp_path / "views.json").views("videos")) == ["mine", "other"]
    assert history.lines == ["videos"]
