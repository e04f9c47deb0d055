"""The rows that the user chose."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from kinescope_tui.services.lists.rows import HasId

T = TypeVar("T", bound=HasId)


class Marks(Generic[T]):
    """Marked items by id: they stay marked, and at hand, wherever the list goes.

    What is at hand is the item as it was looked at last.
    """

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._items

    @property
    def items(self) -> list[T]:
        """The marked items, in the order in which they were marked."""
        return list(self._items.values())

    def toggle(self, item: T) -> None:
        """Mark an item, or no longer."""
        if item.id and self._items.pop(item.id, None) is None:
            self._items[item.id] = item

    def replace(self, items: Iterable[T]) -> None:
        """Mark these, and only these; those that are marked already stay as they are known."""
        self._items = {item.id: self._items.get(item.id, item) for item in items if item.id}

    def add(self, items: Iterable[T]) -> None:
        """Mark these too."""
        self._items |= {item.id: item for item in items if item.id}

    def renew(self, items: Iterable[T]) -> None:
        """Take these as what those of them that are marked look like by now."""
        self._items |= {item.id: item for item in items if item.id in self._items}

    def arrange(self, items: Iterable[T]) -> None:
        """Put those of these that are marked behind the others, in this order."""
        for item in items:
            if (kept := self._items.pop(item.id, None)) is not None:
                self._items[item.id] = kept

    def clear(self) -> None:
        """Mark nothing."""
        self._items.clear()
