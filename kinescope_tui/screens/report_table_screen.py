"""Tables of counted things, as several screens show them: sorting, copying, saving, opening."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.order import Order
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.lists.list_words import foot_told, joined, split_position
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.item_copyables import link_of_video, rows_copyable
from kinescope_tui.screens.navigation import OpenAnalytics, OpenItem
from kinescope_tui.screens.offer_file import offer_rows
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.analytics.report import ObservedRows, ReportEntry, Titles
from kinescope_tui.services.command_line import Command, Sort
from kinescope_tui.services.files.records import record
from kinescope_tui.services.lists.local_order import in_order
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.pane import Pane
from kinescope_tui.widgets.virtual_table import VirtualTable


class ReportTableScreen(SessionScreen):
    """The base of the screens whose table shows what was counted, all of it here.

    Attributes:
        ORDER: How the rows stand at first.
        SORT_KEYS: The values by which each column sorts; all sorting is done here.
    """

    BINDINGS = keymap.bindings("report", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("report", "table", "token")
    ORDER: ClassVar[Order]
    SORT_KEYS: ClassVar[Mapping[str, Callable[[ReportEntry], Any]]]

    table: query_one[VirtualTable[ReportEntry]] = query_one(VirtualTable)
    rows = query_one("#rows", Pane)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._counted: Sequence[ReportEntry] = ()
        self._order = self.ORDER
        self._titles = Titles(session.client)
        self._has_videos = True

    def show_rows(self, rows: Sequence[ReportEntry], *, are_videos: bool) -> None:
        """Show these rows; videos get their titles as they come into sight."""
        self._counted, self._has_videos = rows, are_videos
        self._sort(self._order)

    def _sort(self, order: Order) -> None:
        self._order = order or self.ORDER
        item = self.table.item
        rows = ObservedRows(
            in_order(self._counted, self._order, self.SORT_KEYS), self._learn_titles
        )
        row = rows.row_of(item.id) if item is not None else None
        self.table.show(rows, self._order, cursor_row=row or 0)

    def _learn_titles(self, rows: Sequence[ReportEntry]) -> None:
        if self._has_videos and not all(row.name for row in rows):
            self._ask_titles(rows)

    @work(description="ask titles")
    async def _ask_titles(self, rows: Sequence[ReportEntry]) -> None:
        # A whole page of titles costs as much as one.
        try:
            is_new = await self._titles.learn([*rows, *self._sorted])
        except KinescopeError:
            return  # their ids stand there
        if is_new and self.is_attached:
            self.table.redraw_rows()

    def tell_rows(self, title: str, parts: Sequence[str], order: str) -> None:
        """Say what the rows are and where the cursor is: in their frame, else in the status bar.

        Args:
            title: What they are.
            parts: Where the cursor is, and what the rows come to.
            order: How they are sorted.
        """
        if is_framed(*self.size):
            state, rest = split_position(parts, self.rows.room_for(title))
            self.rows.tell(title, state, foot_told(rest, order, self.rows.room))
        else:
            self.status_bar.position = (joined(parts), order)
        self.update_status()

    # Sorting; the server does none of it.

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort by the column under the cursor alone: ascending, descending, as at first."""
        if field := self.table.column.sort_field:
            self._sort(self._order.cycled(field))

    def action_sort_more(self) -> None:
        """Add the column under the cursor as a further level, or flip it."""
        if field := self.table.column.sort_field:
            self._sort(self._order.with_level(field))

    def go_to(self, command: Command) -> bool:
        """Sort, or go to a row."""
        if isinstance(command, Sort):
            self._sort(command.order)
            return True
        return super().go_to(command)

    # Opening, copying, saving.

    @on(VirtualTable.Opened)
    def open_item(self) -> None:
        """Open the video under the cursor."""
        if (video := self._video_of_row) is None:
            self.warn("Only videos can be opened.")
        elif self.is_on_top:
            self.post_message(OpenItem(self, VIDEOS, video))

    def action_analytics(self) -> None:
        """Show who watched the video under the cursor."""
        if (video := self._video_of_row) is None:
            self.warn("Only videos have analytics.")
        elif self.is_on_top:
            self.post_message(OpenAnalytics(self, video))

    @property
    def _video_of_row(self) -> Video | None:
        item = self.table.item
        if item is None or not self._has_videos or not item.id:
            return None
        return Video(id=item.id, title=item.name)

    @property
    def link(self) -> str:
        """What opens in a browser, if the video under the cursor is a row of some list."""
        video = self._video_of_row
        return link_of_video(self.session, video.id) if video is not None else ""

    @property
    def copyables(self) -> list[Copyable]:
        """Copies of the row under the cursor, and of all rows."""
        item = self.table.item
        rows = self._sorted
        cell = self.table.column.cell(item).text if item is not None else ""
        told = exact_json(record(item), indent=2) if item is not None else ""
        return [
            Copyable("id", "id", item.id if item is not None else ""),
            Copyable("cell", "cell", cell),
            rows_copyable(plural(len(rows), "row"), rows, ReportEntry),
            Copyable("json", "JSON", told),
        ]

    @property
    def _sorted(self) -> list[ReportEntry]:
        return in_order(self._counted, self._order, self.SORT_KEYS)

    @property
    def file_name(self) -> str:
        """The name of a file with the rows, without its ending."""
        raise NotImplementedError

    def action_export(self) -> None:
        """Offer to save all rows, as they are sorted."""
        if not self._counted:
            self.warn("Nothing to save.")
            return

        rows = self._sorted
        offer_rows(self, f"Save {plural(len(rows), 'row')}", self.file_name, rows, ReportEntry)
