"""A range or a filter that the server did not heed is told, and what came is written."""

import pytest
from click.testing import Result
from command_line import ask
from scripted_server import ScriptedServer, answer, page

from kinescope_tui.headless.exit_status import ExitStatus

DAYS = ("--from", "2026-06-01", "--to", "2026-06-03")


def analytics(server: ScriptedServer, begin: str, end: str, *words: str) -> Result:
    time = {"from": begin, "to": end, "timezone": "Europe/Moscow"}
    overview = {"total": {"views": 0}, "timeline": []}
    server.script = [answer({"meta": {"time": time}, "data": overview})]
    if words:
        server.script.append(answer({"meta": {"time": time}, "data": []}))
    server.requests.clear()
    return ask(server, "analytics", *DAYS, *words, "--format", "csv")


@pytest.mark.parametrize("words", [(), ("--by", "country")])
def test_another_range_is_told(scripted: ScriptedServer, words: tuple[str, ...]) -> None:
    told = analytics(scripted, "2026-06-01T00:00:00Z", "2026-06-03T00:00:00Z", *words)
    assert (told.exit_code, told.stderr) == (ExitStatus.OK, "")
    told = analytics(scripted, "2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z", *words)
    assert told.exit_code == ExitStatus.OK
    assert told.stderr == (
        "The server reports 2026-06-02T00:00:00Z to 2026-06-03T00:00:00Z,"
        " not 2026-06-01 to 2026-06-03.\n"
    )


def test_usage_of_other_days_is_told(scripted: ScriptedServer) -> None:
    rows = [
        {"date": f"2026-06-{day:02}T00:00:00Z", "usage": 1, "product": "cdn"} for day in (1, 3, 4)
    ]
    scripted.script = [answer({"data": [*rows, {"date": None, "usage": 1}]})]
    told = ask(scripted, "usage", *DAYS, "--format", "jsonl")
    assert told.stderr == ("The server returned 1 row for days outside 2026-06-01 to 2026-06-03.\n")
    assert len(told.stdout.splitlines()) == 4


def test_usage_of_other_projects_is_told(scripted: ScriptedServer) -> None:
    day = {"date": "2026-06-01T00:00:00Z", "product": "cdn", "usage": 1}
    scripted.script = [
        answer({"data": [{**day, "project_id": name} for name in ("p", ["q"], None)]})
    ]
    told = ask(scripted, "usage", *DAYS, "--project", "p", "--format", "csv")
    assert (
        told.stderr == "The server did not filter by project: 1 row of other projects returned.\n"
    )
    assert ask(scripted, "usage", *DAYS, "--by", "project", "--format", "csv").stderr == ""


@pytest.mark.parametrize("words", [(), ("--limit", "2"), ("--all",)])
def test_rows_that_a_filter_should_have_left_out_are_told(
    scripted: ScriptedServer, words: tuple[str, ...]
) -> None:
    rows = [{"id": "a", "status": "done"}, {"id": "b", "status": "error"}, {"id": "c"}]
    scripted.script = [page(*rows)]
    told = ask(scripted, "videos", "--status", "done", *words, "--format", "csv")
    assert told.stderr == (
        "The server did not filter by status: 1 video had a status other than requested.\n"
    )
    heeded = ask(scripted, "videos", "--status", "done", "--status", "error", "--format", "csv")
    assert heeded.stderr == ""
