"""The one screen for everything that the API lists."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one

from kinescope_tui.api.errors import KinescopeError, OrderFieldError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Identified
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.lists.here_words import found_told, here_progress
from kinescope_tui.presentation.lists.list_words import (
    ListWords,
    foot_told,
    joined,
    split_position,
    while_typing,
)
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.elsewhere import found_elsewhere
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.index_switch import IndexSwitch
from kinescope_tui.screens.list_copies import ListCopies
from kinescope_tui.screens.list_exports import ListExports
from kinescope_tui.screens.list_filters import ListFilters
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.services.workspace.state_store import StateStore
from kinescope_tui.widgets.filter_bar import FilterBar
from kinescope_tui.widgets.list_body import ListBody
from kinescope_tui.widgets.marking_table import MarkingTable
from kinescope_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from kinescope_tui.screens.list_dialogs import ListDialogs
    from kinescope_tui.screens.list_opening import ListOpening

T = TypeVar("T", bound=Identified)

_FOLLOW_S = 1.0


class ListScreen(IndexSwitch[T]):
    """Shows a resource's list: browse, page, sort and search on the server, mark, open, export.

    Another view asks a new question beside the list that is shown, and takes that one's place when
    its answer is here; an answer to an older question has no place to go, and one that fails leaves
    everything as it was.

    Args:
        session: Whose list.
        resource: What it is of.
        model: What is shown; a plain list of the resource without one.
        words: What is said of it.
        view: What it is opened narrowed to: such a list begins there, and is not remembered.
    """

    STYLE_PARTS = 2
    AUTO_FOCUS = ""  # where there is no table it would be the field for searching
    BINDINGS = keymap.bindings("list", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("list", "mark", "table", "tree", "search", "token")

    table: query_one[MarkingTable[Any]] = query_one(MarkingTable)
    filter_bar = query_one(FilterBar)
    body: query_one[ListBody[Any]] = query_one(ListBody)

    def __init__(
        self,
        session: Session,
        resource: Resource[T],
        model: ListModel[T] | None = None,
        words: ListWords[T] | None = None,
        *,
        view: View | None = None,
    ) -> None:
        super().__init__(session)
        self.resource = resource
        self.model = model or resource.list_model(session, view)
        self.words = words or ListWords(self.model, resource.noun, resource.sum_of)
        self.filters = ListFilters(self, resource, self.model, self.ask)
        self.takes, self.own_completions = self.filters.take, self.filters.completions
        copies = ListCopies(session, resource, self.model, lambda: self.table.column)
        self.own_copyables, self.own_link = copies.copyables, copies.link
        if not resource.leads_on:  # enter leads there
            self.hidden_actions |= {"details"}
        self.exports = ListExports(self, resource, self.model, self.tell_position)
        store = session.state_store if view is None or not view.is_narrowed else StateStore()
        self._memory = resource.list_memory(store)
        self.state.keep(
            lambda: (self.model.view, self.model.view.columns, self.model.row),
            lambda: self._memory.state_to_save(self.model),
        )

    # Imported where they are wanted: the first rows do not wait for them.

    @cached_property
    def dialogs(self) -> "ListDialogs[T]":
        """What opens over the list to choose from."""
        from kinescope_tui.screens.list_dialogs import ListDialogs

        return ListDialogs(self.filters)

    @cached_property
    def opening(self) -> "ListOpening[T]":
        """What leads from a row to other screens."""
        from kinescope_tui.screens.list_opening import ListOpening

        return ListOpening(self, self.resource, self.model)

    def compose_content(self) -> ComposeResult:
        """Lay out the filters above the rows."""
        yield FilterBar(self.session.clock)
        yield ListBody(self.session, self.resource, self.model, self.ask)

    def on_mount(self) -> None:
        """Begin where this list was left, and ask for it, unless that is done already."""
        super().on_mount()
        self.model.on_shown, self.model.on_failed = self._show_rows, self._show_failure
        self.model.held.on_change = self.body.rows.on_room = self.tell_position
        self.watch(self.table, "cursor_row", self.tell_position, init=False)
        self.tell_place(self.resource.heading or self.resource.title)
        self.steps_back = self.body.steps_back
        self.table.focus()
        self.set_interval(_FOLLOW_S, self.exports.follow)
        self.leaving.append(self.session.loaded.follow(self.resource, lambda: self.model.here))
        is_begun = self.model.is_begun
        if not is_begun:
            self._memory.restore(self.model)
        self.show_filters()
        self.body.show_rows()
        if not is_begun:
            self.ask(self.model.view)
        elif self.model.failure is not None:
            self._show_failure(self.model.failure)
        elif not self.model.is_asking:
            self._show_rows()

    def on_screen_resume(self) -> None:
        """Show what another screen found out about these rows."""
        self.table.refresh_rows()
        self.body.filters.show_choices()

    def on_resize(self) -> None:
        """Show beside the table what there is room for."""
        self.body.lay_out()
        self.call_after_refresh(self.tell_position)

    def on_typing_change(self) -> None:
        """Tell of no keys while letters are typed."""
        self._show_absence()  # and with it the summary
        self.body.tell_keys()

    # Asking.

    def ask(self, view: View, *, keeps_item: bool = True) -> None:
        """Ask for the list in that view; the next key already builds on this question.

        Args:
            view: Which.
            keeps_item: Whether the cursor stays with its item, if that is on the page that comes.
        """
        self.body.fading.begin()
        self.run_worker(self.model.answer(self.model.ask(view, keeps_item=keeps_item)))

    def _show_rows(self) -> None:
        """Show the list whose answer came, and say what else that did."""
        if not self.is_attached:
            return
        self.clear_problem()
        self.body.fading.end()
        self.body.show_rows()
        self.show_filters()
        for told in self.words.news:
            self.warn(told)

    def _show_failure(self, error: KinescopeError) -> None:
        """Show why what was asked for last did not come; what is shown stays."""
        if not self.is_attached:
            return
        self.body.fading.end()
        self.show_problem(error)
        self.tell_position()
        if isinstance(error, OrderFieldError):
            self.warn(self.words.refused_order)
        self._show_absence()

    def refresh_view(self) -> None:
        """Ask again for the pages that failed, else for everything, and keep the row."""
        rows = self.model.rows
        if rows is not None and rows.failure is not None:
            self.clear_problem()
            rows.retry()
            self.table.refresh_rows()
        else:
            self.ask(self.model.view)

    def action_refresh_all(self) -> None:
        """Ask for everything anew, projects and counts included."""
        self.session.project_names.forget()
        self.model.counts.forget()
        self.body.filters.forget_choices()
        self.ask(self.model.view)

    # Sorting, searching, filtering: the server does it where it can, else this program does.

    @on(VirtualTable.HeaderClicked)
    def action_sort(self) -> None:
        """Sort by the column under the cursor alone: ascending, descending, as at first."""
        self.filters.sort(self.filters.asked_order.cycled(self.table.column.name))

    def action_sort_more(self) -> None:
        """Add the column under the cursor as a further level, or flip it."""
        self.filters.sort(self.filters.asked_order.with_level(self.table.column.name))

    def action_search(self) -> None:
        """Let a search be typed."""
        if lacking := self.filters.lacking_search:
            self.warn(lacking)
        else:
            self.filter_bar.begin(self.filters.search, is_here=not self.resource.is_searchable)

    @on(FilterBar.Searched)
    async def search(self, event: FilterBar.Searched) -> None:
        """Search for what was typed, or again for what was searched for before."""
        view = self.filters.in_search(self.model.asked_view, event.text)
        if view != self.model.asked_view:
            self.ask(view, keeps_item=not event.is_given_up)
        if event.is_over:
            self.show_filters()
            # The table takes it when it comes back.
            self.set_focus(self.table if self.table.display else None)
            from kinescope_tui.services.pasted import pasted

            if not event.is_given_up and pasted(event.text) is not None:
                await self.offer_to_find(event.text)

    def action_facets(self) -> None:
        """Go to what the list can be narrowed to, where it stands beside it, else offer it."""
        if self.body.filters.is_shown and not self.body.filters.has_focus:
            self.body.filters.begin_at_top()
        else:
            self.dialogs.facets()

    def action_same(self) -> None:
        """Show only rows that have this cell, or no longer."""
        self.filters.toggle(self.table.column, self.table.item)

    def action_choose(self, what: str) -> None:
        """Offer the order, the columns, or the views that were saved and that everybody has."""
        self.dialogs.open(what, self.body)

    @on(ListBody.Named)
    def show_filters(self) -> None:
        """Show what the list is narrowed to, and how many were found."""
        view = self.model.view
        shown = self.filters.in_search(view, "") if self.filter_bar.is_typing else view
        is_indexed = self.resource.is_indexed
        strays = () if is_indexed else self.resource.strays(self.model.loaded, self.model.view)
        found = found_told(self.model, is_indexed=is_indexed, strays=strays)
        self.filter_bar.show(self.filters.chips(shown), found)
        self.body.filters.show_choices()
        self.refresh_bindings()  # the way back is another one in a narrowed list

    # What is shown.

    def action_tree(self) -> None:
        """Show the filters and go to the projects there, or take them away."""
        if self.resource.catalog_type:
            self.body.toggle_tree()
        else:
            self.warn(f"{self.resource.title} do not belong to projects.")

    def action_preview(self) -> None:
        """Show the row under the cursor beside the table, beneath it, or not at all."""
        self.body.turn_preview()

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the page under the cursor; nothing was asked for the index."""
        return None if self.resource.is_indexed else self.model.exchange

    @on(MarkingTable.Marked)
    def tell_position(self) -> None:
        """Say where the cursor is, and what brought the page under it.

        It is called in the frame in which the cursor moves, so that one frame is enough.
        """
        if not self.is_attached:
            return
        others = [here_progress(self.model), self.exports.progress(), *self.told_of_index]
        told = self.words.parts(self.session.clock.utc_now(), others)
        width, height = self.size
        if not is_framed(width, height):
            self.status_bar.position = (joined(told), self.words.order(width))
        else:
            pane, title = self.body.rows, self.resource.title
            state, rest = split_position(told, pane.room_for(title))
            pane.tell(title, state, foot_told(rest, self.words.order(width), pane.room))
        if self.model.rows is not None:
            self.follow_exchange()

    @on(VirtualTable.Changed)
    def take_note_of_rows(self) -> None:
        """Show a page's failure as a problem, and that there is nothing where there is nothing."""
        rows = self.model.rows
        if rows is not None and rows.failure is not None:
            self.show_problem(rows.failure)
        self.model.marking.take_in()
        if rows is not None:
            self.table.order = self.model.applied_order
        self.tell_position()
        self._show_absence()

    def _show_absence(self) -> None:
        """Tell an empty list from one that is filtered, forbidden, or could not be read."""
        self.body.show_absence(self.absence, lambda: self.leads_on)

    @property
    def leads_on(self) -> Sequence[Section]:
        """What stands beneath that: what helps where nothing matches."""
        model, session = self.model, self.session
        chips = self.filters.chips(model.view)
        if not chips or model.rows is None or model.failure is not None or self.has_problem:
            return ()
        from kinescope_tui.presentation.lists.no_match import no_match_sections

        return no_match_sections(
            self.resource.plural,
            self.filters.search,
            chips,
            titles=[self.resource.title_of(item) for item in self.model.had],
            others=found_elsewhere(session, self.resource),
            ways=part_help(
                "Other ways to find it",
                ["enter keeps the search; then:"] if self.is_typing else [],
                self.filters.other_ways,
            ),
        )

    @property
    def absence(self) -> str:
        """What stands in the place of rows, and why there are none."""
        told = self.words.absence(self.problem, self.filters.chips(self.model.view))
        return while_typing(told) if self.is_typing else told

    # Going.

    @on(VirtualTable.Opened)
    def open_item(self) -> None:
        """Go where the row under the cursor leads: into it, else to its own page."""
        self.opening.follow(self.body)

    def action_details(self) -> None:
        """Open the own page of what is under the cursor."""
        self.opening.open_page(self.body)

    def action_analytics(self) -> None:
        """Show who watched the video under the cursor."""
        self.opening.open_analytics(self.body)

    def action_back(self) -> None:
        """Step back: from marking all, waiting, a problem, the tree, marks, filters, the screen."""
        if self.model.held.stop() or self.table.step_back():
            return
        if self.is_waiting or self.has_problem:
            super().action_back()
            self._show_absence()  # the keys that help stood with the problem
        elif self.body.has_focus_beside:
            self.table.focus()
        elif self.model.marking.marks or self.model.marking.has_range:
            self.table.clear_marks()
        elif (wider := self.model.steps.widened()) is not None:
            self.ask(wider)
        else:
            super().action_back()

    def action_csv(self) -> None:
        """Try whether the server has a CSV of this list, as it is asked for now."""
        self.opening.open_csv()

    def action_export(self, again: bool = False) -> None:
        """Offer to export rows, or the same once more under another name; or show how one goes."""
        self.exports.open(again=again)
