"""A preview tells what is known of a row, in any width, and nothing that is not."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from kinescope_tui.api.models import Asset, Overview, TimelinePoint, Video
from kinescope_tui.presentation.lists.preview import Line, Preview, day_views, preview_lines
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.presentation.lists.thing_preview import thing_preview, with_sizes
from kinescope_tui.presentation.lists.video_preview import video_preview
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.ended_lines import ended

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
NAMES = {"p": "Webinars", "f": "2026"}
VIDEO = Video(
    id="v",
    title="Вебинар: Billing basics, часть 27",
    status="done",
    project_id="p",
    folder_id="f",
    duration_s=4784,
    created_at=datetime(2026, 8, 20, 18, 3, tzinfo=UTC),
    privacy_type="custom",
    privacy_domains=["a.example", "b.example"],
    progress=98,
    version=2,
    assets=[
        Asset(id="b", quality="720p", size_bytes=1_700_000_000),
        Asset(id="a", quality="original", size_bytes=6_100_000_000),
    ],
)


def text(lines: list[Line]) -> str:
    return "\n".join("".join(cell.text for cell in line) for line in lines)


def test_a_video_is_told_by_names_and_only_what_is_known() -> None:
    told = text(preview_lines(video_preview(VIDEO, NAMES, NOW), 36))
    for part in (
        "● done  version 2",
        "Webinars › 2026",
        "Thu 18:03 · a day ago",
        "custom · 2 domains",
        "1:19:44",
        "y u link",
    ):
        assert part in told
    assert told.index("original") < told.index("720p")
    for part in ("Subtitle", "Tags", "Uploaded", "—", "About"):
        assert part not in told


@pytest.mark.parametrize("width", [1, 12, 36, 46, 78, 120])
def test_no_line_is_wider_than_the_room(width: int) -> None:
    days = day_views(Overview(timeline=[TimelinePoint(views=n) for n in range(28)]))
    lines = preview_lines(video_preview(VIDEO, NAMES, NOW), max(width, 36), days)
    assert all(sum(len(cell.text) for cell in line) <= max(width, 36) for line in lines)
    assert preview_lines(video_preview(VIDEO, NAMES, NOW), width, days)


def test_facts_stand_in_two_columns_where_there_is_room() -> None:
    narrow, wide = (
        text(preview_lines(video_preview(VIDEO, NAMES, NOW), width)) for width in (36, 78)
    )
    assert wide.count("\n") < narrow.count("\n")
    assert any("Project" in line and "Created" in line for line in wide.split("\n"))


def test_days_are_told_when_they_are_known_and_drawn_when_there_were_views() -> None:
    preview = video_preview(VIDEO, NAMES, NOW)
    answer = Overview(
        total=TimelinePoint(views=1204, watch_time_s=137_160),
        timeline=[TimelinePoint(views=n) for n in range(28)],
    )
    told = text(preview_lines(preview, 36, day_views(answer)))
    assert "28 DAYS" in told
    assert "1\xa0204 views · 38.1 h" in told
    assert "█" in told
    assert "DAYS" not in text(preview_lines(preview, 36))
    assert "█" not in text(preview_lines(preview, 36, day_views(Overview())))


def test_any_thing_is_told_without_ids_and_with_sizes() -> None:
    raw = {"id": "x", "name": "A", "workspace_id": "w", "project_id": "p", "size": 10_865_000}
    sections = thing_sections("A", with_sizes(raw | {"empty": None, "parts": [{"name": "one"}]}))
    told = text(preview_lines(thing_preview("A", sections, NAMES), 36))
    assert "project  Webinars" in told
    assert "10.9 MB" in told
    assert "PARTS" in told
    assert "one" in told
    for part in ("workspace", "empty", "id"):
        assert part not in told


def test_in_two_columns_no_link_is_cut_that_fits_the_pane() -> None:
    link = f"https://kinescope.io/embed/{'x' * 30}"
    facts = [("name", Cell("a")), ("embed link", Cell(link)), ("sort field", Cell("no"))]
    lines = text(preview_lines(Preview("Title", facts=facts), 76)).splitlines()
    assert [line.split() for line in lines[2:]] == [
        ["name", "a", "sort", "field", "no"],
        ["embed", "link", link.removeprefix("https://")],
    ]


def test_rows_that_may_be_left_out_go_on_to_the_last_line() -> None:
    rows = [(Cell(""), Cell(str(number)), Cell("")) for number in range(40)]
    section = replace(ended("Videos", rows, Cell("")), may_be_cut=True)
    preview = Preview("Title", sections=[section], keys=[("enter", "open")])
    assert len(preview_lines(preview, 60, height=30)) == 30
    assert len(preview_lines(preview, 60, height=10)) == 2 + 13 + 2  # is scrolled
    assert len(preview_lines(preview, 60, height=90)) == 2 + 41 + 2
