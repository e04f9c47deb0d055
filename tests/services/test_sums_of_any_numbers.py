"""Sums of whole numbers alone are added up in a shorter way: to the same as any others."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.services.analytics.sums import Sums

_LARGEST = 10**15
_WHOLE = st.integers(-_LARGEST - 1, _LARGEST + 1)
_NUMBERS = st.one_of(
    st.none(), _WHOLE, st.decimals(-_LARGEST, _LARGEST, places=3).map(lambda one: Numeral(str(one)))
)


def _plain_sum(numbers: list[float | None]) -> float | None:
    counts = [one for one in numbers if one is not None and abs(one) < _LARGEST]
    return float(sum(Decimal(str(one)) for one in counts)) if counts else None


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
