"""How many rows a page has is the user's choice, as far as the API takes it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kinescope_tui.api import Exchange, Page, Priority, client
from kinescope_tui.api.models import Video
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.setup.settings import PER_PAGE, load_settings, page_size

EXCHANGE = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "size"),
    [("25", 25), ("1", 1), ("100", 100), ("101", None), ("0", None), ("", None), ("٢", None)],
)
def test_a_page_has_one_row_to_a_hundred(text: str, size: int | None) -> None:
    assert page_size(text) == size


def test_it_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("per_page = 25\n")
    assert load_settings(path).per_page.value == 25
    path.write_text("per_page = true\n")
    found = load_settings(path)
    assert found.per_page.value == PER_PAGE == client.PER_PAGE
    assert found.problems == ("config.toml: per_page must be a number from 1 to 100, not “True”.",)
    assert load_settings(options={"per_page": "50"}).per_page.value == 50


async def test_the_next_question_asks_for_that_many() -> None:
    asked: list[tuple[int, int]] = []
    size = 100

    async def fetch(number: int, per_page: int, _priority: Priority) -> Page[Video]:
        asked.append((number, per_page))
        items = [Video(id=f"v{(number - 1) * per_page + n}") for n in range(per_page)]
        return Page(items, number, per_page, 300, View().order, EXCHANGE)

    model = ListModel[Video](lambda _view: fetch, View(), per_page=lambda: size)
    await model.answer(model.ask(View()))
    model.move_to(40)
    size = 25
    await model.answer(model.ask(View()))
    assert asked == [(1, 100), (2, 25)]
    assert model.item is not None
    assert model.item.id == "v40"
