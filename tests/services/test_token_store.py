import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fork_server import FORK_SERVER
from secret_service import secret_service

TOKEN = "5ec4e7ed-0000-4000-8000-00000000beef"
OTHER = "5ec4e7ed-0000-4000-8000-00000000cafe"
URL = "https://api.kinescope.io"
READ = ("read", "default", URL)
SAVE = ("save", "default", URL, TOKEN)
DELETE = ("delete", "default", URL)

Environment = dict[str, str]


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[Environment]:
    with secret_service(tmp_path / "home") as environment:
        yield environment


@pytest.fixture
def no_bus(tmp_path: Path) -> Environment:
    return {"HOME": str(tmp_path)}


def ask(
    environment: Environment, *questions: tuple[str, ...], limit_s: float = 120.0
) -> list[dict[str, Any]]:
    program = Path(__file__).with_name("ask_token_store.py")
    done = FORK_SERVER.run([program], environment, json.dumps([limit_s, questions]))
    assert (done.returncode, done.stderr) == (0, "")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    for answer in answers:
        if "error" in answer:
            assert TOKEN not in answer["everything"]
            assert answer["message"] in answer["everything"]
            assert "KINESCOPE_API_TOKEN" in answer["next_step"] or "Log in" in answer["next_step"]
    return answers


def values(answers: list[dict[str, Any]]) -> list[object]:
    return [answer["value"] for answer in answers]


def errors(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["error"] for answer in answers]


def keyring_command(
    environment: Environment, command: str, username: str, password: str = ""
) -> str:
    words = ["-m", "keyring", command, "kinescope-tui", username]
    done = FORK_SERVER.run(words, environment, password)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.keyring
def test_a_saved_token_is_there_in_the_next_session_until_it_is_deleted(
    keyring: Environment,
) -> None:
    assert values(ask(keyring, SAVE)) == [None]
    assert keyring_command(keyring, "get", f"default@{URL}") == TOKEN
    assert values(ask(keyring, READ, DELETE, READ)) == [TOKEN, True, None]


@pytest.mark.keyring
def test_a_token_saved_again_replaces_the_one_before(keyring: Environment) -> None:
    again = ("save", "default", URL, OTHER)
    assert values(ask(keyring, SAVE, again, READ, DELETE, READ)) == [None, None, OTHER, True, None]


@pytest.mark.keyring
def test_profiles_and_base_urls_do_not_see_each_others_tokens(keyring: Environment) -> None:
    strangers = [("read", "work", URL), ("read", "default", "https://api.example.com")]
    assert values(ask(keyring, SAVE, *strangers)) == [None, None, None]
    of_work = ("save", "work", URL, OTHER)
    assert values(ask(keyring, of_work, READ, strangers[0])) == [None, TOKEN, OTHER]
    assert values(ask(keyring, DELETE, READ, strangers[0])) == [True, None, OTHER]


@pytest.mark.keyring
def test_reading_and_deleting_nothing_is_no_error_and_the_backend_has_a_name_for_people(
    keyring: Environment,
) -> None:
    answers = ask(keyring, READ, DELETE, ("backend_name",))
    assert values(answers) == [None, False, "SecretService Keyring"]


@pytest.mark.keyring
def test_a_damaged_entry_is_told_without_repeating_it_and_can_be_replaced_or_deleted(
    keyring: Environment,
) -> None:
    keyring_command(keyring, "set", f"default@{URL}", f"{TOKEN}-and-more")
    assert errors(ask(keyring, READ)) == ["StoredTokenDamagedError"]
    assert values(ask(keyring, SAVE, READ)) == [None, TOKEN]
    keyring_command(keyring, "set", f"default@{URL}", f"{TOKEN}-and-more")
    assert values(ask(keyring, DELETE, READ)) == [True, None]


@pytest.mark.keyring
def test_a_locked_keyring_is_told_as_locked(tmp_path: Path) -> None:
    with secret_service(tmp_path / "home", password="a made-up one") as keyring:
        ask(keyring, SAVE)
    with secret_service(tmp_path / "home", unlock=False) as keyring:
        assert errors(ask(keyring, READ, SAVE, DELETE)) == ["KeyringLockedError"] * 3
    with secret_service(tmp_path / "home", password="a made-up one") as keyring:
        assert values(ask(keyring, READ)) == [TOKEN]


