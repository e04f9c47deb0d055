"""Values in words, and the page of a video."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.decode import read_item
from kinescope_tui.api.models import Video
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.lists.video_page import video_sections
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import count, plural, size
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.times import age, clock, day, full, minute, took

NOW = datetime(2026, 8, 21, 9, 3, 7, tzinfo=UTC)
NONSENSE = [math.nan, math.inf, -math.inf, -1, -0.001, 1e308, 10**398]

# Numbers.


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "—"), (0, "—"), (0.0, "—"), (0.4, "0:00"), (1, "0:01"), (59.96, "1:00"),
        (242, "4:02"), (5_507, "1:31:47"), (86_400, "24:00:00"), (359_999, "99:59:59"),
        *((number, "?") for number in NONSENSE),
    ],
)  # fmt: skip
def test_a_duration_is_a_clock(seconds: float | None, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "—"), (0, "0 ms"), (0.1844, "184 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"),
        (1, "1.0 s"), (1.24, "1.2 s"), (75, "75.0 s"), *((number, "?") for number in NONSENSE),
    ],
)  # fmt: skip
def test_a_request_took_milliseconds_or_seconds(seconds: float | None, text: str) -> None:
    assert took(seconds) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "—"), (0, "0 Bytes"), (1, "1 Byte"), (999, "999 Bytes"), (1_000, "1.0 kB"),
        (412_600_000, "412.6 MB"), (10**18, "?"),
        *((number, "?") for number in NONSENSE),
    ],
)  # fmt: skip
def test_bytes_are_a_size(number: float | None, text: str) -> None:
    assert size(number) == text


def test_a_count_has_groups_that_do_not_break() -> None:
    assert [count(n) for n in (None, 0, 999, 12_431)] == ["?", "0", "999", "12\u00a0431"]
    assert [plural(n, "video") for n in (0, 1, 12_431)] == [
        "0 videos", "1 video", "12\u00a0431 videos",
    ]  # fmt: skip


# Moments.


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (None, "—"),
        (NOW, "2026-08-21 09:03:07 +00:00"),
        (NOW.replace(microsecond=999_999), "2026-08-21 09:03:07 +00:00"),
        (NOW.astimezone(timezone(timedelta(hours=5, minutes=45))), "2026-08-21 09:03:07 +00:00"),
        (datetime(1, 1, 1, tzinfo=UTC), "—"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31 23:59:59 +00:00"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))), "—"),
        (
            datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))),
            "9999-12-31 23:00:00 -05:00",
        ),
    ],
)
def test_a_moment_is_told_to_the_day_the_minute_or_the_second(
    moment: datetime | None, text: str
) -> None:
    assert full(moment) == text
    assert minute(moment) == text[:16]
    assert day(moment) == text[:10]


@pytest.mark.parametrize(
    ("since", "text"),
    [
        (timedelta.min, "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(), "just now"),
        (timedelta(seconds=59.9), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(seconds=3_599.9), "59 min ago"),
        (timedelta(hours=1), "an hour ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=17), "17 days ago"),
        (timedelta(days=59), "59 days ago"),
        (timedelta(days=60), "2 months ago"),
        (timedelta(days=400), "1 year, 1 month ago"),
    ],
)
def test_an_age_is_told_in_steps(since: timedelta, text: str) -> None:
    assert age(since) == text


def test_the_oldest_age_there_is_has_words() -> None:
    assert age(timedelta.max).endswith(" ago")


# Lines.


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("  a  ", "a"),
        ("a\tb\nc\r\nd\u2028e\x85f\u00a0g", "a b c d e f g"),
        ("\n\n\n", ""),
        ("[red]a[/] \\[ [link=x]", "[red]a[/] \\[ [link=x]"),
        ("e" + "\u0301" * 500 + "x", "e" + "\u0301" * 4 + "x"),
        ("👨\u200d👩\u200d👧 👍🏽 ❤\ufe0f", "👨👩👧 👍 ❤"),
        ("\u200d\u200c\ufe0f", ""),
        ("日本語 Ёлка", "日本語 Ёлка"),
    ],
    ids=ascii,
)
def test_a_text_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("piece", ["a", "\n", "日", "\u0301", "a\u0301", "\u200d"], ids=ascii)
def test_five_megabytes_are_cut(piece: str) -> None:
    assert len(one_line(piece * 5_000_000)) <= 4_001


@given(st.text(max_size=200))
def test_a_line_has_no_breaks_and_no_space_around_it(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line


# Statuses.

DOCUMENTED = [
    "pending", "uploading", "pre-processing", "processing", "aborted", "done", "error", "suspended",
]  # fmt: skip


@pytest.mark.parametrize("status", DOCUMENTED)
def test_a_documented_status_has_a_glyph(status: str) -> None:
    assert len(badge(status).text) <= 12
    assert badge(status).text[0] not in "·—"


def test_documented_statuses_are_told_apart_without_colour() -> None:
    assert len({badge(status).text[0] for status in DOCUMENTED}) == len(DOCUMENTED)


@pytest.mark.parametrize(
    ("status", "cell"),
    [
        ("melting\n", Cell("· melting")),
        ("DONE", Cell("· DONE")),
        ("", Cell(MISSING, Tone.MUTED)),
        (" \u200d", Cell(MISSING, Tone.MUTED)),
    ],
    ids=ascii,
)
def test_an_unknown_status_is_shown_as_it_came(status: str, cell: Cell) -> None:
    assert badge(status) == cell


# The page of a video.

SIGNED = "https://cdn.example/original.mp4?expires=1&sign=5ecret"
FULL: dict[str, Any] = {
    "id": "0fe408bb", "project_id": "5a676eb1", "folder_id": None, "player_id": "0f62adab",
    "version": 1, "title": "Ёлка\n2022", "subtitle": "", "description": "Line one\nline two",
    "status": "done", "progress": 100, "duration": 59.96,
    "assets": [
        {"id": "a", "original_name": "360p.mp4", "file_size": 6_001_013, "filetype": "mp4",
         "quality": "360p", "resolution": "640x360", "url": SIGNED, "download_link": SIGNED},
        {"id": "b", "original_name": "original", "file_size": 7_429_890, "filetype": "mp4",
         "quality": "original", "resolution": "1920x1080", "download_link": SIGNED},
    ],
    "chapters": {"items": [{"time": 0, "title": "Start"}, {"time": 61_000, "title": ""}]},
    "privacy_type": "custom", "privacy_domains": ["auto.example", "b.example"],
    "privacy_share": {"link": SIGNED}, "tags": ["a", "b"],
    "poster": {"id": "p", "original": "https://cdn.example/p.jpg"},
    "additional_materials": [{"id": "m", "title": "Slides", "size": 1_000, "url": SIGNED}],
    "play_link": "https://kinescope.io/0fe408bb", "embed_link": None,
    "created_at": "2022-06-28T12:37:39.447744Z", "updated_at": "2022-06-28T12:57:49Z",
    "subtitles": [{"id": "s", "language": "ru", "file_name": "x.vtt", "url": SIGNED}],
    "subtitles_enabled": True, "hls_link": "https://kinescope.io/0fe408bb/master.m3u8",
    "novelty": {"x": [1, "я"]}, "workspace_id": None,
}  # fmt: skip


def sections_of(raw: dict[str, Any], names: Mapping[str, str] | None = None) -> dict[str, Section]:
    video = read_item({"data": raw}, Video).items[0]
    return {section.title: section for section in video_sections(video, raw, names or {})}


def text_of(section: Section) -> str:
    return "\n".join(" ".join(cell.text for cell in row) for row in section.rows)


def test_everything_about_a_video_has_its_section() -> None:
    sections = sections_of(FULL, {"5a676eb1": "Academy"})
    assert list(sections) == [
        "Overview", "Files", "Chapters (off)", "Subtitles",
        "Additional materials", "Other fields",
    ]  # fmt: skip
    overview = text_of(sections["Overview"])
    for fact in (
        "Status ● done", "Title Ёлка 2022", "Length 1:00", "Project Academy",
        "Created 2022-06-28 12:37:39 +00:00", "Privacy custom · auto.example, b.example",
        "Tags a, b", "Line one line two",
    ):  # fmt: skip
        assert fact in overview
    assert "—" not in overview
    assert sections["Overview"].state.text == "version 1"
    assert text_of(sections["Chapters (off)"]) == "0:00 Start\n1:01 —"
    assert text_of(sections["Subtitles"]) == "ru x.vtt"
    assert text_of(sections["Additional materials"]) == "1.0 kB Slides"
    assert text_of(sections["Other fields"]) == 'novelty {"x": [1, "я"]}\nworkspace_id null'


def test_files_come_largest_first_with_their_sum() -> None:
    files = sections_of(FULL)["Files"]
    assert [row[0].text for row in files.rows] == ["QUALITY", "original", "360p"]
    assert [row[2].text.strip() for row in files.rows] == ["SIZE", "7.4 MB", "6.0 MB"]
    assert files.state.text == "2 · 13.4 MB"
    assert files.rows[1][1].text == "1920×1080"
    assert all(len(row) == len(files.widths) for row in files.rows)


@pytest.mark.parametrize(
    "raw",
    [
        FULL,
        {"privacy_share": SIGNED},
        {"assets": {"url": SIGNED, "download_link": SIGNED}},
        {"novelty": {"assets": [{"url": SIGNED, "download_link": SIGNED}]}},
        {"novelty": [{"privacy_share": {"link": SIGNED}}]},
        {"download_link": SIGNED},
    ],
    ids=["full", "share", "one asset", "nested asset", "nested share", "at the top"],
)
def test_private_and_signed_links_are_shown_to_nobody(raw: dict[str, Any]) -> None:
    shown = "\n".join(map(text_of, sections_of(raw).values()))
    assert "5ecret" not in shown


def test_of_a_video_of_which_nothing_is_known_nothing_is_told() -> None:
    assert video_sections(Video(), {}, {}) == []


@pytest.mark.parametrize(
    "value",
    [None, True, -1, 1e308, 10**390, "x", "\n", "я" * 100_000, [], [None], [[]], {}, {"items": 3}],
    ids=lambda value: ascii(value)[:20],
)
def test_nonsense_in_every_field_is_shown_as_far_as_it_goes(value: Any) -> None:
    sections = sections_of({**dict.fromkeys(FULL, value), "x" * 5_000: value, "\n[/b]": value})
    assert "Other fields" in sections
    for section in sections.values():
        assert all("\n" not in cell.text for row in section.rows for cell in row)
        assert all(len(cell.text) <= 50_000 for row in section.rows for cell in row)
        assert all(width <= 40 for width in section.widths[:-1])


def test_more_than_anybody_reads_is_cut() -> None:
    many = {f"field {n}": n for n in range(5_000)}
    raw = {**many, "assets": [{"id": "a"}] * 5_000, "tags": ["tag"] * 10_000}
    assert all(len(section.rows) <= 202 for section in sections_of(raw).values())


def test_columns_are_as_wide_as_their_texts() -> None:
    assert pairs("x", [("a", Cell("b")), ("long", Cell("c"))]).widths == (4, 0)
    assert pairs("x", []).rows == ()
    assert table("x", ("A", "B"), [(Cell("long"), Cell(""))]).widths == (4, 1)
