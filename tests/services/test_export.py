"""Exports: whole or loudly not, paced, stoppable, and never the wrong thing in a file."""

import asyncio
import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from patience import PATIENCE_S

from kinescope_tui.api.client import Page
from kinescope_tui.api.decode import read_page
from kinescope_tui.api.errors import StoppedError, UnreachableError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Tag, Video
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.files.atomic_file import FileThereError, SaveError
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.records import FileFormat, Writer, fields_of, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinescope_tui.services.lists.paged_list import Fetch

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 1, 1, tzinfo=UTC))


def videos(first: int, last: int) -> list[Video]:
    return [Video(id=f"v{n}", title=f"Title {n}") for n in range(first, last)]


class Server:
    """A list of videos, page by page."""

    def __init__(self, size: int, most: int = 100) -> None:
        self.items = videos(0, size)
        self.most = most
        self.asked: list[int] = []
        self.priorities: set[Priority] = set()
        self.before: Callable[[int], None] = lambda _page: None

    async def fetch(self, page: int, per_page: int, priority: Priority) -> Page[Video]:
        self.asked.append(page)
        self.priorities.add(priority)
        await asyncio.sleep(0)
        self.before(page)
        size = min(per_page, self.most)
        begin = (page - 1) * size
        found = self.items[begin : begin + size]
        return Page(found, page, size, len(self.items), Order(), EXCHANGE)


def state(export: Export[Video]) -> State:
    return export.state


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 1_234])
async def test_all_rows_are_in_the_file_in_their_order(tmp_path: Path, size: int) -> None:
    server, path = Server(size), tmp_path / "x.csv"
    export = Export(path, FileFormat.CSV, "videos", Video, server.fetch)
    await export.run()
    assert state(export) is State.DONE
    assert (export.written, export.total) == (size, size)
    assert [row["id"] for row in rows_in(path)] == [f"v{n}" for n in range(size)]
    assert server.priorities == {Priority.BULK}
    assert len(server.asked) == max(1, -(-size // 100))
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


async def test_ten_pages_are_on_their_way_and_no_more(tmp_path: Path) -> None:
    server, under_way, most = Server(2_500), 0, 0
    ten = asyncio.Event()

    async def fetch(page: int, per_page: int, priority: Priority) -> Page[Video]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 10:
            asyncio.get_running_loop().call_soon(ten.set)
        if page > 1:  # how many there are is known from the first
            await asyncio.wait_for(ten.wait(), PATIENCE_S)
        answer = await server.fetch(page, per_page, priority)
        under_way -= 1
        return answer

    path = tmp_path / "videos.csv"
    await Export(path, FileFormat.CSV, "videos", Video, fetch).run()
    assert most == 10
    assert len(rows_in(path)) == 2_500


async def test_a_server_that_gives_fewer_at_a_time_is_followed(tmp_path: Path) -> None:
    server = Server(95, most=20)
    export = Export(tmp_path / "x.jsonl", FileFormat.JSON_LINES, "videos", Video, server.fetch)
    await export.run()
    assert state(export) is State.DONE
    assert export.written == 95
    assert server.asked == [1, 2, 3, 4, 5]


async def test_a_failed_export_goes_on_where_it_stood(tmp_path: Path) -> None:
    server, path = Server(450), tmp_path / "x.csv"

    def break_down(page: int) -> None:
        if page == 3:
            raise UnreachableError("gone")

    server.before = break_down
    export = Export(path, FileFormat.CSV, "videos", Video, server.fetch)
    await export.run()
    assert state(export) is State.FAILED
    assert export.written == 200
    assert not path.exists()
    server.before = lambda _page: None
    server.asked.clear()
    await export.run()
    assert state(export) is State.DONE
    assert server.asked == [3, 4, 5]
    assert len(rows_in(path)) == 450


@pytest.mark.parametrize("by_escape", [True, False])
async def test_a_stopped_export_saves_nothing_and_can_go_on(
    tmp_path: Path, by_escape: bool
) -> None:
    server, path = Server(450), tmp_path / "x.csv"
    export = Export(path, FileFormat.CSV, "videos", Video, server.fetch)

    def stop(page: int) -> None:
        if page == 2 and by_escape:
            raise StoppedError("stopped")
        if page == 2:
            export.stop()

    server.before = stop
    await export.run()
    assert state(export) is State.STOPPED
    assert not path.exists()
    server.before = lambda _page: None
    await export.run()
    assert state(export) is State.DONE
    assert [row["id"] for row in rows_in(path)] == [f"v{n}" for n in range(450)]


async def test_a_dropped_export_leaves_nothing_behind(tmp_path: Path) -> None:
    server = Server(450)
    export = Export(tmp_path / "x.csv", FileFormat.CSV, "videos", Video, server.fetch)
    server.before = lambda page: export.stop() if page == 2 else None
    await export.run()
    export.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["insert", "delete"])
async def test_a_list_that_changes_meanwhile_is_said_to_be_incomplete(
    tmp_path: Path, change: str
) -> None:
    server, path = Server(450), tmp_path / "x.csv"

    def shift(page: int) -> None:
        if page == 2 and change == "insert":
            server.items.insert(0, Video(id="new"))
        elif page == 2:
            del server.items[0]

    server.before = shift
    export = Export(path, FileFormat.CSV, "videos", Video, server.fetch)
    await export.run()
    assert state(export) is State.INCOMPLETE
    assert "changed while it was read" in export.trouble
    assert not path.exists()
    assert export.saved == tmp_path / "x.incomplete.csv"
    ids = [row["id"] for row in rows_in(export.saved)]
    assert len(ids) == len(set(ids))


async def test_fewer_rows_than_the_server_says_are_not_called_all(tmp_path: Path) -> None:
    async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Video]:
        found = videos(0, 60) if page == 1 else []
        return Page(found, page, per_page, 150, Order(), EXCHANGE)

    asked: Fetch[Video] = fetch
    export = Export(tmp_path / "x.csv", FileFormat.CSV, "videos", Video, asked)
    await export.run()
    assert state(export) is State.INCOMPLETE
    assert (export.written, export.total) == (60, 150)


