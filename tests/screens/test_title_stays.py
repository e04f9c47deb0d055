"""However far a table is scrolled sideways, sign and title stay, and no value is cut there."""

from textual.app import App, ComposeResult

from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.column import Column
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.widgets.virtual_table import VirtualTable

COLUMNS: tuple[Column[Video], ...] = (
    Column("STATUS", 8, lambda video: Cell(video.status)),
    Column("TITLE", 12, lambda video: Cell(video.title), is_flexible=True),
    *(Column(f"N{n}", 9, lambda _video: Cell("123456789"), is_right=True) for n in range(4)),
)


class Alone(App[None]):
    """One table."""

    def compose(self) -> ComposeResult:
        yield VirtualTable[Video](COLUMNS)


async def test_the_title_stays_and_numbers_are_whole_or_not_there() -> None:
    app = Alone()
    async with app.run_test(size=(44, 6)) as pilot:
        table = app.query_one(VirtualTable)
        table.show(InMemoryRows([Video(id="v", title="A title", status="done")]), Order())
        await pilot.pause()
        assert "STATUS" in table.render_line(0).text
        for _ in range(len(COLUMNS)):
            table.action_move_column(1)
            await pilot.pause()
            row = table.render_line(1).text
            assert row.startswith("❯")
            assert "A title" in row
            # What goes on beyond the right edge may be cut, and nothing else.
            numbers = [word for word in row.split() if word.isdigit()]
            assert set(numbers[:-1]) <= {"123456789"}
            assert not numbers or "123456789".startswith(numbers[-1])
        assert "STATUS" not in table.render_line(0).text
        assert table.render_line(0).text.split()[:2] == ["‹", "TITLE"]  # more is at the left
        table.action_first_column()
        await pilot.pause()
        assert "STATUS" in table.render_line(0).text
