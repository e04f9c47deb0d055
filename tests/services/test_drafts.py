"""A draft lives until it is in its place or dropped, and is whole up to the last record."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.files import atomic_file, file_lock
from kinescope_tui.services.files.atomic_file import (
    AtomicFile,
    FileThereError,
    SaveError,
    typed_path,
)

save = atomic_file.save_file
put_down = atomic_file._put_down  # noqa: SLF001 - a disk is full at a byte of the test's choice


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".*.part"))


def disk_of(room: Callable[[], int]) -> Any:
    def put(file: Any, at: int, content: bytes) -> None:
        fits = max(0, room() - at)
        put_down(file, at, content[:fits])
        if fits < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return patch.object(atomic_file, "_put_down", put)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=9), max_size=8), st.integers(0, 60))
def test_what_does_not_fit_whole_is_not_there_at_all(
    tmp_path_factory: pytest.TempPathFactory, records: list[bytes], room: int
) -> None:
    folder = tmp_path_factory.mktemp("disk")
    draft, left = AtomicFile(folder / "x.csv"), [room]
    with disk_of(lambda: left[0]):
        for record in records:
            try:
                draft.write(record)
            except SaveError:
                left[0] = 1_000
                draft.write(record)
        left[0] = 1_000
        assert draft.commit(b"end").read_bytes() == b"".join(records) + b"end"


@pytest.mark.parametrize("part", ["fsync", "link", "ending"])
def test_a_draft_that_cannot_go_to_its_place_can_be_put_there_later(
    tmp_path: Path, part: str
) -> None:
    draft = AtomicFile(tmp_path / "x.csv")
    draft.write(b"rows")
    full = OSError(errno.ENOSPC, "full")
    breaks = disk_of(lambda: 5) if part == "ending" else patch.object(os, part, side_effect=full)
    with breaks, pytest.raises(SaveError):
        draft.commit(b"end")
    assert drafts(tmp_path)
    assert draft.commit(b"end").read_bytes() == b"rowsend"
    assert drafts(tmp_path) == []


def test_a_name_that_was_taken_meanwhile_costs_nothing(tmp_path: Path) -> None:
    draft, other = AtomicFile(tmp_path / "x.csv"), tmp_path / "x.csv"
    draft.write(b"rows")
    other.write_bytes(b"somebody's")
    for _ in range(2):
        with pytest.raises(FileThereError, match="created in the meantime"):
            draft.commit()
    with pytest.raises(FileThereError):
        draft.move(other, replaces=False)
    assert other.read_bytes() == b"somebody's"
    draft.move(tmp_path / "y.csv", replaces=False)
    assert draft.commit() == tmp_path / "y.csv"


def test_a_name_that_nobody_was_asked_about_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"agreed to")
    for n in range(3):
        draft = AtomicFile(tmp_path / "x.csv", replaces=True)
        draft.write(b"%d" % n)
        draft.commit(mark="incomplete")
    found = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert found == {
        "x.csv": b"agreed to",
        "x.incomplete.csv": b"0",
        "x.incomplete-2.csv": b"1",
        "x.incomplete-3.csv": b"2",
    }


@pytest.mark.parametrize("number", [errno.EPERM, errno.EINVAL])
def test_a_disk_without_links_replaces_nothing_either(tmp_path: Path, number: int) -> None:
    draft = AtomicFile(tmp_path / "x.csv")
    draft.write(b"rows")
    (tmp_path / "x.csv").symlink_to(tmp_path / "nowhere")
    with patch.object(os, "link", side_effect=OSError(number, "no links")):
        with pytest.raises(FileThereError):
            draft.commit()
        (tmp_path / "x.csv").unlink()
        assert draft.commit().read_bytes() == b"rows"


def test_what_was_written_goes_along_to_another_disk(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    draft = AtomicFile(tmp_path / "x.csv")
    draft.write(b"rows")
    with disk_of(lambda: 2), pytest.raises(SaveError):
        draft.move(there / "y.csv", replaces=False)
    assert drafts(there) == []
    assert len(drafts(tmp_path)) == 1
    draft.move(there / "y.csv", replaces=False)
    assert drafts(tmp_path) == []
    draft.write(b" and more")
    assert draft.commit().read_bytes() == b"rows and more"


def test_saves_into_one_folder_at_one_instant_all_arrive(tmp_path: Path) -> None:
    failed: list[Exception] = []

    def save_many(name: int) -> None:
        for n in range(40):
            try:
                save(tmp_path / f"{name}-{n % 4}.csv", b"x" * n, replaces=True)
            except SaveError as error:
                failed.append(error)

    threads = [threading.Thread(target=save_many, args=(name // 2,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(list(tmp_path.iterdir())) == 16


def test_a_draft_that_is_swept_before_it_is_held_is_made_anew(tmp_path: Path) -> None:
    swept: list[Path] = []
    lock = file_lock.hold

    def lock_late(descriptor: int) -> bool | None:
        for draft in drafts(tmp_path)[: not swept]:
            draft.unlink()
            swept.append(draft)
        return lock(descriptor)

    with patch.object(atomic_file, "hold", lock_late):
        save(tmp_path / "x.csv", b"x")
    assert swept
    assert (tmp_path / "x.csv").read_bytes() == b"x"


def test_drafts_are_swept_where_nobody_tells_whose_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = AtomicFile(tmp_path / "left.csv")
    left._file.close()  # noqa: SLF001 - as if its program had been killed
    monkeypatch.delattr(os, "geteuid")
    save(tmp_path / "x.csv", b"x")
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("way", ["replaced", "new", "marked", "without links"])
def test_nothing_is_moved_while_it_is_open_where_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    opened: list[Any] = []
    refused = [PermissionError(errno.EACCES, "used by another process")]
    replace, link, fdopen = Path.replace, os.link, os.fdopen

    def open_file(*words: Any) -> Any:
        opened.append(fdopen(*words))
        return opened[-1]

    def as_windows(move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(*words: Any) -> Any:
            if refused:
                raise refused.pop()
            assert all(file.closed for file in opened)
            return move(*words)

        return moved

    monkeypatch.setattr(atomic_file, "hold", lambda _descriptor: None)
    monkeypatch.setattr(os, "fdopen", open_file)
    monkeypatch.setattr(Path, "replace", as_windows(replace))
    no_links = patch.object(os, "link", side_effect=OSError(errno.EPERM, "no links"))
    with no_links if way == "without links" else patch.object(os, "link", as_windows(link)):
        draft = AtomicFile(tmp_path / "x.csv", replaces=way == "replaced")
        draft.write(b"rows")
        mark = "incomplete" if way == "marked" else ""
        with pytest.raises(SaveError, match="used by another process"):
            draft.commit(mark=mark)
        draft.write(b", more")
        assert draft.commit(b", end", mark=mark).read_bytes() == b"rows, more, end"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "name",
    [".x.csv.1234.part", ".kinescope-tui-00000000-0123456789abcdef.part", ".kinescope-tui-.part"],
)
def test_what_is_not_ours_is_not_swept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"another program's, or another computer's")
    save(tmp_path / "x.csv", b"x")
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("text", ["~nobody-of-this-name/x.csv", " ~nobody-of-this-name "])
def test_a_home_folder_that_nobody_has_is_told(text: str) -> None:
    with pytest.raises(SaveError, match="home folder"):
        typed_path(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_for_a_name_is_a_file_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        draft = AtomicFile(folder / typed_path(text).name)
    except SaveError:
        return
    draft.discard()
