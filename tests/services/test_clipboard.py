"""The ways to the clipboard, with the programs of this computer in the place of others."""

import os
import stat
import sys
from pathlib import Path

import pytest

from kinescope_tui.services.clipboard import Clipboard, Copied, CopyError, route
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


@pytest.mark.skipif(sys.platform != "linux", reason="needs the clipboard of Linux, xclip's")
@pytest.mark.parametrize(("is_kept", "is_native"), [(True, True), (False, False)])
async def test_this_computers_clipboard_is_read_back_before_it_is_believed(
    tmp_path: Path,
    written: list[str],
    monkeypatch: pytest.MonkeyPatch,
    is_kept: bool,
    is_native: bool,
) -> None:
    kept = tmp_path / "kept"
    keep = f"cat > {kept}" if is_kept else f"echo something else > {kept}"
    program(tmp_path, "xclip", f'case "$*" in *-o*) cat {kept};; *) {keep};; esac', monkeypatch)
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert await route({}) == "to the system's clipboard"
    copied = await Clipboard(Route.AUTO, {}).copy("id", written.append)
    assert copied.is_certain is is_native
    assert written == ([] if is_native else ["id"])
    if not is_native:
        with pytest.raises(CopyError, match="cannot be reached"):
            await Clipboard(Route.NATIVE, {}).copy("id", written.append)


async def test_where_there_is_no_clipboard_the_terminal_is_left(
    written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for _ in range(2):  # pyperclip says after the first time that there is one
        assert not (await Clipboard(Route.AUTO, {}).copy("id", written.append)).is_certain
        assert (await route({})).startswith("by OSC 52")
    assert written == ["id", "id"]
