"""The screen of one bucket: its hours or days, and the videos that made the difference."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.analytics.metrics import METRICS, VIEWS
from kinescope_tui.presentation.analytics.range_words import denied_range
from kinescope_tui.presentation.analytics.report_words import movers_text, no_movers_text
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.moments import long_moment
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.report_entries import MOVER_COLUMNS, SORT_KEYS
from kinescope_tui.screens.report_table_screen import ReportTableScreen
from kinescope_tui.services.analytics.report import Report, movers
from kinescope_tui.services.analytics.sums import added
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after
from kinescope_tui.services.time.zones import zone_name
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.chart_reading import ChartReading, reading_told
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.filled_parts import FilledParts
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from kinescope_tui.services.analytics.overview import Answer

_MOVERS = "What changed"


class BucketScreen(ReportTableScreen):
    """Shows a bucket in finer steps, and the videos that rose and fell most against the one before.

    Args:
        session: Whose.
        bucket: What it is.
        start: When it begins, in the workspace's time zone.
        video: Of which video; of all without one.
    """

    KEY_GROUPS = ("report", "chart", "table", "token")
    ORDER = Order.parse("size-of-change.desc")
    SORT_KEYS = SORT_KEYS

    chart = query_one(BarChart)
    facts = query_one(FilledParts)
    reading = query_one(ChartReading)
    empty = query_one("#empty", DiffedStatic)

    def __init__(
        self, session: Session, bucket: Bucket, start: datetime, video: Video | None
    ) -> None:
        super().__init__(session)
        self._bucket = bucket
        self._start = start
        self._end = bucket_after(bucket, start, 1)
        self._before = bucket_after(bucket, start, -1)
        self._video = video
        self._answer: Answer | None = None
        self._course: TimelineChart | None = None
        self._report: Report | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the numbers, the steps, and the videos."""
        yield FilledParts(id="facts")
        yield ChartReading(id="reading")
        yield BarChart(classes="pane")
        with Pane(_MOVERS, id="rows"):
            yield VirtualTable(MOVER_COLUMNS)
            yield DiffedStatic(id="empty")

    def on_mount(self) -> None:
        """Ask for the steps and the videos."""
        super().on_mount()
        zone = self._start.tzinfo or UTC
        told = long_moment(self._start, self._bucket, zone)
        self.tell_place(f"{told} · {zone_name(self._start)}")
        self.table.display = self._video is None
        self.empty.display = not self.table.display
        self.rows.on_room = self.tell_position
        self.chart.focus()
        self.refresh_view()

    def refresh_view(self) -> None:
        """Ask again for the steps and the videos."""
        self._ask()

    @work(exclusive=True)
    async def _ask(self) -> None:
        """Ask for both; one of them may fail alone."""
        asked = [self._ask_steps()]
        if self._video is None:
            asked.append(self._ask_videos())
        else:
            self.empty.show("Movers are not available for a single video.")
        ended = await asyncio.gather(*asked, return_exceptions=True)
        if not self.is_attached:
            return
        if self._answer is None:
            self.chart.show(lambda _most: (), VIEWS.tick)  # none are waited for any more
        self.clear_problem()
        for error in ended:
            if isinstance(error, KinescopeError):
                self.show_problem(error)
            elif error is not None:
                raise error

    async def _ask_steps(self) -> None:
        asked = TimeRange.of(self._start, self._end)
        video_id = self._video.id if self._video is not None else ""
        question = Question(asked, self._bucket.finer, video_id)
        answer = await self.session.analytics.answer(question)
        if not self.is_attached:
            return
        self._answer = answer
        # Whether the end belongs to a range is documented nowhere.
        start, end = self._start.astimezone(UTC), self._end.astimezone(UTC)
        steps = [one for one in answer.timeline if one.date and start <= one.date < end]
        counted_at = answer.came_at.astimezone(self._start.tzinfo)
        course = TimelineChart(steps, self._bucket.finer, counted_at)
        self._course = course
        self.chart.show(partial(course.bars, VIEWS), VIEWS.tick, hue=VIEWS.hue, keeps_cursor=True)
        total, many = added(steps), len(steps)
        told = [f"{m.short_label.capitalize()} {m.sum_text(m.of(total), many)}" for m in METRICS]
        zone = self._start.tzinfo or UTC
        if denied := denied_range(answer.question.range.dates, answer.dates, zone):
            told.insert(0, f"! {denied}")
        self.facts.tell(told)

    async def _ask_videos(self) -> None:
        edges = (self._before, self._start, self._end)
        try:
            now = self.session.analytics.now
            found = await movers(self.session.client, edges, self._bucket, now)
        except KinescopeError:
            if self._report is None and self.is_attached:
                told = hint("The videos could not be loaded.\n\n{view.refresh} reloads")
                self.table.display, self.empty.display = False, True
                self.empty.show(told)
            raise
        if not self.is_attached:
            return
        self._report = found
        self.table.display = bool(found.rows)
        self.empty.display = not found.rows
        if found.rows:
            self.show_rows(found.rows, are_videos=True)
        else:
            self.empty.show(no_movers_text(found))
        self.tell_position()

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the chart's cursor."""
        bar, course = self.chart.bar, self._course
        if bar is None or course is None:
            self.reading.clear("No data points received." if course is not None else "")
            return
        name, cells = f"Views per {course.bucket}", course.reading(VIEWS, bar)
        self.reading.tell(name, cells)
        self.chart.border_title = reading_told(name, cells)

    @on(VirtualTable.Moved)
    def tell_position(self) -> None:
        """Say where the cursor is, and what the rows come to."""
        found = self._report
        if found is None:
            return
        parts = [movers_text(found, self._bucket)]
        if found.rows:
            place = f"row {count(self.table.cursor_row + 1)} of {count(len(found.rows))}"
            parts.insert(0, place)
        if found.unread:
            parts.append(f"{plural(found.unread, 'row')} could not be read")
        self.tell_rows(_MOVERS, parts, "○ sorted here")

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the videos, or the steps."""
        if self._report is not None and self.table.has_focus:
            return self._report.exchange
        return self._answer.exchange if self._answer is not None else None

    @property
    def file_name(self) -> str:
        """The name of a file with the rows, without its ending."""
        return f"kinescope-movers-{self._start:%Y-%m-%d}"
