"""A list from its first page to its last."""

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.models import Identified, Model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from kinescope_tui.api.client import Page

M = TypeVar("M", bound=Model)

_MAX_BARREN = 10  # pages in a row of which no row could be read
_MAX_STEPS_BACK = 3  # of one list


async def read_pages(
    fetch: "Callable[[int, int], Awaitable[Page[M]]]", per_page: int
) -> "AsyncIterator[Page[M]]":
    """Yield the pages of a list one after the other, in each of them what did not come before.

    The list ends with its total, or with a short page where the server says none; and with a page
    that brings nothing new, whatever the server says, unless no row of it could be read.

    Where the total changed, rows that went may have drawn others to pages that came already. Unless
    the next page overlaps these, the page before is read once more.

    Args:
        fetch: Fetches a page by its number, from 1, and its size.
        per_page: How many rows to ask for at a time, unless the first page shows another size.
    """
    seen: set[str] = set()
    barren, steps_back, is_again = 0, 0, False
    came, total, has_ids = list[int](), None, True  # how many rows of each page
    lost, told = list[int](), 0  # how many of each could not be read; how many were told
    while True:
        page = await fetch(len(came) + 1, per_page)
        keys = [_key(item) for item in page.items]
        has_ids &= all(map(_id, page.items))  # else nothing tells what came before
        has_shifted = bool(came) and None not in {page.total, total} and page.total != total
        has_shifted |= is_again and bool(came and keys)
        total = page.total
        if has_shifted and has_ids and seen.isdisjoint(keys) and steps_back < _MAX_STEPS_BACK:
            came.pop()
            lost.pop()
            steps_back, is_again = steps_back + 1, True
            continue
        new = []
        if not seen.issuperset(keys):
            for item, key in zip(page.items, keys, strict=True):
                if key not in seen or not _id(item):
                    new.append(item)
                seen.add(key)
        lost.append(page.dropped)
        untold = max(0, sum(lost) - told)  # those of a page that is read again were told
        told += untold
        if new or page.dropped:
            yield replace(page, items=new, dropped=untold)
        rows = len(keys) + page.dropped
        came.append(rows)
        received = sum(came)
        if len(came) == 1:
            per_page = _size_of(page, rows, per_page)
        has_total = page.total is not None and page.total >= received  # else it is wrong
        barren = 0 if new else barren + 1
        # Rows that cannot be read hide no others, where the server says that there are some.
        is_barren = has_total and page.dropped == rows > 0 and barren < _MAX_BARREN
        is_last = not (new or is_barren or is_again)
        is_again = False
        if is_last or (received == page.total if has_total else rows < per_page):
            return


def _size_of(first: "Page[M]", rows: int, asked: int) -> int:
    """Return how many rows the pages have, going by the first one."""
    has_more = first.total is not None and first.total > rows > 0
    return rows if has_more or rows > asked else min(first.per_page, asked)


def _key(item: Model) -> str:
    """Return what tells a row from others: its id, else all that it holds."""
    return _id(item) or repr(item)


def _id(item: Model) -> str:
    return item.id if isinstance(item, Identified) else ""
