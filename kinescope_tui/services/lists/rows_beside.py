"""Rows of other lists that tell more of those of a list."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from kinescope_tui.api.client import Page
from kinescope_tui.api.errors import KinescopeError


class RowsBeside:
    """Asks for the first page of a list once, whatever came of it, and keeps its rows."""

    def __init__(self) -> None:
        self._rows: dict[str, Sequence[Any]] = {}

    def get(self, name: str) -> Sequence[Any]:
        """Return the rows that came of a list; none while nothing did."""
        return self._rows.get(name, ())

    def is_asked(self, name: str) -> bool:
        """Tell whether a list was asked for, whatever came of it."""
        return name in self._rows

    async def ask(self, name: str, question: Callable[[], Awaitable[Page[Any]]]) -> None:
        """Ask for a list; a failure is nobody's problem.

        Args:
            name: Of the list.
            question: Asks for its first page.
        """
        self._rows[name] = ()
        try:
            self._rows[name] = (await question()).items
        except KinescopeError:
            return
        except BaseException:  # nobody waits any more: whoever comes back asks again
            del self._rows[name]
            raise
