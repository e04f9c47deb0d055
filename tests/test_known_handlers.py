"""A message is heard by those whom Textual would find, who are looked for once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual import on
from textual.app import App
from textual.events import Event
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Button

from kinescope_tui import screens
from kinescope_tui.app import KinescopeApp
from kinescope_tui.terminal import known_handlers
from kinescope_tui.terminal.known_handlers import know_handlers

NAME = "_get_dispatch_methods"


def heirs(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for heir in kind.__subclasses__():
        yield from heirs(heir)


def blank(kind: type[Any]) -> Any:
    thing = object.__new__(kind)
    if isinstance(thing, Message):
        Message.__init__(thing)
    return thing


def test_they_are_those_that_textual_finds() -> None:
    screens.import_all()
    assert know_handlers()
    of_textual: Callable[..., Any] = vars(known_handlers)["_TEXTUALS"]
    parts = [blank(kind) for kind in dict.fromkeys([*heirs(KinescopeApp), *heirs(Widget)])]
    messages = [blank(kind) for kind in dict.fromkeys(heirs(Message)) if kind is not Message]
    for message in messages:
        for part in parts:
            for _ in range(2):
                found = [*getattr(part, NAME)(message.handler_name, message)]
                assert found == [*of_textual(part, message.handler_name, message)]


class Said(Event, bubble=False):
    pass


class Base(Widget):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def on_said(self) -> None:
        self.heard.append("base")


class Heir(Base):
    @on(Said)
    def hear(self) -> None:
        self.heard.append("decorated")

    def on_said(self, event: Said) -> None:  # type: ignore[override]  # Textual looks at both
        self.heard.append("heir")
        if not self.classes:
            event.prevent_default()


class Chosen(Widget):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    @on(Button.Pressed, "#one")
    def hear(self) -> None:
        self.heard.append("one")

    @on(Button.Pressed, ".many")
    def hear_more(self) -> None:
        self.heard.append("many")


async def test_handlers_are_called_in_order_until_one_leaves_out_the_others() -> None:
    assert know_handlers()
    app, part = App[None](), Heir()
    async with app.run_test() as pilot:
        await app.mount(part)
        for classes, heard in (("", []), ("more", ["base"]), ("", [])):
            part.set_classes(classes)
            part.heard.clear()
            part.post_message(Said())
            await pilot.pause()
            assert part.heard == ["decorated", "heir", *heard]


async def test_where_it_depends_on_who_sent_a_message_it_is_asked_each_time() -> None:
    assert know_handlers()
    app, part = App[None](), Chosen()
    async with app.run_test() as pilot:
        await app.mount(part)
        await part.mount(one := Button(id="one"), other := Button(classes="many"))
        for button in (one, other, one):
            button.press()
            await pilot.pause()
        assert part.heard == ["one", "many", "one"]


def test_they_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert know_handlers()
    part, said = blank(Heir), Said()
    found = [*getattr(part, NAME)("on_said", said)]
    monkeypatch.delattr(known_handlers, "_found")
    assert [*getattr(part, NAME)("on_said", said)] == found


def test_without_what_it_needs_of_textual_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MessagePump, NAME, None)
    monkeypatch.setattr(known_handlers, "_NEEDED", [(Message, "_is_gone")])
    assert not know_handlers()
    monkeypatch.setattr(known_handlers, "_NEEDED", [])
    monkeypatch.setattr(known_handlers, "_TEXTUALS", None)
    assert not know_handlers()
    assert getattr(MessagePump, NAME) is None
