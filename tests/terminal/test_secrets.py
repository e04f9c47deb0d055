"""The token is looked for wherever the program leaves something behind."""

import base64
import os
import re
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from canary import CANARY, canary_in, files_with_canary
from fork_server import FORK_SERVER
from patience import until
from pseudo_terminal import PseudoTerminal
from secret_service import secret_service

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

pytestmark = pytest.mark.terminal

ROOT = Path(__file__).parent.parent.parent
RUN = [sys.executable, "-m", "kinescope_tui"]
OSC52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)")


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(120), token=CANARY, limits=False) as running:
        yield running


def environment(home: Path, server: DemoServer, **others: str) -> dict[str, str]:
    """A home of its own, no keyring, no clipboard, and Textual asked to log all that it hears."""
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    spies = {"TEXTUAL": "devtools,debug", "TEXTUAL_LOG": str(home / "textual.log")}
    for folder in ("tmp", "Downloads"):
        (home / folder).mkdir(parents=True)
    here = {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "PYTHONPATH": str(ROOT),
        "KINESCOPE_BASE_URL": server.base_url,
        "SSH_TTY": "yes",  # so that what is copied goes to the terminal
    }
    return {**os.environ, **nowhere, **spies, **here, **others}


def arguments_and_environment(pid: int) -> tuple[bytes, bytes]:
    folder = Path("/proc") / str(pid)
    return (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()


def save_requests(terminal: PseudoTerminal, home: Path) -> None:
    """Save what was asked, in both forms."""
    for name, ending in ((b"", ".jsonl"), (b"\x15\x0brequests.har", ".har")):
        terminal.type(b"e" + name + b"\r")
        wait_for_file(terminal, home, ending)


def wait_for_file(terminal: PseudoTerminal, home: Path, ending: str) -> None:
    """Return once there is a file with that ending."""
    for _ in until(lambda: [*home.glob(f"*{ending}"), *home.glob(f"Downloads/*{ending}")]):
        terminal.read(0.05)


def paste_into_the_search(terminal: PseudoTerminal, server: DemoServer) -> None:
    """Put the token into the wrong field: it is told at once, and not asked for."""
    asked = len(server.requests)
    terminal.type(b"/\x1b[200~" + CANARY.encode() + b"\x1b[201~")
    terminal.wait_for("That is this session's token")
    # Not esc: on a busy computer what follows it might be one key with it. What r asks comes last.
    terminal.type(b"\rr")
    for _ in until(lambda: len(server.requests) != asked):
        terminal.read()
    targets = [request.target for request in server.requests][asked:]
    assert not [target for target in targets if "q=" in target]


def wait_for_copies(terminal: PseudoTerminal, count: int) -> None:
    """Return once so many texts were copied."""
    for _ in until(lambda: len(OSC52.findall(terminal.written)) >= count):
        terminal.read()


def test_a_token_that_is_typed_is_left_nowhere(tmp_path: Path, server: DemoServer) -> None:
    home = tmp_path
    asked = len(server.requests)
    with PseudoTerminal(
        ["sh", "-c", f"cd {shlex.quote(str(home))} && exec {shlex.join(RUN)}"],
        environment(home, server),
    ) as terminal:
        terminal.wait_for("Sign in", "paste the token here")
        for refused, reason in (
            (f"{CANARY[:18]}\n{CANARY[18:]}", "spaces or line breaks"),
            (CANARY.replace("a", "а"), "not allowed in a token"),  # the second is Cyrillic
            (CANARY[:-2], "8-4-4-4-12"),
        ):
            terminal.type(b"\x1b[200~" + refused.encode() + b"\x1b[201~\r")
            terminal.wait_for(reason, "Nothing was sent")
            terminal.type(b"\x15")
        assert len(server.requests) == asked
        terminal.type(b'\x1b[200~\xc2\xa0"Bearer ' + CANARY.encode() + b'"\n\x1b[201~')
        # Everything that could take it out of the field: copying, cutting, Textual's screenshot.
        for keys in (b"\x01", b"\x03", b"\x18", b"\x1b[H\x1b[1;2F\x03", b"\x10", b"screenshot"):
            terminal.type(keys)
        terminal.wait_for("No matches.")
        terminal.type(b"\r\x1b")
        terminal.wait_for(gone="No matches.")
        assert not list(home.rglob("*.svg"))  # the palette has no such command
        terminal.type(b"\r")
        terminal.wait_for("The token is valid, but", "Use for this session only")
        terminal.type(b"\r")
        terminal.wait_for("row 1 of 120")
        paste_into_the_search(terminal, server)
        # What is copied, exported and saved.
        terminal.type(b"yc")
        terminal.wait_for("don't ask again")
        for count, keys in enumerate((b"\ryr", b"ys\r", b"yj"), 2):
            terminal.type(keys)
            wait_for_copies(terminal, count)
        terminal.type(b"e\r")
        terminal.wait_for("120 of 120 videos in")
        wait_for_file(terminal, home, ".csv")
        # Not esc, which closes it too: what follows on a busy computer might be one key with it.
        terminal.type(b"\r4yc")
        wait_for_copies(terminal, 5)
        save_requests(terminal, home)
        arguments, inherited = arguments_and_environment(terminal.pid)
        limits = Path(f"/proc/{terminal.pid}/limits").read_text()
        assert re.search(r"Max core file size +0 ", limits)  # its memory is written to no file
        terminal.send(signal.SIGTERM)
        assert terminal.left() == 128 + signal.SIGTERM
        copied = [base64.b64decode(text) for text in OSC52.findall(terminal.written)]
        assert any(b"curl" in text for text in copied)
        assert any(b"Kinescope API request" in text for text in copied)
        saved = {file.suffix for folder in (home, home / "Downloads") for file in folder.iterdir()}
        assert saved >= {".csv", ".jsonl", ".har"}
        assert not (home / "textual.log").exists()
        for left in (terminal.written, arguments, inherited, *copied):
            assert canary_in(left) == []
        assert files_with_canary(home) == []


def test_a_token_of_the_environment_is_not_passed_on(tmp_path: Path, server: DemoServer) -> None:
    child = tmp_path / "child"
    browser, xclip = tmp_path / "browser", tmp_path / "xclip"
    copied, copying = tmp_path / "copied", tmp_path / "copying"
    browser.write_text('#!/bin/sh\ncd "${0%/*}"; env > child; echo "opened $@" >> child\n')
    xclip.write_text(
        '#!/bin/sh\ncd "${0%/*}"; env > copying\n'
        'case "$*" in *-o*) cat copied;; *) cat > copied;; esac\n'
    )
    for program in (browser, xclip):
        program.chmod(0o700)
    given = {
        "KINESCOPE_API_TOKEN": f"Bearer {CANARY}",
        "BROWSER": f"{shlex.quote(str(browser))} %s",
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
    }
    at_a_desk = environment(tmp_path, server, **given) | {"DISPLAY": ":99"}
    for name in ("SSH_TTY", "TMUX"):  # over SSH no browser is opened; tmux has its own clipboard
        at_a_desk.pop(name, None)
    with PseudoTerminal(RUN, at_a_desk) as terminal:
        terminal.wait_for("row 1 of 120")
        terminal.type(b"o")
        for _ in until(lambda: child.exists() and "opened http" in child.read_text()):
            terminal.read()
        terminal.type(b"yc")
        terminal.wait_for("clipboard")
        terminal.type(b"\x11")
        assert terminal.left() == 0
        assert canary_in(terminal.written) == []
    assert "curl" in copied.read_text()
    for told in (child, copying):
        assert "KINESCOPE_API_TOKEN" not in told.read_text()
    assert files_with_canary(tmp_path) == []


def keyring_command(service: dict[str, str], server: DemoServer, command: str) -> str:
    """Use the keyring as another program does."""
    words = ["-m", "keyring", command, "kinescope-tui", f"default@{server.base_url}"]
    return FORK_SERVER.run(words, service, CANARY).stdout.strip()


def nothing_is_left(terminal: PseudoTerminal, home: Path) -> None:
    """Look for the token in all that a session on a keyring left outside of it."""
    terminal.type(b"\x11")
    assert (terminal.left(), terminal.left_on) == (0, [])
    assert canary_in(terminal.written) == []
    assert files_with_canary(home) == []


@pytest.mark.keyring
@pytest.mark.parametrize(
    ("state", "told"), [("locked", "is locked"), ("hanging", "is not responding")]
)
def test_a_keyring_that_does_not_open_leaves_the_token_to_the_session(
    tmp_path: Path, server: DemoServer, state: str, told: str
) -> None:
    home = tmp_path / "home"
    with secret_service(tmp_path / "keyring", password="a made-up one") as service:
        keyring_command(service, server, "set")
        assert keyring_command(service, server, "get") == CANARY
    is_hanging = state == "hanging"
    with secret_service(
        tmp_path / "keyring", password="a made-up one", unlock=is_hanging, answers=not is_hanging
    ) as service:
        bus = {"DBUS_SESSION_BUS_ADDRESS": service["DBUS_SESSION_BUS_ADDRESS"]}
        with PseudoTerminal(RUN, environment(home, server) | bus, is_fork=True) as terminal:
            terminal.wait_for(told, "paste the token here")
            terminal.type(b"\x1b[200~" + CANARY.encode() + b"\x1b[201~\r")
            terminal.wait_for("The token is valid, but", "Use for this session only")
            terminal.type(b"\r")
            terminal.wait_for("row 1 of 120")
            terminal.type(b"5")
            terminal.wait_for("Diagnostics")
            nothing_is_left(terminal, home)


@pytest.mark.keyring
def test_a_token_that_another_program_removes_is_used_to_the_end_and_asked_for_then(
    tmp_path: Path, server: DemoServer
) -> None:
    home = tmp_path / "home"
    with secret_service(tmp_path / "keyring") as service:
        keyring_command(service, server, "set")
        bus = {"DBUS_SESSION_BUS_ADDRESS": service["DBUS_SESSION_BUS_ADDRESS"]}
        with PseudoTerminal(RUN, environment(home, server) | bus, is_fork=True) as terminal:
            terminal.wait_for("row 1 of 120")
            keyring_command(service, server, "del")
            assert keyring_command(service, server, "get") == ""
            asked = len(server.requests)
            terminal.type(b"r")
            for _ in until(lambda: len(server.requests) != asked):
                terminal.read()
            terminal.type(b"5")
            terminal.wait_for("Diagnostics")
            nothing_is_left(terminal, home)
        with PseudoTerminal(
            RUN, environment(tmp_path / "later", server) | bus, is_fork=True
        ) as terminal:
            terminal.wait_for("Sign in", "paste the token here")
