"""Rows of the index that are asked for in parts, while another program may read into it."""

from collections.abc import Sequence
from typing import TypeVar

from kinescope_tui.api.models import Identified
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.services.lists.seen_ids import SeenIds

T = TypeVar("T", bound=Identified)


class Parts:
    """Knows whether the rows moved between two parts, so that some may be missing."""

    def __init__(self) -> None:
        self._seen = SeenIds()
        self._total: int | None = None
        self._has_changed = False

    def new_in(self, rows: Sequence[T], total: int | None) -> list[T]:
        """Return those rows of the next part that did not come before.

        Args:
            rows: All of the part.
            total: How many there are in all; None if that is not known.
        """
        new = [row for row in rows if not self._seen.reading_of(row.id)]
        for row in new:
            self._seen.note(row.id, 1)
        has_other_total = self._total is not None and total not in {None, self._total}
        self._has_changed |= has_other_total or len(new) < len(rows)
        self._total = total if total is not None else self._total
        return new

    def check(self) -> None:
        """Return if all parts were of the same rows.

        Raises:
            IncompleteError: They were not.
        """
        if self._has_changed:
            raise IncompleteError("the index changed meanwhile. The same command reads it again.")
