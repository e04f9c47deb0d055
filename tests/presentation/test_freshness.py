"""What only the list knew of a thing is marked as that, until the thing itself came."""

import pytest

from kinescope_tui.api.client import Item
from kinescope_tui.api.errors import KinescopeError, UnreachableError
from kinescope_tui.api.models import Video
from kinescope_tui.presentation.lists.freshness import freshness
from kinescope_tui.services.lists.thing_model import ThingModel

ROW, ID_ONLY = Video(id="1", title="Lecture"), Video(id="1")


class Answering:
    """A thing's address."""

    def __init__(self) -> None:
        self.fails = True

    async def read(self, video: Video) -> Item[Video]:
        if self.fails:
            raise UnreachableError("no route")
        return Item(video, {}, None)  # type: ignore[arg-type]  # nobody looks at it

    async def page(self, _number: int, _video: Video) -> str:
        return ""


async def test_a_row_is_marked_until_the_thing_came() -> None:
    answering = Answering()
    model: ThingModel[Video, str] = ThingModel(ROW, answering.read, answering.page)
    assert "updating" in freshness(model, has_item=True)
    with pytest.raises(KinescopeError):
        await model.ask()
    assert "not refreshed" in freshness(model, has_item=True)
    assert model.thing is ROW  # an error leaves it standing
    answering.fails = False
    assert await model.ask()
    assert freshness(model, has_item=True) == ""


def test_what_has_no_address_of_its_own_is_all_there_is() -> None:
    answering = Answering()
    model: ThingModel[Video, str] = ThingModel(ROW, answering.read, answering.page)
    assert freshness(model, has_item=False) == ""


def test_an_id_alone_is_nothing_to_show() -> None:
    answering = Answering()
    model: ThingModel[Video, str] = ThingModel(ID_ONLY, answering.read, answering.page)
    assert not model.is_known
    assert freshness(model, has_item=True) == ""
    came: ThingModel[Video, str] = ThingModel(
        ID_ONLY,
        answering.read,
        answering.page,
        item=Item(ROW, {}, None),  # type: ignore[arg-type]  # nobody looks at it
    )
    assert came.thing is ROW
    assert came.is_known
