"""What was used this month, above the invoices."""

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.presentation.billing.usage_chart import UsageChart, usage_ghosts
from kinescope_tui.presentation.billing.usage_words import strip_line
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.services.billing.usage import Usage, UsageAnswer, UsageMeter
from kinescope_tui.services.time.time_range import PRESETS
from kinescope_tui.widgets.cells import fitting_parts
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.metric_cards import MetricCards

_SIDES = 2  # cells beside a line
_HIGH = 22  # lines from which on there is room for cards


class UsageStrip(Vertical):
    """A card for each product where there is room for them, else a line."""

    class Shown(Message):
        """Something else is shown than before."""

    line = query_one(DiffedStatic)
    cards = query_one(MetricCards)

    def __init__(self, meter: UsageMeter) -> None:
        super().__init__()
        self._meter = meter
        self._answer: UsageAnswer | None = None
        self._before: UsageAnswer | None = None
        self._error: KinescopeError | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line above the cards."""
        yield DiffedStatic()
        yield MetricCards()

    def on_mount(self) -> None:
        """Ask for it."""
        self.show()
        self.ask()

    @work(exclusive=True, group="usage")
    async def ask(self) -> None:
        """Ask what was used this month; a failure is told on the line, and nothing else stops."""
        try:
            month = PRESETS["this-month"](self._meter.now)
            question = self._meter.question(month)
            self._answer = await self._meter.ask(question)
        except KinescopeError as error:
            self._error = error
            self.show()
            return
        self._error = None
        self.show()
        if self._is_framed:
            self._before = await self._meter.before(question)
            self.show()

    @property
    def _is_framed(self) -> bool:
        return self.screen.has_class("-framed")

    @property
    def usage(self) -> Usage | None:
        """What was used this month; None before it is here, or where it does not come."""
        return self._answer.usage if self._answer is not None else None

    @property
    def is_waiting(self) -> bool:
        """Whether that is still to come."""
        return self._answer is None and self._error is None

    @on(MetricCards.Chosen)
    async def open_usage(self) -> None:
        """Show what was used in full."""
        await self.run_action("app.show('usage')")

    def show(self) -> None:
        """Show it as there is room for now."""
        if not self.is_mounted:
            return
        series = self._answer.usage.series if self._answer is not None else []
        is_waiting = self.is_waiting
        shows_cards = (bool(series) or is_waiting) and self.screen.size.height >= _HIGH
        self.cards.display = shows_cards
        told = " This month ░░░░░░ loading …"
        if self._answer is not None:
            told = hint(" This month so far · {billing.usage} shows usage by day and project")
            if not shows_cards:
                told = strip_line(series, "This month")
            before = self._before
            chart = partial(UsageChart, self._answer, before, compares=before is not None)
            self.cards.cards = chart().cards if series else []
        elif is_waiting:
            self.cards.cards = usage_ghosts()
        self.cards.chosen = -1
        if self._error is not None:
            keys = hint("{view.refresh} reloads · {billing.usage} shows more")
            told = f"! Usage: {problem_of(self._error).title} · {keys}"
            told = f" {fitting_parts(told, self.screen.size.width - _SIDES)}"
        self.line.show(told)
        # Cards in frames say it themselves.
        self.line.display = not (shows_cards and self._is_framed and self._error is None)
        self.post_message(self.Shown())
