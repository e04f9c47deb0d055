"""The Analytics screen: who watched what in a range, how that changed, and where it came from."""

import asyncio
from datetime import tzinfo
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one

from kinescope_tui.api.models import Video
from kinescope_tui.api.pacing import Priority
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.answer_page import AnswerPage, takes_long
from kinescope_tui.presentation.analytics.bucket_panel import Line, fact_lines, story_lines
from kinescope_tui.presentation.analytics.cards import (
    Card,
    breakdowns,
    ghost_card,
    top_videos,
)
from kinescope_tui.presentation.analytics.chart_words import text_table
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.analytics.range_words import (
    answer_notes,
    beside_line,
    course_notes,
    denied_range,
)
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import (
    answer_json,
    timeline_fields,
    timeline_file,
    timeline_text,
)
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.moments import ends_words, range_text
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.screens.bucket_screen import BucketScreen
from kinescope_tui.screens.offer_file import offer_file
from kinescope_tui.screens.range_screen import RangeScreen
from kinescope_tui.screens.report_screen import ReportScreen
from kinescope_tui.services.analytics.bucket_story import bucket_story
from kinescope_tui.services.analytics.overview import Answer, is_long
from kinescope_tui.services.analytics.report import VIDEOS, Report, Titles, report
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.rested import Rested
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.breakdown_table import BreakdownTable
from kinescope_tui.widgets.bucket_panel import BucketPanel
from kinescope_tui.widgets.metric_cards import MetricCards
from kinescope_tui.widgets.wrapped_text import made_beside

_BREAKDOWNS = 3  # beside the top videos
_TOLD = (
    "The extension sets the format: .csv, .tsv and .jsonl contain the whole timeline,\n.svg is "
    "an image of the chart."
)


