"""The one list that is held as a whole, and which view of the server it is all rows of."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.client import Page
from kinescope_tui.api.models import Identified
from kinescope_tui.api.pacing import Priority
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.whole_list import WholeList

T = TypeVar("T", bound=Identified)


class HeldList(Generic[T]):
    """Holds a whole list until another one is wanted, or the same anew.

    Attributes:
        on_change: Called when rows came, or a reading ended.

    Args:
        fetch: Makes what fetches the pages of a view of the server.
        arrange: Makes of all rows those of a view that is made here, in its order.
    """

    def __init__(
        self,
        fetch: Callable[[View], Fetch[T]],
        arrange: Callable[[Sequence[T], View], list[T]],
    ) -> None:
        self._fetch = fetch
        self._arrange = arrange
        self.on_change: Callable[[], None] = lambda: None
        self._held: tuple[View, WholeList[T]] | None = None

    def of(self, base: View) -> WholeList[T] | None:
        """Return what is held of a view of the server."""
        return self._held[1] if self._held is not None and self._held[0] == base else None

    @property
    def reading(self) -> WholeList[T] | None:
        """The list that is being read, if one is; it is looked at with every move."""
        whole = self._held[1] if self._held is not None else None
        return whole if whole is not None and whole.is_reading else None

    def stop(self) -> bool:
        """Read no more of it; tell whether it was being read."""
        reading = self.reading
        if reading is not None:
            reading.stop()
        return reading is not None

    def hold(self, base: View, known: WholeList[T] | None) -> WholeList[T]:
        """Return what is held of a view of the server, from now on if nothing was.

        Args:
            base: Which view.
            known: The same, where it is here already.
        """
        found = self.of(base)
        if found is None:
            self.forget()
            found = known or WholeList(self._fetch(base))
            self._held = base, found
        found.on_change = self.on_change
        return found

    def arranged(self, view: View, whole: WholeList[T]) -> Fetch[T]:
        """Return what makes the one page of a view that is made here, of all its rows."""

        async def fetch(number: int, per_page: int, priority: Priority) -> Page[T]:
            del priority
            page = await whole.read()
            items = self._arrange(page.items, view)
            total, size = len(items), max(1, len(items))
            is_beyond = number > 1 and per_page == size
            return replace(
                page,
                items=[] if is_beyond else items,
                number=number,
                per_page=size,
                total=total,
                dropped=0,
            )

        return fetch

    def forget(self) -> None:
        """Hold nothing."""
        self.stop()
        self._held = None
