"""What is said of what is done here, since the server cannot."""

from collections.abc import Iterable
from typing import Any

from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.whole_list import MAX_HERE


def here_needed(model: ListModel[Any]) -> str:
    """Return what there is to do for a list that is not all here."""
    rows = model.rows
    if rows is None:
        return "No rows loaded yet."
    total, here = rows.total, len(model.loaded)
    if total is not None and total > MAX_HERE:
        return (
            f"{plural(total, 'row')} are too many for this; the limit is {count(MAX_HERE)}. "
            "Narrow the list down."
        )
    return f"○ {count(here)} of {count(total)} loaded; :here loads the rest first."


def here_progress(model: ListModel[Any]) -> str:
    """Return how far a list that is read as a whole is here; empty if none is being read."""
    whole = model.held.reading
    if whole is None:
        return ""
    return f"○ loading all: {count(whole.taken)} of {count(whole.total)} · esc stops"


def found_told(
    model: ListModel[Any], *, is_indexed: bool = False, strays: Iterable[str] = ()
) -> str:
    """Return how many rows are left of how many, and who found them; empty if nothing narrows.

    Args:
        model: The list.
        is_indexed: Whether its rows come from the index.
        strays: By what the server did not filter, though it was asked to.
    """
    rows, whole, view = model.rows, model.whole, model.view
    if view.here.is_narrowing and rows is not None and whole is not None:
        of = whole.page.items if whole.page is not None else ()
        return f"○ {count(rows.row_count)} of {count(len(of))} loaded rows"
    if not view.is_narrowed:
        return ""
    total = count(rows.total if rows is not None else None)
    if is_indexed:
        return f"○ {total} found in the index"
    if unheeded := " and ".join(strays):
        return f"! {total} received: the server did not filter by {unheeded}"
    return f"● {total} found by the server"


def here_told(model: ListModel[Any]) -> str:
    """Return what can be done now that all rows are here."""
    whole = model.whole
    if whole is None or whole.page is None:
        return ""
    doubt = f" Possibly incomplete: {whole.shortfall}." if whole.shortfall else ""
    keys = hint("{list.sort} sorts by any column, :here WORDS filters, {list.same} by a cell")
    return f"○ All loaded: {plural(len(whole.page.items), 'row')}.{doubt} {keys}."
