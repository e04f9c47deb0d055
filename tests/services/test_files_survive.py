"""What is on the disk survives kills, full disks and odd places."""

import importlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import FULL, TOKEN
from fork_server import FORK_SERVER

from kinescope_tui.api import Token
from kinescope_tui.services.files.atomic_file import AtomicFile, SaveError, save_file
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.services.setup.report_folder import ReportFolder
from kinescope_tui.services.setup.settings import DEFAULT_THEME, load_settings
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.state_store import StateStore

KILLS = 200 if FULL else 15
SIZE = 300_000
NOBODY = 65_534


@pytest.mark.parametrize("kind", ["file", "export", "report"])
def test_a_kill_at_any_moment_leaves_whole_files(tmp_path: Path, kind: str) -> None:
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    program = Path(__file__).parent / "writing_program.py"
    interrupted = 0
    for _ in range(KILLS // 3 if kind == "report" else KILLS):
        heard, said = os.pipe()
        words: list[str | Path] = [program, kind, tmp_path / "a.json"]
        process = FORK_SERVER.start(words, os.environ, [said] * 3)
        os.close(said)
        with os.fdopen(heard) as stdout:
            assert stdout.readline() == "ready\n"
        time.sleep(chance.random() * 0.03)
        process.kill()
        process.wait()
        for file in tmp_path.iterdir():
            if file.suffix == ".part":
                interrupted += 1
                continue
            content = file.read_bytes()
            assert len(content) == SIZE
            assert set(content) == {content[0]}
            if kind == "export":
                file.unlink()
    assert interrupted
    # The next program takes away what the killed ones left.
    save_file(tmp_path / "next.json", b"{}", replaces=True)
    assert [file for file in tmp_path.iterdir() if file.suffix == ".part"] == []


def test_the_draft_of_a_program_that_lives_stays(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kinescope_tui.services.files.atomic_file import AtomicFile\n"
        "draft = AtomicFile(Path(sys.argv[1])); draft.write(b'x'); print('ready', flush=True)\n"
        "sys.stdin.read(); draft.commit()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "a.csv"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        save_file(tmp_path / "b.csv", b"y")
        assert len(list(tmp_path.glob(".*.part"))) == 1
        process.communicate()
    assert {file.name for file in tmp_path.iterdir()} == {"a.csv", "b.csv"}


def test_what_only_looks_like_a_draft_stays(tmp_path: Path) -> None:
    for name in ("a.part", ".a.part", ".a.b.part"):
        (tmp_path / name).write_text("somebody's")
    (tmp_path / ".a.1.part").symlink_to(tmp_path / "a.part")
    save_file(tmp_path / "b.csv", b"y")
    assert len(list(tmp_path.iterdir())) == 5


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs a user who may mount a file system")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_is_told_and_the_old_file_is_whole(tiny_disk: Path) -> None:
    file = tiny_disk / "views.json"
    save_file(file, b"old")
    with pytest.raises(SaveError, match="No space left on device"):
        save_file(file, b"x" * 100_000, replaces=True)
    assert file.read_bytes() == b"old"
    assert list(tiny_disk.iterdir()) == [file]
    assert ReportFolder(tiny_disk).keep("x" * 100_000) is None
    store = ViewStore(file)
    store.views("videos")
    with pytest.raises(ViewStoreError, match="No space left on device"):
        store.keep("videos", "x" * 100_000, View())


def test_a_disk_that_may_only_be_read_is_told(tiny_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    with pytest.raises(SaveError, match="Read-only file system") as caught:
        save_file(tiny_disk / "a.csv", b"x")
    assert caught.value.next_step


def test_a_folder_that_goes_meanwhile_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    draft = AtomicFile(folder / "a.csv")
    draft.write(b"x")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    with pytest.raises(SaveError, match="No such file or directory"):
        draft.commit()
    draft.move(tmp_path / "a.csv", replaces=False)  # what was written goes along
    assert draft.commit().read_bytes() == b"x"


@pytest.mark.parametrize("kind", ["pipe", "folder", "nothing-readable"])
def test_views_that_are_no_file_hold_nobody_up(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "views.json"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"\xff\xfe\x00")
    for _ in range(2):
        store = ViewStore(path)
        assert store.views("videos") == {}
        assert "could not be read" in store.trouble or kind != "nothing-readable"
        store.keep("videos", "mine", View())
        assert ViewStore(path).views("videos") == {"mine": View()}
        path.write_bytes(b"broken again")
    assert len(list(tmp_path.glob("views.unreadable*.json"))) >= 1


@pytest.fixture
def file_of_another() -> Iterator[Callable[[str], Path]]:
    """Makes files that this process may neither read nor replace."""
    importlib.import_module("sqlite3")  # another user may not even read Python
    with TemporaryDirectory() as name:  # pytest's own folder is closed to other users
        folder = Path(name)

        def make(file_name: str) -> Path:
            file = folder / file_name
            file.write_bytes(b"somebody else's")
            file.chmod(0)
            folder.chmod(0o555)
            import sqlite3  # noqa: F401 - of a Python that may be root's, which nobody can read

            if os.geteuid() == 0:
                os.seteuid(NOBODY)  # root may do everything
            return file

        user = os.geteuid()
        yield make
        os.seteuid(user)
        folder.chmod(0o700)
        for file in folder.iterdir():
            file.chmod(0o600)
            assert file.read_bytes() == b"somebody else's"


def test_files_of_another_user_are_left_alone_and_told(
    file_of_another: Callable[[str], Path],
) -> None:
    views = ViewStore(path := file_of_another("views.json"))
    assert views.views("videos") == {}
    assert views.trouble == f"{path} cannot be read; saved views will not be saved."
    views.keep("videos", "mine", View())
    assert views.views("videos") == {"mine": View()}


@pytest.mark.parametrize("kind", ["other", "pipe", "folder"])
def test_settings_that_cannot_be_read_are_told(
    file_of_another: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "settings.toml"
    if kind == "other":
        path = file_of_another(path.name)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    settings = load_settings(path)
    assert settings.theme.value == DEFAULT_THEME
    (problem,) = settings.problems
    assert problem.startswith("settings.toml cannot be read: ")
    assert problem.endswith("Using the defaults.")
    assert History(path).lines == []


def test_a_memory_of_another_user_is_not_used_and_told(
    file_of_another: Callable[[str], Path],
) -> None:
    memory = StateStore(path := file_of_another("seen.sqlite"))
    memory.open_for(Token.parse(TOKEN))
    assert memory.trouble == f"{path} cannot be used; nothing is remembered."
    memory.save("videos", {})
    assert memory.load("videos") is None


def test_only_the_last_reports_are_kept(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path / "state" / "faults")
    kept = [folder.keep(f"report {number}") for number in range(13)]
    names = sorted(file.name for file in (tmp_path / "state" / "faults").iterdir())
    assert names == [file.name for file in kept[-10:] if file is not None]
