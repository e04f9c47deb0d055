"""The program without a screen: what stands on standard output and error, and the exit status."""

import contextlib
import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from command_line import NOTHING_KEPT, ask
from conftest import TOKEN
from documentation import DOCS
from fork_server import FORK_SERVER
from patience import until
from rich.cells import cell_len
from scripted_server import REQUEST_ID, ScriptedServer, answer, page

from kinescope_tui.cli import cli
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.table import Table
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.resources.column import Column

RUN = (sys.executable, "-m", "kinescope_tui")
HOSTILE = "\x1b]0;owned\x07[/b]\u202eevil"

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(230)


@pytest.fixture
def demo(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, token=TOKEN, limits=False) as running:
        yield running


def here(base_url: str, **more: str) -> dict[str, str]:
    return {
        "KINESCOPE_API_TOKEN": TOKEN,
        "KINESCOPE_BASE_URL": base_url,
        **NOTHING_KEPT,
        **more,
    }


@pytest.fixture
def run(demo: DemoServer) -> Run:
    """Run a command in this process, against the demo server."""

    def run(*words: str, **environment: str) -> Result:
        return CliRunner().invoke(cli, words, env=here(demo.base_url, **environment))

    return run


def targets(demo: DemoServer) -> list[str]:
    return [arrival.target for arrival in demo.requests]


# What is written.


def test_videos_are_a_json_array_of_records_with_numbers(run: Run) -> None:
    told = run("videos", "--format", "json", "--per-page", "3")
    assert told.exit_code == ExitStatus.OK
    rows = json.loads(told.stdout)
    assert len(rows) == 3
    assert isinstance(rows[0]["duration"], int)
    assert rows == sorted(rows, key=lambda row: str(row["created_at"]), reverse=True)
    assert told.stderr == ""


def test_all_pages_come_once_and_in_order_whatever_the_form(run: Run, demo: DemoServer) -> None:
    lines = [
        json.loads(line) for line in run("videos", "--all", "--format", "jsonl").stdout.splitlines()
    ]
    assert len({row["id"] for row in lines}) == len(lines) == 230
    table = list(csv.DictReader(io.StringIO(run("videos", "--all", "--format", "csv").stdout)))
    assert [row["id"] for row in table] == [row["id"] for row in lines]
    tsv = run("videos", "--all", "--format", "tsv").stdout.splitlines()
    assert len(tsv) == 231
    assert {line.count("\t") for line in tsv} == {tsv[0].count("\t")}
    # Three times: how many there are, the newest one's place, and then all three pages.
    assert sum("per_page=100" in target for target in targets(demo)) == 15


def test_options_go_over_the_wire_as_the_api_spells_them(run: Run, demo: DemoServer) -> None:
    words = [
        "--query",
        "x",
        "--status",
        "done",
        "--status",
        "error",
        "--project",
        "p",
        "--folder",
        "f",
    ]
    paging = ["--order", "title,duration.desc", "--page", "2", "--per-page", "7"]
    assert run("videos", *words, *paging, "--format", "json").exit_code == 0
    order, narrowed = "order=title.asc%2Cduration.desc", "project_id=p&folder_id=f"
    statuses = "status%5B%5D=done&status%5B%5D=error"
    assert targets(demo) == [f"/v1/videos?page=2&per_page=7&{order}&q=x&{statuses}&{narrowed}"]


def test_only_the_fields_wanted_are_written(run: Run) -> None:
    told = run("videos", "--fields", "duration,id", "--format", "csv", "--per-page", "2")
    assert told.stdout.splitlines()[0] == "duration,id"
    unknown = run("videos", "--fields", "id,nonsense", "--format", "json")
    assert unknown.exit_code == ExitStatus.USAGE
    assert "nonsense" in unknown.stderr
    assert "created_at" in unknown.stderr


