"""Textual's own table with 100 rows of eight columns."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

_ROWS = 100
_COLUMNS = ("Status", "Title", "Created", "Duration", "Project", "Folder", "Views", "Size")


class DataTableApp(App[None]):
    """Shows the rows, with a cursor."""

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*_COLUMNS)
        for row in range(_ROWS):
            table.add_row(*(f"{name.lower()} {row}" for name in _COLUMNS))
        table.focus()


if __name__ == "__main__":
    DataTableApp().run()
