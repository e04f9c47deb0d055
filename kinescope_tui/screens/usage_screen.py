"""What was used in a range: by product, day by day, and by project."""

import contextlib
from datetime import UTC
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Project, RawModel
from kinescope_tui.api.order import Order, SortLevel
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.dialogs.range_dialog import ChosenRange, RangeDialog
from kinescope_tui.dialogs.save_dialog import SaveDialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.billing.usage_words import (
    bar_value,
    label,
    nature,
    projection_told,
    reading,
    tick,
    usage_bars,
    usage_card,
    used,
)
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.text.moments import beside_text, range_text
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.presentation.text.times import age
from kinescope_tui.resources.project_usage import project_columns, sort_keys
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.screens.navigation import OpenItem
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.analytics.overview import exact
from kinescope_tui.services.billing.usage import (
    CDN,
    Product,
    ProjectUsage,
    Series,
    UsageAnswer,
    projection,
)
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.files.records import FileFormat, written
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.project_names import CATALOG_TYPES
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.time.time_range import (
    PRESETS,
    Bucket,
    RangeError,
    TimeRange,
    parse_range,
)
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.metric_cards import MetricCards
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.styled import styled
from kinescope_tui.widgets.virtual_table import VirtualTable

_PAUSE_S = 0.15  # of keys that come fast only the last one asks
_TOLD = "The ending chooses the form: .csv, .tsv or .jsonl; a row for each day, every digit."