def test_a_piped_table_has_no_colours_and_cuts_nothing(run: Run) -> None:
    told = run("videos", "--per-page", "20").stdout
    titles = {
        row["title"]
        for row in json.loads(run("videos", "--per-page", "20", "--format", "json").stdout)
    }
    assert "\x1b" not in told
    assert told.splitlines()[0].split()[:2] == ["STATUS", "TITLE"]
    assert all(" ".join(title.split()) in told for title in titles)
    # Projects by their names, and the ids whole, for the next command.
    assert re.search(r" [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", told.splitlines()[1])


def test_a_plain_table_adds_nothing_beyond_ascii(run: Run) -> None:
    told = run("projects", "--plain").stdout + run("analytics", "--plain").stdout
    assert "—" not in told
    assert "\N{NO-BREAK SPACE}" not in told
    words = {line.split()[0] for line in run("videos", "--plain").stdout.splitlines()[1:]}
    assert words <= {
        "done",
        "processing",
        "pre-processing",
        "uploading",
        "pending",
        "error",
        "aborted",
    }


def table(width: int | None, *, colours: bool = False, plain: bool = False) -> list[str]:
    """Return a table of three rows as a terminal of that width shows it."""
    rows = [
        ("a", "Ёж"),
        ("b", "日本語のとても長い題名です、読めますか"),
        ("c", HOSTILE.replace("\x1b", "")),
    ]
    columns: list[Column[tuple[str, str]]] = [
        Column("ID", 4, lambda row: Cell(row[0], Tone.MUTED)),
        Column("TITLE", 20, lambda row: Cell(row[1]), is_flexible=True),
        Column("LAST", 30, lambda _row: Cell("x")),
    ]
    made = Table(columns, rows, width=width, names={}, has_colours=colours, is_plain=plain)
    return (made.head() + made.lines(rows)).splitlines()


def test_in_a_terminal_columns_that_do_not_fit_are_left_out_and_cells_are_cut() -> None:
    assert "LAST" not in table(40)[0]
    assert "LAST" in table(80)[0]
    wide = table(26)[2]
    assert wide.startswith("b     日本語のとても長い…"[:12])
    assert wide.endswith("…")
    assert table(26, plain=True)[2].endswith("~")
    assert "\x1b[2m" in table(40, colours=True)[1]


def test_wide_characters_keep_the_columns_aligned() -> None:
    lines = table(80)
    assert {
        cell_len(line[: line.index(end)])
        for line, end in zip(lines[:3], ("LAST", "x", "x"), strict=True)
    } == {cell_len(lines[0][: lines[0].index("LAST")])}


def test_an_endpoint_is_written_as_it_answers_and_csv_to_the_byte(run: Run) -> None:
    told = json.loads(run("get", "/v1/videos?status%5B%5D=done&per_page=2").stdout)
    assert told["meta"]["pagination"]["per_page"] == 2
    assert {row["status"] for row in told["data"]} == {"done"}
    invoice = json.loads(run("get", "/v1/billing/invoices").stdout)["data"][0]["id"]
    sheet = run("get", f"/v1/billing/invoices/{invoice}.csv")
    assert sheet.stdout_bytes.startswith("Продукт;".encode())
    assert b"\n=SUM" in sheet.stdout_bytes
    no_sheet = run("get", "/v1/videos.csv")
    assert no_sheet.exit_code == ExitStatus.FAILED
    assert no_sheet.stdout == ""
    assert "No CSV available" in no_sheet.stderr


def test_no_secret_is_written(run: Run) -> None:
    for target in ("/v2/live/events", "/v1/access-tokens", "/v1/access-tokens?x=1"):
        told = run("get", target)
        assert told.exit_code == 0
        assert "····" in told.stdout
        assert "replaces secrets" in told.stderr
    raw = run("get", "/v1/access-tokens").stdout
    assert not re.search(r'"id": "[0-9a-f]{8}-', raw)
    assert TOKEN not in raw


