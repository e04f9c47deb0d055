"""`get` writes what any endpoint answers, and the rows of any list; so do lists of the user's."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ask
from scripted_server import ScriptedServer, answer, page

from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.resources.registry import RESOURCES


def typed(body: object, content_type: str) -> bytes:
    return answer(body, content_type=content_type)


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (answer([1.50, {"password": "s3cret"}]), b'[\n  1.5,\n  {\n    "password": "'),
        (answer(b"null"), b"null\n"),
        (typed("token=s3cret\n[12:00] hi\n", "text/plain"), "token=····\n[12:00] hi\n".encode()),
        (typed(b"\x89PNG\0", "image/png"), b"\x89PNG\0"),
        (typed("a,b\n=1,2\n", "text/csv"), b"a,b\n=1,2\n"),
    ],
)
def test_what_comes_is_written(scripted: ScriptedServer, sent: bytes, written: bytes) -> None:
    scripted.script = [sent]
    told = ask(scripted, "get", "/v1/anything?a=1")
    assert told.exit_code == 0, told.output
    assert told.stdout_bytes.startswith(written)
    assert b"s3cret" not in told.stdout_bytes
    assert [request.target for request in scripted.requests] == ["/v1/anything?a=1"]


def test_all_pages_of_a_list_are_written_once(scripted: ScriptedServer) -> None:
    rows = [{"id": str(n), "a": {"b": n}} for n in range(3)]
    scripted.script = [
        page(rows[0], total=3, per_page=1),
        page(rows[0], total=3, per_page=1),
        page(rows[1], total=3, per_page=1, number=2),
        page(rows[2], total=3, per_page=1, number=3),
    ]
    told = ask(scripted, "get", "/v1/odd?x=1", "--all")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout) == rows
    assert all("x=1" in request.target for request in scripted.requests)


def test_an_answer_that_is_all_there_is_is_asked_for_once(scripted: ScriptedServer) -> None:
    scripted.script = [answer({"data": ["Europe/Moscow", "UTC"]})]
    told = ask(scripted, "get", "v1/zones", "--all", "--format", "csv")
    assert told.stdout == "value\nEurope/Moscow\nUTC\n"
    assert len(scripted.requests) == 1


def test_rows_of_one_page_are_those_that_the_path_asks_for(scripted: ScriptedServer) -> None:
    scripted.script = [page({"id": "a"}, total=30, number=2, per_page=1)]
    told = ask(scripted, "get", "/v1/odd?page=2&per_page=1", "--format", "jsonl")
    assert json.loads(told.stdout) == {"id": "a"}
    assert "page=2&per_page=1" in scripted.requests[-1].target


def test_rows_of_a_csv_are_rows(scripted: ScriptedServer) -> None:
    scripted.script = [typed("name;key\nАнна;s3cret\n", "text/csv")]
    told = ask(scripted, "get", "/v1/odd.csv", "--format", "json")
    assert json.loads(told.stdout) == [{"name": "Анна", "key": "····"}]


def test_numbers_that_may_be_thousands_are_told(scripted: ScriptedServer) -> None:
    scripted.script = [typed("a;b\n1,234;x\n", "text/csv")]
    told = ask(scripted, "get", "/v1/odd.csv", "--excel")
    assert told.stdout_bytes.decode("utf-8-sig") == "a;b\r\n1,234;x\r\n"
    assert told.stderr.startswith("1 number like 1,234 unchanged: the file does not show whether ")
    scripted.script = [typed("a;b\n1,234;0.5\n", "text/csv")]
    told = ask(scripted, "get", "/v1/odd.csv", "--excel")
    assert told.stdout_bytes.decode("utf-8-sig") == "a;b\r\n1234;0,5\r\n"
    assert not told.stderr


def test_what_is_no_list_has_no_rows(scripted: ScriptedServer) -> None:
    scripted.script = [answer({"data": {"id": "a"}})]
    told = ask(scripted, "get", "/v1/videos/a", "--all")
    assert told.exit_code == ExitStatus.USAGE
    assert "does not return a list" in told.stderr


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings with two lists of the user's, of which one is wrong."""
    monkeypatch.setattr("kinescope_tui.services.setup.own_folders.config_folder", lambda: tmp_path)
    (tmp_path / "config.toml").write_text(
        '[[lists]]\nname = "failed"\ntitle = "Failed uploads"\npath = "/v1/videos?status[]=error"\n'
        'columns = ["title", "a.b"]\nsort = ["title"]\n[[lists]]\nname = "tags"\npath = "/v1/x"\n'
    )
    yield
    RESOURCES.use_own(())


@pytest.mark.usefixtures("own")
def test_a_list_of_the_users_is_a_command(scripted: ScriptedServer) -> None:
    scripted.script = [page({"title": "One", "a": {"b": 7}}, total=1)]
    told = ask(scripted, "failed", "--order", "title.desc")
    assert told.exit_code == 0, told.output
    assert [line.split() for line in told.stdout.splitlines()] == [["TITLE", "B"], ["One", "7"]]
    (asked,) = scripted.requests
    assert "status%5B%5D=error" in asked.target
    assert "order=title.desc" in asked.target
    assert "config.toml, line 7: ignored this list: 'tags' is already in use" in told.stderr


@pytest.mark.usefixtures("own")
def test_the_help_names_lists_of_the_users(scripted: ScriptedServer) -> None:
    told = ask(scripted, "--help").stdout
    assert "Your own lists:\n  failed " in told
    assert "Failed uploads" in ask(scripted, "failed", "--help").stdout


@pytest.mark.usefixtures("own")
def test_a_wrong_list_is_told_where_it_may_be_meant_only(scripted: ScriptedServer) -> None:
    scripted.script = [page({"tag": "a"}, total=1)]
    told = ask(scripted, "tags")
    assert (told.exit_code, told.stderr) == (0, "")
