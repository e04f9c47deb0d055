"""Billing: invoices, one of them, their files, and what was used."""

import json
import re
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import FULL
from scripted_server import ScriptedServer, answer, page
from stage import Open, Stage, signed_in, staged

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.billing.invoice_files import InvoiceFiles
from kinescope_tui.services.files.atomic_file import save_file

TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"
LIST = "/v1/billing/invoices"
USAGE = "/v1/billing/usage"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


def asked(server: DemoServer, path: str) -> list[dict[str, str]]:
    """The queries of an endpoint."""
    targets = (urlsplit(request.target) for request in server.requests)
    return [dict(parse_qsl(target.query)) for target in targets if target.path == path]


def paths(server: DemoServer) -> list[str]:
    return [urlsplit(request.target).path for request in server.requests]


async def open_by_id(stage: Stage, invoice_id: str) -> None:
    await stage.press("i", *invoice_id, "enter")
    await stage.settle()


class ByPath(list[Any]):
    """Answers by what is asked, not by how often."""

    def __init__(self, server: ScriptedServer, **answers: Any) -> None:
        super().__init__([page()])
        self._server = server
        self._answers = answers

    def __getitem__(self, _place: Any) -> Any:
        target = self._server.requests[-1].target
        found = (said for part, said in self._answers.items() if part in target)
        return next(found, page())


# The list. Each begins where the one before it ended.


async def invoices_are_listed_with_sums_of_each_currency(stage: Stage, demo: DemoServer) -> None:
    assert asked(demo, LIST)[0]["order"] == "created_at.desc"
    assert "○ pending" in stage.cursor_line
    assert "! overdue" in stage.text
    assert "−" in next(line for line in stage.lines if "CN-" in line)
    told = next(line for line in stage.lines if "Σ all: " in line)
    assert " EUR, " in told
    assert " RUB" in told
    await stage.press("space")
    amount = next(line for line in stage.lines if "▌" in line).split()
    total = " ".join(amount[amount.index("pending") + 1 : amount.index("EUR") + 1])
    assert "· 1 marked" in stage.text
    assert f"Σ {total}" in stage.text
    await stage.press("n")
    assert "! overdue" in stage.cursor_line


async def usage_is_shown_by_product_day_and_project(stage: Stage, demo: DemoServer) -> None:
    await stage.press("u")
    text = stage.text
    assert "this month" in text
    for word in ("CDN traffic", "Storage, average", "Encoding", "SHARE", "Webinars"):
        assert word in text
    queries = asked(demo, USAGE)
    assert all(query["group_by"] == "project_id" for query in queries)
    assert len({query["from"] for query in queries}) == 2  # this month, and the one before
    await stage.press("c")
    assert len(asked(demo, USAGE)) == len(queries)  # the month before is here already
    assert "vs " in stage.text
    await stage.press("x")
    webinars = next(line for line in stage.lines if "Webinars" in line)
    assert " B" in webinars  # and no GB
    await stage.press("m")
    assert "Storage per day" in stage.text
    assert "measured daily, averaged" in stage.text or "estimated monthly average" in stage.text
    await stage.press("tab", "enter")
    assert "Folders" in stage.text


async def the_days_of_usage_are_saved(stage: Stage, folder: Path) -> None:
    await stage.command("usage 7d")
    await stage.passes(0.3)
    await stage.press("e", "enter")
    await stage.shows("Saved")

    (file,) = folder.iterdir()
    head, *rows = file.read_text().splitlines()
    assert head == "date,cdn,storage,encoding"
    assert len(rows) == 7
    assert all(cell.isdigit() for cell in rows[0].split(",")[1:])


async def a_sort_that_the_server_refuses_is_done_here_where_all_rows_are(
    stage: Stage, demo: DemoServer
) -> None:
    count = len(asked(demo, LIST))
    await stage.press("3", "g", "l", "l", "s")
    orders = [query.get("order") for query in asked(demo, LIST)[count:]]
    assert orders == ["total.asc", None]
    assert "○ sorted here: total ▲" in stage.text
    assert "AMOUNT ▲1" in stage.text
    await stage.press("g")
    assert "CN-" in stage.cursor_line
    await stage.press("s")
    assert "AMOUNT ▼1" in stage.text
    await stage.press("g")
    assert "RUB" in stage.cursor_line


