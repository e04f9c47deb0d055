"""What is typed on a list asks for another view of it, or is said to make no sense."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from patience import until

from kinescope_tui.api.order import Order
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.screens.list_filters import ListFilters
from kinescope_tui.services.command_line import GoToPlace, GoToRow, Sort
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore

FAILED = VIDEOS.views["failed"]


def opened() -> tuple[ListFilters[Any], list[View], list[str]]:
    asked, said = list[View](), list[str]()
    session = SimpleNamespace(
        views=ViewStore(), project_names=SimpleNamespace(names={}), per_page=100
    )
    screen: Any = SimpleNamespace(
        session=session,
        warn=said.append,
        notify=lambda text, **_how: said.append(text),
        in_background=lambda job: asyncio.ensure_future(job()),
    )

    async def never(*_page: object) -> Any:
        raise AssertionError("nothing is asked for here")

    model = ListModel[Any](lambda _view: never, View(VIDEOS.default_order), VIDEOS.narrowed)
    return ListFilters(screen, VIDEOS, model, asked.append), asked, said


@pytest.mark.parametrize(
    ("command", "view", "told"),
    [
        (Sort(Order.parse("title")), View(Order.parse("title")), ""),
        (GoToPlace("view", "failed"), FAILED, ""),
        (GoToPlace("view", "no such"), None, "No saved view is called 'no such'"),
        (GoToPlace("videos", "snow"), View(VIDEOS.default_order, "snow"), ""),
        (GoToPlace("videos", "failed"), View(VIDEOS.default_order, "failed"), "This is a search"),
        (GoToPlace("per-page", "25"), View(VIDEOS.default_order), "Loading 25 rows"),
        (GoToPlace("per-page", "many"), None, "per-page takes a number"),
    ],
    ids=lambda value: str(getattr(value, "rest", ""))[:12],
)
async def test_a_line_asks_or_says_why_not(command: Any, view: View | None, told: str) -> None:
    filters, asked, said = opened()
    assert filters.take(command)
    for _ in until(lambda: asked or said):
        await asyncio.sleep(0)
    assert asked == ([view] if view is not None else [])
    assert [line[: len(told)] for line in said] == ([told] if told else [])


def test_other_lines_are_for_others() -> None:
    filters, asked, said = opened()
    for command in (GoToRow(3), GoToPlace("playlists"), GoToPlace("videos")):
        assert not filters.take(command)
    assert (asked, said) == ([], [])
    assert filters.completions["view"]() == list(VIDEOS.views)
    assert "title" in filters.completions["sort"]()
