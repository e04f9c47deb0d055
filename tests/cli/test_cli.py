"""The command line: what needs no more than the command in this process, the rest in its own."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TOKEN
from fork_server import FORK_SERVER
from secret_service import secret_service

from kinescope_tui.cli import cli
from kinescope_tui.demo.faults import KINDS, Fault
from kinescope_tui.demo.quirks import QUIRKS
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

RUN = (sys.executable, "-m", "kinescope_tui")
NOWHERE = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "DISPLAY": "", "TZ": "UTC"}


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(Workspace(20), token=TOKEN, limits=False) as running:
        yield running


def run(*words: str, **environment: str) -> Result:
    """Run a command here: a process of its own takes longer to start than to answer."""
    return CliRunner().invoke(cli, words, env={**NOWHERE, **environment})


def started(*words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own: keyring looks for its backend once in each."""
    variables = {**os.environ, **NOWHERE, **environment}
    return FORK_SERVER.run(["-m", "kinescope_tui", *words], variables, stdin)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://api.kinescope.io", "Plain http"),
        ("https://api.kinescope.io.evil", "imitates"),
        ("https://user:secret@api.kinescope.io", "password"),
        ("ftp://api.kinescope.io", "https://"),
        ("api.kinescope.io", "https://"),
        ("https://api.kinescope.io/v1", "after the host"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_with_its_reason(address: str, reason: str) -> None:
    for refused in (run("--base-url", address), run("status", KINESCOPE_BASE_URL=address)):
        assert refused.exit_code == 2
        assert reason in refused.stderr
        assert "secret" not in refused.stderr


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("glyphs=emoji", "glyphs must be one of unicode, ascii, not “emoji”"),
        ("glypsh=ascii", "no setting is called “glypsh”"),
        ("mouse", "mouse must be on or off, not “”"),
    ],
)
def test_a_setting_that_there_is_not_is_refused_with_its_reason(option: str, reason: str) -> None:
    refused = run("--set", option, "demo")
    assert refused.exit_code == 2
    assert reason in " ".join(refused.stderr.split())


def test_a_malformed_token_in_the_environment_is_told_without_repeating_it() -> None:
    refused = started("status", KINESCOPE_API_TOKEN="not-a-token-at-all")
    assert refused.returncode == 2
    assert "KINESCOPE_API_TOKEN is not a valid token" in refused.stderr
    assert "not-a-token" not in refused.stderr


def test_the_dashboard_needs_a_terminal_and_says_so() -> None:
    refused = run("demo")
    assert refused.exit_code == 2
    assert "needs a terminal" in refused.stderr


def test_status_tells_the_token_of_the_environment(server: DemoServer) -> None:
    told = started("status", KINESCOPE_API_TOKEN=TOKEN, KINESCOPE_BASE_URL=server.base_url)
    assert told.returncode == 0
    assert "from the environment" in told.stdout
    assert "accepted  yes" in told.stdout
    assert TOKEN not in told.stdout + told.stderr


def test_status_without_a_keyring_says_what_to_do() -> None:
    told = started("status")
    assert told.returncode == 3
    assert "KINESCOPE_API_TOKEN" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_refused_login_tells_status_code_and_request_id(server: DemoServer) -> None:
    bad = TOKEN.replace("cafe", "beef")
    told = started("--base-url", server.base_url, "login", "--token-stdin", stdin=bad)
    assert told.returncode == 3
    for known in ("not accepted", "401", "100102 UNAUTHORIZED", "X-Request-ID"):
        assert known in told.stderr
    assert bad not in told.stdout + told.stderr


def test_an_unreachable_api_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        told = run("status", KINESCOPE_BASE_URL=url, KINESCOPE_API_TOKEN=TOKEN)
    assert told.exit_code == 1
    assert "cannot be reached" in told.stderr


