"""The ways to the clipboard, with the programs of this computer in the place of others."""

import os
import stat
from pathlib import Path

import pytest

from kinescope_tui.services.clipboard import Clipboard, Copied, CopyError
from kinescope_tui.services.settings import Route

SSH = {"SSH_CONNECTION": "here there"}


@pytest.fixture
def written() -> list[str]:
    """What was written to the terminal."""
    return []


def program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


async def test_over_ssh_a_text_is_sent_to_the_terminal_and_nobody_knows_more(
    written: list[str],
) -> None:
    copied = await Clipboard(Route.AUTO, SSH).copy("id", written.append)
    assert copied == Copied("sent by OSC 52", is_certain=False)
    assert written == ["id"]


async def test_a_user_who_saw_it_arrive_is_believed(written: list[str]) -> None:
    clipboard = Clipboard(Route.OSC52, {}, trusts_terminal=True)
    assert (await clipboard.copy("id", written.append)).is_certain


async def test_a_text_that_terminals_do_not_take_is_refused(written: list[str]) -> None:
    clipboard = Clipboard(Route.OSC52, {})
    await clipboard.copy("x" * (74_992 // 4 * 3), written.append)
    with pytest.raises(CopyError, match="too long for the terminal: 74,996 bytes"):
        await clipboard.copy("x" * (74_996 // 4 * 3), written.append)
    assert len(written) == 1


async def test_inside_tmux_it_goes_through_tmux(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "tmux", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/text', monkeypatch)
    copied = await Clipboard(Route.AUTO, SSH | {"TMUX": "x"}).copy("курс", written.append)
    assert copied.is_certain
    assert "tmux" in copied.how
    assert (tmp_path / "text").read_text() == "курс"
    assert (tmp_path / "words").read_text().split() == ["load-buffer", "-w", "-"]
    assert written == []


async def test_a_tmux_that_fails_leaves_the_terminal(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "tmux", "exit 1", monkeypatch)
    copied = await Clipboard(Route.AUTO, SSH | {"TMUX": "x"}).copy("id", written.append)
    assert not copied.is_certain
    assert written == ["id"]


async def test_the_users_route_is_taken_even_inside_tmux(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "tmux", "exit 0", monkeypatch)
    await Clipboard(Route.OSC52, {"TMUX": "x"}).copy("id", written.append)
    assert written == ["id"]


@pytest.mark.parametrize(("kept", "is_native"), [("id", True), ("something else", False)])
async def test_this_computers_clipboard_is_read_back_before_it_is_believed(
    written: list[str], monkeypatch: pytest.MonkeyPatch, kept: str, is_native: bool
) -> None:
    monkeypatch.setattr("pyperclip.is_available", lambda: True)
    monkeypatch.setattr("pyperclip.copy", lambda _text: None)
    monkeypatch.setattr("pyperclip.paste", lambda: kept)
    copied = await Clipboard(Route.AUTO, {}).copy("id", written.append)
    assert copied.is_certain is is_native
    assert written == ([] if is_native else ["id"])
    if not is_native:
        with pytest.raises(CopyError, match="cannot be reached"):
            await Clipboard(Route.NATIVE, {}).copy("id", written.append)
