"""Sums of whole numbers alone are added up in a shorter way: to the same as any others."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.presentation.analytics.metrics import AVERAGE_WATCH, VIEW_RATE
from kinescope_tui.services.analytics.sums import Sums, averaged, rated

_LARGEST = 10**15
_WHOLE = st.integers(-_LARGEST - 1, _LARGEST + 1)
_NUMBERS = st.one_of(
    st.none(), _WHOLE, st.decimals(-_LARGEST, _LARGEST, places=3).map(lambda one: Numeral(str(one)))
)


def _plain_sum(numbers: list[float | None]) -> float | None:
    counts = [one for one in numbers if one is not None and abs(one) < _LARGEST]
    return float(sum(Decimal(str(one)) for one in counts)) if counts else None


def _count_of(number: float | None) -> float | None:
    return number if number is not None and abs(number) < _LARGEST else None


@given(st.one_of(st.lists(_WHOLE), st.lists(_NUMBERS)), st.data())
def test_any_run_comes_to_what_its_numbers_do(
    numbers: list[float | None], data: st.DataObject
) -> None:
    sums = Sums([TimelinePoint(views=one) for one in numbers])
    first = data.draw(st.integers(0, len(numbers)))
    count = data.draw(st.integers(0, len(numbers) - first))
    run = numbers[first : first + count]
    assert sums.of(first, count).views == _plain_sum(run)
    known = [one for one in run if one is not None and abs(one) < _LARGEST]
    assert (sums.known(first, count).views or 0) == len(known)
    each = [one.views for one in sums.each(len(numbers))]
    assert each == [sums.of(number, 1).views for number in range(len(numbers))]


@given(st.lists(st.tuples(_NUMBERS, _NUMBERS)), st.data())
def test_a_ratio_is_of_the_moments_that_have_both_numbers(
    numbers: list[tuple[float | None, float | None]], data: st.DataObject
) -> None:
    moments = [
        TimelinePoint(views=views, player_loads=other, watch_time_s=other)
        for views, other in numbers
    ]
    first = data.draw(st.integers(0, len(numbers)))
    count = data.draw(st.integers(0, len(numbers) - first))
    both = [pair for pair in numbers[first : first + count] if None not in map(_count_of, pair)]
    views, others = (_plain_sum([pair[place] for pair in both]) for place in (0, 1))
    found = Sums(moments).of(first, count)
    assert rated(found) == (views, others)
    assert averaged(found) == (others, views)


def test_a_moment_without_loads_does_not_make_a_rate_higher() -> None:
    moments = [
        TimelinePoint(views=10, player_loads=20, watch_time_s=600),
        TimelinePoint(views=10),
        TimelinePoint(views=10),
    ]
    whole = Sums(moments).of()
    assert (VIEW_RATE.of(whole), AVERAGE_WATCH.of(whole), whole.views) == (0.5, 60, 30)
    assert VIEW_RATE.of(moments[0]) == 0.5
    assert VIEW_RATE.of(Sums(moments).of(1, 2)) is None