@pytest.mark.keyring
def test_login_keeps_a_token_per_profile_and_address(tmp_path: Path, server: DemoServer) -> None:
    with secret_service(tmp_path) as variables:
        variables["XDG_STATE_HOME"] = str(tmp_path / "state")
        here = {**variables, "KINESCOPE_BASE_URL": server.base_url}
        kept = started(
            "login", "--profile", "acme", "--token-stdin", stdin=f"Bearer {TOKEN}\n", **here
        )
        assert kept.returncode == 0
        assert "profile acme" in kept.stdout
        assert "from the keyring" in started("--profile", "acme", "status", **here).stdout
        assert started("status", **here).returncode == 3
        remembered = started("status", "--profile", "acme", **variables)
        assert server.base_url in remembered.stdout  # the profile knows its address
        assert remembered.returncode == 0
        elsewhere = ("--base-url", "https://api.kinescope.io")
        assert started(*elsewhere, "status", "--profile", "acme", **variables).returncode == 3
        listed = started("profiles", **variables).stdout
        assert listed == f"acme  {server.base_url}  keyring\n"
        seen = tmp_path / "state" / "kinescope-tui" / "seen-acme.sqlite"
        seen.parent.mkdir(parents=True, exist_ok=True)
        for name in (f"{seen.name}", f"{seen.name}-wal", "seen-acme.unreadable.sqlite"):
            seen.with_name(name).write_bytes(b"what was seen last")
        erased = started("logout", "--profile", "acme", **variables).stdout
        assert not list(seen.parent.glob("seen-*"))
        left = [file for file in tmp_path.rglob("*") if file.is_file() and not file.is_socket()]
        assert not [file for file in left if TOKEN.encode() in file.read_bytes()]
        assert "Removed the token for profile acme" in erased
        assert "Kept: the profile in the list" in erased
        assert "There was no" in started("logout", "--profile", "acme", **here).stdout
        assert started("profiles", **variables).stdout.endswith("  none\n")


def test_profiles_are_listed_where_there_is_no_keyring(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert "No profiles yet" in started("profiles", **home).stdout
    folder = tmp_path / "config" / "kinescope-tui"
    folder.mkdir(parents=True)
    address = "https://api-staging.kinescope.io"
    document = {"version": 1, "profiles": [{"name": "acme", "base_url": address}]}
    (folder / "profiles.json").write_text(json.dumps(document))
    told = started("profiles", **home)
    assert told.stdout.startswith(f"acme  {address}  ")
    assert "KINESCOPE_API_TOKEN" in told.stderr
    (folder / "profiles.json").write_text("{")
    assert "the file was renamed to profiles.unreadable.json" in started("status", **home).stderr


def test_no_option_takes_a_token() -> None:
    for words in ([], ["login"], ["status"], ["demo"]):
        told = run(*words, "--help")
        assert told.exit_code == 0
        assert "--token " not in told.stdout
    assert run("--token", TOKEN).exit_code == 2


def test_the_demo_server_serves_other_clients_and_fails_on_demand() -> None:
    words = ["demo-server", "--port", "0", "--videos", "7", "--fail", "403@/v1/projects"]
    with subprocess.Popen([*RUN, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            base_url, token = line.split()[0], line.split()[4].rstrip(";")
            request = urllib.request.Request(f"{base_url}/v1/videos")  # noqa: S310 - loopback
            request.add_header("Authorization", f"Bearer {token}")
            with urllib.request.urlopen(request, timeout=240) as response:  # noqa: S310 - loopback
                assert json.load(response)["meta"]["pagination"]["total"] == 7
        finally:
            process.terminate()  # else whatever fails is told when the time for tests is over


def test_an_unknown_fault_lists_those_that_exist() -> None:
    refused = run("demo-server", "--port", "0", "--fail", "nonsense")
    assert refused.exit_code == 2
    assert "hang" in refused.stderr


@pytest.mark.parametrize("words", [("demo", "--faults"), ("demo-server", "--port", "0", "--fail")])
def test_the_faults_that_exist_are_listed_by_name(words: tuple[str, ...]) -> None:
    told = run(*words, "list")
    assert told.exit_code == 0
    for kind in KINDS:
        assert f"\n  {kind} " in told.stdout


@pytest.mark.parametrize("words", [("demo",), ("demo-server", "--port", "0")])
def test_quirks_are_listed_and_unknown_ones_and_zones_are_refused(words: tuple[str, ...]) -> None:
    told = run(*words, "--quirk", "list")
    assert told.exit_code == 0
    assert all(f"  {name} " in told.stdout for name in QUIRKS)
    for option, value in (("--quirk", "nonsense"), ("--zone", "Mars/Olympus")):
        refused = run(*words, option, value)
        assert refused.exit_code == 2
        assert value in refused.stderr


def test_error_codes_are_explained_without_a_network() -> None:
    one = run("explain", "400216")
    assert one.exit_code == 0
    assert "NOT_ALLOWED_ORDER_FIELD" in one.stdout
    assert "likely:" in one.stdout
    assert one.stdout.strip() in run("explain").stdout
    unknown = run("explain", "7")
    assert unknown.exit_code == 2
    assert "does not document a code 7" in unknown.stderr


def test_help_is_quick_to_import_and_runs_without_textual() -> None:
    code = (
        "import sys; from kinescope_tui import cli;"
        "heavy = {'textual', 'httpx', 'keyring', 'msgspec', 'uvicorn', 'rich'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_faults_are_values_that_can_be_written() -> None:
    assert Fault.parse("500x2@/v1/videos=0.5") == Fault("500", "/v1/videos", 0.5, 2)
