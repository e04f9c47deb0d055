"""The parts of a video tell in much room what answers said of them, and nothing else."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kinescope_tui.api.models import (
    AdditionalMaterial,
    Annotation,
    Asset,
    Chapter,
    Chapters,
    Subtitle,
    Video,
)
from kinescope_tui.presentation.lists.beside_others import beside_others
from kinescope_tui.presentation.lists.part_pages import (
    annotation_page,
    chapter_page,
    file_page,
    material_page,
    subtitle_page,
)
from kinescope_tui.presentation.lists.time_lanes import Span, TimeLanes
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.folded_table import FoldedTable
from kinescope_tui.presentation.text.named_bars import NamedBar, NamedBars
from kinescope_tui.presentation.text.sections import Section, Slots
from kinescope_tui.resources.videos import VIDEOS

SIGNED = "https://cdn.example.org/ru.vtt?sign=demo"
TRACKS = [
    Subtitle(language="ru", description="Русский", file_name="ru.vtt", url=SIGNED),
    Subtitle(language="en", raw={"file_size": 12_000}),
]
VIDEO = Video(
    id="v",
    duration_s=600,
    subtitles=TRACKS,
    chapters=Chapters([Chapter(0, "Start"), Chapter(300_000, "End")], True),
    assets=[Asset(quality="720p", size_bytes=10)],
    additional_materials=[AdditionalMaterial(id="m", file_name="notes.pdf", size_bytes=40_000)],
)
PAGES = (subtitle_page, annotation_page, material_page, file_page, chapter_page)
NUMBERS = st.none() | st.floats() | st.integers(-(10**12), 10**12)


def told(sections: Sequence[Section]) -> str:
    return "\n".join(
        " ".join(
            [section.title, section.state.text, *(cell.text for r in section.rows for cell in r)]
        )
        for section in sections
    )


def wide(line: Slots) -> int:
    return sum(slot.width for slot in line)


def test_a_track_tells_what_its_answer_says_and_never_its_link() -> None:
    page = told(subtitle_page(VIDEO, [], TRACKS, []))
    for part in ("Track 1 of 2", "Русский", "ru.vtt", "VTT", "12.0 kB", "enter"):
        assert part in page
    assert "sign=demo" not in page
    assert "player" not in page  # nobody said whether they are switched on
    video = Video(subtitles=TRACKS, subtitles_enabled=False)
    assert "Switched off" in told(subtitle_page(video, [], TRACKS, []))


def test_many_tracks_stay_a_list() -> None:
    listed = [Section("Subtitles", ((Cell("ru"),),), ())]
    page = subtitle_page(VIDEO, listed, TRACKS * 20, [])
    assert page[0].title == "Subtitles"
    assert page[0].is_broad


def test_an_annotation_tells_when_it_is_shown_and_in_which_chapter() -> None:
    note = Annotation(title="A very long title " * 5, start_ms=310_000, end_ms=322_000, link="x")
    page = annotation_page(VIDEO, [], [note], [])
    for part in ("5:10 – 5:22", "0:12", "End", note.title.strip(), "In the video"):
        assert part in told(page)
    assert "In the video" not in told(annotation_page(VIDEO, [], [], []))


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(1, 200), st.booleans())
@example(start=3.5e218, end=3.5e218, duration=4.7e-92, width=100, has_chapters=True)
def test_any_time_is_drawn_in_any_width(
    start: float | None, end: float | None, duration: float | None, width: int, has_chapters: bool
) -> None:
    note = Annotation(title="n", start_ms=start, end_ms=end)
    video = Video(duration_s=duration, chapters=VIDEO.chapters if has_chapters else None)
    for section in annotation_page(video, [], [note], []):
        if section.drawing is not None:
            assert all(wide(line) <= width for line in section.drawing.lines(width))


def test_what_is_marked_stands_beneath_its_moment() -> None:
    lines = TimeLanes(600, [("x", [Span(300, 450)]), ("y", [Span(600, 700)])]).lines(43)
    course = lines[1][2:]
    assert [slot.width for slot in course] == [20, 10, 10]
    assert [slot.text for slot in lines[0][1:]] == ["0:00", "2:30", "5:00", "7:30", "10:00"]
    assert lines[2][-1].width == 1  # a moment shows, and so does the last one
    assert wide(lines[0]) == wide(lines[1]) == 43


def test_others_are_counted_as_far_as_they_are_here() -> None:
    section = beside_others("Languages", [["ru"], ["ru", "ru", "en"], []], lambda one: one, ["en"])
    assert [(row[0].text, row[1].text) for row in section.rows] == [("ru", "2"), ("en", "1")]
    assert section.state.text == "of 3 loaded videos"
    assert not beside_others("Languages", [[], []], lambda one: one, []).rows
    assert not beside_others("Languages", [], lambda one: one, []).rows


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_a_video_without_any_part_tells_what_such_a_part_is(number: int) -> None:
    sections = [section for section in PAGES[number](Video(id="v"), [], [], []) if section.rows]
    assert [section.title.startswith("About") for section in sections] == [True]


def test_parts_have_a_page_for_much_room() -> None:
    wide_tabs = [tab.title for tab in VIDEOS.tabs if tab.wide is not None]
    parts = ["Files", "Chapters", "Subtitles", "Annotations", "Materials"]
    assert wide_tabs == [*parts, "Analytics"]


@given(st.integers(0, 40), st.integers(1, 200))
def test_a_folded_table_has_every_row_once_and_fits(rows: int, width: int) -> None:
    cells = [(Cell("DAY"), Cell("VIEWS")), *((Cell(f"d{n}"), Cell(f"v{n}")) for n in range(rows))]
    lines = FoldedTable(cells, (10, 6)).lines(width)
    assert all(wide(line) <= width for line in lines)
    days = [slot.text for line in lines for slot in line if slot.text.startswith("d")]
    assert sorted(days) == sorted(f"d{n}" for n in range(rows))


@given(st.lists(st.tuples(st.text(max_size=40), st.floats())), st.integers(1, 120))
def test_bars_with_names_fit(named: list[tuple[str, float]], width: int) -> None:
    bars = NamedBars(tuple(NamedBar(name, part, "12 GB") for name, part in named))
    assert all(wide(line) <= width for line in bars.lines(width))


def test_keys_in_explanations_are_those_of_the_keymap() -> None:
    told = [
        subtitle_page(VIDEO, [], TRACKS, []),
        annotation_page(VIDEO, [], [Annotation()], []),
        *(page(video, [], [], []) for page in PAGES for video in (VIDEO, Video(id="v"))),
    ]
    keys = [
        row[0].text
        for page in told
        for section in page
        if section.title.startswith("About")
        for row in section.rows
        if len(row) > 1
    ]
    assert keys
    assert not any("." in key for key in keys)
