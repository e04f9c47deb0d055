"""Between a number and the text after it is a wide gap, where no title pays for it."""

from itertools import pairwise

import pytest

from kinescope_tui.resources.invoices import INVOICES
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.widgets.column_widths import as_people_read, fitted


@pytest.mark.parametrize("name", RESOURCES)
def test_the_gap_is_wide_where_all_titles_have_what_they_want(name: str) -> None:
    columns = as_people_read(RESOURCES[name].columns_for([]), has_legend=False)
    drawn = fitted(columns, 1_000)
    for (left, right), gap in zip(pairwise(columns), drawn.gaps[:-1], strict=True):
        is_number = left.is_right or left.is_close
        is_edge = is_number and not right.is_right and not right.is_close
        assert gap == (2 if is_edge else 1), (left.title, right.title)


def test_a_title_comes_before_a_wide_gap() -> None:
    columns = as_people_read(VIDEOS.columns, has_legend=False)[:4]
    for width in range(73, 120):
        drawn = fitted(columns, width)
        is_wide = drawn.gaps[2] == 2
        assert is_wide == (width > 81), width  # the least widths, and what the title wants
        assert drawn.starts[-1] + drawn.widths[-1] <= width


def test_a_currency_stands_close_to_its_amount() -> None:
    titles = [column.title for column in INVOICES.columns]
    drawn = fitted(INVOICES.columns, 200)
    assert drawn.gaps[titles.index("AMOUNT")] == 1
    assert drawn.gaps[titles.index("CUR")] == 2
