"""Files, chapters, days and copies of a video are drawn as wide as there is room, and no wider."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import (
    Asset,
    Chapter,
    Chapters,
    Overview,
    Subtitle,
    TimelinePoint,
    Video,
)
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.lists.chapter_line import ChapterLine
from kinescope_tui.presentation.lists.copy_panel import copy_section
from kinescope_tui.presentation.lists.day_chart import days_section, days_to_come
from kinescope_tui.presentation.lists.file_bars import FileBars, FileFacts
from kinescope_tui.presentation.lists.video_page import (
    chapters,
    file_facts,
    files,
    video_overview,
    video_sections,
)
from kinescope_tui.presentation.text.sections import Drawing, Slots

WIDTHS = st.integers(1, 200)
TOKEN = "0f6a5e0e-9b1e-4f6b-8d3d-3f1f0b8a7c11"


def drawn(drawing: Drawing | None, width: int, height: int = 0) -> Sequence[Slots]:
    assert drawing is not None
    return drawing.lines(width, height)


def text_of(line: Slots) -> str:
    return "".join(
        slot.text.rjust(slot.width) if slot.is_right else slot.text.ljust(slot.width)
        for slot in line
        if slot.width > 0
    )


def fits(lines: Sequence[Slots], width: int) -> bool:
    return all(sum(max(0, slot.width) for slot in line) <= width for line in lines)


VIDEO = Video(
    id="v",
    title="Title",
    duration_s=600,
    assets=[
        Asset(quality="360p", size_bytes=10, resolution="640x360", file_type="mp4"),
        Asset(quality="original", size_bytes=1_000_000, md5="d41d8cd9", original_name="raw.mov"),
        Asset(quality="?"),
    ],
    chapters=Chapters([Chapter(0, "Start"), Chapter(150_000, ""), Chapter(300_000, "End")], True),
    subtitles=[Subtitle(language="ru", description="Русский", raw={"file_size": 12_000})],
)


@given(WIDTHS)
def test_files_have_bars_as_long_as_they_are_large(width: int) -> None:
    lines = drawn(files(VIDEO).drawing, width)
    assert len(lines) == 3
    if width < 40:
        return
    assert fits(lines, width)
    bars = [text_of(line).count("━") for line in lines]
    assert bars[0] > bars[1] > bars[2] == 0
    assert len({text_of(line).index("━") for line in lines[:2]}) == 1


def test_a_wider_box_shows_no_less_of_a_file() -> None:
    bars = FileBars((FileFacts("original", 10**9, "9.21 Mbit/s", "1920×1080", "mp4"),))
    words = ("GB", "Mbit/s", "1920×1080", "mp4")
    shown = [
        sum(word in text_of(bars.lines(width)[0]) for word in words) for width in range(20, 120)
    ]
    assert shown == sorted(shown)
    assert shown[-1] == len(words)


def test_a_tab_tells_checksums_and_ids() -> None:
    (row,) = file_facts(VIDEO).rows
    assert (row[0].text, row[1].text) == ("original", "MD5 d41d8cd9 · raw.mov")


@given(WIDTHS)
def test_chapters_fill_a_line_of_time(width: int) -> None:
    lines = drawn(chapters(VIDEO).drawing, width)
    assert sum(slot.width for slot in lines[0]) == width
    if width >= 20:
        assert fits(lines, width)


def test_each_chapter_tells_its_length_where_there_is_room() -> None:
    lines = [text_of(line) for line in drawn(chapters(VIDEO).drawing, 40)][2:]
    assert [line.split()[1] for line in lines] == ["0:00", "2:30", "5:00"]
    assert [line.split()[-1] for line in lines] == ["2:30", "2:30", "5:00"]
    wide = [text_of(line) for line in drawn(chapters(VIDEO).drawing, 120)][2:]
    marked = [(line.index("━"), line.rindex("━")) for line in wide]
    assert all(one[1] < other[0] for one, other in pairwise(marked))


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=6),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(20, 160),
)
def test_times_of_any_kind_are_drawn_without_a_line_at_worst(
    starts: list[float], duration: float, width: int
) -> None:
    line = ChapterLine(tuple(starts), ("x",) * len(starts), duration)
    assert fits(line.lines(width), width)


def test_an_overview_tells_only_what_is_known() -> None:
    section = video_overview(Video(id="v", title="Title", status="done", progress=100), {})
    assert [row[0].text for row in section.rows] == ["Status", "Title"]
    uploading = video_overview(Video(status="uploading", progress=40), {})
    assert uploading.rows[-1][1].text == "40 %, as reported"


def test_subtitles_tell_their_size_where_it_came() -> None:
    section = next(s for s in video_sections(VIDEO, {}) if s.title.startswith("Subtitles"))
    assert section.rows[0][1].text == "Русский · 12.0 kB"


# What can be copied.


def test_a_panel_names_the_letters_that_copy() -> None:
    async def ask() -> str:
        return "signed"

    keys = {key.id: key.first for key in keymap.keys_of("copy")}
    offered = [
        Copyable("id", "id", "v1"),
        Copyable("play-link", "play link", "https://kinescope.io/abc"),
        Copyable("embed-link", "embed link", ""),
        Copyable("download-link", "download link", "", ask=ask),
        Copyable("json", "JSON", "{\n}"),
    ]
    section = copy_section(offered, "7d1f", "https://kinescope.io/abc")
    found = {row[1].text: (row[0].text, row[2].text) for row in section.rows}
    assert found["id"] == (keys["copy.id"], "v1")
    assert found["play"] == (keys["copy.play-link"], "kinescope.io/abc")
    assert found["JSON"] == (keys["copy.json"], "2 lines, without secrets")
    assert found["request"] == (keys["copy.request-id"], "7d1f")
    assert "embed" not in found
    assert section.foot
    assert not copy_section(offered[:1], "").foot
    assert fits(drawn(section.drawing, 46), 46)


def test_a_panel_shows_no_token() -> None:
    link = f"https://kinescope.io/x?token={TOKEN}"
    section = copy_section([Copyable("play-link", "play link", link)], "")
    assert TOKEN not in str(section.rows)


# The last days.


def overview_of(views: Sequence[float | None]) -> Overview:
    first = datetime(2026, 8, 1, tzinfo=UTC)
    days = [TimelinePoint(date=first + timedelta(days=n), views=v) for n, v in enumerate(views)]
    return Overview(total=TimelinePoint(views=sum(filter(None, views))), timeline=days)


@given(
    st.lists(st.none() | st.integers(0, 10**9), max_size=40),
    st.integers(10, 200),
    st.integers(0, 24),
)
def test_days_are_drawn_in_any_room(views: list[int | None], width: int, height: int) -> None:
    section = days_section(overview_of(views), UTC)
    lines = drawn(section.drawing, width, height)
    if width >= 30:
        assert fits(lines, width)


def test_a_chart_of_days_is_as_high_as_its_room_and_tells_the_top() -> None:
    section = days_section(overview_of([1, 20, None, 3]), UTC)
    assert len(drawn(section.drawing, 120, 15)) == 15
    assert section.state.text == "most on 2 Aug: 20 views"
    assert section.is_broad


def test_days_are_those_of_the_workspace() -> None:
    moscow = timezone(timedelta(hours=3))
    midnight = datetime(2026, 8, 20, 21, tzinfo=UTC)
    found = Overview(timeline=[TimelinePoint(date=midnight, views=2)])
    assert days_section(found, moscow).state.text == "most on 21 Aug: 2 views"


@pytest.mark.parametrize("width", [50, 100, 140])
def test_what_is_to_come_is_as_high_as_what_comes(width: int) -> None:
    ghost, section = days_to_come(), days_section(overview_of([1, 2, 3]), UTC)
    if width > 70:
        assert len(drawn(ghost.drawing, width)) == len(drawn(section.drawing, width))
    assert section.is_broad == ghost.is_broad
