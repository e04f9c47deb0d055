"""The one list that is held as a whole, and which view of the server it is all rows of."""

from collections.abc import Callable
from typing import Generic, TypeVar

from kinescope_tui.api.models import Identified
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.whole_list import WholeList

T = TypeVar("T", bound=Identified)


class HeldList(Generic[T]):
    """Holds a whole list until another one is wanted, or the same anew."""

    def __init__(self) -> None:
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

    def hold(self, base: View, make: Callable[[], WholeList[T]]) -> WholeList[T]:
        """Return what is held of a view of the server; from now on what is made if nothing is."""
        found = self.of(base)
        if found is None:
            self.forget()
            found = make()
            self._held = base, found
        return found

    def forget(self) -> None:
        """Hold nothing."""
        self.stop()
        self._held = None
