"""Access tokens whose masked ids are alike are several rows, everywhere; and nothing tells more."""

import asyncio
from datetime import UTC, datetime

import pytest

from kinescope_tui.api.client import Page
from kinescope_tui.api.decode import decode_page
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AccessToken, Identified, Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.order import Order
from kinescope_tui.api.pacing import Priority
from kinescope_tui.resources.access_tokens import ACCESS_TOKENS
from kinescope_tui.services.files.records import FileFormat, record, written
from kinescope_tui.services.lists.marks import Marks
from kinescope_tui.services.lists.paged_list import PagedList
from kinescope_tui.services.lists.rows import MissingRow

EXCHANGE = Exchange("GET", "/v1/access-tokens", (), datetime.now(UTC))
SECRETS = [f"{n:08}-0000-4000-8000-00000000cafe" for n in range(35)]


def tokens() -> list[AccessToken]:
    rows = [{"id": secret, "name": f"Token {n}"} for n, secret in enumerate(SECRETS)]
    found = decode_page(exact_json({"data": rows}).encode(), AccessToken)
    assert found is not None
    return found.items


async def shown(items: list[AccessToken]) -> list[object]:
    async def fetch(number: int, size: int, _priority: Priority) -> Page[AccessToken]:
        first = (number - 1) * size
        return Page(items[first : first + size], number, size, len(items), Order(), EXCHANGE)

    rows = PagedList(fetch, per_page=25)
    await asyncio.gather(rows.load(0), rows.load(25))
    return [rows.row(number) for number in range(rows.row_count)]


async def test_each_is_a_row_and_is_marked_alone() -> None:
    items = tokens()
    assert await shown(items) == items
    marks: Marks[AccessToken] = Marks()
    marks.add(items)
    assert len(marks) == 35
    assert tokens()[3].id == items[3].id  # it is the same one when it comes again
    twice = await shown([*items[:2], tokens()[0]])
    assert twice[2] is MissingRow.REPEATED


def test_what_tells_them_apart_is_shown_and_written_nowhere() -> None:
    (token, *_) = tokens()
    assert token.own_id == record(token)["id"] == "····cafe"
    cells = [column.cell(token).text for column in ACCESS_TOKENS.all_columns([token])]
    told = [*cells, *(written(form, [token], AccessToken) for form in FileFormat)]
    for text in told:
        assert token.id not in text
        assert SECRETS[0][:8] not in text
    assert SECRETS[0][:8] not in token.id
    assert AccessToken().id == AccessToken().own_id == ""
    odd = AccessToken(id="secret~of~another~form~x~y")
    assert odd.own_id == "····~x~y"
    assert "secret" not in odd.id


@pytest.mark.parametrize("title", ["x", ""])
async def test_a_server_that_knows_no_pages_and_gives_no_ids_is_not_scrolled_for_ever(
    title: str,
) -> None:
    async def fetch(number: int, size: int, _priority: Priority) -> Page[Identified]:
        items = [Video(title=title and f"{title}{n}") for n in range(size)]
        return Page(items, number, size, None, Order(), EXCHANGE)

    rows = PagedList(fetch, per_page=25)
    await rows.load(0)
    await rows.load(25)
    assert rows.row_count == 25
