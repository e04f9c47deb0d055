"""The ways to the clipboard, with the programs of this computer in the place of others."""

import asyncio
import contextlib
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from kinescope_tui.services.desktop.clipboard import Clipboard, Copied, CopyError, route
from kinescope_tui.services.setup.settings import Route

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs the clipboard of Linux")
DISPLAY = {"DISPLAY": ":99"}
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
    with pytest.raises(CopyError, match="Too long for the terminal: 74,996 of 74,994 bytes"):
        await clipboard.copy("x" * (74_996 // 4 * 3), written.append)
    assert len(written) == 1


@pytest.mark.parametrize(("length", "is_beside"), [(50_000, False), (100_000, True)])
async def test_a_long_text_is_gone_through_beside_the_keys(
    length: int, is_beside: bool, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_in: list[int] = []

    class Secrets:
        def struck_from(self, text: str) -> str:
            looked_in.append(threading.get_ident())
            return text

    monkeypatch.setattr("kinescope_tui.services.desktop.clipboard.OWN_SECRETS", Secrets())
    with contextlib.suppress(CopyError):
        await Clipboard(Route.OSC52, {}).copy("x" * length, written.append)
    assert [thread != threading.get_ident() for thread in looked_in] == [is_beside]


async def test_of_two_copies_the_later_one_stays(
    written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    arrived: list[str] = []

    def to_tmux(text: str) -> bool:
        if text == "first":
            may_go_on.wait()
        arrived.append(text)
        return True

    monkeypatch.setattr("kinescope_tui.services.desktop.clipboard._has_tmux", lambda _: True)
    monkeypatch.setattr("kinescope_tui.services.desktop.clipboard._to_tmux", to_tmux)
    clipboard = Clipboard(Route.AUTO, SSH)
    async with asyncio.TaskGroup() as copies:
        copies.create_task(clipboard.copy("first", written.append))
        later = copies.create_task(clipboard.copy("second", written.append))
        await asyncio.wait([later], timeout=0.05)  # without its turn it would be there by now
        may_go_on.set()
    assert arrived == ["first", "second"]


async def test_inside_tmux_it_goes_through_tmux_and_nobody_knows_whether_it_arrived(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "tmux", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/text', monkeypatch)
    for trusts in (False, True):
        clipboard = Clipboard(Route.AUTO, SSH | {"TMUX": "x"}, trusts_terminal=trusts)
        copied = await clipboard.copy("курс", written.append)
        assert copied.is_certain is trusts
        assert "tmux" in copied.how
    assert (tmp_path / "text").read_text() == "курс"
    assert (tmp_path / "words").read_text().split() == ["load-buffer", "-w", "-"]
    assert written == []
    assert await route(SSH | {"TMUX": "x"}) == "through tmux, which the terminal may ignore"


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


def xclip(folder: Path, monkeypatch: pytest.MonkeyPatch, *, keeps: bool = True) -> Path:
    """Put a clipboard there that keeps what it is given, or something else."""
    kept = folder / "kept"
    keep = f"cat > {kept}" if keeps else f"echo something else > {kept}"
    script = f'case "$*" in *-o*) cat {kept};; *) {keep};; esac'
    program(folder, "xclip", script, monkeypatch)
    return kept


@LINUX
@pytest.mark.parametrize("keeps", [True, False])
async def test_this_computers_clipboard_is_read_back_before_it_is_believed(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch, keeps: bool
) -> None:
    xclip(tmp_path, monkeypatch, keeps=keeps)
    assert await route(DISPLAY) == "to the system's clipboard"
    copied = await Clipboard(Route.AUTO, DISPLAY).copy("id", written.append)
    assert copied.is_certain is keeps
    assert written == ([] if keeps else ["id"])
    if not keeps:
        with pytest.raises(CopyError, match="is not available"):
            await Clipboard(Route.NATIVE, DISPLAY).copy("id", written.append)


@LINUX
async def test_the_way_that_can_be_confirmed_goes_before_tmux(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "tmux", f"cat > {tmp_path}/in-tmux", monkeypatch)
    kept = xclip(tmp_path, monkeypatch)
    copied = await Clipboard(Route.AUTO, DISPLAY | {"TMUX": "x"}).copy("курс", written.append)
    assert copied == Copied("to this computer's clipboard")
    assert kept.read_text() == "курс"
    assert not (tmp_path / "in-tmux").exists()


@LINUX
async def test_of_several_programs_the_one_that_works_is_found(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "wl-copy", "exit 1", monkeypatch)
    program(tmp_path, "wl-paste", "exit 1", monkeypatch)
    xclip(tmp_path, monkeypatch)
    wayland = DISPLAY | {"WAYLAND_DISPLAY": "wayland-0"}
    assert (await Clipboard(Route.AUTO, wayland).copy("id", written.append)).is_certain


async def test_where_there_is_no_clipboard_the_terminal_is_left(written: list[str]) -> None:
    assert not (await Clipboard(Route.AUTO, {}).copy("id", written.append)).is_certain
    assert (await route({})).startswith("by OSC 52")
    assert written == ["id"]
