"""Files are whole or not there, and nothing is replaced unasked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinescope_tui.services.files.atomic_file import FileThereError, SaveError, save_file


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    save_file(tmp_path / "a.har", b"all of it")
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == b"all of it"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_is_replaced_on_purpose_only(tmp_path: Path) -> None:
    file = tmp_path / "a.har"
    file.write_bytes(b"old")
    with pytest.raises(FileThereError):
        save_file(file, b"new")
    assert file.read_bytes() == b"old"
    save_file(file, b"new", replaces=True)
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder"])
@pytest.mark.parametrize("replaces", [True, False])
def test_what_is_no_plain_file_is_left_alone(tmp_path: Path, kind: str, replaces: bool) -> None:
    place, target = tmp_path / "x.har", tmp_path / "target"
    if kind == "link":
        target.write_bytes(b"old")
        place.symlink_to(target)
    elif kind == "dangling":
        place.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SaveError, match="not a regular file"):
        save_file(place, b"new", replaces=replaces)
    assert sorted(tmp_path.iterdir()) == before
    assert kind != "link" or target.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["gone/x.har", "x" * 300, "a\0b", "file/x.har"])
def test_a_name_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveError) as caught:
        save_file(tmp_path / name, b"x")
    assert caught.value.next_step
    assert len(list(tmp_path.iterdir())) == 1


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path) -> None:
    # A limit on the size of files fails like a full disk: late, and after a part was written.
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from kinescope_tui.services.files.atomic_file import SaveError, save_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: save_file(Path(sys.argv[1]), b'x' * 5000, replaces=True)\n"
        "except SaveError as error: print(error.message)"
    )
    file = tmp_path / "a.har"
    file.write_bytes(b"old")
    told = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
    )
    assert "File too large" in told.stdout
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
