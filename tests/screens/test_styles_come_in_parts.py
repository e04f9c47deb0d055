"""The first screens need a part of the stylesheet; what is read later changes nothing of them."""

import re
from collections.abc import Iterator

import pytest
from stage import Open
from textual.app import App

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.stylesheet import STYLESHEET, Stylesheet


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(5, hostile=False)  # so few that there is room for more beneath them


def given(app: App[None]) -> Iterator[object]:
    """Yield the rules of every part, and of every kind of thing that it draws."""
    for node in app.screen.walk_children(with_self=True):
        drawn = node._component_styles  # noqa: SLF001 - there is no other way to all of them
        for name, styles in (("", node.styles), *sorted(drawn.items())):
            rules = styles.base.get_rules().items()
            yield type(node).__name__, node.id, name, {key: str(value) for key, value in rules}


def read_all(styles: Stylesheet) -> None:
    while not styles.is_whole:
        styles.read_part()


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_first_list_has_all_its_styles(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size) as stage:
        styles, before = stage.app.stylesheet, list(given(stage.app))
        assert not styles.is_whole
        read_all(styles)
        styles.update(stage.app)
        assert list(given(stage.app)) == before


async def test_any_other_screen_has_every_part(opened: Open) -> None:
    async with opened() as stage:
        assert not stage.app.stylesheet.is_whole
        await stage.press("?")
        assert stage.app.stylesheet.is_whole


def test_nothing_is_lost_between_two_parts() -> None:
    styles = Stylesheet(variables={})
    styles.read(STYLESHEET)
    read_all(styles)
    text = "".join(source.content for source in styles.source.values())
    assert text == re.sub(r"/\* ===.*", "", STYLESHEET.read_text())
