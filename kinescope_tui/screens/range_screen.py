"""What the screens share that show numbers of a range: the range, cards, and a chart."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.worker import Worker

from kinescope_tui.api.errors import KinescopeError, UnauthorizedError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.dialogs.range_dialog import ChosenRange, RangeDialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.analytics.range_words import range_line
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.time.range_model import RangeModel, Work
from kinescope_tui.services.time.range_source import A, Question, RangeSource
from kinescope_tui.services.time.time_range import (
    PRESETS,
    RangeError,
    TimeRange,
    parse_range,
    range_words,
)
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.chart_reading import ChartReading, reading_told
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.fading import Fading
from kinescope_tui.widgets.metric_cards import MetricCards
from kinescope_tui.widgets.tab_line import TabLine

_NAMES = 68  # cells that the names of ranges take, as the stylesheet has it


class RangeScreen(SessionScreen, Generic[A]):
    """The base of the screens that show a range; what that is says a `RangeModel`.

    Attributes:
        PLACE: What people type to come here, and under which it is remembered.
        HAS_STEPS: Whether the steps can be chosen too.
        PRESETS: The ranges that are offered by name.
        HAS_PANEL: Whether what stands under the cursor is told beside a broad chart.

    Args:
        session: Whose.
        source: Answers.
        question: Makes a question of a range, and of the steps in which it is wanted, if any.
        preset: The name of the range to begin with.
        is_remembered: Whether the next start begins with what is looked at.
    """

    BINDINGS = keymap.bindings("window")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("window", "chart")
    PLACE: ClassVar[str]
    HAS_STEPS: ClassVar[bool] = True
    PRESETS: ClassVar[Sequence[str]] = tuple(PRESETS)
    HAS_PANEL: ClassVar[bool] = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (130, "-broad")]

    presets = query_one(TabLine)
    range_line = query_one("#range", DiffedStatic)
    cards = query_one(MetricCards)
    reading = query_one(ChartReading)
    chart = query_one(BarChart)
    empty = query_one("#empty", DiffedStatic)

    def __init__(
        self,
        session: Session,
        source: RangeSource[A],
        question: Callable[[TimeRange, str], Question],
        preset: str,
        *,
        is_remembered: bool = True,
    ) -> None:
        super().__init__(session)
        self._foot, self._beside = "", ""  # of the chart
        self._source = source
        self._is_remembered = is_remembered
        remembered = session.state_store.load(self.PLACE) if is_remembered else None
        self.begins_with: Mapping[str, Any] = remembered.state if remembered is not None else {}
        self.model = RangeModel(
            source,
            question,
            preset,
            clock=session.clock,
            run=self._run,
            state=self.begins_with,
        )
        self.model.on_asked = self._wait
        self.model.on_shown = self._take
        self.model.on_failed = self._take_failure
        self.leaving.append(self.model.close)
        self.state.keep(
            lambda: (self.model.shown, self.model.compares, self.own_state), self._state_to_save
        )

    @cached_property
    def _fading(self) -> Fading:
        return Fading(self.chart, self.session.clock)

    def _wait(self) -> None:
        """Say what is asked for; the chart is of another range meanwhile."""
        self.tell_range()
        if self.model.is_another_asked:
            self._fading.begin()
        else:
            self._fading.end()

    def _run(self, work: Work) -> Worker[None]:
        return self.run_worker(work)

    def compose_content(self) -> ComposeResult:
        """Lay out the range, the cards, the chart with what stands under its cursor."""
        with Horizontal(id="window"):
            yield TabLine()
            yield DiffedStatic(id="range")
        yield MetricCards()
        yield ChartReading(id="reading")
        with Horizontal(id="chart"):
            yield BarChart(classes="pane")
            yield from self.compose_beside()
        yield DiffedStatic(id="empty")

    def compose_beside(self) -> ComposeResult:
        """Lay out what stands beside the chart."""
        yield from ()

    def on_mount(self) -> None:
        """Ask for the first range."""
        super().on_mount()
        tab, place = self.heading
        self.header.tab = tab or self.header.tab
        if place:
            self.tell_place(place.removeprefix("› "))
        self.presets.titles = [*(name.replace("-", " ") for name in self.PRESETS), "custom…"]
        self.chart.focus()
        self.show()
        self.model.ask()

    def on_resize(self) -> None:
        """Tell the range as there is room for it."""
        self.call_after_refresh(self.tell_range)

    @property
    def heading(self) -> tuple[str, str]:
        """The tab, and the place within it."""
        raise NotImplementedError

    # What is remembered.

    @property
    def own_state(self) -> dict[str, object]:
        """What is remembered beside the range."""
        return {}

    def _state_to_save(self) -> Callable[[], None] | None:
        if not self._is_remembered or self.model.answer is None:
            return None
        state = {**self.model.state, **self.own_state}
        return lambda: self.session.state_store.save(self.PLACE, state)

    # What is shown.

    @property
    def has_numbers(self) -> bool:
        """Whether there is something to draw."""
        return self.model.answer is not None

    @property
    def nothing_text(self) -> str:
        """Why there is nothing to draw."""
        return absence("figure", self.problem)

    @property
    def ghosts(self) -> list[Card]:
        """The cards before their numbers are here, as many as there will be."""
        return []

    def show(self, *, keeps_cursor: bool = True) -> None:
        """Show what the model holds; an answer may come while the screen goes."""
        if not self.has_parts:
            return
        # What came, or failed, may be the window before while another range is asked for.
        if not self.model.awaits_another:
            self._fading.end()
        is_waiting = self.problem is None and self.model.answer is None
        self.set_class(not self.has_numbers and not is_waiting, "-unanswered")
        if self.has_numbers:
            self.draw(keeps_cursor=keeps_cursor)
            if self.focused is None:
                self.chart.focus()
        elif is_waiting:
            self.cards.cards = self.ghosts
            self.reading.clear("░░░░░░ loading …")
        else:
            self.empty.show(self.nothing_text)
        self.tell_range()

    def show_reading(self, name: str, cells: Sequence[Cell], foot: str = "") -> None:
        """Show what is charted, and what stands under its cursor: above the chart, or in its frame.

        Beside a panel that says as much the frame has the name alone. At its foot stands what a key
        does there.
        """
        self.reading.tell(name, cells)
        is_alone = self.HAS_PANEL and self.has_class("-broad")
        self.chart.border_title = Content(name) if is_alone else reading_told(name, cells)
        self._foot = foot
        self._tell_foot()

    @property
    def names_ranges(self) -> bool:
        """Whether there is room for the names of ranges beside the one that is shown."""
        return self.has_class("-wide") or self.has_class("-broad")

    def show_range(
        self, tell: Callable[[Question], str], details: Sequence[str], beside: Sequence[str]
    ) -> None:
        """Show what is looked at, beside the names of ranges where both are whole.

        Args:
            tell: Tells a question.
            details: What else is to be said of what is shown.
            beside: What it is compared with; the chart's foot tells it where the names stand.
        """
        has_room = self.has_class("-broad") or not self.names_ranges
        self._beside = "" if has_room else " · ".join(beside)
        self._tell_foot()
        told = range_line(self.model, tell, [*details, *(beside if has_room else ())])
        is_whole = cell_len(told) <= self.size.width - _NAMES
        self.presets.display = self.names_ranges and is_whole
        self.range_line.show(told)

    def _tell_foot(self) -> None:
        is_drawn = self.model.before is not None
        marks = f"▔ {self._beside or 'previous period'}" if is_drawn else self._beside
        self.chart.border_subtitle = Content("   ".join(filter(None, [marks, self._foot])))

    def draw(self, *, keeps_cursor: bool) -> None:
        """Draw the numbers, which are here."""
        raise NotImplementedError

    def tell_range(self) -> None:
        """Say what is shown, what is asked for, and how old that is."""
        raise NotImplementedError

    def _take(self, keeps_cursor: bool) -> None:
        if self.model.failure is None:
            self.clear_problem()
        self.show(keeps_cursor=keeps_cursor)

    def _take_failure(self, error: KinescopeError) -> None:
        self.show_problem(error)
        self.show()

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the range."""
        return self.model.answer.exchange if self.model.answer is not None else None

    @property
    def is_blank(self) -> bool:
        """Whether there is no answer yet."""
        return self.model.answer is None

    # The range.

    def refresh_view(self) -> None:
        """Ask again for what was asked for last."""
        self.model.ask()

    def action_refresh_all(self) -> None:
        """Forget every range, and ask again."""
        self.model.ask_all()

    def action_back(self) -> None:
        """Give up a range that is not here, or could not be read; else leave."""
        super().action_back()
        if self.problem is None:
            self.model.give_up()

    async def action_range(self) -> None:
        """Let a range be chosen; where the token is refused, another one is what helps."""
        if isinstance(self.problem, UnauthorizedError):
            await self.run_action("app.enter_token")
            return

        def take(chosen: ChosenRange) -> None:
            self.model.turn_to(chosen.range, chosen.bucket or "")

        asked, now = self.model.asked.range, lambda: self._source.now
        RangeDialog(asked, now, self.days_text, has_buckets=self.HAS_STEPS).ask(self.app, take)

    @property
    def days_text(self) -> str:
        """Whose days a range that is typed is of."""
        raise NotImplementedError

    @on(TabLine.Chosen)
    async def choose_preset(self, event: TabLine.Chosen) -> None:
        """Take the range that was clicked; behind them all is where one's own is typed."""
        if event.tab < len(self.PRESETS):
            self.model.turn_to(PRESETS[self.PRESETS[event.tab]](self._source.now))
        else:
            await self.action_range()

    def show_presets(self) -> None:
        """Mark the range that is shown among those that have a name."""
        words = range_words(self.model.asked.range, self._source.now)
        names = self.PRESETS
        self.presets.active = names.index(words) if words in names else len(names)

    def action_shift(self, windows: int) -> None:
        """Move by one window."""
        self.move(lambda: self.model.shift(windows))

    def move(self, move: Callable[[], None]) -> None:
        """Ask for another range, or say why there is none."""
        try:
            move()
        except RangeError as error:
            self.warn(f"The range stays: {error}.")

    def go_to(self, command: Command) -> bool:
        """Take the range that was typed after the place's name."""
        if not isinstance(command, GoToPlace) or command.name != self.PLACE or not command.rest:
            return super().go_to(command)
        try:
            self.model.turn_to(parse_range(command.rest, self._source.now))
        except RangeError as error:
            told = f"{error.field}: {error}"
            self.warn(told, title="Invalid range")
        return True

    def action_compare(self) -> None:
        """Show the window before beside this one, or no longer."""
        self.model.compare()