async def test_invoices_are_listed_and_sorted_and_usage_is_told(
    demo: DemoServer, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened((120, 30)) as stage:
        await stage.press("3")
        await invoices_are_listed_with_sums_of_each_currency(stage, demo)
        await usage_is_shown_by_product_day_and_project(stage, demo)
        await the_days_of_usage_are_saved(stage, tmp_path)
        await a_sort_that_the_server_refuses_is_done_here_where_all_rows_are(stage, demo)


async def odd_invoices_are_shown_as_they_are(stage: Stage, demo: DemoServer) -> None:
    kinds = ("nulls", "odd-numbers", "odd-numerals", "missing", "wrong-types", "markup")
    for fault in kinds if FULL else kinds[::2]:
        demo.faults[:] = [Fault.parse(f"{fault}@/v1/billing")]
        await stage.press("3", "R")
        assert " of 37" in stage.text, fault
        await stage.press("enter", "right_square_bracket", "escape", "u")
        assert "UTC days" in stage.text, fault
    demo.faults.clear()


async def an_invoice_shows_lines_and_a_difference(stage: Stage) -> None:
    await stage.command("invoice 129")
    text = stage.text
    assert "! do not add up" in text
    assert "0.01 less" in text
    assert "Хранение" in text
    assert "contract number" in text
    await stage.press("left_square_bracket")
    assert "“INV-" in stage.text
    assert "“K-" in stage.text


async def what_is_typed_leads_to_a_place_or_says_why_not(stage: Stage) -> None:
    for name in ("billing", "invoices"):
        await stage.command(name)
        assert "row 1 of 37" in stage.text
        await stage.press("1")
        assert "row 1 of 300" in stage.text
    await stage.command("invoice ../9")
    await stage.shows("Not found", "404")
    await stage.command("invoice")
    assert "Which invoice? Try :invoice 123" in stage.text


async def test_a_refused_list_is_explained_and_single_invoices_stand_for_it(
    demo: DemoServer, opened: Open
) -> None:
    demo.faults[:] = [Fault.parse(f"404x1@{LIST}")]
    async with opened((100, 40)) as stage:
        await stage.press("3")
        assert "The API does not list invoices (NO_SUCH_ENTITY)" in stage.text
        assert "i opens an invoice by id, e.g. :invoice 123" in stage.text
        assert "CDN traffic" in stage.text
        assert stage.status.startswith(" ✗ 404")
        await open_by_id(stage, "137")
        assert "/v1/billing/invoices/137" in paths(demo)
        assert "✓ add up to the total" in stage.text
        await stage.press("escape")
        assert "Opened in this session:" in stage.text
        assert "INV-" in stage.cursor_line
        await open_by_id(stage, "136")
        await stage.press("escape")
        assert "row 1 of ?" in stage.text
        assert len([line for line in stage.lines if "INV-" in line]) == 2
        assert asked(demo, LIST) == [{"page": "1", "per_page": "100", "order": "created_at.desc"}]
        await stage.press("r")
        assert "row 1 of 37" in stage.text
        assert "does not list invoices" not in stage.text
        await odd_invoices_are_shown_as_they_are(stage, demo)
        await an_invoice_shows_lines_and_a_difference(stage)
        await what_is_typed_leads_to_a_place_or_says_why_not(stage)


# Files.


async def save(stage: Stage) -> None:
    """Press enter in the dialog, and wait until what is written is written."""
    await stage.press("enter")
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def shown(stage: Stage) -> None:
    """Open the dialog, and wait until all is here."""
    await stage.press("c")
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def a_csv_is_shown_then_saved_as_it_came(
    stage: Stage, folder: Path, demo: DemoServer
) -> None:
    await shown(stage)
    assert "5 rows · UTF-8 · semicolons · 1 cell that a spreadsheet" in stage.text
    assert "Продукт;Количество" in stage.text
    assert list(folder.iterdir()) == []
    await save(stage)
    assert "· as received" in stage.text
    await stage.press("enter")
    assert "row 1 of 37" in stage.text

    (file,) = folder.iterdir()
    assert file.name.startswith("invoice-INV-")
    text = file.read_text()
    assert text.startswith("Продукт;Количество;Ед.;Цена;Сумма\n")
    assert "\n=SUM(E2:E4);" in text
    assert demo.requests[-1].target == f"{LIST}/137.csv"


async def several_invoices_are_saved_each_with_its_result(
    stage: Stage, folder: Path, demo: DemoServer
) -> None:
    demo.faults[:] = [Fault.parse(f"404x1@{LIST}/136.csv")]
    await stage.press("space", "space", "space")
    await shown(stage)
    assert "CSV of 3 invoices" in stage.text
    failed = next(line for line in stage.lines if "│ ✗ " in line)
    assert "404 · Not found" in failed
    assert "request id" in failed
    await save(stage)
    assert "2 of 3 invoices saved · 1 failed" in stage.text
    assert len(list(folder.iterdir())) == 2
    await stage.press("ctrl+x")
    await stage.app.workers.wait_for_complete()
    await save(stage)
    assert "3 of 3 invoices saved" in stage.text

    assert len(list(folder.iterdir())) == 3
    await stage.press("enter", "escape")


async def a_dialog_that_is_left_writes_nothing(
    stage: Stage, folder: Path, demo: DemoServer
) -> None:
    await stage.press("A")
    demo.faults[:] = [Fault.parse(f"hang@{LIST}/")]
    await stage.burst("c")
    await stage.shows("loading …")
    await stage.burst("ctrl+x")
    await stage.shows("37 failed")
    await stage.burst("escape")
    await stage.shows("37 marked")

    demo.faults.clear()
    await stage.press("escape")
    assert list(folder.iterdir()) == []


async def a_file_that_is_there_is_asked_about(stage: Stage, folder: Path) -> None:
    await stage.command("invoice 137")
    await shown(stage)
    (name,) = re.findall(r"[\w-]+\.csv", stage.text)
    file = folder / name
    file.write_text("mine")
    await save(stage)
    assert "enter again replaces" in stage.text
    assert file.read_text() == "mine"
    await save(stage)
    assert "1 of 1 invoice saved" in stage.text
    assert file.read_text().startswith("Продукт")
    await stage.press("enter", "escape")


async def a_safe_file_for_russian_excel_says_what_was_changed(stage: Stage, folder: Path) -> None:
    await shown(stage)
    await stage.press("shift+tab", "right", "shift+tab", "right")
    await save(stage)
    assert "1 cell prefixed with ' (formula protection)" in stage.text
    assert "numbers rewritten with a decimal comma" in stage.text

    (file,) = folder.iterdir()
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=SUM(E2:E4);" in content.decode()
    assert ";0,03;" in content.decode()


async def test_files_of_invoices_are_shown_then_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: DemoServer, opened: Open
) -> None:
    def folder(name: str) -> Path:
        """Make an empty folder, and go there."""
        made = tmp_path / name
        made.mkdir()
        monkeypatch.chdir(made)
        return made

    demo.faults[:] = [Fault.parse(f"403x1@{USAGE}")]
    async with opened((80, 24)) as stage:
        await stage.press("3")
        # Usage that fails is a line, and the list stays.
        assert "! Usage: 403 · No permission for this" in stage.lines[1]
        assert "INV-" in stage.cursor_line
        await stage.press("r")
        assert "CDN traffic" in stage.text
        await stage.pilot.resize_terminal(110, 30)
        await stage.settle()
        await a_csv_is_shown_then_saved_as_it_came(stage, folder("one"), demo)
        await several_invoices_are_saved_each_with_its_result(stage, folder("several"), demo)
        await a_dialog_that_is_left_writes_nothing(stage, folder("none"), demo)
        await a_file_that_is_there_is_asked_about(stage, folder("mine"))
        await a_safe_file_for_russian_excel_says_what_was_changed(stage, folder("safe"))


