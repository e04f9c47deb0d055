"""Sort orders, as the API spells them."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import msgspec


class SortLevel(msgspec.Struct, frozen=True):
    """One field of an order (guidelines, "Sorting")."""

    field: str
    descending: bool = False

    def __str__(self) -> str:
        return f"{self.field}.{'desc' if self.descending else 'asc'}"


class Order(msgspec.Struct, frozen=True):
    """A sort order of one level or several (guidelines, "Sorting").

    `str(order)` is the value of the `order` parameter: `created_at.desc,title.asc`.
    """

    levels: tuple[SortLevel, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the order in `field.direction,field2`; a bare field is ascending.

        Raises:
            ValueError: A direction is neither asc nor desc, or a field is empty.
        """
        levels = []
        for part in filter(None, (part.strip() for part in text.split(","))):
            field, _, direction = part.partition(".")
            if not field or direction not in {"", "asc", "desc"}:
                raise ValueError(f"{part!r} is not field.asc or field.desc.")
            levels.append(SortLevel(field, direction == "desc"))
        return cls.of(levels)

    @classmethod
    def of(cls, levels: Iterable[SortLevel]) -> Self:
        """Return an order in which each field stands once, at its first place."""
        kept: dict[str, SortLevel] = {}
        for level in levels:
            kept.setdefault(level.field, level)
        return cls(tuple(kept.values()))

    @classmethod
    def echoed(cls, order: Any) -> Self:
        """Return the order that `meta.order` reports; its key order is the priority.

        What it does not say, or says in words that are none of the API's, is an order without
        levels.
        """
        if not isinstance(order, Mapping):
            return cls()
        directions = {str(key): str(value).lower() for key, value in order.items()}
        if not set(directions.values()) <= {"asc", "desc", ""}:
            return cls()  # nobody knows what it means
        return cls(tuple(SortLevel(key, value == "desc") for key, value in directions.items()))

    def begins_with(self, other: "Order") -> bool:
        """Return whether rows in this order are in the other one, too."""
        return self.levels[: len(other.levels)] == other.levels

    def level(self, field: str) -> tuple[int, SortLevel] | None:
        """Return a field's priority (from 1) and level, or None."""
        for number, level in enumerate(self.levels, start=1):
            if level.field == field:
                return number, level
        return None

    def cycled(self, field: str) -> Self:
        """Return what sorting by this field alone comes to: ascending, descending, not at all."""
        current = self.level(field)
        if current is None or len(self.levels) > 1:
            return type(self)((SortLevel(field),))
        return type(self)(()) if current[1].descending else type(self)((SortLevel(field, True),))

    def with_level(self, field: str) -> Self:
        """Return this order with the field added as the last level, or flipped where it stands."""
        levels = [
            SortLevel(field, not level.descending) if level.field == field else level
            for level in self.levels
        ]
        if self.level(field) is None:
            levels.append(SortLevel(field))
        return type(self)(tuple(levels))

    def __str__(self) -> str:
        return ",".join(map(str, self.levels))

    def __bool__(self) -> bool:
        return bool(self.levels)
