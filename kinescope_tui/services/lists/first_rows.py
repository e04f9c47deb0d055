"""The first rows of a list, over as many pages as they take, each once."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from kinescope_tui.api.client import Page
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.paged_list import Fetch

T = TypeVar("T", bound=Identified)

_MOST_STEPS_BACK = 3


class FirstRows(Generic[T]):
    """Reads a list from its first page on, in its order, as far as it is wanted.

    Where the number of rows changed after a page, rows that went may have drawn others to pages
    that were read already. Unless the next page repeats a row, and so begins no later than the last
    one ended, the page before is read once more, and what is new after its known rows comes first.

    Attributes:
        pages: Those that were read, the first one first.
        is_more: Whether there are further rows, as far as it is known.
        is_same: Whether a page that is to be a further one had no new row.
        may_lack: Whether the list changed so much that rows may have been missed.

    Args:
        fetch: Fetches a page by its number, size and priority.
        per_page: How many rows to ask for at a time.
    """

    def __init__(self, fetch: Fetch[T], per_page: int) -> None:
        self.pages: list[Page[T]] = []
        self.is_more = True
        self.is_same = False
        self.may_lack = False
        self._fetch = fetch
        self._per_page = per_page
        self._seen = set[str]()
        self._total: int | None = None
        self._steps_back = 0

    async def more(self) -> Sequence[T]:
        """Return the new rows of one more page.

        Raises:
            KinescopeError: It could not be read.
        """
        is_again = False
        while True:
            page = await self._fetch(len(self.pages) + 1, self._per_page, Priority.LOOKED_AT)
            known = [place for place, one in enumerate(page.items, 1) if one.id in self._seen]
            is_told = None not in {page.total, self._total}
            has_changed = bool(self.pages) and is_told and page.total != self._total
            # On a page that is read again none is known if more rows went than it has.
            has_changed |= is_again and bool(self.pages and page.items)
            self._total = page.total
            # Nothing is between this page and those before where they overlap.
            if known or not has_changed or not self._step_back():
                break
            is_again = True
        # What came before the known rows of a page that is read again was added meanwhile.
        begin = known[-1] if is_again and known else 0
        new = [one for one in page.items[begin:] if not one.id or one.id not in self._seen]
        self._seen.update(one.id for one in new if one.id)
        self.pages.append(page)
        received = sum(len(one.items) + one.dropped for one in self.pages)
        self.is_more = _has_more(page, received)
        self.is_same = not (is_again or new or page.dropped)
        return new

    def _step_back(self) -> bool:
        """Forget the last page, so that it is read again; False if that would tell nothing."""
        has_ids = all(one.id for one in self.pages[-1].items)
        if self.may_lack or not has_ids or self._steps_back == _MOST_STEPS_BACK:
            self.may_lack = True
            return False
        self._steps_back += 1
        self.pages.pop()
        return True


def _has_more(page: Page[Any], received: int) -> bool:
    """Return whether rows may come after a page, of so many that came until there."""
    if page.total is not None and page.total >= received:  # else it is wrong
        return received < page.total
    return len(page.items) + page.dropped >= page.per_page
