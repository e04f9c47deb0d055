"""Whether an invoice is late hangs on the workspace's day, on a screen and in a file."""

from datetime import date

import pytest

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.resources.invoices import INVOICES, invoices_by

DUE = Invoice(raw={"status": "pending", "due_date": "2026-11-24"})


@pytest.mark.parametrize(
    ("today", "is_late"), [(date(2026, 11, 24), False), (date(2026, 11, 25), True)]
)
def test_it_is_late_by_the_day_that_is_passed_in(today: date, is_late: bool) -> None:
    invoices = invoices_by(lambda: today)
    cell = {column.title: column.cell for column in invoices.columns}["DUE"](DUE)
    assert cell.text == "2026-11-24"
    assert (cell.tone is Tone.WARNING, invoices.is_problem(DUE)) == (is_late, is_late)


def test_without_a_day_nothing_is_said_to_be_late() -> None:
    cell = {column.title: column.cell for column in INVOICES.columns}["DUE"](DUE)
    assert cell.tone is Tone.MUTED
    assert not INVOICES.is_problem(DUE)
