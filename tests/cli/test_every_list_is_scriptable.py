"""Every list that is registered is a command, with what its documents say that it may be asked."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from command_line import ask
from scripted_server import ScriptedServer, answer, page

from kinescope_tui.api.order import Order
from kinescope_tui.cli import cli
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.lists import list_command
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.listing import Facet, Listing
from kinescope_tui.resources.registry import LISTINGS

REELS = Listing(
    name="reels",
    noun="reel",
    path="/v1/reels",
    default_order=Order.parse("created_at.desc"),
    sort_fields=("created_at", "name"),
    facets=(
        Facet("mood[]", "mood", (("calm", Cell("calm")), ("wild", Cell("wild"))), is_multiple=True),
        Facet("studio_id", "studio"),
        Facet("without_studio", "studio", (("true", Cell("of nobody")),), excludes=("studio_id",)),
    ),
    is_searchable=True,
)
"""Made up, and all that it takes."""

HEAVY = ("httpx", "textual", "rich", "asyncio", "kinescope_tui.api.models")


@pytest.fixture
def reels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(cli.commands, "reels", list_command(REELS))
    return iter(())


@pytest.mark.usefixtures("reels")
def test_a_new_list_is_one_value(scripted: ScriptedServer) -> None:
    scripted.script = [page({"id": "r1", "name": "First", "frames": 4699}, total=1)]
    words = (
        "--search",
        "x",
        "--mood",
        "calm",
        "--mood",
        "wild",
        "--studio",
        "s",
        "--order",
        "name",
    )
    told = ask(scripted, "reels", *words, "--format", "csv")
    assert told.stdout == "id,name,frames\nr1,First,4699\n"
    asked = "q=x&mood%5B%5D=calm&mood%5B%5D=wild&studio_id=s"
    target = f"/v1/reels?page=1&per_page=25&order=name.asc&{asked}"
    assert [request.target for request in scripted.requests] == [target]
    table = ask(scripted, "reels").stdout.splitlines()
    assert [line.split() for line in table] == [
        ["NAME", "FRAMES", "ID"],
        ["First", "4", "699", "r1"],
    ]
    flagged = ask(scripted, "reels", "--without-studio", "--format", "json")
    assert json.loads(flagged.stdout)
    assert scripted.requests[-1].target.endswith("order=created_at.desc&without_studio=true")


@pytest.mark.usefixtures("reels")
def test_its_help_says_what_it_may_be_asked() -> None:
    told = " ".join(CliRunner().invoke(cli, ["reels", "--help"]).stdout.split())
    for known in (
        "Print the reels of the workspace, newest first.",
        "--search, --query TEXT Only reels that match this text.",
        "--mood [calm|wild] Filter reels by mood; repeatable.",
        "--studio ID Filter reels by studio.",
        "--without-studio Only reels of nobody.",
        "Fields: created_at, name.",
        "With --all, oldest first unless --order says otherwise.",
    ):
        assert known in told


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_is_written_and_takes_what_it_says(scripted: ScriptedServer, name: str) -> None:
    listing = LISTINGS[name]
    scripted.script = [page({"id": "7", "user_id": "7"})]
    words = [word for facet in listing.facets[:1] for word in (f"--{facet.option}", choice(facet))]
    words += ["--order", listing.sort_fields[0]] if listing.sort_fields else []
    words += ["--search", "x"] if listing.is_searchable else []
    told = ask(scripted, name, *words, "--limit", "1", "--format", "jsonl")
    assert told.exit_code == ExitStatus.OK, told.output
    assert len(told.stdout.splitlines()) == 1
    asked = "?page=1&per_page=1" if listing.is_paged else ""
    assert scripted.requests[0].target.startswith(f"{listing.path}{asked}")


def choice(facet: Facet) -> str:
    return facet.choices[0][0] if facet.choices else "7"


def test_what_a_list_does_not_know_is_no_option_of_it() -> None:
    for words, reason in (
        (
            ("tags", "--order", "name"),
            "The API does not document sorting for tags, so there is no --order.",
        ),
        (("players", "--search", "x"), "The API does not document search in players"),
        (("live-events", "--status", "done"), "No such option '--status'."),
    ):
        told = CliRunner().invoke(cli, words)
        assert told.exit_code == ExitStatus.USAGE
        assert reason in told.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--all", "--limit", "3"), "Use only one of --all and --limit"),
        (("--limit", "3", "--page", "2"), "Use only one of --limit and --page"),
        (("--folder", "f", "--without-folder"), "Use only one of --folder and --without-folder"),
        (("--excel", "--format", "json"), "cannot be combined with --format json"),
    ],
)
def test_options_that_contradict_each_other_are_named(
    scripted: ScriptedServer, words: tuple[str, ...], reason: str
) -> None:
    told = ask(scripted, "videos", *words)
    assert told.exit_code == ExitStatus.USAGE
    assert reason in told.stderr
    assert not scripted.requests


def test_a_limit_takes_as_many_pages_as_it_needs_and_each_row_once(
    scripted: ScriptedServer,
) -> None:
    first = page(*({"id": f"{n}"} for n in range(100)), total=300)
    second = page(*({"id": f"{n}"} for n in range(99, 199)), total=300, number=2)
    scripted.script = [first, second]
    told = ask(scripted, "videos", "--limit", "150", "--format", "jsonl")
    rows = [json.loads(line)["id"] for line in told.stdout.splitlines()]
    assert rows == [f"{n}" for n in range(150)]
    order = "order=created_at.desc"
    assert [request.target for request in scripted.requests] == [
        f"/v1/videos?page={number}&per_page=100&{order}" for number in (1, 2)
    ]
    scripted.script = [answer({"data": [{"id": "a"}, {"id": "b"}]})]  # and no total
    scripted.requests.clear()
    assert len(ask(scripted, "tags", "--limit", "3", "--format", "csv").stdout.splitlines()) == 3
    assert len(scripted.requests) == 1


def test_a_shell_waits_for_no_models_and_no_libraries() -> None:
    code = f"""
import os, sys
from click.testing import CliRunner
from kinescope_tui.cli import cli
for words in (["--help"], ["live-events", "--help"]):
    assert CliRunner().invoke(cli, words).exit_code == 0
for line, word in (("speak", "speak-rooms"), ("speak-rooms --order na", "name.asc"),
                   ("speak-rooms --status fin", "finished")):
    words = ("kinescope-tui " + line).split()
    variables = {{"_KINESCOPE_TUI_COMPLETE": "bash_complete",
                 "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}}
    told = CliRunner().invoke(cli, [], prog_name="kinescope-tui", env=variables).stdout
    assert "plain," + word in told.splitlines(), told
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
