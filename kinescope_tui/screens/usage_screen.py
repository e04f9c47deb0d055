"""The Usage screen: by product, day by day, and by project."""

from datetime import UTC
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.models import Project, RawModel
from kinescope_tui.api.order import Order, SortLevel
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.analytics.range_words import answer_notes, beside_line
from kinescope_tui.presentation.billing.usage_chart import UsageChart, usage_ghosts
from kinescope_tui.presentation.billing.usage_words import label, tick
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.moments import ends_words, range_text
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.project_usage import project_columns, sort_keys
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.screens.item_copyables import rows_copyable
from kinescope_tui.screens.navigation import OpenItem
from kinescope_tui.screens.offer_file import offer_rows
from kinescope_tui.screens.range_screen import RangeScreen
from kinescope_tui.services.billing.usage import (
    CDN,
    ProjectUsage,
    Usage,
    UsageAnswer,
    product_of,
)
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.lists.rows import InMemoryRows
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import PRESETS, TimeRange
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.bar_chart import BarChart
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.metric_cards import MetricCards
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.virtual_table import VirtualTable


class UsageScreen(RangeScreen[UsageAnswer]):
    """Shows cards, a chart of one product by day, and what each project used."""

    BINDINGS = keymap.bindings("usage")
    KEY_GROUPS = ("window", "usage", "chart", "table")
    PLACE = "usage"
    HAS_STEPS = False
    PRESETS = tuple(name for name in PRESETS if name != "24h")
    heading = ("billing", "› Usage")
    days_text = "whole UTC days"

    projection = query_one("#projection", DiffedStatic)
    table: query_one[VirtualTable[ProjectUsage]] = query_one(VirtualTable)
    rows = query_one("#rows", Pane)

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.usage, session.usage.question, "this-month")
        self._product = product_of(str(self.begins_with.get("product") or CDN.name))
        self._is_exact = bool(self.begins_with.get("exact"))
        self._order = Order()
        self._named: Usage | None = None  # whose projects' names were asked for

    def compose_content(self) -> ComposeResult:
        """Lay out where it leads, and the projects, beneath the rest."""
        yield from super().compose_content()
        yield DiffedStatic(id="projection")
        with Pane("Projects", id="rows"):
            yield VirtualTable(project_columns([], CDN, [], is_exact=False))

    def on_mount(self) -> None:
        """Name the projects that are known."""
        self.table.names = self.session.project_names.names

    @property
    def own_state(self) -> dict[str, object]:
        """The product, and whether numbers are exact."""
        return {"product": self._product.name, "exact": self._is_exact}

    # What is shown.

    @property
    def _usage(self) -> UsageChart | None:
        """What is drawn; None where nothing came."""
        model = self.model
        if model.answer is None or not model.answer.usage.series:
            return None
        return UsageChart(
            model.answer,
            model.before,
            self._product,
            compares=model.compares,
            is_exact=self._is_exact,
        )

    @property
    def has_numbers(self) -> bool:
        """Whether anything came."""
        return self._usage is not None

    @property
    def nothing_text(self) -> str:
        """Why there is nothing to draw."""
        if self.problem is None and self.model.answer is not None:
            return "No usage data for this range."
        return super().nothing_text

    @property
    def ghosts(self) -> list[Card]:
        """The products that are known, before their numbers are here."""
        return usage_ghosts()

    def show(self, *, keeps_cursor: bool = True) -> None:
        """Show what the model holds, the projects if there are any, and learn their names."""
        usage = self._usage
        is_waiting = self.problem is None and self.model.answer is None
        has_projects = usage is not None and bool(usage.usage.projects)
        self.rows.display = has_projects or is_waiting
        self.table.appear(is_shown=self.rows.display)
        super().show(keeps_cursor=keeps_cursor)
        if usage is not None and usage.usage is not self._named:
            self._named = usage.usage
            self._learn_names(usage.usage)

    def draw(self, *, keeps_cursor: bool) -> None:
        """Draw the product that is charted, and what each project used."""
        usage = self._usage
        if usage is None:
            return
        self.cards.chosen = usage.products.index(usage.product)
        self.cards.cards = usage.cards
        self.chart.show(
            usage.bars,
            partial(tick, usage.product),
            hue=usage.hue(usage.product),
            keeps_cursor=keeps_cursor,
        )
        self.projection.show(usage.projection_text)
        self._show_projects(usage)

    def _show_projects(self, usage: UsageChart) -> None:
        projects, products = usage.usage.projects, usage.products
        keys = sort_keys(products, self.session.project_names.names)
        order = self._order or Order((SortLevel(usage.product.name, descending=True),))
        item = self.table.item
        rows = InMemoryRows(in_order(projects, order, keys))
        row = rows.row_of(item.id) if item is not None else None
        self.table.columns = project_columns(
            products, usage.product, projects, is_exact=self._is_exact
        )
        self.table.show(rows, order, cursor_row=row or 0)

    @work(description="learn names", exclusive=True, group="names")
    async def _learn_names(self, usage: Usage) -> None:
        """Find out what the projects are called; without that their ids stand there."""
        await self.session.project_names.learn(project.id for project in usage.projects)
        if self.is_attached:
            self.table.redraw_rows()

    def tell_range(self) -> None:
        """Say what is shown, what is asked for, and how old that is."""
        model, usage = self.model, self._usage

        def tell(question: Question) -> str:
            ends = ends_words if self.names_ranges else range_text
            return ends(question.range, UTC)

        compared = usage.compared if usage is not None else None
        self.show_presets()
        self.show_range(tell, ["UTC days"], beside_line(model, UTC, compared))
        if (answer := model.answer) is not None:
            told = answer_notes(
                model,
                self.session.clock.utc_now(),
                plural(len(answer.usage.projects), "project"),
                (answer.usage.unread, "row", "could not be read"),
                (answer.usage.strays, "row", "for other days not shown"),
                (answer.drift, "field", "could not be read"),
            )
            self.status_bar.position = (told, "")
        self.update_status()

    @on(BarChart.Moved)
    def tell_bar(self) -> None:
        """Tell what stands under the cursor."""
        usage, bar = self._usage, self.chart.bar
        if usage is not None and bar is not None:
            self.show_reading(f"{label(usage.product)} per day", usage.reading(bar))

    @on(BarChart.Opened)
    def look_closer(self) -> None:
        """Show the days of a bar that stands for several."""
        usage, bar = self._usage, self.chart.bar
        if usage is None or bar is None:
            return
        if bar.count == 1:
            self.notify("Usage is daily; hourly data is not available.")
        else:
            first, last = bar.first, bar.first + bar.count - 1
            self.model.turn_to(TimeRange.of(usage.series.day(first), usage.series.day(last)))

    # What is looked at.

    def action_product(self, places: int) -> None:
        """Chart another product."""
        if (usage := self._usage) is not None:
            number = usage.products.index(usage.product) + places
            self._choose(number % len(usage.products))

    @on(MetricCards.Chosen)
    def choose_product(self, event: MetricCards.Chosen) -> None:
        """Chart the product that was clicked."""
        self._choose(event.number)

    def _choose(self, number: int) -> None:
        # Another answer may have come since a card was clicked.
        usage = self._usage
        if usage is not None and number < len(usage.products):
            self._product = usage.products[number]
            self._order = Order()
            self.show()

    def action_exact(self) -> None:
        """Show every digit, or round again."""
        self._is_exact = not self._is_exact
        self.show()

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort the projects by the column under the cursor: ascending, descending, as at first."""
        field = self.table.column.sort_field
        if field and (usage := self._usage) is not None:
            self._order = self._order.cycled(field)
            self._show_projects(usage)

    @on(VirtualTable.Opened)
    def open_project(self) -> None:
        """Open the project under the cursor."""
        item = self.table.item
        if item is None or not self.is_on_top:
            return
        if not item.id:
            self.warn("Usage without a project cannot be opened.")
            return
        name = self.session.project_names.names.get(item.id, "")
        self.post_message(OpenItem(self, PROJECTS, Project(id=item.id, name=name)))

    # Copying and saving.

    @property
    def copyables(self) -> list[Copyable]:
        """Copies of the day under the cursor, and of all days."""
        usage, bar = self._usage, self.chart.bar
        if usage is None:
            return [rows_copyable("days", (), RawModel)]
        offered = [Copyable("cell", "bar", usage.exact_text(bar))] if bar is not None else []
        return [*offered, rows_copyable("days", usage.rows, RawModel)]

    def action_export(self) -> None:
        """Save the days."""
        usage = self._usage
        if usage is None:
            self.warn("Nothing to save yet.")
            return

        days = plural(len(usage.rows), "day")
        name = f"kinescope-usage-{usage.usage.first}-{usage.usage.last}"
        offer_rows(self, f"Save {days}", name, usage.rows, RawModel)
