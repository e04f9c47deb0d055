"""One live event: how its stream arrives, goes on being told while it runs."""

from functools import partial
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.models import LiveEvent
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.presentation.live.live_words import fault_told, live_sections
from kinescope_tui.presentation.live.quality_chart import STREAM_METRICS, QualityChart
from kinescope_tui.presentation.text.numbers import axis_text
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.resource import Names, Tab
from kinescope_tui.screens.detail_screen import DetailScreen
from kinescope_tui.services.files.records import record
from kinescope_tui.services.live.stream_state import StreamState, stream_state
from kinescope_tui.services.live.stream_watch import StreamWatch
from kinescope_tui.services.workspace.auto_refresh import EVERY_POINT
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.chart_reading import ChartReading, reading_told
from kinescope_tui.widgets.metric_cards import MetricCards


class LiveScreen(DetailScreen[LiveEvent]):
    """Shows a live event, and goes on as long as it runs, or may begin; a new fault rings."""

    BINDINGS = keymap.bindings("live")
    KEY_GROUPS = ("live", *DetailScreen.KEY_GROUPS)
    hidden_actions = frozenset({"analytics"})

    cards = query_one(MetricCards)
    chart = query_one(BarChart)
    reading = query_one(ChartReading)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._metric = 0
        self._stream: StreamWatch | None = None
        self._drawn = QualityChart(())
        self._tabs.tabs[0] = Tab(self._tabs[0].title, sections=self._live_overview)

    def compose_content(self) -> ComposeResult:
        """Lay out the numbers and the chart above the page."""
        tabs, *others = super().compose_content()
        yield tabs
        yield MetricCards()
        yield ChartReading(id="reading")
        chart = BarChart(classes="pane")
        chart.can_focus = False  # the page beneath it is scrolled
        yield chart
        yield from others

    def on_mount(self) -> None:
        """Ask for the stream of an event that came already."""
        if self.model.item is not None:
            self._ask_stream()

    # Following the stream.

    @property
    def stream(self) -> StreamWatch:
        """The points of the event that is shown."""
        event_id = self._shown.id
        if self._stream is None or self._stream.event_id != event_id:
            self._stream = StreamWatch(self.session.client, event_id, self.session.clock)
            self.refresher.take(EVERY_POINT)
        return self._stream

    def _begin(self) -> None:
        super()._begin()
        self._ask_stream()

    def _take_in(self) -> None:
        super()._take_in()
        if stream_state(self._shown) is StreamState.OVER:
            self._end()

    def _end(self) -> None:
        """Ask by itself no more: nothing else comes."""
        if self.refresher.interval == EVERY_POINT:
            self.refresher.take("")
            self.update_status()

    def refresh_view(self) -> None:
        """Ask again for what is shown, and for the stream, whatever tab that is."""
        super().refresh_view()
        tab = self._tabs[self._tab]
        if tab.ask is not None or tab.lists is not None:  # of the others the event itself is asked
            self._ask_stream()

    @work
    async def _ask_stream(self) -> None:
        """Ask how the stream arrived; what is wrong since the last time is told, once."""
        watch = self.stream
        if not watch.event_id:
            return
        faults = await watch.ask(is_running=stream_state(self._shown) is StreamState.RUNNING)
        if not self.is_attached or watch is not self._stream:
            return
        if watch.is_over:
            self._end()
        if faults:
            self.app.bell()
            if self._tab:  # the first tab shows it anyway
                told = fault_told(faults[-1])
                name = self.resource.title_of(self._shown)
                self.warn(f"{told[:1].upper()}{told[1:]}.", title=name)
        if not self._tab:
            self._show()

    # Showing.

    def _live_overview(self, event: LiveEvent, raw: dict[str, Any], _names: Names) -> list[Section]:
        now = self.session.clock.utc_now()
        others = thing_sections("Overview", raw or record(event))
        dull = {"stream", "restreams"}
        return [
            *live_sections(event, self.stream, now),
            *(section for section in others if section.title not in dull),
        ]

    def _show(self) -> None:
        super()._show()
        chart = self._drawn = QualityChart(self.stream.points)
        is_charted = self._tab == 0 and len(chart) > 0
        self.set_class(is_charted, "-charted")
        if is_charted:
            self.cards.cards, self.cards.chosen = chart.cards, self._metric
            metric = STREAM_METRICS[self._metric]
            self.chart.show(
                partial(chart.bars, metric), axis_text, hue=metric.hue, keeps_cursor=True
            )

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the cursor."""
        bar = self.chart.bar
        if bar is None or not len(self._drawn):
            return
        metric = STREAM_METRICS[self._metric]
        cells = self._drawn.reading(metric, bar)
        self.reading.tell(metric.label, cells)
        self.chart.border_title = reading_told(metric.label, cells)

    # Keys.

    def action_metric(self, places: int) -> None:
        """Chart another number."""
        self._choose((self._metric + places) % len(STREAM_METRICS))

    @on(MetricCards.Chosen)
    def choose_metric(self, event: MetricCards.Chosen) -> None:
        """Chart the number that was clicked."""
        self._choose(event.number)

    def _choose(self, number: int) -> None:
        self._metric = number
        self._show()

    def action_move_bar(self, places: int) -> None:
        """Move the cursor of the chart."""
        self.chart.action_move(places)
