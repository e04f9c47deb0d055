"""The bar of the greatest share is whole; the others are drawn beside it."""

from kinescope_tui.resources.report_entries import report_columns
from kinescope_tui.services.analytics.report import DIMENSIONS, ReportEntry


def test_the_greatest_share_has_a_whole_bar() -> None:
    rows = [ReportEntry(id=str(views), views=views) for views in (40, 20, 0)]
    columns = report_columns(DIMENSIONS[0], 400, 1, top=40)
    bar = next(column for column in columns if column.title == " ")
    assert [bar.cell(row).text.count("━") for row in rows] == [12, 6, 0]
