"""Above a chart the number stays in sight, however narrow the terminal."""

import pytest

from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.widgets.chart_reading import reading_told

NAMES = ("Views per day", "CDN traffic per day", "Player loads per month", "Video")
READING = [
    Cell("Sat 22 Aug 2026, so far"),
    Cell("2 772"),
    Cell("before 2 404"),
    Cell("in progress"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cells", [READING, READING[:2]])
def test_the_number_is_in_sight_and_all_of_it_where_there_is_room(
    name: str, cells: list[Cell]
) -> None:
    whole = f"{name}  ▸ {'  '.join(cell.text for cell in cells)}"
    for room in range(30, 120):
        told = reading_told(name, cells, room).plain
        assert "2 772" in told[:room]
        assert told.startswith(name.partition(" per ")[0])
        assert len(whole) > room or told == whole


def test_what_is_no_number_stays_as_it_is() -> None:
    told = reading_told("Views per day", [Cell("The response has no data points.")], 20)
    assert told.plain == "Views per day  ▸ The response has no data points."
