"""Sort orders as they are spelled, echoed and clicked together."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import Order, SortLevel


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("created_at.desc,title.asc", "created_at.desc,title.asc"),
        ("created_at.asc", "created_at.asc"),
        ("title", "title.asc"),
        ("title.", "title.asc"),
        (" title.desc , duration ", "title.desc,duration.asc"),
        ("title,,", "title.asc"),
        ("title.desc,title.asc,x,x.desc", "title.desc,x.asc"),
        ("", ""),
        (" , ", ""),
    ],
)
def test_an_order_is_read_as_documented(text: str, spelled: str) -> None:
    assert str(Order.parse(text)) == spelled
    assert bool(Order.parse(text)) is bool(spelled)


@pytest.mark.parametrize(
    "text", ["title.down", "title.DESC", ".desc", "a,.asc", "title.desc.asc", "title.asc desc"]
)
def test_a_direction_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not field\.asc or field\.desc"):
        Order.parse(text)


@given(st.lists(st.builds(SortLevel, st.from_regex(r"[a-z_]+", fullmatch=True), st.booleans())))
def test_what_is_spelled_is_read_as_the_same(levels: list[SortLevel]) -> None:
    order = Order.of(levels)
    assert Order.parse(str(order)) == order
    assert len({level.field for level in order.levels}) == len(order.levels)


@pytest.mark.parametrize(
    ("echo", "spelled"),
    [
        ({"created_at": "desc", "title": "asc"}, "created_at.desc,title.asc"),
        ({"title": "asc", "created_at": "desc"}, "title.asc,created_at.desc"),
        ({"title": "DESC", "x": ""}, "title.desc,x.asc"),
        ({"title": "sideways", "x": None}, ""),
        ({}, ""),
        (None, ""),
        ([["title", "desc"]], ""),
        ("title.desc", ""),
        (3, ""),
    ],
)
def test_the_servers_echo_is_read_in_its_own_order(echo: Any, spelled: str) -> None:
    assert str(Order.echoed(echo)) == spelled


def test_a_level_is_found_with_its_priority() -> None:
    order = Order.parse("created_at.desc,title")
    assert order.level("title") == (2, SortLevel("title"))
    assert order.level("duration") is None


def test_sorting_by_one_field_goes_up_then_down_then_away() -> None:
    seen = [order := Order()]
    for _ in range(3):
        order = order.cycled("title")
        seen.append(order)
    assert list(map(str, seen)) == ["", "title.asc", "title.desc", ""]


def test_sorting_by_one_field_leaves_the_others() -> None:
    assert str(Order.parse("created_at.desc,title.desc").cycled("title")) == "title.asc"
    assert str(Order.parse("created_at.desc").cycled("title")) == "title.asc"


def test_a_further_level_is_added_last_and_flipped_where_it_stands() -> None:
    order = Order.parse("created_at.desc").with_level("title").with_level("duration")
    assert str(order) == "created_at.desc,title.asc,duration.asc"
    assert str(order.with_level("title")) == "created_at.desc,title.desc,duration.asc"
    assert str(order.with_level("created_at")) == "created_at.asc,title.asc,duration.asc"