class UsageScreen(SessionScreen):
    """Shows cards, a chart of one product by day, and what each project used.

    The last range that was asked for is the one that is shown in the end; until its answer is here
    the one before stays.
    """

    BINDINGS = keymap.bindings("usage")
    KEY_GROUPS = ("usage", "chart", "table")

    range_line = query_one("#range", DiffedStatic)
    cards = query_one(MetricCards)
    reading = query_one("#reading", DiffedStatic)
    projection = query_one("#projection", DiffedStatic)
    chart = query_one(BarChart)
    table: query_one[VirtualTable[ProjectUsage]] = query_one(VirtualTable)
    empty = query_one("#empty", DiffedStatic)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown = self._asked = PRESETS["this-month"](session.usage.now)
        self._answer: UsageAnswer | None = None
        self._before: UsageAnswer | None = None
        self._pause = Pause(self, session.clock, _PAUSE_S)
        self._product = CDN
        self._compares = False
        self._is_exact = False
        self._is_stale = False  # asked for again, and not read
        self._order = Order()

    def compose_content(self) -> ComposeResult:
        """Lay out the range, the cards, the chart, where it leads, and the projects."""
        yield DiffedStatic(id="range")
        yield MetricCards()
        yield DiffedStatic(id="reading")
        with Horizontal(id="chart"):
            yield BarChart()
        yield DiffedStatic(id="projection")
        yield DiffedStatic(id="empty")
        yield VirtualTable(project_columns([], CDN, [], is_exact=False))

    def on_mount(self) -> None:
        """Ask for this month."""
        super().on_mount()
        self.header.tab = "billing"
        self.header.place = "› Usage"
        self.table.names = self.session.project_names.names
        self.chart.focus()
        self._show()
        self._ask()

    # Asking.

    def _turn_to(self, asked: TimeRange) -> None:
        """Show another range: from memory at once, else when its answer is here."""
        self._pause.cancel()
        asked = self._asked = asked.in_days(UTC)
        remembered = self.session.usage.remembered(asked)
        if remembered is not None:
            self.clear_problem()
            self._take(asked, remembered)
        else:
            self._tell_range()
            self._pause.then(self._ask)

    @work
    async def _ask(self) -> None:
        asked = self._asked = self._asked.renewed(self.session.usage.now)
        try:
            answer = await self.session.usage.ask(asked)
        except KinescopeError as error:
            if asked == self._asked and self.is_attached:
                self.show_problem(error)
                self._is_stale |= asked == self._shown
                self._asked = self._shown if self._answer is not None else self._asked
                self._show()
            return
        if asked == self._asked and self.is_attached:
            self.clear_problem()
            self._take(asked, answer)

    def _take(self, asked: TimeRange, answer: UsageAnswer) -> None:
        self._shown, self._answer, self._before = asked, answer, None
        self._is_stale = False
        self._show()
        self._ask_before()
        self._learn_names()

    @work
    async def _ask_before(self) -> None:
        """Ask for the window before, if it is wanted."""
        shown = self._shown
        if not self._compares or self._answer is None:
            return
        try:
            before = await self.session.usage.final(shown.previous)
        except KinescopeError as error:
            if shown == self._shown and self.is_attached:
                self.show_problem(error)
            return
        except RangeError:
            return  # the calendar begins with this window
        if shown == self._shown and self._compares and self.is_attached:
            self._before = before
            self._show(keeps_cursor=True)

    @work(exclusive=True, group="names")
    async def _learn_names(self) -> None:
        """Find out what the projects are called; without that their ids stand there."""
        names, answer = self.session.project_names, self._answer
        ids = {project.id for project in answer.usage.projects} if answer is not None else set()
        for name in CATALOG_TYPES:
            if ids <= names.names.keys() | {""}:
                break
            try:
                await names.projects(name)
            except KinescopeError:
                continue
        if self.is_attached:
            self.table.redraw_rows()

    def refresh_view(self) -> None:
        """Ask again for what is shown."""
        self._ask()

    def refresh_all(self) -> None:
        """Forget every range, and ask again."""
        self.session.usage.forget()
        self._ask()

    # Showing.

    @property
    def _series(self) -> Series | None:
        """The product that is charted, else the first one that came."""
        if self._answer is None or not self._answer.usage.series:
            return None
        return self._answer.usage.of(self._product) or self._answer.usage.series[0]

    def _series_before(self, product: Product) -> Series | None:
        return self._before.usage.of(product) if self._before is not None else None

    def _show(self, *, keeps_cursor: bool = False) -> None:
        answer, series = self._answer, self._series
        self._tell_range()
        has_series = series is not None
        self.set_class(not has_series, "-unanswered")
        self.table.appear(
            is_shown=has_series and answer is not None and bool(answer.usage.projects)
        )
        if answer is None or series is None:
            self.empty.show(self._nothing_text())
            return
        every = answer.usage.series
        self.cards.chosen = every.index(series)
        self.cards.cards = [
            usage_card(
                one,
                self._series_before(one.product),
                compares=self._compares,
                is_exact=self._is_exact,
                complete=answer.complete,
            )
            for one in every
        ]
        before = self._series_before(series.product)
        self.chart.show(
            partial(usage_bars, series, before),
            partial(tick, series.product),
            keeps_cursor=keeps_cursor,
        )
        found = projection(series, answer.came_at.astimezone(UTC).date())
        told = projection_told(series, found, is_exact=self._is_exact)
        self.projection.show(told or nature(series.product))
        self._show_projects(answer, series.product)
        if self.focused is None:
            self.chart.focus()

    def _show_projects(self, answer: UsageAnswer, product: Product) -> None:
        projects = answer.usage.projects
        products = [one.product for one in answer.usage.series]
        keys = sort_keys(products, self.session.project_names.names)
        order = self._order or Order((SortLevel(product.name, descending=True),))
        item = self.table.item
        rows = InMemoryRows(in_order(projects, order, keys))
        row = rows.row_of(item.id) if item is not None else None
        self.table.columns = project_columns(products, product, projects, is_exact=self._is_exact)
        self.table.show(rows, order, cursor_row=row or 0)

    def _nothing_text(self) -> str:
        if self.problem is not None:
            return absence("figure", self.problem)
        return "░░░░░░ asking …" if self._answer is None else "No usage came for this range."

    def _tell_range(self) -> None:
        shown = self._shown
        parts = [range_text(shown, UTC), "days of UTC"]
        if self._compares:
            answer, is_here = self._answer, self._before is not None
            is_part = is_here and answer is not None and not answer.is_final
            with contextlib.suppress(RangeError):
                before = shown.previous
                whole = (answer.complete, before.edges(UTC)[0]) if answer and is_part else None
                parts.append(beside_text(before, UTC, Bucket.DAY, whole))
        if self._asked != shown or self._answer is None:
            parts = [f"⧗ {range_text(self._asked, UTC)}"]
        self.range_line.show(f" {' · '.join(parts)}")
        notes = []
        if (answer := self._answer) is not None:
            notes.append(plural(len(answer.usage.projects), "project"))
            old = age(self.session.clock.utc_now() - answer.came_at)
            notes.append(f"{'stale, ' if self._is_stale else ''}counted {old}")
            if answer.usage.unread:
                notes.append(f"{count(answer.usage.unread)} rows could not be used")
            if answer.drift:
                notes.append(f"{count(answer.drift)} fields did not fit")
        self.status_bar.position = (" · ".join(notes), "")
        self.update_status()

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the cursor."""
        series, bar = self._series, self.chart.bar
        if series is None or bar is None:
            return
        cells = reading(
            series,
            bar,
            is_exact=self._is_exact,
            compares=self._compares,
            complete=self._answer.complete if self._answer is not None else None,
        )
        name = f" {label(series.product)} per day"
        told = Content("  ").join(map(styled, cells))
        self.reading.show(Content.assemble((name, "bold"), "  ▸ ", told))

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
                self._turn_to(chosen.range)

        dialog = RangeDialog(
            self._asked, lambda: self.session.usage.now, "whole days of UTC", has_buckets=False
        )
        self.app.push_screen(dialog, take)

    def action_shift(self, windows: int) -> None:
        """Move by one window."""
        try:
            moved = self._asked.shifted(windows, self.session.usage.now)
        except RangeError as error:
            self.notify(f"It stays: {error}.", severity="warning", markup=False)
            return
        self._turn_to(moved)

    def go_to(self, command: Command) -> bool:
        """Take the range that was typed after the place's name, or go to a row."""
        if not isinstance(command, GoToPlace):
            return self.table.go_to(command)
        if command.name != "usage" or not command.rest:
            return False
        try:
            self._turn_to(parse_range(command.rest, self.session.usage.now))
        except RangeError as error:
            told = f"{error.field}: {error}"
            self.notify(told, title="No such range", severity="warning", markup=False)
        return True

    # What is looked at.

    def action_product(self, places: int) -> None:
        """Chart another product."""
        if self._answer is not None and (every := self._answer.usage.series):
            self._choose((self.cards.chosen + places) % len(every))

    @on(MetricCards.Chosen)
    def choose_product(self, event: MetricCards.Chosen) -> None:
        """Chart the product that was clicked."""
        self._choose(event.number)

    def _choose(self, number: int) -> None:
        # Another answer may have come since a card was clicked.
        if self._answer is not None and number < len(self._answer.usage.series):
            self._product = self._answer.usage.series[number].product
            self._order = Order()
            self._show(keeps_cursor=True)

    @on(BarChart.Opened)
    def look_closer(self) -> None:
        """Show the days of a bar that stands for several."""
        series, bar = self._series, self.chart.bar
        if series is None or bar is None:
            return
        if bar.count == 1:
            self.notify("Usage is counted once a day: there are no hours.")
        else:
            days = series.day(bar.first), series.day(bar.first + bar.count - 1)
            self._turn_to(TimeRange.of(*days))

    def action_compare(self) -> None:
        """Show the window before beside this one, or no longer; only then is it asked for."""
        self._compares = not self._compares
        if not self._compares:
            self._before = None
        self._show(keeps_cursor=True)
        self._ask_before()

    def action_exact(self) -> None:
        """Show every digit, or round again."""
        self._is_exact = not self._is_exact
        self._show(keeps_cursor=True)

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort the projects by the column under the cursor: ascending, descending, as at first."""
        field = self.table.column.sort_field
        if field and self._answer is not None and (series := self._series) is not None:
            self._order = self._order.cycled(field)
            self._show_projects(self._answer, series.product)

    @on(VirtualTable.Opened)
    def open_project(self) -> None:
        """Open the project under the cursor."""
        item = self.table.item
        if item is None or not self.is_on_top:
            return
        if not item.id:
            self.notify("What came without a project cannot be opened.", severity="warning")
            return
        name = self.session.project_names.names.get(item.id, "")
        self.post_message(OpenItem(self, PROJECTS, Project(id=item.id, name=name)))

    # Copying and saving.

    @property
    def copyables(self) -> list[Copyable]:
        """What is under the cursor, and all days."""
        series, bar = self._series, self.chart.bar
        offered = []
        if series is not None and bar is not None:
            told = used(series.product, bar_value(series, bar), is_exact=True)
            offered.append(Copyable("cell", "bar", told))
        return [*offered, Copyable("rows", "days", self._written(self._answer, FileFormat.TSV))]

    @staticmethod
    def _written(answer: UsageAnswer | None, form: FileFormat) -> str:
        """Return the days as rows: a column for each product, none where nothing came."""
        if answer is None or not answer.usage.series:
            return ""
        series = answer.usage.series
        rows = [
            RawModel(
                raw={
                    "date": str(series[0].day(number)),
                    **{one.product.name: exact(one.values[number]) for one in series},
                }
            )
            for number in range(len(series[0].values))
        ]
        return written(form, rows, RawModel)

    def action_export(self) -> None:
        """Save the days."""
        answer = self._answer
        if answer is None or not answer.usage.series:
            self.notify("There is nothing to save yet.", severity="warning")
            return

        def text(name: str) -> str:
            ending = Path(name).suffix.lower().removeprefix(".")
            return self._written(
                answer, FileFormat(ending) if ending in set(FileFormat) else FileFormat.CSV
            )

        def tell(saved: Path | None) -> None:
            if saved is not None:
                self.notify(f"{saved}", title="Saved", markup=False)

        usage = answer.usage
        days = plural(len(usage.series[0].values), "day")
        name = f"kinescope-usage-{usage.first}-{usage.last}.csv"
        self.app.push_screen(SaveDialog(f"Save {days}", _TOLD, name, text), tell)
