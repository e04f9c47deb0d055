"""What a key is, and does, is found without what Textual does for it, and is the same."""

from typing import Any, ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from kinescope_tui.keys.bound_keys import bound_actions, leaves_keys
from kinescope_tui.keys.type_ahead import parts_of

pytest.importorskip("termios")  # elsewhere there is another driver

from kinescope_tui.terminal.driver import TerminalReader


class Part(Static, can_focus=True):
    BINDINGS: ClassVar[list[Any]] = [("a", "one", ""), ("b", "one", ""), Binding("c", "one")]


class Around(Vertical):
    BINDINGS: ClassVar[list[Any]] = [("b", "two", ""), Binding("d", "two", priority=True)]


class Above(ModalScreen[None]):
    BINDINGS: ClassVar[list[Any]] = [("c", "three", "")]

    def compose(self) -> ComposeResult:
        yield Part()


class Small(App[None]):
    BINDINGS: ClassVar[list[Any]] = [
        ("c", "app", ""),
        ("d", "app", ""),
        Binding("e", "app", id="e"),
        Binding("a", "first", priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Around():
            yield Part()
        yield Input()


def found(screen: Screen[Any]) -> dict[str, list[Any]]:
    return {key: list(bound_actions(screen, key)) for key in "abcdef"}


async def test_what_is_bound_is_what_textual_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Small().run_test() as pilot:
        app = pilot.app

        def same() -> dict[str, list[Any]]:
            own = found(app.screen)
            with monkeypatch.context() as patch:
                patch.setattr(app, "_keymap", {"none": "f1"})  # then Textual is asked
                assert found(app.screen) == own
            return {key: [action for action, _ in places] for key, places in own.items()}

        app.query_one(Part).focus()
        await pilot.pause()
        assert leaves_keys(app.focused)
        assert set(parts_of(app.screen)) == set(app.screen.walk_children(with_self=True))
        assert same() == {
            "a": ["first", "one"],
            "b": ["one", "two"],
            "c": ["one", "app"],
            "d": ["two", "app"],
            "e": ["app"],
            "f": [],
        }
        app.set_keymap({"e": "f"})
        assert [action for action, _ in found(app.screen)["f"]] == ["app"]
        assert found(app.screen)["e"] == []
        app.set_keymap({})
        app.query_one(Input).focus()
        await pilot.pause()
        assert not leaves_keys(app.focused)
        await app.push_screen(Above())
        assert same()["c"] == ["one", "three"]  # what lies beneath hears nothing


def test_an_order_that_was_a_key_is_one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TerminalReader(0.1)
    (first,) = reader.read(b"\x1b[B")
    assert isinstance(first, events.Key)
    secret = b"5ecret"
    assert len(reader.read(secret)) == len(secret)
    assert list(reader.__dict__["_keys"]) == ["\x1b[B"]  # of what is typed nothing stays
    monkeypatch.setattr(reader, "_parser", None)
    again = reader.read(b"\x1b[B" * 2)
    assert [(one.key, one.character) for one in again if isinstance(one, events.Key)] == [
        (first.key, first.character)
    ] * 2
    assert len({id(one) for one in (first, *again)}) == 3  # each may be stopped for itself


def test_what_is_no_key_is_read_each_time() -> None:
    reader = TerminalReader(0.1)
    for number in range(600):
        reader.read(b"\x1b[<0;%d;5M" % (number % 80 + 1))  # the mouse
        reader.read(b"\x1b[%d;5u" % (97 + number))
    assert len(reader.__dict__["_keys"]) <= 256
