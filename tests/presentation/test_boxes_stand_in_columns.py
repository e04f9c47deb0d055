"""The boxes of a page stand in columns that do not wait for each other, and end at one line."""

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.presentation.text.masonry import Brick, Spot, columns_in, masonry

BRICKS = st.lists(st.builds(Brick, st.integers(2, 30), st.booleans(), st.booleans()), max_size=9)


def overlap(one: Spot, other: Spot) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    beneath = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or beneath)


@given(BRICKS, st.integers(20, 220), st.integers(0, 80))
def test_boxes_never_overlap_and_are_never_lower_than_what_they_show(
    bricks: list[Brick], width: int, height: int
) -> None:
    spots = masonry(bricks, columns_in(width), width, height)
    assert len(spots) == len(bricks)
    for number, (brick, spot) in enumerate(zip(bricks, spots, strict=True)):
        assert spot.height >= brick.height
        assert spot.x >= 0
        assert spot.x + spot.width <= width
        assert spot.width == width or not brick.is_broad
        assert not any(overlap(spot, other) for other in spots[:number])


@given(st.lists(st.integers(2, 30), min_size=4, max_size=9))
def test_columns_end_at_one_line(heights: list[int]) -> None:
    spots = masonry([Brick(height) for height in heights], 3, 140)
    ends: dict[int, int] = {}
    for spot in spots:
        ends[spot.x] = max(ends.get(spot.x, 0), spot.y + spot.height)
    assert len(ends) == 3
    assert len(set(ends.values())) == 1


def test_a_wider_page_has_no_fewer_columns() -> None:
    counts = [columns_in(width) for width in range(20, 240)]
    assert counts == sorted(counts)
    assert {columns_in(80), columns_in(100), columns_in(140), columns_in(200)} == {1, 2, 3, 4}


def test_a_broad_box_at_the_end_goes_on_to_the_last_line() -> None:
    spots = masonry([Brick(9), Brick(5), Brick(8, is_broad=True)], 2, 100, 80)
    assert spots[-1] == Spot(0, 9, 100, 48)
    assert masonry([Brick(9), Brick(8, is_broad=True)], 2, 100, 20)[-1].height == 11


def test_what_grows_takes_the_lines_that_are_left_before_the_end() -> None:
    bricks = [Brick(8, is_broad=True, grows=True), Brick(5), Brick(12, is_broad=True)]
    assert masonry(bricks, 2, 100, 40)[0] == Spot(0, 0, 100, 23)
    assert masonry(bricks, 2, 100, 40)[-1] == Spot(0, 28, 100, 12)
    assert masonry(bricks, 2, 100, 90)[0].height == 48
    assert masonry(bricks, 2, 100, 20)[0].height == 8