def test_analytics_have_totals_and_a_timeline(run: Run, demo: DemoServer) -> None:
    told = json.loads(
        run("analytics", "--from", "-6d", "--format", "json", "--group", "day").stdout
    )
    assert len(told["timeline"]) == 7
    assert told["total"]["views"] == sum(step["views"] for step in told["timeline"])
    assert told["timezone"] == "Europe/Moscow"
    assert told["timeline"][0]["date"].endswith("T00:00:00+03:00")
    lines = run("analytics", "--from", "-6d").stdout.splitlines()
    assert lines[0].split() == ["DAY", "VIEWS", "UNIQUE", "WATCHED", "LOADS", "RATE", "AVERAGE"]
    assert lines[-1].startswith("total ")
    assert "group_time=day" in targets(demo)[-1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--from", "soon"), "2026-01-31"),
        (("--from", "2026-02-30"), "2026-01-31"),
        (("--from", "-1w", "--to", "-2w"), "before the start"),
        (("--to", "2026-01-01"), "--from"),
        (("--by", "video", "--group", "day"), "--by"),
    ],
)
def test_a_range_is_checked_before_anything_is_asked(
    run: Run, demo: DemoServer, words: tuple[str, ...], reason: str
) -> None:
    told = run("analytics", *words)
    assert told.exit_code == ExitStatus.USAGE
    assert reason in told.stderr
    assert not targets(demo)


