"""Rows that are all here, as a list wants them: those with some words and values, and in order."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from kinescope_tui.resources.column import Column
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.view import Here

T = TypeVar("T")


def arranged(
    items: Sequence[T],
    here: Here,
    columns: Sequence[Column[T]],
    shown: Sequence[Column[T]],
    names: Mapping[str, str],
) -> list[T]:
    """Return the items that a view leaves, in its order.

    Args:
        items: All of them.
        here: What is done to them.
        columns: By which they are sorted, and of which they have some values.
        shown: In which a text is looked for.
        names: What projects and folders are called, by id.
    """
    words = here.text.casefold().split()
    by_name = {column.name: column for column in columns}
    wanted: dict[str, set[str]] = {}
    for name, value in here.values:
        wanted.setdefault(name, set()).add(value)

    def fits(item: T) -> bool:
        if any(
            name in by_name and by_name[name].text(item, names) not in values
            for name, values in wanted.items()
        ):
            return False
        if not words:
            return True
        told = "\n".join(column.text(item, names) for column in shown).casefold()
        return all(word in told for word in words)

    keys = {name: partial(column.sort_key, names=names) for name, column in by_name.items()}
    return in_order(filter(fits, items), here.order, keys)
