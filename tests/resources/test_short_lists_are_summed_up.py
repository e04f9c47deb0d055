"""Beneath a short list stands what its rows come to, column by column, as far as that says much."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import Project, RawModel
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.list_summary import summary_sections
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import undocumented
from kinescope_tui.widgets.list_summary import fitting

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


def project(n: int, **told: object) -> Project:
    made = NOW - timedelta(days=40 * n)
    facts = {"id": str(n), "name": f"P{n}", "items_count": n, "created_at": made} | told
    return Project(**facts)  # type: ignore[arg-type] # some of them are of other types


def summed(items: Sequence[Project]) -> dict[str, Section]:
    sections = summary_sections(PROJECTS, PROJECTS.columns, items, {}, UTC, now=NOW)
    return {section.title: section for section in sections if section.drawing is not None}


def rows(section: Section) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in section.rows]


def test_numbers_are_compared_values_counted_and_moments_put_together() -> None:
    found = summed([project(n, privacy_type="custom" if n else "anywhere") for n in range(3)])
    assert rows(found["Items"]) == [("P2", "2"), ("P1", "1"), ("P0", "0")]
    assert rows(found["Privacy"]) == [("custom", "2"), ("anywhere", "1")]
    assert rows(found["Created"]) == [("Aug 2026", "1"), ("Jul 2026", "1"), ("Jun 2026", "1")]
    assert "Name" not in found  # it stands above
    assert "Size" not in found  # nobody said it


def test_what_is_alike_or_alone_says_nothing() -> None:
    assert "Created" not in summed([project(0), project(0)])
    assert "Items" not in summed([project(4)])
    assert summary_sections(PROJECTS, PROJECTS.columns, [], {}, UTC, now=NOW) == []


def test_a_part_is_called_a_part() -> None:
    found = summed([project(n) for n in range(1, 21)])
    assert found["Items"].state.text == "top 8 of 20"
    assert len(found["Created"].rows) == 8
    some = summed([project(0), project(3), project(5, created_at=None)])
    assert some["Created"].state.text == "2 of 3"


ANY = st.none() | st.floats() | st.text(max_size=8) | st.datetimes() | st.booleans()


@given(st.lists(st.tuples(ANY, ANY, ANY), max_size=6), st.integers(1, 120), st.integers(0, 30))
def test_anything_is_summed_up(many: list[tuple[object, ...]], width: int, height: int) -> None:
    things = [
        project(n, items_count=one, created_at=made, privacy_type=name)
        for n, (one, made, name) in enumerate(many)
        if isinstance(made, datetime | None)
        and isinstance(name, str | None)
        and not isinstance(one, str | datetime)
    ]
    sections = list(summed(things).values())
    assert len(fitting(sections, width, height)) <= len(sections)
    for section in sections:
        assert section.drawing is not None
        assert len(section.drawing.lines(width)) == len(section.rows)


def test_what_nobody_documented_is_summed_up_too() -> None:
    tags = undocumented(LISTINGS["tags"])
    items = [RawModel(raw={"tag": f"t{n}", "archived": n == 1, "id": f"i{n}"}) for n in range(3)]
    columns = tags.columns_for(items)
    items[0].raw["parent_id"] = "p"
    section, fields, keys = summary_sections(tags, columns, items, {}, UTC, now=NOW)
    assert rows(section) == [("no", "2"), ("yes", "1")]
    assert rows(fields) == [("parent_id", "1")]  # what all have says nothing
    assert rows(keys)[0] == ("enter", "opens its page")
    assert not any("." in key for key, _ in rows(keys))  # the keymap knows every action


@pytest.mark.parametrize("height", range(20))
def test_as_many_are_shown_as_fit_whole(height: int) -> None:
    sections = list(summed([project(n) for n in range(4)]).values())
    shown = fitting(sections, 46, height)
    assert sum(len(section.rows) + 2 for section in shown) <= height
    assert bool(shown) == (height >= min(len(section.rows) for section in sections) + 2)