class AnalyticsScreen(RangeScreen[Answer]):
    """Shows cards, a chart of one metric, and breakdowns, of the workspace or of one video."""

    BINDINGS = keymap.bindings("analytics")
    KEY_GROUPS = ("window", "analytics", "chart")
    PLACE = "analytics"

    HAS_PANEL = True

    panel_beside = query_one(BucketPanel)
    breakdowns = query_one(BreakdownTable)

    def __init__(self, session: Session, video: Video | None = None) -> None:
        self._video = video
        self._page: AnswerPage | None = None  # of an answer that may be the last one but one
        super().__init__(
            session,
            session.analytics,
            partial(Question.of, video_id=video.id if video is not None else ""),
            "28d",
            is_remembered=video is None,
        )
        name = self.begins_with.get("metric")
        self._metric = next((one for one in METRICS if one.name == name), METRICS[0])
        titles, turn = Titles(session.client), asyncio.Lock()
        tell_story = partial(bucket_story, session.client, session.analytics, titles)
        self._stories = Rested(tell_story, session.clock, self._run, turn)
        self._stories.on_known = self._show_panel
        self._tops = Rested(self._ask_top, session.clock, self._run, turn)
        self._tops.on_known = self._show_breakdowns
        self._top_titles = titles
        self.leaving += [partial(one.rest_on, None) for one in (self._stories, self._tops)]

    def compose_content(self) -> ComposeResult:
        """Lay out the shares beneath the rest."""
        yield from super().compose_content()
        yield BreakdownTable()

    def compose_beside(self) -> ComposeResult:
        """Lay out what stands under the chart's cursor."""
        yield BucketPanel()

    @property
    def heading(self) -> tuple[str, str]:
        """The tab, and the place within it."""
        if self._video is None:
            return "analytics", ""
        return "", f"› Analytics of {one_line(self._video.title) or self._video.id}"

    @property
    def own_state(self) -> dict[str, object]:
        """The metric."""
        return {"metric": self._metric.name}

    # What is shown.

    def on_resize(self) -> None:
        """Show more where there is room for it, and ask no more for what has none."""
        self.call_after_refresh(self._show_breakdowns)

    @property
    def ghosts(self) -> list[Card]:
        """The metrics, before their numbers are here."""
        return [ghost_card(metric.label, metric.short_label, metric.hue) for metric in METRICS]

    def draw(self, *, keeps_cursor: bool) -> None:
        """Draw the answer, and what it is compared with."""
        answer, before = self.model.answer, self.model.before
        if answer is None:
            return
        if self._page is None or not self._page.is_of(answer, before):
            if takes_long(answer, before):
                self._draw_soon(answer, before, keeps_cursor=keeps_cursor)
                return
            self._page = AnswerPage(answer, before)
        self._draw(self._page, keeps_cursor=keeps_cursor)

    @work(description="draw soon", exclusive=True, group="page")
    async def _draw_soon(
        self, answer: Answer, before: Answer | None, *, keeps_cursor: bool
    ) -> None:
        """Draw a long answer, which is gone through beside the keys; what was drawn stays."""
        page = await asyncio.to_thread(AnswerPage, answer, before)
        if self.is_attached and page.is_of(self.model.answer, self.model.before):
            self._page = page
            self._draw(page, keeps_cursor=keeps_cursor)
            self.tell_range()

    def _draw(self, page: AnswerPage, *, keeps_cursor: bool) -> None:
        metric = self._metric
        self.cards.chosen = METRICS.index(metric)
        self.cards.cards = page.cards
        self._show_breakdowns()
        self.chart.show(
            partial(page.timeline.bars, metric),
            metric.tick,
            units=metric.units,
            hue=metric.hue,
            keeps_cursor=keeps_cursor,
        )

    @property
    def _timeline(self) -> TimelineChart | None:
        """The course that is drawn."""
        return self._page.timeline if self._page is not None else None

    @property
    def _answered(self) -> TimelineChart | None:
        """The course of what is told above it; None while that is not drawn yet."""
        is_drawn = self._page is not None and self._page.is_of(self.model.answer, self.model.before)
        return self._timeline if is_drawn else None

    @property
    def _zone(self) -> tzinfo:
        """The zone in which moments are told: that of the days that are shown."""
        answer = self.model.answer
        return answer.zone.zone if answer is not None else self.session.analytics.zone

    @property
    def _zone_told(self) -> str:
        """The zone whose days are shown."""
        answer, analytics = self.model.answer, self.session.analytics
        if answer is None:
            return analytics.zone_name or "time zone not known yet"
        return zone_text(answer.zone, answer.came_at.astimezone(answer.zone.zone))

    @property
    def days_text(self) -> str:
        """Whose days a range that is typed is of."""
        if self.session.analytics.zone_name or self.model.answer is None:
            unknown = "using this computer's days until the workspace's time zone is known"
            return self.session.analytics.zone_name or unknown
        return self._zone_told

    def tell_range(self) -> None:
        """Say what is shown, what is asked for, and how old that is."""
        model, zone, timeline = self.model, self._zone, self._answered
        comparison = timeline.comparison if timeline is not None else None
        whole = (comparison.count, comparison.start) if comparison else None
        if comparison is not None and comparison.is_of_all:
            whole = None

        def tell(question: Question) -> str:
            # Beside the names of the ranges, and above the chart's, what is shown needs no name.
            if self.names_ranges:
                return ends_words(question.range, zone)
            return f"{range_text(question.range, zone)} · by {question.bucket}"

        self.show_presets()
        answer = model.answer
        denied = ""
        if answer is not None:
            denied = denied_range(answer.question.range.dates, answer.dates, zone)
        details = [f"! {denied}"] if denied else [self._zone_told]
        self.show_range(tell, details, beside_line(model, zone, whole))
        if answer is not None:
            size = plural(len(answer.timeline), answer.question.bucket)
            is_told = size in tell(model.shown).split(" · ")  # in the line of the range
            told = answer_notes(
                model,
                self.session.clock.utc_now(),
                "" if is_told else size,
                *course_notes(answer.course, answer.question.bucket),
                (answer.drift, "field", "could not be read"),
            )
            self.status_bar.position = (told, "")
        self.update_status()

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the cursor."""
        timeline, bar, metric = self._timeline, self.chart.bar, self._metric
        if timeline is None:
            return
        title = f"{metric.label} per {timeline.bucket}"
        if bar is None:
            self.show_reading(title, [Cell("The response has no data points.")])
            self.panel_beside.show("", lambda _width, _height: ())
            return
        closer = f"this {timeline.bucket} by {timeline.bucket.finer}"
        if bar.count > 1:
            closer = f"only these {plural(bar.count, timeline.bucket)}"
        elif timeline.bucket is Bucket.HOUR:
            closer = "what changed"
        foot = hint(f"{{chart.open}} {closer}")
        self.show_reading(title, timeline.reading(metric, bar), foot)
        self._show_panel()

    def _show_panel(self) -> None:
        """Tell beside the chart what was counted in the bar, and what happened in it."""
        timeline, bar = self._timeline, self.chart.bar
        if timeline is None or bar is None or not self.panel_beside.display:
            self._stories.rest_on(None)
            return
        asked = timeline.story_question(bar, self._video.id if self._video is not None else "")
        self._stories.rest_on(asked)
        facts, story = fact_lines(timeline, bar), self._stories.get(asked)
        waits = not self._stories.failed(asked)

        def lines(width: int, height: int) -> list[Line]:
            room = height - len(facts) - 1
            if asked is None or room < 1:
                return facts
            told = story_lines(story, timeline.bucket, width, room, waits=waits)
            return [*facts, [], *told]

        self.panel_beside.show(timeline.when(bar), lines)
        keys = "{analytics.report} top videos"
        self.panel_beside.border_subtitle = Content(hint(keys) if self._video is None else "")

    async def _ask_top(self, asked: TimeRange) -> Report:
        found = await report(
            self.session.client, asked, VIDEOS, expects_rows=True, priority=Priority.AHEAD
        )
        await self._top_titles.learn(found.rows, Priority.AHEAD)
        return found

    def _show_breakdowns(self) -> None:
        """Show the shares; the top videos take the last place once they are known."""
        answer = self.model.answer
        if answer is None:
            return
        shown = breakdowns(answer.overview.top, self._metric)
        is_wanted = self._video is None and self.panel_beside.display
        asked = self.model.shown.range if is_wanted else None
        self._tops.rest_on(asked)
        top = self._tops.get(asked)
        if top is not None and top.rows:
            shown = [*shown[:_BREAKDOWNS], top_videos(top)]
        self.breakdowns.breakdowns = shown

    def action_refresh_all(self) -> None:
        """Forget also what is told beside and below the chart."""
        self._stories.forget()
        self._tops.forget()
        super().action_refresh_all()

    # The range.

    def action_zoom(self, factor: float) -> None:
        """Make the range longer or shorter, around the cursor."""
        bar, timeline = self.chart.bar, self._answered
        center = timeline.timeline[bar.first].date if bar is not None and timeline else None
        if center is not None:  # the first week, or month, may have begun before the range
            center = max(center, self.model.shown.range.edges(self._zone)[0])
        asked, now = self.model.asked.range, self.session.analytics.now
        self.move(lambda: self.model.turn_to(asked.zoomed(factor, center, now)))

    def action_bucket(self) -> None:
        """Show the range in the next steps that fit it."""
        asked = self.model.asked
        fitting = asked.range.buckets
        place = fitting.index(asked.bucket) if asked.bucket in fitting else -1
        self.model.turn_to(asked.range, fitting[(place + 1) % len(fitting)])

    @on(BarChart.Opened)
    def drill(self) -> None:
        """Show what happened in the bucket under the cursor; of several, those alone."""
        bar, timeline, bucket = self.chart.bar, self._answered, self.model.shown.bucket
        if bar is None or timeline is None or not self.is_on_top:
            return
        if bar.count > 1:
            shown = self.model.shown.range
            self.move(lambda: self.model.turn_to(timeline.range_of(bar, shown), bucket))
        elif (start := timeline.timeline[bar.first].date) is not None:
            local = start.astimezone(timeline.zone)
            self.app.push_screen(BucketScreen(self.session, bucket, local, self._video))

    def action_report(self) -> None:
        """Show the top videos, and what else the API reports."""
        if self._video is not None:
            self.warn("The API has reports for workspaces only, not for a single video.")
        elif self.is_on_top:
            model = self.model
            wanted, answer = model.shown, model.answer
            if model.awaits_another:
                wanted, answer = model.asked, None
            self.app.push_screen(ReportScreen(self.session, wanted.range, answer))

    # What is looked at.

    def action_metric(self, places: int) -> None:
        """Chart another metric."""
        self._chart_metric(METRICS.index(self._metric) + places)

    @on(MetricCards.Chosen)
    def choose_metric(self, event: MetricCards.Chosen) -> None:
        """Chart the metric that was clicked."""
        self._chart_metric(event.number)

    def _chart_metric(self, number: int) -> None:
        self._metric = METRICS[number % len(METRICS)]
        self.show()

    # Copying and saving.

    @property
    def _title(self) -> str:
        """What range it is, and whose days."""
        shown = self.model.shown
        return f"{range_text(shown.range, self._zone)} · by {shown.bucket} · {self._zone_told}"

    @work(exclusive=True, group="table")
    async def action_table(self) -> None:
        """Show the chart as a table, which can be copied."""
        timeline = self._answered
        if timeline is None or not timeline.timeline:
            self.warn("No chart yet.")
            return
        title = self._title

        def made() -> str:
            return text_table(*timeline.table())

        text = await asyncio.to_thread(made) if is_long(timeline.timeline) else made()
        table = await made_beside(text)
        if not self.is_on_top:
            return
        copyable = Copyable("rows", "timeline", text)
        preview = Preview(title, table, "copies", "copy", is_table=True)
        preview.ask(self.app, lambda _agreed: self.copying.copy(copyable))

    @property
    def copyables(self) -> list[Copyable]:
        """The video's id, what is under the cursor, the timeline and the answer."""
        timeline, bar, answer = self._answered, self.chart.bar, self.model.answer
        offered = [Copyable("id", "id", self._video.id)] if self._video is not None else []
        if timeline is not None and bar is not None:
            cells = " ".join(cell.text for cell in timeline.reading(self._metric, bar))
            offered.append(Copyable("cell", "bar", cells))
        make_rows = partial(timeline_text, timeline, FileFormat.TSV)
        make_json = partial(answer_json, answer)
        if timeline is not None and is_long(timeline.timeline):
            told = plural(len(timeline.timeline), timeline.bucket)
            rows = Copyable("rows", "timeline", told, make=make_rows)
            return [*offered, rows, Copyable("json", "JSON", told, make=make_json)]
        return [
            *offered,
            Copyable("rows", "timeline", make_rows()),
            Copyable("json", "JSON", make_json()),
        ]

    def action_export(self) -> None:
        """Save the timeline, or a picture of the chart."""
        timeline = self._answered
        if timeline is None or not timeline.timeline:
            self.warn("Nothing to save yet.")
            return
        first, last = self.model.shown.range.days(self._zone)
        # What is looked at now, whatever comes while the name is typed.
        text = partial(timeline_file, chart=timeline, metric=self._metric, title=self._title)
        rows = plural(len(timeline.timeline), "bucket")
        name = f"kinescope-analytics-{first}-{last}.csv"
        offer_file(
            self,
            f"Save {rows}",
            _TOLD,
            name,
            text,
            fields=timeline_fields(timeline),
        )
