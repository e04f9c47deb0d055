"""Who watched what in a range, how that changed, and where it came from."""

import contextlib
import json
from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from pathlib import Path

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import RawModel, Video
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.dialogs.range_dialog import ChosenRange, RangeDialog
from kinescope_tui.dialogs.save_dialog import SaveDialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.cards import breakdowns, card
from kinescope_tui.presentation.analytics.chart_words import axis_ticks, chart_svg, text_table
from kinescope_tui.presentation.analytics.metrics import METRICS, Metric
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.moments import beside_text, range_text
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import age
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.screens.bucket_screen import BucketScreen
from kinescope_tui.screens.report_screen import ReportScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.overview import Answer, Question, exact
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.files.records import FileFormat, written
from kinescope_tui.services.time.time_range import (
    PRESETS,
    Bucket,
    RangeError,
    TimeRange,
    bucket_after,
    parse_range,
)
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.breakdown_table import BreakdownTable
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.metric_cards import MetricCards
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.styled import styled

_PAUSE_S = 0.15  # of keys that come fast only the last one asks
_MAX_BARS = 1_000  # in a picture
_TOLD = (
    "The ending chooses the form: .csv, .tsv and .jsonl hold the whole timeline,\n"
    ".svg is a picture of the chart."
)


class AnalyticsScreen(SessionScreen):
    """Shows cards, a chart of one metric, and breakdowns, of the workspace or of one video.

    The last range that was asked for is the one that is shown in the end; until its answer is here
    the one before stays. A range that was seen before comes from memory, with its age.
    """

    BINDINGS = keymap.bindings("analytics")
    KEY_GROUPS = ("analytics", "chart")

    range_line = query_one("#range", DiffedStatic)
    cards = query_one(MetricCards)
    reading = query_one("#reading", DiffedStatic)
    chart = query_one(BarChart)
    bucket_facts = query_one("#bucket", SectionBox)
    breakdowns = query_one(BreakdownTable)
    empty = query_one("#empty", DiffedStatic)

    def __init__(self, session: Session, video: Video | None = None) -> None:
        super().__init__(session)
        self._video = video
        self._remembered = session.state_store.load("analytics") if video is None else None
        self._asked = self._first_question()
        self._answer: Answer | None = None
        self._shown = self._asked
        self._before: Answer | None = None
        self._comparison: Comparison | None = None
        state = self._remembered.state if self._remembered is not None else {}
        self._compares = bool(state.get("compares"))
        self._shown_metric = METRICS[0]
        self._first_metric = str(state.get("metric"))
        self._course: TimelineChart | None = None
        self._is_stale = False  # asked for again, and not read
        self._pause = Pause(self, session.clock, _PAUSE_S)

    def compose_content(self) -> ComposeResult:
        """Lay out the range, the cards, the chart with what stands under its cursor, the shares."""
        yield DiffedStatic(id="range")
        yield MetricCards()
        yield DiffedStatic(id="reading")
        with Horizontal(id="chart"):
            yield BarChart()
            yield SectionBox(id="bucket")
        yield DiffedStatic(id="empty")
        yield BreakdownTable()

    def on_mount(self) -> None:
        """Ask for the first range."""
        super().on_mount()
        self.header.tab = "" if self._video is not None else "analytics"
        if self._video is not None:
            self.header.place = f"› Analytics of {one_line(self._video.title) or self._video.id}"
        names = [metric.name for metric in METRICS]
        if self._first_metric in names:
            self.cards.chosen = names.index(self._first_metric)
        self.chart.focus()
        self._show()
        self._ask()

    def on_unmount(self) -> None:
        """Remember what was looked at."""
        self.save_state()

    @property
    def state_key(self) -> object:
        """What is looked at."""
        return self._shown, self._compares, self._shown_metric.name

    def state_to_save(self) -> Callable[[], None] | None:
        """Return what keeps what is looked at."""
        if self._video is not None or self._answer is None:
            return None
        shown, now = self._shown, self.session.analytics.now
        means = shown.range.renewed(now)
        preset = next((name for name in PRESETS if PRESETS[name](now) == means), "")
        ends = [value for _, value in shown.range.dates.query()]
        state: dict[str, object] = {
            "range": preset or " ".join(ends),
            "bucket": shown.bucket,
            "compares": self._compares,
            "metric": self._shown_metric.name,
        }
        return lambda: self.session.state_store.save("analytics", state)

    def _first_question(self) -> Question:
        """Return what was looked at last, as far as that makes sense today."""
        if self._remembered is not None:
            state, now = self._remembered.state, self.session.analytics.now
            with contextlib.suppress(RangeError):
                wanted = parse_range(str(state.get("range")), now)
                return self._question(wanted, str(state.get("bucket")))
        return self._question(PRESETS["28d"](self.session.analytics.now))

    # Asking.

    def _question(self, asked: TimeRange, bucket: str = "") -> Question:
        chosen = next((b for b in asked.buckets if b == bucket), asked.usual_bucket)
        if chosen not in asked.buckets:
            chosen = asked.buckets[0]
        return Question(asked, chosen, self._video.id if self._video is not None else "")

    def _turn_to(self, question: Question) -> None:
        """Ask another question: from memory at once, else after a pause in keys."""
        self._asked = question
        self._pause.cancel()
        remembered = self.session.analytics.remembered(question)
        if remembered is not None:
            self.clear_problem()
            self._take(question, remembered)
            self._ask_before()
            return
        self._tell_range()
        self._pause.then(self._ask)

    @work
    async def _ask(self) -> None:
        question = self._asked
        try:
            answer = await self.session.analytics.ask(question)
        except KinescopeError as error:
            if question == self._asked and self.is_attached:
                self.show_problem(error)
                self._is_stale |= question == self._shown
                self._show(keeps_cursor=True)
            return
        if question != self._asked or not self.is_attached:
            return
        self.clear_problem()
        self._asked = answer.question
        self._take(answer.question, answer)
        self._ask_before()

    def _take(self, question: Question, answer: Answer) -> None:
        shown = self._shown
        start, bucket = shown.range.dates.start, shown.bucket
        keeps = (start, bucket) == (question.range.dates.start, question.bucket)
        self._shown, self._answer, self._before = question, answer, None
        self._is_stale = False
        self._show(keeps_cursor=keeps)

    @work
    async def _ask_before(self) -> None:
        """Ask for the window before, if it is wanted."""
        question = self._shown
        if not self._compares or self._answer is None:
            return
        try:
            before = await self.session.analytics.final(question.before)
        except KinescopeError as error:
            if question == self._shown and self.is_attached:
                self.show_problem(error)
            return
        except RangeError:
            return  # the calendar begins with this window
        if question == self._shown and self._compares and self.is_attached:
            self._before = before
            self._show(keeps_cursor=True)

    def refresh_view(self) -> None:
        """Ask again for what is shown."""
        self._ask()

    def refresh_all(self) -> None:
        """Forget every range, and ask again."""
        self.session.analytics.forget()
        self._ask()

    # Showing.

    @property
    def _metric(self) -> Metric:
        return METRICS[self.cards.chosen]

    def _show(self, *, keeps_cursor: bool = False) -> None:
        answer, before = self._answer, self._before
        self._comparison = self._compared(answer, before)
        self._tell_range()
        self.set_class(answer is None, "-unanswered")
        if answer is None:
            told = (
                absence("figure", self.problem) if self.problem is not None else "░░░░░░ asking …"
            )
            self.empty.show(told)
            return
        metric = self._shown_metric = self._metric
        self._course = TimelineChart(
            answer.timeline,
            self._shown.bucket,
            answer.came_at.astimezone(answer.zone.zone),
            self._comparison,
        )
        self.cards.cards = [card(one, answer, self._comparison) for one in METRICS]
        self.breakdowns.breakdowns = breakdowns(answer.overview.top, metric)
        self.chart.show(
            partial(self._course.bars, metric),
            metric.tick,
            unit=metric.unit,
            keeps_cursor=keeps_cursor,
        )
        if self.focused is None:
            self.chart.focus()

    def _compared(self, answer: Answer | None, before: Answer | None) -> Comparison | None:
        """Return the two windows beside each other: made once, however often they are drawn."""
        made = self._comparison
        if answer is None or before is None:
            return None
        if made is not None and made.now is answer and made.before is before:
            return made
        return Comparison(answer, before)

    @property
    def _zone(self) -> tzinfo:
        """The zone in which moments are told: that of the days that are shown."""
        return self._answer.zone.zone if self._answer is not None else self.session.analytics.zone

    @property
    def _zone_told(self) -> str:
        """Whose days are shown."""
        if self._answer is None:
            return self.session.analytics.zone_name or "time zone not known yet"
        zone = self._answer.zone
        return zone_text(zone, self._answer.came_at.astimezone(zone.zone))

    def _tell_range(self) -> None:
        shown, zone = self._shown, self._zone
        parts = [range_text(shown.range, zone), f"by {shown.bucket}", self._zone_told]
        if self._compares:
            found = self._comparison
            whole = (found.count, found.start) if found and not found.is_of_all else None
            with contextlib.suppress(RangeError):
                parts.append(beside_text(shown.before.range, zone, shown.bucket, whole))
        if self._asked != shown or self._answer is None:
            asked = f"{range_text(self._asked.range, zone)} · by {self._asked.bucket}"
            if self.problem is None:
                parts = [f"⧗ {asked}"]
            elif self._answer is not None:
                again = hint("{view.refresh} asks again")
                parts.insert(0, f"✗ not read: {asked} · {again} · shown:")
        self.range_line.show(f" {' · '.join(map(one_line, parts))}")
        notes = []
        if self._answer is not None:
            notes.append(plural(len(self._answer.timeline), "bucket"))
            old = age(self.session.clock.utc_now() - self._answer.came_at)
            notes.append(f"{'stale, ' if self._is_stale else ''}counted {old}")
            if self._answer.undated:
                notes.append(f"{count(self._answer.undated)} without a date not shown")
            if self._answer.drift:
                notes.append(f"{count(self._answer.drift)} fields did not fit")
        self.status_bar.position = (" · ".join(notes), "")
        self.update_status()

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the cursor."""
        course, bar, metric = self._course, self.chart.bar, self._metric
        if course is None:
            return
        title = f"{metric.label} per {self._shown.bucket}"
        if bar is None:
            told = "The answer has no buckets." if self._answer is not None else ""
            self.reading.show(f" {title} · {told}")
            self.bucket_facts.section = Section("", (), ())
            return
        cells = course.reading(metric, bar)
        self.reading.show(
            Content.assemble((f" {title}", "bold"), "  ▸ ", Content("  ").join(map(styled, cells)))
        )
        self.bucket_facts.section = course.bar_section(bar)

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the range."""
        return self._answer.exchange if self._answer is not None else None

    # The range.

    async def action_range(self) -> None:
        """Let a range be chosen; where the token is refused, another one is what helps."""
        if self.is_refused:
            await self.run_action("app.enter_token")
            return

        def take(chosen: ChosenRange | None) -> None:
            if chosen is not None:
                self._turn_to(self._question(chosen.range, chosen.bucket or ""))

        analytics = self.session.analytics
        zone = "the days of this computer until the workspace's are known"
        if self._answer is not None or analytics.zone_name:
            zone = self._zone_told
        self.app.push_screen(RangeDialog(self._asked.range, lambda: analytics.now, zone), take)

    def action_shift(self, windows: int) -> None:
        """Move by one window."""
        self._try(lambda: self._asked.range.shifted(windows, self.session.analytics.now))

    def action_zoom(self, factor: float) -> None:
        """Make the range longer or shorter, around the cursor."""
        bar, answer = self.chart.bar, self._answer
        center = None
        if bar is not None and answer is not None and answer.timeline:
            center = answer.timeline[bar.first].date
        now = self.session.analytics.now
        asked = self._asked.range
        self._try(lambda: asked.zoomed(factor, center, now), keeps_bucket=False)

    def _try(self, move: Callable[[], TimeRange], *, keeps_bucket: bool = True) -> None:
        try:
            moved = move()
        except RangeError as error:
            self.notify(f"It stays: {error}.", severity="warning", markup=False)
            return
        self._turn_to(self._question(moved, self._asked.bucket if keeps_bucket else ""))

    def action_bucket(self) -> None:
        """Show the range in the next steps that fit it."""
        fitting = self._asked.range.buckets
        place = fitting.index(self._asked.bucket) if self._asked.bucket in fitting else -1
        self._turn_to(self._question(self._asked.range, fitting[(place + 1) % len(fitting)]))

    def go_to(self, command: Command) -> bool:
        """Take the range that was typed after the place's name."""
        if not isinstance(command, GoToPlace) or command.name != "analytics" or not command.rest:
            return False
        try:
            wanted = parse_range(command.rest, self.session.analytics.now)
        except RangeError as error:
            told = f"{error.field}: {error}"
            self.notify(told, title="No such range", severity="warning", markup=False)
            return True
        self._turn_to(self._question(wanted))
        return True

    # What is looked at.

    def action_metric(self, places: int) -> None:
        """Chart another metric."""
        self.cards.chosen = (self.cards.chosen + places) % len(METRICS)
        self._show(keeps_cursor=True)

    @on(MetricCards.Chosen)
    def choose_metric(self, event: MetricCards.Chosen) -> None:
        """Chart the metric that was clicked."""
        self.cards.chosen = event.number
        self._show(keeps_cursor=True)

    def action_compare(self) -> None:
        """Show the window before beside this one, or no longer; only then is it asked for."""
        self._compares = not self._compares
        if not self._compares:
            self._before = None
        self._show(keeps_cursor=True)
        self._ask_before()

    @on(BarChart.Opened)
    def drill(self) -> None:
        """Show what happened in the bucket under the cursor."""
        bar, answer = self.chart.bar, self._answer
        if bar is None or answer is None or not self.is_on_top:
            return
        zone, bucket = answer.zone.zone, self._shown.bucket
        first, last = (answer.timeline[n].date for n in (bar.first, bar.first + bar.count - 1))
        if first is None or last is None:
            return
        if bar.count > 1:
            end = bucket_after(bucket, last.astimezone(zone), 1)
            part = TimeRange.of(first, end)
            if bucket is not Bucket.HOUR:
                part = part.in_days(zone).within(self._shown.range.in_days(zone))
            self._turn_to(self._question(part, bucket))
            return
        self.app.push_screen(
            BucketScreen(self.session, bucket, first.astimezone(zone), self._video)
        )

    def action_report(self) -> None:
        """Show the top videos, and what else the API reports."""
        if self._video is not None:
            self.notify("The API reports on workspaces only, not on one video.", severity="warning")
        elif self.is_on_top:
            self.app.push_screen(ReportScreen(self.session, self._shown.range, self._answer))

    @property
    def is_blank(self) -> bool:
        """Whether there is no answer yet."""
        return self._answer is None

    def action_back(self) -> None:
        """Give up a range that could not be read; else leave a video's analytics."""
        super().action_back()
        if self.problem is None and self._answer is not None:
            self._asked = self._shown
        self._tell_range()

    # Copying and saving.

    def action_table(self) -> None:
        """Show the chart as a plain table, which can be copied."""
        if self._course is None or not self._course.timeline:
            self.notify("There is no chart yet.", severity="warning")
            return
        text = text_table(*self._course.table())
        copyable = Copyable("rows", "timeline", text)

        def copy(agreed: bool | None) -> None:
            if agreed:
                self.copy_text(copyable)

        told = range_text(self._shown.range, self._zone)
        title = f"{told} · by {self._shown.bucket} · {self._zone_told}"
        self.app.push_screen(Preview(title, text, "copies"), copy)

    @property
    def copyables(self) -> list[Copyable]:
        """The video's id, what is under the cursor, the timeline and the answer."""
        course, bar = self._course, self.chart.bar
        offered = [Copyable("id", "id", self._video.id)] if self._video is not None else []
        if course is not None and bar is not None:
            cells = " ".join(cell.text for cell in course.reading(self._metric, bar))
            offered.append(Copyable("cell", "bar", cells))
        rows = _records(course) if course is not None else []
        told = written(FileFormat.TSV, rows, RawModel) if rows else ""
        offered.append(Copyable("rows", "timeline", told))
        answer = self._answer
        document = msgspec.to_builtins(answer.overview) if answer is not None else None
        told = json.dumps(document, ensure_ascii=False, indent=2) if document else ""
        return [*offered, Copyable("json", "JSON", told)]

    def action_export(self) -> None:
        """Save the timeline, or a picture of the chart."""
        course, question, metric = self._course, self._shown, self._metric
        if course is None or not course.timeline:
            self.notify("There is nothing to save yet.", severity="warning")
            return

        def tell(saved: Path | None) -> None:
            if saved is not None:
                self.notify(f"{saved}", title="Saved", markup=False)

        first, last = question.range.days(self._zone)
        name = f"kinescope-analytics-{first}-{last}.csv"
        rows = plural(len(course.timeline), "bucket")
        # What is looked at now, whatever comes while the name is typed.
        text = partial(self._file_text, course, question, metric)
        self.app.push_screen(SaveDialog(f"Save {rows}", _TOLD, name, text), tell)

    def _file_text(self, course: TimelineChart, shown: Question, metric: Metric, name: str) -> str:
        """Return the file's text in the form that its name asks for."""
        ending = Path(name).suffix.lower().removeprefix(".")
        if ending == "svg":
            bars = course.bars(metric, _MAX_BARS)
            ticks = {value: metric.tick(value) for value in axis_ticks(bars, metric.unit)}
            title = f"{metric.label}, {range_text(shown.range, self._zone)}"
            told = f"by {shown.bucket}, {self._zone_told}"
            return chart_svg(title, bars, ticks, told)
        form = FileFormat(ending) if ending in set(FileFormat) else FileFormat.CSV
        return written(form, _records(course), RawModel)


def _records(course: TimelineChart) -> list[RawModel]:
    """Return the timeline as rows of a file, with all that came."""
    made = []
    for moment in course.timeline:
        raw = {name: exact(value) for name, value in msgspec.to_builtins(moment).items()}
        local = moment.date.astimezone(course.zone).isoformat() if moment.date else ""
        made.append(RawModel(raw={"from": local, **raw}))
    return made
