"""The first screens need a part of the stylesheet; what is read later changes nothing of them."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from stage import Open
from textual.app import App
from textual.dom import DOMNode

from kinescope_tui import screens
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


async def test_what_textual_says_of_parts_is_read_before_they_come(opened: Open) -> None:
    screens.import_all()
    async with opened((140, 40)) as stage:
        styles, turns = stage.app.stylesheet, 0
        read_all(styles)
        styles.update(stage.app)
        before = list(given(stage.app))

        async def count_turns() -> None:
            nonlocal turns
            for turn in range(10_000):
                turns = turn
                await asyncio.sleep(0)

        counting = asyncio.create_task(count_turns())
        await styles.read_defaults()
        counting.cancel()
        assert turns > 1  # a key waits for none but the one that is being read
        styles.update(stage.app)
        assert list(given(stage.app)) == before
        known = set(styles.source)
        for key in ("colon", "f", "question_mark", "ctrl+p"):
            await stage.press(key)
            assert set(styles.source) == known
            await stage.press("escape")


async def test_styles_that_cannot_be_read_ahead_are_read_when_they_are_needed(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as stage:
        with monkeypatch.context() as patch:
            patch.delattr(DOMNode, "_get_default_css")
            await stage.app.stylesheet.read_defaults()
        await stage.press("colon")
        assert stage.app.screen.styles.align_vertical == "bottom"


def test_nothing_is_lost_between_two_parts() -> None:
    styles = Stylesheet(variables={})
    styles.read(STYLESHEET)
    read_all(styles)
    text = "".join(source.content for source in styles.source.values())
    assert text == re.sub(r"/\* ===.*", "", STYLESHEET.read_text())