@pytest.mark.parametrize(
    "words",
    [
        ("--order", "title.up"),
        ("--page", "0"),
        ("--per-page", "101"),
        ("--status", "ready"),
        ("--all", "--page", "2"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_asked(
    run: Run, demo: DemoServer, words: tuple[str, ...]
) -> None:
    told = run("videos", *words)
    assert told.exit_code == ExitStatus.USAGE
    assert words[0] in told.stderr or words[1] in told.stderr
    assert not targets(demo)


def overview(views: int) -> bytes:
    """Return an answer of that many views."""
    return answer({"data": {"total": {"views": views}, "timeline": []}, "meta": {}})


def test_a_report_adds_up_buckets_and_finds_titles(scripted: ScriptedServer) -> None:
    rows = [
        {"video_id": "v1", "date": "2026-06-01T00:00:00Z", "view": 2, "watch_time": 60},
        {"video_id": "v2", "date": "2026-06-01T00:00:00Z", "view": 4},
        {"video_id": "v1", "date": "2026-06-02T00:00:00Z", "view": 3, "watch_time": 30},
    ]
    titles = page({"id": "v1", "title": "First"})
    scripted.script = [overview(9), answer({"data": rows}), titles]
    words = ("--from", "2026-06-01", "--to", "2026-06-30", "--by", "video")
    told = ask(scripted, "analytics", *words, "--format", "csv")
    assert told.stdout.splitlines() == [
        "video_id,name,views,unique_views_at_most,player_loads,watch_time",
        "v1,First,5,,,90",
        "v2,,4,,,",
    ]
    assert "order=view.desc" in scripted.requests[1].target


def test_views_that_are_counted_and_listed_nowhere_are_no_empty_report(
    scripted: ScriptedServer,
) -> None:
    scripted.script = [overview(9), answer({"data": []})]
    told = ask(scripted, "analytics", "--by", "city", "--format", "json")
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert json.loads(told.stdout) == []
    assert "9 views counted, but no city is listed" in told.stderr


def test_usage_has_a_unit_for_what_is_documented_and_no_zero_for_what_is_missing(
    scripted: ScriptedServer,
) -> None:
    day = {"date": "2026-06-14T00:00:00Z"}
    rows = [
        {**day, "usage": 800, "product": "encoding", "project_id": "p"},
        {**day, "usage": 5_000_000, "product": "Storage"},
        {**day, "product": "cdn"},
        {**day, "usage": 3, "product": "=news"},
    ]
    scripted.script = [answer({"data": rows})]
    words = ("usage", "--from", "2026-06-14", "--to", "2026-06-14", "--project", "p")
    told = ask(scripted, *words, "--format", "csv")
    target = "/v1/billing/usage?from=2026-06-14&to=2026-06-14&project_id=p"
    assert scripted.requests[0].target == target
    assert told.stdout.splitlines() == [
        "date,product,usage,unit,project_id",
        "2026-06-14T00:00:00Z,encoding,800,min,p",
        "2026-06-14T00:00:00Z,Storage,5000000,bytes,",
        "2026-06-14T00:00:00Z,cdn,,bytes,",
        "2026-06-14T00:00:00Z,'=news,3,,",
    ]
    table_ = (ask(scripted, *words)).stdout.splitlines()
    cells = [line.split()[2:] for line in table_[1:]]
    assert cells == [["800", "min"], ["5.0", "MB"], ["—"], ["3"]]


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_today_is_that_of_the_workspace_and_for_usage_that_of_utc(
    run: Run, demo: DemoServer, in_zone: Callable[[str], None], zone: str
) -> None:
    in_zone(zone)
    began = datetime.now(UTC)
    document = json.loads(run("analytics", "--from", "-6d", "--format", "json").stdout)
    assert len(document["timeline"]) == 7
    run("analytics", "--by", "country")
    counted = targets(demo)[-1]
    run("usage")
    utc = {f"{moment.date()}" for moment in (began, datetime.now(UTC))}  # midnight may come
    moscow = timedelta(hours=3)  # where the demo is
    there = {f"{(moment + moscow).date()}" for moment in (began, datetime.now(UTC))}
    assert document["to"] in there
    assert counted.partition("&to=")[2][:10] in there
    assert targets(demo)[-1].partition("&to=")[2][:10] in utc


# What goes wrong.


def test_a_refused_order_tells_code_name_message_and_request_id(run: Run) -> None:
    told = run("videos", "--order", "colour")
    assert told.exit_code == ExitStatus.FAILED
    assert told.stdout == ""
    for known in (
        "400216 NOT_ALLOWED_ORDER_FIELD",
        "order by 'colour' is not allowed",
        "X-Request-ID: ",
    ):
        assert known in told.stderr


def test_a_token_that_is_not_accepted_and_one_that_is_not_there_are_told_apart(
    demo: DemoServer,
) -> None:
    bad = TOKEN.replace("cafe", "beef")
    refused = CliRunner().invoke(
        cli, ["projects"], env=here(demo.base_url, KINESCOPE_API_TOKEN=bad)
    )
    assert refused.exit_code == ExitStatus.SIGN_IN
    assert "100102 UNAUTHORIZED" in refused.stderr
    assert bad not in refused.output
    elsewhere = {
        "KINESCOPE_API_TOKEN": "",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    nobody = CliRunner().invoke(cli, ["projects"], env=elsewhere)
    assert nobody.exit_code == ExitStatus.SIGN_IN
    assert "KINESCOPE_API_TOKEN" in nobody.stderr


def test_a_failure_half_way_says_how_far_it_came_and_leaves_the_array_open(
    scripted: ScriptedServer,
) -> None:
    refused = answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden")
    scripted.script = [page(*({"id": f"{n}"} for n in range(100)), total=150), refused]
    told = ask(scripted, "videos", "--all", "--format", "json")
    assert told.exit_code == ExitStatus.FAILED
    assert "100103 ACCESS_DENIED" in told.stderr
    assert "Written: 100 of 150 videos." in told.stderr
    with pytest.raises(json.JSONDecodeError):
        json.loads(told.stdout)


def test_a_list_that_changes_while_it_is_read_is_incomplete(scripted: ScriptedServer) -> None:
    first = page(*({"id": f"{n}"} for n in range(100)), total=150)
    second = page(*({"id": f"{n}"} for n in range(100, 149)), total=149, number=2)
    scripted.script = [first, second, first, second, first, second]
    told = ask(scripted, "projects", "--all", "--format", "json")
    assert told.exit_code == ExitStatus.INCOMPLETE
    assert len(json.loads(told.stdout)) == 149
    assert "INCOMPLETE: 149 of 149" in told.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert "the list changed while it was read" in told.stderr


def test_the_usual_order_gives_way_where_the_server_refuses_it(scripted: ScriptedServer) -> None:
    refused = answer({"error": {"code": 400216, "message": "no"}}, "400 Bad Request")
    scripted.script = [refused, page({"id": "7"})]
    told = ask(scripted, "invoices", "--format", "json")
    assert told.exit_code == ExitStatus.OK
    assert "order" not in scripted.requests[-1].target
    assert "Sorted here by created_at.desc: the server cannot." in told.stderr
    scripted.script = [refused, page({"id": "p"})]
    scripted.requests.clear()
    told = ask(scripted, "videos", "--format", "json")
    assert "The server cannot sort by" in told.stderr
    scripted.requests.clear()
    scripted.script = [refused]
    assert ask(scripted, "videos", "--order", "created_at").exit_code == ExitStatus.FAILED


def test_what_the_server_says_moves_no_cursor_and_runs_in_no_spreadsheet(
    scripted: ScriptedServer,
) -> None:
    scripted.script = [page({"id": "v", "title": f"=1+1{HOSTILE}"})]
    told = ask(scripted, "videos", "--format", "csv", "--page", "1")
    assert "\x1b" not in told.stdout
    assert "'=1+1␛]0;owned" in told.stdout
    assert "1 cell prefixed with '" in told.stderr
    params = [{"name": "q", "reason": "max", "message": f"too long {HOSTILE}"}]
    error = {"code": 400400, "message": HOSTILE, "invalid_params": params}
    scripted.script = [answer({"error": error}, "422 Unprocessable")]
    refused = ask(scripted, "videos", "--format", "csv")
    assert refused.exit_code == ExitStatus.FAILED
    assert "\x1b" not in refused.stderr
    for known in ("q: too long", "(max)", REQUEST_ID, "422"):
        assert known in refused.stderr


# The process and its pipes.


def test_a_reader_who_wants_no_more_ends_it_quietly(demo: DemoServer) -> None:
    with subprocess.Popen(
        [*RUN, "videos", "--all", "--format", "jsonl", "--per-page", "5"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **here(demo.base_url)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"]
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(240) == ExitStatus.CLOSED_PIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_and_a_closed_output_are_told(demo: DemoServer) -> None:
    for redirected, reason in ((">/dev/full", "No space left"), (">&-", "is closed")):
        line = f"{shlex.join(RUN)} videos --format csv {redirected}"
        told = subprocess.run(
            ["sh", "-c", line], capture_output=True, text=True, check=False, timeout=240,
            env={**os.environ, **here(demo.base_url)},
        )  # fmt: skip
        assert told.returncode == ExitStatus.FAILED
        assert reason in told.stderr
        assert "Traceback" not in told.stderr


def on_terminal(stream: str, *words: str, **environment: str) -> str:
    """Run the program with standard output or error on a terminal of 60 columns; return that."""
    ours, its = os.openpty()
    variables = {**os.environ, "COLUMNS": "60", **environment}
    with Path(os.devnull).open("r+b") as nowhere:
        names = ("stdin", "stdout", "stderr")
        streams = [its if name == stream else nowhere.fileno() for name in names]
        process = FORK_SERVER.start(["-m", "kinescope_tui", *words], variables, streams)
    os.close(its)
    told = b""
    with contextlib.suppress(OSError):  # it has ended
        while chunk := os.read(ours, 4096):
            told += chunk
    os.close(ours)
    assert process.wait() == 0
    return told.decode()


def test_progress_is_one_line_of_a_terminal_and_is_gone_in_the_end(workspace: Workspace) -> None:
    with DemoServer(workspace, token=TOKEN, latency=0.1, limits=False) as slow:
        words = ("videos", "--all", "--per-page", "10", "--format", "csv")
        told = on_terminal("stderr", *words, **here(slow.base_url))
    assert re.search(r"\r\d+ of 230 videos", told)
    assert "\n" not in told.partition(" prefixed with ")[0]
    assert told.partition("\r\n")[0].rpartition("\r")[0].endswith(" ")


def test_a_terminal_has_colours_and_lines_that_fit(demo: DemoServer) -> None:
    told = on_terminal("stdout", "videos", "--per-page", "9", **here(demo.base_url))
    assert "\x1b[32m● done" in told
    bare = on_terminal("stdout", "videos", "--per-page", "9", NO_COLOR="1", **here(demo.base_url))
    assert "\x1b" not in bare
    assert all(cell_len(line) <= 60 for line in bare.splitlines())
    ids = on_terminal("stdout", "videos", "--fields", "id,status", **here(demo.base_url))
    assert re.search(r"^[0-9a-f-]{36}  ", ids, re.MULTILINE)


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, ExitStatus.INTERRUPTED), (signal.SIGTERM, ExitStatus.TERMINATED)],
)
def test_signals_end_it_at_once_with_their_status(
    demo: DemoServer, number: signal.Signals, status: ExitStatus
) -> None:
    demo.faults.append(Fault.parse("hang"))
    with subprocess.Popen(
        [*RUN, "videos", "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **here(demo.base_url)},
    ) as process:  # fmt: skip
        for _ in until(lambda: demo.requests):
            time.sleep(0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=240)
    demo.faults.clear()
    assert process.returncode == status
    assert (out, err) == ("", "")


def test_a_newcomer_tries_it_without_an_account() -> None:
    told = CliRunner().invoke(
        cli,
        ["videos", "--demo", "--format", "json", "--per-page", "1"],
        env={"KINESCOPE_API_TOKEN": ""},
    )
    assert told.exit_code == 0
    assert len(json.loads(told.stdout)) == 1


def test_the_documentation_says_what_each_exit_status_means() -> None:
    table_ = (DOCS / "command-line.md").read_text().partition("| status |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| ([\d, ]+) \|", table_, re.MULTILINE)
    assert {int(status) for line in told for status in line.split(", ")} == set(ExitStatus)


# Completion.


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program_and_its_variable(shell: str) -> None:
    told = CliRunner().invoke(cli, ["completion", shell], prog_name="kinescope-tui")
    assert told.exit_code == 0
    assert f"_KINESCOPE_TUI_COMPLETE={shell}_complete" in told.stdout


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("kinescope-tui vi", "videos"),
        ("kinescope-tui videos --status pre", "pre-processing"),
        ("kinescope-tui videos --format t", "tsv"),
        ("kinescope-tui videos --order title.asc,du", "title.asc,duration.desc"),
        ("kinescope-tui analytics --by c", "country"),
    ],
)
def test_values_complete_without_asking_anybody(line: str, word: str) -> None:
    words = line.split()
    completing = {
        "_KINESCOPE_TUI_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    told = CliRunner().invoke(cli, [], prog_name="kinescope-tui", env=completing)
    assert f"plain,{word}" in told.stdout.splitlines()


def test_profiles_complete_from_their_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kinescope-tui"
    folder.mkdir()
    listed = [{"name": name, "base_url": "https://api.kinescope.io"} for name in ("acme", "beta")]
    (folder / "profiles.json").write_text(json.dumps({"version": 1, "profiles": listed}))
    line = "kinescope-tui videos --profile a"
    completing = {
        "_KINESCOPE_TUI_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": "3",
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHON_KEYRING_BACKEND": "nowhere.Keyring",
    }
    told = CliRunner().invoke(cli, [], prog_name="kinescope-tui", env=completing)
    assert told.stdout.split() == ["plain,acme"]