async def test_json_instead_of_csv_is_said_and_saved_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    monkeypatch.chdir(tmp_path)
    with DemoServer(workspace, quirks=["no-csv"], limits=False) as demo:
        async with staged(signed_in(demo.base_url, demo.token), (100, 30)) as stage:
            await stage.press("3")
            await shown(stage)
            assert "got JSON: the server has no CSV for it" in stage.text
            assert ".json" in stage.text
            await save(stage)
            await stage.press("shift+tab", "right")
            await save(stage)
    made, raw = sorted(tmp_path.iterdir(), key=lambda file: file.suffix)
    document = json.loads(raw.read_text())
    head, *lines = made.read_text().splitlines()
    assert head == "invoice,period,product,quantity,unit,price,amount,currency"
    assert len(lines) == 4
    assert lines[-1].endswith(f",total,,,,{document['total']},EUR")


async def test_what_is_chosen_while_files_are_written_is_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    monkeypatch.chdir(tmp_path)
    is_writing, goes_on = Event(), Event()

    def write_slowly(*arguments: Any, **options: Any) -> None:
        is_writing.set()
        goes_on.wait()
        save_file(*arguments, **options)

    monkeypatch.setattr(f"{InvoiceFiles.__module__}.save_file", write_slowly)
    with DemoServer(workspace, quirks=["no-csv"], limits=False) as demo:
        async with staged(signed_in(demo.base_url, demo.token), (100, 30)) as stage:
            await stage.press("3", "space", "space")
            await shown(stage)
            await stage.burst("enter")
            await stage.until(is_writing.is_set)
            await stage.burst("shift+tab", "right")
            goes_on.set()
            await stage.app.workers.wait_for_complete()
            await stage.settle()
            assert len([json.loads(file.read_text()) for file in tmp_path.glob("*.json")]) == 2
            await save(stage)
            assert "2 of 2 invoices saved" in stage.text
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".csv"}
    assert len(list(tmp_path.iterdir())) == 4


async def test_a_csv_whose_end_nothing_proves_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> None:
    monkeypatch.chdir(tmp_path)
    cut = answer("a;b;c\n1;2;3\n4;5", content_type="text/csv", sized=False)
    server.script = ByPath(server, csv=cut, invoices=page({"id": 7, "number": "../../.x"}))
    async with staged(signed_in(server.url, TOKEN), (120, 30)) as stage:
        await stage.press("3")
        await shown(stage)
        assert "size not confirmed" in stage.text
        assert "the last row is shorter" in stage.text
        await save(stage)
        assert "1 of 1 invoice saved" in stage.text
    assert (tmp_path / "invoice-x.csv").read_text() == "a;b;c\n1;2;3\n4;5"


async def test_sums_are_told_anew_in_the_room_that_is_left(opened: Open) -> None:
    async with opened((120, 30)) as stage:
        await stage.press("3", "p", "p")
        await stage.shows("Σ all: ")
        pane = stage.app.screen.query_one("#rows")
        for width in (118, 76, 118, 76):
            pane.styles.width = width
            await stage.settle()
            told = next(line for line in stage.lines if "Σ all: " in line)
            assert " RUB" in told
            assert told.startswith("╭" if width == 118 else "╰")
