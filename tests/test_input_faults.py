"""A fault of the toolkit's over a key or a click costs that event; one of ours ends the program."""

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.dom import NoScreen
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import OptionList
from turned_clock import TurnedClock

from kinescope_tui.terminal.input_faults import InputFaults, hits_what_is_gone


def break_textual() -> None:
    OptionList().screen  # noqa: B018 - it has none, and Textual says so


class Removed(Widget):
    """Has no screen any more when it is asked for its place, as what has just left."""

    def on_mouse_down(self) -> None:
        break_textual()


class OurFault(Widget):
    def on_mouse_down(self) -> None:
        raise RuntimeError("a fault of ours")


class ClickedApp(App[None]):
    """An app of two parts that break over a click."""

    CSS = "Widget { height: 3; }"

    def __init__(self, clock: TurnedClock) -> None:
        super().__init__()
        self.told: list[Exception] = []
        self.input_faults = InputFaults(self.told.append, clock)
        self.input_faults.guard_widgets()

    def compose(self) -> ComposeResult:
        yield Removed()
        yield OurFault()

    async def on_event(self, event: events.Event) -> None:
        with self.input_faults.forgiven(event):
            await super().on_event(event)


async def click(pilot: Pilot[None], widget: type[Widget]) -> None:
    await pilot.mouse_down(widget)
    await pilot.pause()


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


async def test_what_breaks_in_a_widget_costs_the_click_and_not_the_widget(
    clock: TurnedClock,
) -> None:
    app = ClickedApp(clock)
    async with app.run_test() as pilot:
        for count in (1, 2, 3):
            await click(pilot, Removed)
            assert app.input_faults.count == len(app.told) == count
        assert app.is_running
        assert app.query_one(Removed).is_running


async def test_a_fault_of_ours_is_not_forgiven(clock: TurnedClock) -> None:
    app = ClickedApp(clock)
    with pytest.raises(RuntimeError, match="ours"):
        async with app.run_test() as pilot:
            await click(pilot, OurFault)
    assert app.told == []


def test_a_loop_of_faults_ends_and_a_few_now_and_then_do_not(clock: TurnedClock) -> None:
    told: list[Exception] = []
    faults = InputFaults(told.append, clock)
    key = events.Key("pagedown", None)

    def break_over_it() -> None:
        with faults.forgiven(key):
            break_textual()

    for _ in range(20):
        break_over_it()
        clock.turn(15)
    assert faults.count == 20
    clock.turn(60)
    for _ in range(5):
        break_over_it()
    with pytest.raises(NoScreen):
        break_over_it()
    assert faults.count == 25
    clock.turn(61)
    break_over_it()
    assert faults.count == len(told) == 26


def test_only_what_the_user_did_is_forgiven(clock: TurnedClock) -> None:
    told: list[Exception] = []
    faults = InputFaults(told.append, clock)
    with pytest.raises(NoScreen), faults.forgiven(events.Mount()):
        break_textual()
    assert told == []


async def test_a_click_on_what_is_drawn_but_gone_is_nobodys() -> None:
    app = ClickedApp(TurnedClock())
    async with app.run_test():
        part = app.query_one(OurFault)
        where = part.region.offset
        down = events.MouseDown(None, *where, 0, 0, 1, shift=False, meta=False, ctrl=False)
        assert not hits_what_is_gone(app, down)
        parent = part.parent
        part._detach()  # noqa: SLF001 - what removing it ends with, before the next frame
        assert hits_what_is_gone(app, down)
        with pytest.raises(AttributeError):  # what Textual makes of it
            app.screen._forward_event(down)  # noqa: SLF001 - where a click arrives
        part._attach(parent)  # type: ignore[arg-type]  # noqa: SLF001 - it is there