async def test_a_list_without_a_total_is_read_to_its_end(tmp_path: Path) -> None:
    async def fetch(page: int, per_page: int, _priority: Priority) -> Page[Video]:
        found = videos(0, 250)[(page - 1) * per_page : page * per_page]
        return Page(found, page, per_page, None, Order(), EXCHANGE)

    asked: Fetch[Video] = fetch
    export = Export(tmp_path / "x.csv", FileFormat.CSV, "videos", Video, asked)
    await export.run()
    assert state(export) is State.DONE
    assert (export.written, export.total) == (250, None)  # nobody said how many there are


async def test_marked_rows_are_written_without_asking(tmp_path: Path) -> None:
    export = Export(tmp_path / "x.tsv", FileFormat.TSV, "videos", Video, videos(0, 3))
    await export.run()
    lines = (tmp_path / "x.tsv").read_text().splitlines()
    assert len(lines) == 4
    assert lines[0].split("\t")[:2] == ["id", "title"]


def test_a_file_that_is_there_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("mine")
    with pytest.raises(FileThereError):
        Export(tmp_path / "x.csv", FileFormat.CSV, "videos", Video, videos(0, 3))
    with pytest.raises(SaveError):
        Export(tmp_path / "nowhere" / "x.csv", FileFormat.CSV, "videos", Video, videos(0, 3))
    assert (tmp_path / "x.csv").read_text() == "mine"


# What stands in a file.


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+7 900", "'+7 900"),
        ("-rf", "'-rf"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("plain = fine", "plain = fine"),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(title: str, cell: str) -> None:
    writer = Writer(FileFormat.CSV, ["title"])
    assert next(csv.reader([writer.lines([Video(title=title)])])) == [cell]
    assert writer.guarded == (cell != title)


def test_tsv_has_one_line_a_row_whatever_stands_in_it() -> None:
    line = Writer(FileFormat.TSV, ["id", "title"]).lines([Video(id="v", title="a\tb\nc\r\nd")])
    assert line == "v\ta b c d\n"


def test_json_lines_keep_what_lies_deeper_and_none_of_what_is_signed() -> None:
    links = {"url": "https://x/y?sign=1", "download_link": "z"}
    came = {"id": "v", "title": "Ё", "assets": [{"id": "a", "quality": "original", **links}]}
    videos = read_page({"data": [came]}, Video).items
    row = json.loads(Writer(FileFormat.JSON_LINES, []).lines(videos))
    assert row["title"] == "Ё"
    assert row["assets"][0]["quality"] == "original"
    assert "url" not in row["assets"][0]
    assert "sign" not in json.dumps(row)


def test_what_nobody_documented_has_the_columns_that_came() -> None:
    tags = [Tag(id="1", raw={"id": "1", "tag": "a", "scope": {"x": 1}, "colour": "red"})]
    assert fields_of(tags, Tag) == ["id", "tag", "colour"]
    writer = Writer(FileFormat.CSV, ["id"])
    writer.lines(tags)
    assert writer.lost == {"tag", "colour"}
    assert record(tags[0])["scope"] == {"x": 1}


@pytest.mark.parametrize("size", [0, 1, 250])
async def test_a_json_array_is_whole_at_the_end_and_not_before(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.json"
    await Export(path, FileFormat.JSON, "videos", Video, Server(size).fetch).run()
    assert [row["id"] for row in json.loads(path.read_text())] == [f"v{n}" for n in range(size)]
    writer = Writer(FileFormat.JSON, [])
    with pytest.raises(json.JSONDecodeError):
        json.loads(writer.head() + writer.lines(videos(0, 2)))


def test_only_the_fields_that_were_chosen_are_written_in_their_order() -> None:
    video = Video(id="v", title="t", duration_s=2.5)
    for form, line in (
        (FileFormat.CSV, "2.5,v\n"),
        (FileFormat.JSON_LINES, '{"duration":2.5,"id":"v"}\n'),
    ):
        writer = Writer(form, ["duration", "id"], is_choice=True)
        assert writer.lines([video]) == line
        assert not writer.lost
