"""Styles that are remembered: whatever changes, a part has those that Textual would give it."""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from conftest import FULL
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css import stylesheet as textual_stylesheet
from textual.css.styles import RenderStyles
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from kinescope_tui.stylesheet import Stylesheet

CHANGES = 400 if FULL else 30
MOST_LATE = 4
CLASSES = ("-bold", "-narrow", "-empty")


class Late(Horizontal):
    """Comes when other parts have their styles already, and brings rules of its own."""

    DEFAULT_CSS = """
    Late { width: 12; height: 3; min-width: 12; }
    Late.-bold > Static { color: blue; }
    Late Horizontal.-narrow Static { color: white; }
    Late:focus-within .-empty { background: red; }
    """

    def compose(self) -> ComposeResult:
        yield Static("a")
        with Horizontal(classes="-narrow"):
            yield Input()
            yield Static("b")


class Later(Late):
    DEFAULT_CSS = """
    Later Static { margin: 2; }
    Vertical.-bold > Later { background: white; }
    """


class Latest(Later):
    SCOPED_CSS = False
    DEFAULT_CSS = "Horizontal.-narrow Input { padding: 1; }"


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
            kind = chance.choice([Late, Later, Latest])
            if len(app.query(Late)) < MOST_LATE:
                chance.choice([*app.query(Vertical)]).mount(kind())
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


async def test_rules_that_come_later_are_about_what_was_there_as_well() -> None:
    ours, theirs = Styled(Stylesheet), Styled(textual_stylesheet.Stylesheet)
    async with ours.run_test() as pilot, theirs.run_test() as other:
        for app in (ours, theirs):
            with app._context():  # noqa: SLF001 - two apps in one test
                app.query_one(Horizontal).add_class("-narrow")
        await pilot.pause()
        await other.pause()
        for app in (ours, theirs):
            with app._context():  # noqa: SLF001 - the same
                await app.query(Vertical)[1].mount(Latest())
                app.refresh_css(animate=False)
        assert list(given(ours)) == list(given(theirs))
        assert ours.query_one(Input).styles.padding == (1, 1, 1, 1)


class Fields(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = Stylesheet(variables=self.get_css_variables())

    def compose(self) -> ComposeResult:
        yield Input()
        yield Input()


async def test_a_field_that_gets_the_focus_makes_nothing_anew_of_what_it_draws_with() -> None:
    app = Fields()
    async with app.run_test() as pilot:
        one, other = app.query(Input)
        for field in (one, other, one, other, one):  # as all that it may be is found first
            field.focus()
            await pilot.pause()
        cursor = one.get_component_styles("input--cursor").node
        border = one.styles.border
        other.focus()
        await pilot.pause()
        assert one.styles.border != border
        assert one.get_component_styles("input--cursor").node is cursor


async def test_rules_that_come_amid_a_look_tell_apart_what_it_looks_at_next() -> None:
    app = Styled(Stylesheet)
    async with app.run_test():
        with_rule, without = app.query(Vertical)
        with_rule.add_class("-late")
        fields = [with_rule.query_one(Input), without.query_one(Input)]
        look: dict[Any, Any] = {}
        app.stylesheet.apply(with_rule.query_one(Horizontal), cache=look)
        app.stylesheet.add_source(".-late Input { margin: 1; }")
        for field in fields:
            app.stylesheet.apply(field, cache=look)
        assert [field.styles.margin for field in fields] == [(1, 1, 1, 1), (0, 0, 0, 0)]