@pytest.mark.keyring
def test_a_keyring_that_was_never_set_up_is_absent(tmp_path: Path) -> None:
    with secret_service(tmp_path / "home", unlock=False) as keyring:
        assert errors(ask(keyring, READ, SAVE)) == ["KeyringAbsentError"] * 2


@pytest.mark.keyring
def test_a_daemon_that_never_answers_costs_the_limit_and_does_not_hold_up_the_exit(
    tmp_path: Path,
) -> None:
    with secret_service(tmp_path / "home", answers=False) as keyring:
        answers = ask(keyring, READ, SAVE, limit_s=0.5)
    assert errors(answers) == ["KeyringTimeoutError"] * 2


@pytest.mark.parametrize(
    "chosen", [{}, {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}]
)
def test_a_bus_that_never_answers_is_told_as_a_timeout_within_the_limit(
    no_bus: Environment, tmp_path: Path, chosen: Environment
) -> None:
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen()
        address = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'bus'}"}
        [answer] = ask(no_bus | address | chosen, READ, limit_s=0.5)
    assert answer["error"] == "KeyringTimeoutError"


def test_without_a_bus_there_is_no_keyring(no_bus: Environment) -> None:
    answers = ask(no_bus, READ, SAVE, DELETE, ("backend_name",))
    assert errors(answers) == ["KeyringAbsentError"] * 4


@pytest.mark.parametrize(
    "backend", ["nonsense", "no.such.module.Keyring", "keyring.backends.null.NoSuchClass"]
)
def test_a_wrong_choice_of_backend_names_the_variable(no_bus: Environment, backend: str) -> None:
    [answer] = ask(no_bus | {"PYTHON_KEYRING_BACKEND": backend}, SAVE)
    assert answer["error"] == "KeyringAbsentError"
    assert "PYTHON_KEYRING_BACKEND" in answer["message"]


@pytest.mark.parametrize("kind", ["null", "fail"])
def test_a_backend_that_keeps_nothing_is_refused_by_its_name(
    no_bus: Environment, kind: str
) -> None:
    chosen = {"PYTHON_KEYRING_BACKEND": f"keyring.backends.{kind}.Keyring"}
    for answer in ask(no_bus | chosen, READ, SAVE, DELETE, ("backend_name",)):
        assert answer["error"] == "KeyringInsecureError"
        assert f"{kind} Keyring" in answer["message"]


def install_plain_file_keyring(folder: Path) -> Environment:
    """Install what keyring finds of keyrings.alt: an entry point and a backend behind it."""
    module = folder / "keyrings" / "alt" / "file.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 0.5\n"
        "    def get_password(self, service, username): return 'what is in the file'\n"
        "    def set_password(self, service, username, password): pass\n"
    )
    entry_points = folder / "keyrings_alt-1.dist-info" / "entry_points.txt"
    entry_points.parent.mkdir()
    entry_points.write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
    return {"PYTHONPATH": str(folder)}


def test_a_plain_file_is_refused_by_its_name(no_bus: Environment, tmp_path: Path) -> None:
    installed = install_plain_file_keyring(tmp_path / "plugins")
    [answer] = ask(no_bus | installed, SAVE)
    assert answer["error"] == "KeyringInsecureError"
    assert "file PlaintextKeyring" in answer["message"]


@pytest.mark.keyring
def test_a_plain_file_is_left_out_beside_a_secure_keyring(
    keyring: Environment, tmp_path: Path
) -> None:
    installed = install_plain_file_keyring(tmp_path / "plugins")
    answers = ask(keyring | installed, READ, SAVE, READ, ("backend_name",))
    assert values(answers) == [None, None, TOKEN, "SecretService Keyring"]


def test_what_does_not_read_back_was_not_saved(no_bus: Environment) -> None:
    forgetful = {"PYTHON_KEYRING_BACKEND": "keyring_doubles.ForgetfulKeyring"}
    assert errors(ask(no_bus | forgetful, SAVE)) == ["KeyringRefusedError"]


def test_a_backend_whose_errors_hold_the_token_does_not_show_it(no_bus: Environment) -> None:
    leaky = {"PYTHON_KEYRING_BACKEND": "keyring_doubles.LeakyKeyring"}
    saved, read = ask(no_bus | leaky, SAVE, READ)
    assert saved["error"] == "KeyringRefusedError"
    assert "PasswordSetError" in saved["message"]
    assert read["error"] == "StoredTokenDamagedError"
