"""However the program is told to end, it ends soon, and the terminal is as it was."""

import contextlib
import http.client
import json
import os
import re
import shlex
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_rest import is_stopped
from conftest import TOKEN
from patience import until
from pseudo_terminal import PseudoTerminal
from real_terminal import Terminal

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

pytestmark = pytest.mark.terminal

TESTS = Path(__file__).parent.parent
RUN = [sys.executable, "-m", "kinescope_tui"]


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(350), token=TOKEN, limits=False) as running:
        yield running


def environment(home: Path, server: DemoServer, **others: str) -> dict[str, str]:
    here = {"HOME": str(home), "KINESCOPE_API_TOKEN": TOKEN, "KINESCOPE_BASE_URL": server.base_url}
    doubles = f"{TESTS.parent}:{TESTS}:{TESTS / 'services'}"
    return {**os.environ, "PYTHONPATH": doubles, **here, **others}


# SIGTERM ends it while requests hang, below.
@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_ends_it_with_its_status(tmp_path: Path, server: DemoServer, name: str) -> None:
    with PseudoTerminal(RUN, environment(tmp_path, server), is_fork=True) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.send(signal.Signals[name])
        status = terminal.left()
        assert status == 128 + signal.Signals[name]
        assert terminal.left_on == []
        assert b"Traceback" not in terminal.written


@pytest.fixture(scope="module")
def start_s(tmp_path_factory: pytest.TempPathFactory, server: DemoServer) -> float:
    """About how long a start takes on this computer."""
    home = tmp_path_factory.mktemp("home")
    began = time.monotonic()
    with PseudoTerminal(RUN, environment(home, server)) as terminal:
        terminal.wait_for("\x1b[?1049h")
        return time.monotonic() - began


@pytest.mark.parametrize("percent", [30, 60, 90, 110])
def test_a_signal_at_any_moment_of_the_start_leaves_the_terminal_as_it_was(
    tmp_path: Path, server: DemoServer, start_s: float, percent: int
) -> None:
    with PseudoTerminal(RUN, environment(tmp_path, server)) as terminal:
        terminal.read(start_s * percent / 100)
        terminal.send(signal.SIGTERM)
        status = terminal.left()
        # Before the program has taken its signals Python itself ends.
        assert status in {128 + signal.SIGTERM, -signal.SIGTERM}
        assert terminal.left_on == []


@pytest.mark.parametrize("ignores", [[], [signal.SIGHUP]], ids=["told", "not-told"])
def test_a_lost_terminal_ends_it(
    tmp_path: Path, server: DemoServer, ignores: list[signal.Signals]
) -> None:
    with PseudoTerminal(
        RUN, environment(tmp_path, server), ignores=ignores, is_fork=True
    ) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.hang_up()
        status = terminal.left()
        assert status == 128 + signal.SIGHUP


@pytest.mark.parametrize("way", ["key", "signal"])
def test_ten_requests_and_a_thread_that_hang_hold_nobody_back(tmp_path: Path, way: str) -> None:
    with DemoServer(Workspace(350), token=TOKEN, limits=False) as server:
        program = [sys.executable, str(TESTS / "terminal" / "hanging_app.py")]
        with PseudoTerminal(program, environment(tmp_path, server), is_fork=True) as terminal:
            terminal.wait_for("row 1 of 350")
            server.faults.append(Fault.parse("hang"))
            asked = len(server.requests)
            terminal.type(b"?")
            for _ in until(lambda: len(server.requests) >= asked + 10):
                terminal.read()
            if way == "key":
                terminal.type(b"\x11")
            else:
                terminal.send(signal.SIGTERM)
            status = terminal.left()
            assert status == (0 if way == "key" else 128 + signal.SIGTERM)
            assert terminal.left_on == []
            assert b"Traceback" not in terminal.written


