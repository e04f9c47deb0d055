"""A start that ended before its first rows came is known to the next one, which begins plainly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinescope_tui.api import Token
from kinescope_tui.services.workspace.state_store import StateStore

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
TOLD = (
    "The last start ended before its first rows loaded, so this one opens the first screen; "
    "the remembered state was set aside."
)
PROGRAM = (
    "import sys; from pathlib import Path; from kinescope_tui.api import Token\n"
    "from kinescope_tui.services.workspace.state_store import StateStore\n"
    f"memory = StateStore(Path(sys.argv[1])); memory.open_for(Token.parse('{TOKEN.reveal()}'))\n"
    "print(memory.last_place, flush=True); sys.stdin.read()"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a program that ended well, in Analytics."""
    memory = opened(tmp_path / "state" / "seen-default.sqlite")
    memory.arrive("analytics")
    memory.save("analytics", {"range": "90d"})
    memory.close()
    return tmp_path / "state" / "seen-default.sqlite"


def opened(path: Path) -> StateStore:
    memory = StateStore(path)
    memory.open_for(TOKEN)
    return memory


def test_the_start_after_it_applies_nothing_says_so_and_keeps_what_it_put_aside(path: Path) -> None:
    failed = opened(path)
    assert failed.last_place == "analytics"
    failed.break_off()
    for turn in range(3):
        plain = opened(path)
        assert plain.trouble == TOLD
        assert plain.last_place == ""
        assert plain.load("analytics") is None
        if turn < 2:
            plain.break_off()  # not even that went well
    assert b"90d" in b"".join(file.read_bytes() for file in path.parent.glob("*.sqlite*"))
    plain.arrive("videos")
    plain.close()
    after = opened(path)
    assert after.trouble == ""
    assert after.last_place == "videos"
    after.close()
    assert [file.name for file in path.parent.glob("*.run")] == []


@pytest.mark.parametrize("ends", ["arrives", "closes", "leaves"])
def test_who_left_or_had_shown_something_did_not_fail(path: Path, ends: str) -> None:
    memory = opened(path)
    if ends == "arrives":
        memory.arrive("usage")
        memory.break_off()  # a fault later on is no failed start
    elif ends == "leaves":
        memory.leave()  # and the program has no time to close anything
        memory.break_off()
    else:
        memory.close()  # the user left before the first answer
    again = opened(path)
    assert again.trouble == ""
    assert again.last_place == ("usage" if ends == "arrives" else "analytics")
    again.close()


def test_a_place_is_one_to_begin_with_once_it_has_shown_something(path: Path) -> None:
    memory = opened(path)
    memory.arrive("videos")
    memory.save("usage", {})  # and the program breaks while that place opens
    memory.break_off()
    again = opened(path)
    assert again.last_place == "videos"
    again.close()


def test_programs_that_are_just_starting_did_not_fail(path: Path) -> None:
    one = opened(path)
    for _ in range(3):
        other = opened(path)
        assert other.trouble == ""
        assert other.last_place == "analytics"
        other.close()
    one.break_off()
    assert opened(path).trouble == TOLD


def test_a_program_that_is_killed_while_it_starts_is_noticed(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "analytics\n"
        beside = opened(path)
        assert beside.trouble == ""  # it lives
        process.kill()
    assert opened(path).trouble == TOLD
    beside.close()


def test_where_nothing_can_be_put_aside_nothing_is_applied(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr("kinescope_tui.services.workspace.state_store._OPENING_S", 0.01)
    opened(path).break_off()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    plain = opened(path)
    other.close()
    assert plain.trouble.startswith("The last start ended before its first rows loaded")
    assert plain.last_place == ""
    plain.close()
    assert opened(path).last_place == "analytics"


def test_marks_that_are_none_of_ours_stay(path: Path) -> None:
    for name in ("seen-default.mine.run", "seen-other.0123abcd.run", "seen-default.0123abcd.run.b"):
        (path.parent / name).write_text("starting")
    (path.parent / "seen-default.0123abcd.run").symlink_to(path)
    (path.parent / "seen-default.0123abce.run").mkdir()
    os.mkfifo(path.parent / "seen-default.0123abcf.run")
    opened(path).close()
    assert opened(path).trouble == ""
    assert len(list(path.parent.glob("*.run*"))) >= 6
