"""Whole journeys in a real terminal, over real HTTP, with the program in a process of its own."""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import TOKEN
from real_terminal import Terminal
from secret_service import secret_service

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

pytestmark = pytest.mark.terminal

REQUEST_ID = re.compile(r"request id +(\S{36}) ")
RUN = shlex.join([sys.executable, "-m", "kinescope_tui"])


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(tmp_path, {**os.environ, "HOME": str(tmp_path)}) as made:
        yield made


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The program on its demo; a Russian keyboard ends it, too."""
    home = tmp_path_factory.mktemp("home")
    with Terminal(home, {**os.environ, "HOME": str(home)}) as made:
        made.enter(f"{RUN} demo --videos 350; echo left with $?")
        made.wait_for("row 1 of 350", "✓ 200")
        yield made
        made.type("-l", "\x1b[1081;5u")  # ctrl+й, as terminals with kitty's protocol send it
        made.wait_for("left with 0")
        assert made.is_plain


@pytest.fixture
def dashboard(started: Terminal) -> Terminal:
    """The same, in the first row of a terminal of the usual size."""
    started.resize(80, 24)
    started.type("g")
    started.wait_for("row 1 of 350", "created ▼")
    return started


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(350), token=TOKEN, limits=False) as running:
        yield running


def test_start_browse_sort_page_open_copy_and_quit(terminal: Terminal) -> None:
    terminal.enter("stty -g > before")
    terminal.enter(f"{RUN} demo --videos 350; echo left with $?")
    terminal.wait_for("row 1 of 350", "CREATED ▼1", "row 1 of 350", "✓ 200")

    terminal.type("j", "j", "k")
    terminal.wait_for("row 2 of 350 · page 1/4")
    terminal.type("]")
    terminal.wait_for("row 101 of 350 · page 2/4", gone="░")
    terminal.type("G")
    terminal.wait_for("row 350 of 350 · page 4/4", gone="░")
    terminal.type("l", "s")
    terminal.wait_for("TITLE ▲1", "row 1 of 350", "title ▲")
    terminal.type("l", "S", "S")
    terminal.wait_for("LENGTH ▼2", "title ▲1 · duration ▼2")

    terminal.type("Home", "s")
    terminal.wait_for("The server cannot sort by status.")

    terminal.type("Enter")
    terminal.wait_for("Overview", "Created", "✓ 200  GET /v1/videos/")
    terminal.type("y")
    menu = terminal.wait_until(lambda screen: REQUEST_ID.search(screen) is not None)
    request_id = REQUEST_ID.search(menu)
    assert request_id is not None
    terminal.type("Escape")
    terminal.wait_for("Overview", f"req {request_id[1][:8]}", gone="play link")
    terminal.type("y")
    terminal.wait_for("play link", request_id[1])
    terminal.type("r")
    terminal.wait_for("sent through tmux", "not there? select it here")
    assert terminal.clipboard == request_id[1]
    terminal.type("Escape")
    terminal.wait_for("Overview", gone="select it here")

    terminal.type("q")
    terminal.wait_for("row 1 of 350", gone="Overview")
    terminal.type("q")
    terminal.wait_for("left with 0")
    terminal.enter("stty -g > after; clear; echo compared")
    terminal.wait_for("compared")
    assert terminal.is_plain
    assert (terminal.folder / "before").read_text() == (terminal.folder / "after").read_text()


def test_a_russian_keyboard_needs_no_switching(dashboard: Terminal) -> None:
    terminal = dashboard
    terminal.type("-l", "ооо")  # jjj
    terminal.wait_for("row 4 of 350")
    terminal.type("-l", "П")  # G
    terminal.wait_for("row 350 of 350", gone="░")
    terminal.type("-l", ".")  # /
    terminal.type("-l", "лекция")
    terminal.wait_for("лекция", "found by the server")
    terminal.type("Escape")
    terminal.wait_for("of 350", gone="found by the server")
    terminal.type("-l", "нк")  # y r
    terminal.wait_for("Request id: sent through tmux")
    terminal.type("Escape")
    terminal.wait_for("of 350", gone="Request id: sent through tmux")


def test_nothing_that_a_title_holds_reaches_the_terminal(
    terminal: Terminal, server: DemoServer
) -> None:
    terminal.enter(f"export KINESCOPE_API_TOKEN={TOKEN}; clear")
    terminal.enter(f"{RUN} --base-url {server.base_url}; echo left with $?")
    terminal.wait_for("row 1 of 350", "✓ 200")
    terminal.type(*["j"] * 61)
    terminal.wait_for("row 62 of", "(no title)", " [/] ", "␛]52")
    terminal.type(*["j"] * 18)
    terminal.wait_for("row 80 of", "␛]0;renamed", "␛[c␛[6n", "⟨RLO⟩")
    terminal.type(*["j"] * 18)
    terminal.wait_for("row 98 of", "two lines and a tab")
    terminal.type("C-q")
    terminal.wait_for("left with 0")
    written = terminal.output.read_bytes()
    assert b"\x1b]52" not in written
    assert b"\x1b]0;renamed" not in written
    assert "\u202e".encode() not in written


def test_a_terminal_of_any_size_shows_what_fits(dashboard: Terminal) -> None:
    terminal = dashboard
    terminal.type("j", "j")
    for width, height, shown, gone in (
        (40, 10, ("❯ ●", "row 3 of 350 · page 1/4", "GET /…", "q quit"), "LENGTH"),
        (20, 5, ("❯ ●", "row 3 of 350 · pa…"), "GET"),
        (140, 40, ("❯ ●", "row 3 of 350 · page 1/4", "╭─ Filters", "╭─ Preview"), ""),
        (60, 20, ("❯ ● done", "row 3 of 350 · page 1/4", "LENGTH", "q quit"), "╭─"),
    ):
        terminal.resize(width, height)
        terminal.wait_for(*shown, gone=gone)


def test_a_name_server_that_hangs_holds_nobody_back(terminal: Terminal) -> None:
    program = Path(__file__).parent / "slow_names.py"
    terminal.enter(f"export KINESCOPE_API_TOKEN={TOKEN}; clear")
    command = shlex.join([sys.executable, str(program), "--base-url", "https://kinescope.invalid"])
    terminal.enter(f"{command}; echo left with $?")
    terminal.wait_for("waiting", "esc stop")
    terminal.type("Escape")
    terminal.wait_for("✗ stopped", "was stopped")
    terminal.type("r")
    terminal.wait_for("waiting", "esc stop")
    terminal.type("C-q")
    terminal.wait_for("left with 0")  # its patience is a third of what the name takes
    assert terminal.is_plain


def test_quitting_while_everything_hangs_is_quick_and_clean(
    terminal: Terminal, tmp_path: Path
) -> None:
    del tmp_path
    with DemoServer(Workspace(350), token=TOKEN, faults=[Fault.parse("hang")]) as hanging:
        terminal.enter(f"export KINESCOPE_API_TOKEN={TOKEN}; clear")
        terminal.enter(f"time {RUN} --base-url {hanging.base_url}; echo left with $?")
        terminal.wait_for("◌")
        terminal.type("r", "r", "r", "C-q")
        terminal.wait_for("left with 0")
        assert terminal.is_plain


@pytest.mark.keyring
def test_a_token_is_asked_for_once_and_kept_in_the_keyring(
    tmp_path: Path, server: DemoServer
) -> None:
    with (
        secret_service(tmp_path) as variables,
        Terminal(tmp_path, {**os.environ, **variables}) as terminal,
    ):
        terminal.enter(f"export KINESCOPE_BASE_URL={server.base_url}; clear")
        terminal.enter(f"{RUN}; echo left with $?")
        terminal.wait_for("Sign in", "Settings → API tokens", "default ·")
        terminal.type("-l", "not a token")
        terminal.type("Enter")
        terminal.wait_for("Nothing was sent")
        terminal.type("C-u")
        terminal.type("-l", "c0ffee00-0000-4000-8000-000000000bad")
        terminal.type("Enter")
        terminal.wait_for("The token was not accepted", "100102")
        terminal.type("C-u")
        terminal.type("-l", f" Bearer {TOKEN} ")
        terminal.type("Enter")
        terminal.wait_for("row 1 of 350", "default")
        terminal.type("5")
        terminal.wait_for("from the keyring", "SecretService", "available")
        terminal.type("q", "q")
        terminal.wait_for("left with 0")

        terminal.enter(f"clear; {RUN}; echo left with $?")
        terminal.wait_for("row 1 of 350", "default")
        terminal.type("5")
        terminal.wait_for("from the keyring", "SecretService", "available")
        terminal.type("q", "q")
        terminal.wait_for("left with 0")
        terminal.enter(f"clear; {RUN} status; {RUN} logout; {RUN} status; echo left with $?")
        terminal.wait_for("accepted  yes", "Removed the token", "token     none", "left with 3")
        assert TOKEN.encode() not in terminal.output.read_bytes()


def test_without_a_keyring_the_token_serves_this_session(
    tmp_path: Path, server: DemoServer
) -> None:
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "", "DISPLAY": "", "HOME": str(tmp_path)}
    with Terminal(tmp_path, {**os.environ, **nowhere}) as terminal:
        terminal.enter(f"clear; {RUN} --base-url {server.base_url}; echo left with $?")
        terminal.wait_for("Sign in", "keyring")
        terminal.type("-l", TOKEN)
        terminal.type("Enter")
        terminal.wait_for("The token is valid, but", "Use for this session only")
        terminal.type("Enter")
        terminal.wait_for("row 1 of 350", "default")
        terminal.type("5")
        terminal.wait_for("for this session only", "absent: ")
        terminal.type("q", "q")
        terminal.wait_for("left with 0")
        assert TOKEN.encode() not in terminal.output.read_bytes()


def is_told(row: int, width: int, screen: str) -> bool:
    """Tell whether the status bar tells the row, and the order at the end of its line."""
    lines = [line for line in screen.splitlines() if f"row {row} of 350" in line]
    return [line.endswith("created ▼") and len(line) == width - 1 for line in lines] == [True]


def test_what_a_smaller_window_has_room_for_is_drawn_anew(dashboard: Terminal) -> None:
    terminal = dashboard
    # Panes have no frames at this height, and the status bar tells the row.
    for width, row, key, next_row in ((140, 1, "G", 350), (80, 350, "k", 349)):
        terminal.resize(width, 29)
        terminal.wait_until(partial(is_told, row, width))
        terminal.type(key)
        terminal.wait_until(partial(is_told, next_row, width))
