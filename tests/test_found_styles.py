"""Styles that are remembered: whatever changes, a part has those that Textual would give it."""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from conftest import FULL
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css import stylesheet as textual_stylesheet
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from kinescope_tui.stylesheet import Stylesheet

CHANGES = 400 if FULL else 30
CLASSES = ("-bold", "-narrow", "-empty")


class Styled(App[None]):
    CSS = """
    Static, Input, OptionList { width: 12; height: 3; min-width: 12; }
    Static { color: red; }
    .-bold { text-style: bold; background: blue; }
    Vertical.-narrow Static { margin: 1; }
    Vertical.-narrow > Horizontal.-bold > Input:focus { background: green; }
    Horizontal:focus-within { background: yellow; }
    Static:first-child { color: green; }
    Static:disabled { color: gray; }
    OptionList.-narrow > .option-list--option-highlighted { color: red; }
    Screen.-empty .option-list--option-highlighted { background: white; }
    Vertical:odd .input--cursor { color: black; }
    .-empty { visibility: hidden; }
    """

    def __init__(self, kind: type[textual_stylesheet.Stylesheet]) -> None:
        super().__init__()
        self.stylesheet = kind(variables=self.get_css_variables())

    def compose(self) -> ComposeResult:
        for _ in range(2):
            with Vertical(), Horizontal():
                yield Static("a")
                yield Static("b")
                yield Input()
                yield OptionList("c", "d")


@cache
def new_kind(number: int) -> type[Static]:
    """Return a kind of part with rules of its own, also for what stands in it."""

    class Kind(Static):
        DEFAULT_CSS = f"""
        Kind {{ width: {number % 7 + 5}; color: green; &:hover {{ color: red; }} }}
        Kind > Static {{ color: blue; }}
        """

        def compose(self) -> ComposeResult:
            yield Static("inner")

    Kind.__name__ = Kind._css_type_name = f"Kind{number}"  # noqa: SLF001 - the rules are of that name
    Kind.DEFAULT_CSS = Kind.DEFAULT_CSS.replace("Kind", f"Kind{number}")
    return Kind


def given(app: App[None]) -> Iterator[object]:
    """Yield what every part, and every kind of thing that it draws, was given."""
    for node in (app, *app.screen.walk_children(with_self=True)):
        yield type(node), rules_of(node.styles)
        drawn = node._component_styles  # noqa: SLF001 - there is no other way to all of them
        yield from ((name, rules_of(drawn[name])) for name in sorted(drawn))


def rules_of(styles: RenderStyles) -> dict[str, str]:
    """Return what was set, as text: no two layouts are equal."""
    return {name: str(value) for name, value in styles.base.get_rules().items()}


def changed(app: App[None], chance: random.Random) -> None:
    """Change something that rules look at."""
    parts = [app.screen, *app.screen.query(Widget)]
    part = chance.choice(parts)
    match chance.randrange(13):
        case 0 | 1:
            part.disabled = not part.disabled
        case 2 | 3:
            part.focus()
        case 4:
            app.theme = chance.choice(["textual-dark", "textual-light"])
        case 5:
            app.screen.mount(new_kind(chance.randrange(1_000))("new"), before=0)
        case _:
            part.toggle_class(chance.choice(CLASSES))


async def test_a_part_has_the_styles_that_textual_gives_it_whatever_changes() -> None:
    ours, theirs = Styled(Stylesheet), Styled(textual_stylesheet.Stylesheet)
    async with ours.run_test() as pilot, theirs.run_test() as other:
        for number in range(CHANGES):
            for app in (ours, theirs):
                with app._context():  # noqa: SLF001 - two apps in one test
                    changed(app, random.Random(number))  # noqa: S311 - changes, not secrets
            await pilot.pause()
            await other.pause()
            assert list(given(ours)) == list(given(theirs)), number


async def test_rules_of_a_kind_of_part_that_comes_leave_what_is_known_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app: App[None] = App()
    app.stylesheet = Stylesheet(variables=app.get_css_variables())
    looked_up: list[DOMNode] = []
    look_up = textual_stylesheet.Stylesheet.apply

    def noted(self: textual_stylesheet.Stylesheet, node: DOMNode, **options: Any) -> None:
        looked_up.append(node)
        look_up(self, node, **options)

    async with app.run_test():
        await app.screen.mount(Static("old"))
        monkeypatch.setattr(textual_stylesheet.Stylesheet, "apply", noted)
        new = new_kind(1)("new")
        await app.screen.mount(new)
        app.screen.update_node_styles()
        assert new in looked_up
        assert all(new in node.ancestors_with_self for node in looked_up)
