"""A list begins where it was left, with the rows that stood there; or plainly."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kinescope_tui.api import Exchange, Page, Priority, Token
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.lists.list_memory import ListMemory
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.paged_list import Fetch
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.state_store import StateStore

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
VIEW = View(Order.parse("title"), "снег", (("status[]", "done"),))
TOTAL = 450


def fetch(view: View) -> Fetch[Video]:
    async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Video]:
        start = (number - 1) * per_page
        items = [Video(id=f"v{n}") for n in range(start, min(start + per_page, TOTAL))]
        return Page(items, number, per_page, TOTAL, view.order, EXCHANGE)

    return fetch


def listed(view: View = VIEW) -> ListModel[Video]:
    return ListModel(fetch, view)


@pytest.fixture
def store(tmp_path: Path, token: Token) -> StateStore:
    made = StateStore(tmp_path / "seen.sqlite")
    made.open_for(token)
    return made


async def test_view_row_and_neighbours_come_back(store: StateStore) -> None:
    memory, left = ListMemory(store, "list:/v1/videos", Video), listed()
    assert memory.state_to_save(left) is None  # nothing came yet
    await left.answer(left.ask(VIEW))
    assert left.rows is not None
    await left.rows.load(250)
    left.move_to(250)
    save = memory.state_to_save(left)
    left.move_to(251)  # of what is there when it is asked for, whenever it is written
    assert save is not None
    save()
    again = listed(View())
    memory.restore(again)
    assert (again.view, again.asked_view, again.row) == (VIEW, VIEW, 250)
    assert again.item == Video(id="v250")
    assert again.remembered is not None
    assert [item.id for _, item in again.remembered.loaded()] == [
        f"v{n}" for n in range(200, 300)
    ]  # those of the page
    assert again.remembered_at is not None
    ListMemory(store, "list:/v1/others", Video).restore(plain := listed())
    assert (plain.remembered, plain.remembered_at) == (None, None)


async def test_what_was_kept_stays_while_the_row_under_the_cursor_is_not_here(
    store: StateStore,
) -> None:
    model = listed()
    await model.answer(model.ask(VIEW))
    model.move_to(300)
    assert ListMemory(store, "place", Video).state_to_save(model) is None


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({"order": 7}, []),
        ({"order": "title.sideways"}, []),
        ({"filters": [1]}, []),
        ({"search": None, "row": "far"}, []),
        ({"first": None}, []),
    ],
)
def test_what_cannot_be_read_any_more_counts_for_nothing(
    store: StateStore, changes: dict[str, Any], rows: list[dict[str, Any]]
) -> None:
    state = {"order": "title.asc", "search": "", "filters": [], "row": 1, "first": 0}
    store.save("place", state | changes, rows)
    model = listed()
    ListMemory(store, "place", Video).restore(model)
    assert (model.view, model.remembered, model.row) == (VIEW, None, 0)


def test_odd_rows_are_left_out_and_the_row_stays_within_them(store: StateStore) -> None:
    state = {"order": "title.asc", "search": "", "filters": [], "row": 10**6, "first": -3}
    store.save("place", state, [{"id": 1}, {"id": "b", "title": None}])
    model = listed()
    ListMemory(store, "place", Video).restore(model)
    assert model.shown is not None
    assert model.cursor_row == model.shown.row_count - 1
    assert model.item is not None
