"""A letter of another encoding in an argument is told as what it is, and ends no command."""

import errno
import io
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_line import ask
from scripted_server import ScriptedServer, page
from turned_clock import TurnedClock

from kinescope_tui.api.exchange import target
from kinescope_tui.cli import cli
from kinescope_tui.headless.notes import note
from kinescope_tui.headless.progress import progress
from kinescope_tui.resources.endpoint import target_of

BYTE = "\udcff"
"""What Python makes of an argument's byte 0xFF."""


@pytest.mark.parametrize(
    "words",
    [
        ("videos", "--project", BYTE),
        ("videos", "--order", BYTE),
        ("analytics", "--video", BYTE),
        ("wait", BYTE),
    ],
    ids=" ".join,
)
def test_it_is_told(scripted: ScriptedServer, words: tuple[str, ...]) -> None:
    scripted.script = [page()]
    ended = ask(scripted, *words)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 2
    assert "could not be written" in ended.output


def test_any_query_has_a_target() -> None:
    query = (("a", BYTE), ("b[]", "x,y"))
    assert target("/v1/a", query) == "/v1/a?a=%3F&b[]=x,y"
    assert target_of("/v1/a", query).startswith("/v1/a?a=%3F&")


def test_so_is_a_letter_where_a_token_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(*_words: object, **_options: object) -> str:
        return b"\xff".decode()

    monkeypatch.setattr("click.prompt", typed)
    with pytest.raises(click.UsageError, match="is not text"):
        cli.main(["login"], standalone_mode=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_disk_that_is_full_is_no_fault_of_the_program() -> None:
    full = '"$0" -m kinescope_tui explain >/dev/full'
    for line, told in (
        (full, "Could not write to standard output: No space left"),
        (f"{full} 2>&1", ""),
    ):
        ended = subprocess.run(
            ["sh", "-c", line, sys.executable],
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert (ended.returncode, ended.stdout) == (1, "")
        assert told in ended.stderr
        assert "broke" not in ended.stderr


class Full(io.StringIO):
    """Standard error of a terminal that takes nothing."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def isatty(self) -> bool:
        return True


async def test_what_nobody_can_hear_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    monkeypatch.setattr(sys, "stdout", None)
    note("Nobody hears this.")
    async with progress(lambda: "nor this", TurnedClock()):
        pass
