"""The request id stands in the same column, whatever is asked, however old and however slow."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from scripted_server import REQUEST_ID

from kinescope_tui.api import Exchange
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.presentation.requests.status_line import status_line
from kinescope_tui.presentation.text.cell import Tone

NOW = datetime(2026, 8, 21, 9, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("width", [80, 120, 140])
def test_the_id_stands_in_one_column(width: int) -> None:
    columns = set()
    for path, took_s, age_s in product(
        ("/v1/videos", f"/v1/{'x' * 200}"), (0.004, 0.61, 12.34), (1, 130, 3000, 40_000)
    ):
        made = Exchange("GET", path, (), NOW, outcome=Outcome.DONE, duration_s=took_s)
        made.attempts.append(Attempt("ours", REQUEST_ID, 200))
        line = status_line(made, width=width, now=NOW + timedelta(seconds=age_s))
        right = [cell.text for cell in [*line.after, *line.right] if cell.text]
        begins = next(n for n, text in enumerate(right) if text.startswith("req"))
        columns.add(sum(len(text) + 2 for text in right[begins:]))
        assert line.elastic.tone is Tone.MUTED  # calm while all is well
    assert len(columns) == 1