def is_remembered(home: Path, *, row: int) -> bool:
    """Tell whether a list is kept with the cursor in that row."""
    kept: list[str] = []
    for file in home.rglob("seen-*.sqlite"):
        with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as base:
            kept += [state for (state,) in base.execute("SELECT state FROM place")]
    return any(json.loads(state).get("row") == row for state in kept)


def test_who_is_killed_finds_the_row_where_it_was(tmp_path: Path, server: DemoServer) -> None:
    connection = http.client.HTTPConnection(server.base_url.removeprefix("http://"))
    page = "/v1/videos?page=3&per_page=100&order=created_at.desc"
    connection.request("GET", page, headers={"Authorization": f"Bearer {TOKEN}"})
    title = json.load(connection.getresponse())["data"][89]["title"]
    connection.close()
    with PseudoTerminal(RUN, environment(tmp_path, server), is_fork=True) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.type(b":290\r")
        terminal.wait_for("290")
        for _ in until(lambda: is_remembered(tmp_path, row=289)):
            terminal.read()
        terminal.send(signal.SIGKILL)
        assert terminal.left() == -signal.SIGKILL
    server.faults.append(Fault.parse("hang"))
    try:
        with Terminal(tmp_path, environment(tmp_path, server)) as terminal:
            terminal.enter(" ".join(RUN))
            terminal.wait_for("as of ", "waiting")
            row = re.compile(rf"❯ \S+ \w+ +{re.escape(title[:12])}")
            terminal.wait_until(lambda screen: row.search(screen) is not None)
    finally:
        server.faults.clear()


def test_an_app_that_does_not_listen_is_left_behind(tmp_path: Path, server: DemoServer) -> None:
    program = [sys.executable, str(TESTS / "terminal" / "breaking_app.py"), "loop"]
    with PseudoTerminal(program, environment(tmp_path, server), is_fork=True) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.type(b"?")
        terminal.wait_for("does not listen")
        terminal.send(signal.SIGTERM)
        status = terminal.left()
        assert status == 128 + signal.SIGTERM
        assert terminal.left_on == []


def test_it_goes_to_the_shell_and_comes_back(tmp_path: Path, server: DemoServer) -> None:
    with Terminal(tmp_path, environment(tmp_path, server)) as terminal:
        terminal.enter("bash --norc")
        terminal.enter(f"clear; stty -g > before; {shlex.join(RUN)}; echo left with $?")
        terminal.wait_for("row 1 of 350")
        terminal.type("j", "C-z")
        terminal.wait_for("Stopped")
        assert terminal.is_plain
        terminal.enter("stty -g > meanwhile; clear; fg")
        terminal.wait_for("row 2 of 350", gone="Stopped")
        # Stopped by somebody else, it could not tidy up; it draws itself anew all the same.
        terminal.type("C-z")
        terminal.wait_for("Stopped")
        terminal.enter("clear; fg")
        terminal.wait_for("row 2 of 350")
        terminal.enter("")  # opens the row: the keys are read, and once
        terminal.wait_for("Overview")
        terminal.type("q")
        terminal.wait_for("row 2 of 350", gone="Overview")
        terminal.type("C-q")
        terminal.wait_for("kinescope_tui", gone="row 1 of 350")
        terminal.enter("stty -g > after; clear; echo com''pared")
        terminal.wait_for("compared")
        assert terminal.is_plain
        before, meanwhile, after = (
            (tmp_path / name).read_text() for name in ("before", "meanwhile", "after")
        )
        assert before == meanwhile == after


def test_after_a_stop_that_nobody_told_keys_are_read_once_and_the_modes_are_kept(
    tmp_path: Path, server: DemoServer
) -> None:
    with PseudoTerminal(RUN, environment(tmp_path, server), is_fork=True) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.send(signal.SIGSTOP)
        for _ in until(lambda: is_stopped(terminal.pid)):
            time.sleep(0.01)
        since = len(terminal.written)
        terminal.send(signal.SIGCONT)
        terminal.wait_for("\x1b[?1049h", "row 1 of 350", since=since)
        terminal.type(b"jjj")
        terminal.wait_for("row 4 of", since=None)
        terminal.type(b"\x11")
        status = terminal.left()
        assert status == 0
        assert terminal.left_on == []


