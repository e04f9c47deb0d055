"""Where there is room a finding tells of what things it is, from when, and in which projects."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.presentation.inbox.finding_page import finding_page
from kinescope_tui.presentation.inbox.finding_words import finding_section
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.inbox import FINDING_COLUMNS, FindingRow
from kinescope_tui.services.inbox.finding import Finding, FindingKind, Found, Look

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
NAMES = {"p": "Webinars", "q": "Academy"}
STUCK_AFTER = timedelta(hours=6)


def finding(kind: FindingKind, seen: Sequence[Found], count: int = 0) -> Finding:
    ids = {one.id: one.at for one in seen}
    newest = seen[0] if seen else Found("", "")
    return Finding(
        kind, count or len(seen), newest=newest.name, newest_at=newest.at, ids=ids, seen=seen
    )


def page(found: Finding, look: Look | None = None, height: int = 20) -> dict[str, Section]:
    sections = finding_page(found, look or Look(), STUCK_AFTER, NAMES, NOW, height=height)
    return {section.title: section for section in sections}


def rows(section: Section) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in section.rows]


SEEN = [
    Found("a", "Lecture 3", NOW - timedelta(hours=1), "p"),
    Found("b", "Lecture 2", NOW - timedelta(hours=2), "q"),
    Found("c", "", NOW - timedelta(days=2), "p"),
]


def test_the_newest_stand_first_with_those_that_came_since_the_last_look() -> None:
    told = page(finding(FindingKind.FAILED, SEEN, 86), Look(frozenset({"b", "c"})))
    assert rows(told["Newest"]) == [
        ("• Lecture 3", "today 11:00"),
        ("Lecture 2", "today 10:00"),
        ("(no name)", "Thu 12:00"),
    ]
    assert told["Newest"].state.text == "3 of 86"
    assert rows(told["When they came"]) == [("22 Aug 2026", "2"), ("20 Aug 2026", "1")]
    assert rows(told["By project"]) == [("Webinars", "2"), ("Academy", "1")]
    assert told["When they came"].state.text == told["By project"].state.text == "of the 3 loaded"
    assert "webhooks" in rows(told["What to do"])[0][0]


def test_what_has_waited_longest_stands_first() -> None:
    told = page(finding(FindingKind.STUCK, SEEN))
    assert [name for name, _ in rows(told["Oldest"])] == [
        "• (no name)",
        "• Lecture 2",
        "• Lecture 3",
    ]
    assert told["Oldest"].state.text == ""  # that is all of them


def test_as_many_are_named_as_there_are_lines() -> None:
    many = [Found(str(n), f"V{n}", NOW - timedelta(minutes=n)) for n in range(50)]
    for height, shown in ((-3, 5), (12, 12), (90, 50)):
        assert len(page(finding(FindingKind.FAILED, many), height=height)["Newest"].rows) == shown


def test_what_is_alone_or_has_no_date_or_project_is_not_counted() -> None:
    told = page(finding(FindingKind.EXPORT, [Found("x", "videos.csv")]))
    assert not {"When they came", "By project"} & set(told)
    assert "Some of them" in told


def test_what_has_a_day_and_no_time_is_told_as_a_day_of_every_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issued = [Found(f"{n}", f"INV-{n}", datetime(2026, n, 1, tzinfo=UTC)) for n in (8, 7)]
    found = finding(FindingKind.OVERDUE, issued)
    columns = {column.title: column for column in FINDING_COLUMNS}
    row = FindingRow(found, new=2)
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert [end for _, end in rows(page(found)["Oldest"])] == ["1 Jul", "1 Aug"]
        assert rows(page(found)["When they came"]) == [("1 Aug 2026", "1"), ("1 Jul 2026", "1")]
        assert columns["WHEN"].cell(row).text == "2026-08-01"
        assert str(columns["WHEN"].moment and columns["WHEN"].moment(row)) == "2026-08-01"
        told = {
            cells[0].text: cells[1].text for cells in finding_section(found, 2, STUCK_AFTER).rows
        }
        assert told["Newest"].endswith(" · 2026-08-01")
    monkeypatch.undo()
    time.tzset()


MOMENTS = st.none() | st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC))
THINGS = st.builds(Found, st.text(max_size=3), st.text(max_size=8), MOMENTS, st.text(max_size=3))


@given(st.sampled_from(FindingKind), st.lists(THINGS, max_size=9), st.integers(-9, 99))
def test_any_finding_is_told(kind: FindingKind, seen: list[Found], height: int) -> None:
    assert "What to do" in page(finding(kind, seen), height=height)
