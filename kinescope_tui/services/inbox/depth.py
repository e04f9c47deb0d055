"""How far the lists are read in which something is looked for."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.client import Page
from kinescope_tui.api.models import Model
from kinescope_tui.api.paging import read_pages

M = TypeVar("M", bound=Model)

MOST_PAGES = 200
"""How many pages of a list are read for a check."""


class Depth(NamedTuple):
    """How far a check has to read.

    Attributes:
        since: Videos that were made before do not count.
        enough: As many that failed since then need no more.
    """

    since: datetime
    enough: int


async def read_on(
    fetch: Callable[[int, int], Awaitable[Page[M]]],
    per_page: int,
    is_enough: Callable[[Page[M]], bool],
) -> Page[M]:
    """Return the first pages of a list as one page, up to the one with which it is enough.

    Args:
        fetch: Fetches a page by its number, from 1, and its size.
        per_page: How many rows to ask for at a time.
        is_enough: Tells of all that came whether the rest is not needed.

    Raises:
        KinescopeError: A page could not be read.
    """
    joined = last = await fetch(1, per_page)
    number, is_asked = 1, False

    async def following(wanted: int, size: int) -> Page[M]:
        nonlocal last, number, is_asked
        if is_asked:  # the first page too, where rows moved to it meanwhile
            last, number = await fetch(wanted, size), max(wanted, 2)
        is_asked = True
        return last

    if joined.is_whole:
        return joined
    items: list[M] = []
    dropped = 0
    async for page in read_pages(following, per_page):
        items += page.items
        dropped += page.dropped
        if number > 1:
            joined = _joined(joined, items, dropped, last)
        if is_enough(joined) or number == MOST_PAGES:
            return joined
    return _joined(joined, items, dropped, last) if number > 1 else joined


def _joined(first: Page[M], items: list[M], dropped: int, last: Page[M]) -> Page[M]:
    """Return pages as one that is whole if the last of them was short or the total came."""
    rows = len(items) + dropped
    is_short = len(last.items) + last.dropped < last.per_page
    return replace(
        first,
        items=list(items),
        dropped=dropped,
        total=last.total,
        per_page=rows + is_short,
    )
