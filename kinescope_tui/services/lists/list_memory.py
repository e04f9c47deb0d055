"""Where a list was left, and the rows that stood there: kept for the next start."""

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from kinescope_tui.api.decode import decode_page, read_page
from kinescope_tui.api.models import Identified
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import view_of, whole_in, written_view
from kinescope_tui.services.workspace.state_store import StateStore

T = TypeVar("T", bound=Identified)

_NEAR = 50  # rows that are kept at each side of the cursor


class ListMemory(Generic[T]):
    """One list's place in the store.

    Args:
        store: Where it is kept.
        place: The list's name there; the entries of two playlists are two lists.
        kind: What its items are.
    """

    def __init__(self, store: StateStore, place: str, kind: type[T]) -> None:
        self._store = store
        self._place = place
        self._kind = kind

    def restore(self, model: ListModel[T]) -> None:
        """Let a list begin where it was left; what cannot be read any more counts for nothing."""
        found = self._store.load(self._place)
        if found is None:
            return
        try:
            view = view_of(found.state)
            items = self._items(found.rows)
            row, first = found.state["row"], found.state["first"]
            if not (isinstance(row, int) and isinstance(first, int)):
                return
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        row, first = whole_in(row), whole_in(first)
        is_whole = first == 0 and len(items) <= row + _NEAR  # else there would be one more
        model.begin_with(view, items, row=row, first=first, at=found.at, is_whole=is_whole)

    def state_to_save(self, model: ListModel[T]) -> Callable[[], None] | None:
        """Return what keeps the view and the rows around the cursor, as they are now.

        Any thread may call it. It is None while the row under the cursor is not here: what was kept
        before is.
        """
        if model.rows is None:
            return None
        first, near = model.around.near(_NEAR)
        if not near and model.rows.row_count:
            return None
        from kinescope_tui.services.files.records import record  # nothing is kept before rows came

        state = {**written_view(model.view), "row": model.row, "first": first}
        return lambda: self._store.save(self._place, state, [record(item) for item in near])

    def _items(self, rows: list[dict[str, Any]]) -> list[T]:
        document = {"data": rows}
        quick = decode_page(json.dumps(document).encode(), self._kind)
        return (quick or read_page(document, self._kind)).items
