"""The requests of a session as a list."""

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.workspace.journal import Journal


class RequestList:
    """What a journal holds, newest first: all of it, or what failed.

    Attributes:
        journal: The journal.
        only_failures: Whether only what failed is listed.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.only_failures = False

    @property
    def exchanges(self) -> list[Exchange]:
        """What is listed now."""
        return [e for e in self.journal.newest_first if e.had_trouble or not self.only_failures]

    def rows(
        self, *wanted: Exchange | None, otherwise: int = 0
    ) -> tuple[InMemoryRows[Exchange], int]:
        """Return what is listed now, and the row of the first wanted one that is.

        Args:
            wanted: Exchanges, the one wanted most first.
            otherwise: A row; of what is no longer kept the place stays.
        """
        exchanges = self.exchanges
        rows = InMemoryRows(exchanges)
        found = (rows.row_of(exchange.id) for exchange in wanted if exchange is not None)
        last = max(0, min(otherwise, len(exchanges) - 1))
        return rows, next((row for row in found if row is not None), last)
