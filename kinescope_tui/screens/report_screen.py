"""The Reports screen: views in a range by video, country, city, device, project or folder."""

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.nouns import noun_of
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.analytics.range_words import denied_range
from kinescope_tui.presentation.analytics.report_words import views_text
from kinescope_tui.presentation.lists.absence import absence
from kinescope_tui.presentation.lists.order_words import order_words
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.moments import range_text
from kinescope_tui.presentation.text.numbers import count, plural, short
from kinescope_tui.resources.report_entries import SORT_KEYS, report_columns
from kinescope_tui.screens.report_table_screen import ReportTableScreen
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.report import (
    COUNTRIES,
    DIMENSIONS,
    VIDEOS,
    Dimension,
    Report,
    report,
)
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.time.zones import zone_name
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.tab_line import TabLine
from kinescope_tui.widgets.virtual_table import VirtualTable


class ReportScreen(ReportTableScreen):
    """Shows a report in one of its dimensions, the most watched first.

    Args:
        session: Whose.
        shown: Of which range.
        overview: What the overview says of that range; None if that is not known.
    """

    BINDINGS = keymap.bindings("dimension")
    KEY_GROUPS = ("dimension", "report", "table", "token")
    ORDER = Order.parse("views.desc")
    SORT_KEYS = SORT_KEYS

    tab_line = query_one(TabLine)
    empty = query_one("#empty", DiffedStatic)

    def __init__(self, session: Session, shown: TimeRange, overview: Answer | None) -> None:
        super().__init__(session)
        self._range = shown
        self._zone = overview.zone.zone if overview is not None else session.analytics.zone
        self._views = overview.total.views if overview is not None else None
        top = overview.overview.top if overview is not None else None
        self._countries = {row.code: row.name for row in (top.countries if top else ())}
        self._dimension = VIDEOS
        self._reports: dict[str, Report] = {}

    def compose_content(self) -> ComposeResult:
        """Lay out the dimensions and the table."""
        yield TabLine()
        with Pane(id="rows"):
            yield VirtualTable(report_columns(VIDEOS, 0, 1))
            yield DiffedStatic(id="empty")

    def on_mount(self) -> None:
        """Ask for the top videos."""
        super().on_mount()
        zone = zone_name(self.session.analytics.now.astimezone(self._zone))
        self.tell_place(f"Top, {range_text(self._range, self._zone)} · {zone}")
        self.tab_line.titles = [f"by {dimension.name}" for dimension in DIMENSIONS]
        self.rows.on_room = self.tell_position
        self.table.focus()
        self._turn_to(VIDEOS)

    # Asking.

    def _turn_to(self, dimension: Dimension) -> None:
        self._dimension = dimension
        self.tab_line.active = DIMENSIONS.index(dimension)
        self.clear_problem()
        self._show()
        if dimension.name not in self._reports:
            self._ask(dimension)

    @work(description="ask", exclusive=True, group="report")
    async def _ask(self, dimension: Dimension) -> None:
        asked = report(
            self.session.client,
            self._range,
            dimension,
            expects_rows=self._views is None or self._views > 0,
        )
        try:
            found = await asked
        except KinescopeError as error:
            if dimension is self._dimension:  # another one is not what failed
                self.show_problem(error)
                self._show()
            return
        if not self.is_attached:
            return
        self._reports[dimension.name] = found
        for row in found.rows if dimension is COUNTRIES else ():
            row.call(self._countries.get(row.id, ""))
        if dimension is self._dimension:
            self.clear_problem()
            self._show()

    def refresh_view(self) -> None:
        """Ask again for this dimension; its rows stay until the answer is here."""
        self._ask(self._dimension)

    # Showing.

    def _show(self) -> None:
        found = self._reports.get(self._dimension.name)
        rows = found.rows if found is not None else []
        is_waiting = found is None and self.problem is None
        if is_waiting:
            self.table.wait(report_columns(self._dimension, 0, 1))
        self.table.appear(is_shown=bool(rows) or is_waiting)
        self.empty.display = not self.table.display
        if found is not None and rows:
            top = max((row.views or 0 for row in rows), default=0)
            self.table.columns = report_columns(
                self._dimension, found.views or 0, found.buckets, top=top
            )
            self.show_rows(rows, are_videos=self._dimension is VIDEOS)
        elif self.problem is not None:
            self.empty.show(absence("row", self.problem))
        elif not is_waiting:
            self.empty.show(self._nothing_text())
        self.tell_position()

    def _nothing_text(self) -> str:
        """Return why there are no rows; zeros would be a guess."""
        if self._views is not None and not self._views:
            return "No views in this range."
        known = (
            f", although the overview counts {short(self._views)} {noun_of(self._views, 'view')}"
            if self._views
            else ""
        )
        support = hint("{view.copy} {copy.bundle} copies what support needs")
        other = hint("{dimension.next} changes the grouping")
        return (
            f"The API returned no rows{known}.\nBoth documented forms of the request were "
            "tried; what the API calls a row is\nnot documented. This does not mean that "
            f"nobody watched.\n\n{support} · {other}"
        )

    @on(VirtualTable.Moved)
    def tell_position(self) -> None:
        """Say where the cursor is, and how the rows compare with the overview."""
        found = self._reports.get(self._dimension.name)
        title = f"Views by {self._dimension.name}"
        if found is None:
            self.tell_rows(title, [], "")
            return
        parts = ["no rows"]
        if found.rows:
            place = f"row {count(self.table.cursor_row + 1)} of {count(len(found.rows))}"
            parts = [place, views_text(found)]
        if self._views is not None and found.views not in {None, self._views}:
            parts.append(f"{short(self._views)} in the overview")
        if found.unread:
            parts.append(f"{plural(found.unread, 'row')} could not be read")
        if denied := denied_range(self._range.dates, found.dates, self._zone):
            parts.append(f"! {denied}")
        if found.asks > 1:
            parts.append(f"asked {plural(found.asks, 'time')}")
        self.tell_rows(title, parts, f"○ sorted here: {order_words(self._order)}")

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the rows."""
        found = self._reports.get(self._dimension.name)
        return found.exchange if found is not None else None

    # Keys.

    def action_dimension(self, places: int) -> None:
        """Report by something else."""
        place = DIMENSIONS.index(self._dimension) + places
        self._turn_to(DIMENSIONS[place % len(DIMENSIONS)])

    @on(TabLine.Chosen)
    def choose_dimension(self, event: TabLine.Chosen) -> None:
        """Report by what was clicked."""
        self._turn_to(DIMENSIONS[event.tab])

    @property
    def file_name(self) -> str:
        """The name of a file with the rows, without its ending."""
        first, last = self._range.days(self._zone)
        return f"kinescope-by-{self._dimension.name}-{first}-{last}"
