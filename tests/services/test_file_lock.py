"""Whoever changes files of one folder takes turns, and waits for nobody who stands still."""

import contextlib
import errno
import threading
import time
from pathlib import Path

import pytest
from patience import PATIENCE_S, until

from kinescope_tui.services.files import file_lock
from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.workspace.history import History


def test_turns_do_not_overlap_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells, asked, steps = file_lock.hold, threading.Event(), list[str]()

    def hold(descriptor: int) -> bool | None:
        found = tells(descriptor)
        if threading.current_thread() is other:
            steps.append("refused" if found is False else "let in")
            asked.set()
        return found

    def work() -> None:
        with alone_in(tmp_path):
            steps.append("inside")

    other = threading.Thread(target=work, daemon=True)
    monkeypatch.setattr(file_lock, "hold", hold)
    monkeypatch.setattr(file_lock, "_LIMIT_S", PATIENCE_S)
    with alone_in(tmp_path):
        other.start()
        assert asked.wait(PATIENCE_S)
        steps.append("left")
    other.join(PATIENCE_S)
    assert steps == ["refused", "left", "inside"]
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
        history.write()
    # The threads that waited have it for a moment.
    for _ in until(lambda: is_kept(store, "other")):
        time.sleep(0.001)
    assert list(ViewStore(tmp_path / "views.json").views("videos")) == ["mine", "other"]
    assert history.lines == ["videos"]