def test_where_no_shell_is_it_does_not_stop(tmp_path: Path, server: DemoServer) -> None:
    with PseudoTerminal(RUN, environment(tmp_path, server), is_fork=True) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.type(b"\x1a")
        terminal.wait_for("no job control")


@pytest.mark.parametrize("kind", ["handler", "worker", "timer", "compose", "secret-text"])
def test_a_fault_of_ours_ends_with_few_lines_a_report_and_no_secret(
    tmp_path: Path, server: DemoServer, kind: str
) -> None:
    program = [sys.executable, str(TESTS / "terminal" / "breaking_app.py"), kind]
    with PseudoTerminal(
        program, environment(tmp_path, server), size=(100, 30), is_fork=True
    ) as terminal:
        terminal.wait_for("row 1 of 350")
        terminal.type(b"?")
        status = terminal.left()
        assert status == 1
        assert terminal.left_on == []
        said = terminal.written.rpartition(b"\x1b[?1004l")[2].decode()
        lines = [line.rstrip() for line in said.splitlines() if line.strip()]
        assert len(lines) < 10
        assert "RuntimeError: a fault of ours" in said
        assert "breaking_app.py:" in said
        assert "last request id" in said
        (report,) = (tmp_path / ".local" / "state" / "kinescope-tui" / "faults").iterdir()
        assert report.name in said.replace("\r\n", "")
        assert report.stat().st_mode & 0o777 == 0o600
        text = report.read_text()
        for told in ("RuntimeError: a fault of ours", "breaking_app.py:", "versions", "TERM=xterm"):
            assert told in text
        assert "GET /v1/videos?page=1&per_page=100" in text
        for piece in (TOKEN[at : at + 8] for at in range(len(TOKEN) - 7)):
            assert piece not in text
            assert piece not in said


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"TERM": "dumb"}, "TERM is 'dumb'"),
        ({"PYTHONIOENCODING": "latin-1"}, "needs UTF-8"),
        ({"ALL_PROXY": "socks5://127.0.0.1:9"}, "ALL_PROXY sets a SOCKS proxy"),
        ({"HTTPS_PROXY": "nonsense://x"}, "HTTPS_PROXY cannot be used"),
        (
            {"SSL_CERT_FILE": "/nonexistent.pem"},
            "points to a file that does not exist",
        ),
    ],
)
def test_what_cannot_work_is_said_before_the_screen_opens(
    tmp_path: Path, server: DemoServer, variables: dict[str, str], told: str
) -> None:
    away = {"KINESCOPE_BASE_URL": "https://api.kinescope.io", **variables}
    is_fork = "PYTHONIOENCODING" not in variables  # what Python itself looks at, as it starts
    with PseudoTerminal(RUN, environment(tmp_path, server, **away), is_fork=is_fork) as terminal:
        assert terminal.left() == 2
        assert told in terminal.written.decode()
        assert b"\x1b[?1049h" not in terminal.written
        assert b"Traceback" not in terminal.written


@pytest.mark.parametrize("stream", ["<", "2>"])
def test_without_a_terminal_on_every_stream_it_says_so(
    tmp_path: Path, server: DemoServer, stream: str
) -> None:
    words = ["sh", "-c", f"{shlex.join(RUN)} {stream} /dev/null"]
    with PseudoTerminal(words, environment(tmp_path, server)) as terminal:
        assert terminal.left() == 2
        assert b"\x1b[?1049h" not in terminal.written


def test_in_the_c_locale_and_without_colours_it_works(tmp_path: Path, server: DemoServer) -> None:
    plain = environment(tmp_path, server, LANG="C", LC_ALL="C", NO_COLOR="1")
    with PseudoTerminal(RUN, plain) as terminal:
        terminal.wait_for("row 1 of 350", "❯")
        terminal.type(b"\x11")
        assert terminal.left() == 0
