"""What the command line remembers, and what it does not."""

import threading
from pathlib import Path

import pytest
from conftest import TOKEN

from kinescope_tui.services.files.file_lock import alone_in
from kinescope_tui.services.workspace import history as history_module
from kinescope_tui.services.workspace.history import History


def test_lines_are_there_again_at_the_next_start_the_newest_last_and_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history"
    for line in ("videos", "p7", "videos"):
        history = History(path)
        history.add(line)
        history.write()
    assert History(path).lines == ["p7", "videos"]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "line", [TOKEN, f"sort {TOKEN}", TOKEN[:20], f"Bearer {TOKEN[:5]}", "x" * 32, "a\x1bb"]
)
def test_what_may_be_a_token_is_kept_nowhere(tmp_path: Path, line: str) -> None:
    history = History(tmp_path / "history")
    history.add(line)
    history.write()
    assert history.lines == []
    assert not (tmp_path / "history").exists()


def test_it_is_bounded(tmp_path: Path) -> None:
    history = History(tmp_path / "history")
    for number in range(250):
        history.add(str(number))
    history.write()
    assert History(tmp_path / "history").lines == [str(number) for number in range(50, 250)]


def test_a_file_that_is_none_of_ours_or_a_folder_that_is_read_only_harms_nobody(
    tmp_path: Path,
) -> None:
    (tmp_path / "history").write_bytes(b"\xff\xfe\x00 no text")
    assert History(tmp_path / "history").lines == []
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "history")
    history.add("videos")
    history.write()
    assert history.lines == ["videos"]


async def test_what_was_typed_is_there_at_once_and_in_the_file_before_the_program_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history"
    path.write_text("earlier")
    history = History(path)
    history.add("videos")
    assert await history.recall() == ["earlier", "videos"]
    assert path.read_text() == "earlier"
    await history.settle()
    assert path.read_text() == "earlier\nvideos"
    history.add("tags")
    monkeypatch.setattr(history_module, "_LIMIT_S", 0.0)
    with alone_in(tmp_path):  # another program writes, and takes too long
        await history.settle()
        assert path.read_text() == "earlier\nvideos"
    hangs = threading.Event()
    monkeypatch.setattr(History, "_read", lambda _history: [str(hangs.wait())])
    assert await history.recall() == ["videos", "tags"]  # what was typed here
    hangs.set()
