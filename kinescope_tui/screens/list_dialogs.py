"""What opens over a list to choose from: its orders, columns, views and filters."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.dialogs.column_editor import ColumnEditor
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.dialogs.sort_editor import SortEditor
from kinescope_tui.dialogs.views_dialog import ViewsDialog
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.column_choice import ColumnChoice
from kinescope_tui.screens.list_filters import ListFilters
from kinescope_tui.services.lists.view import View
from kinescope_tui.widgets.list_body import ListBody

T = TypeVar("T", bound=Identified)


class ListDialogs(Generic[T]):
    """Offers other views of one list; says so where there is nothing to choose."""

    def __init__(self, filters: ListFilters[T]) -> None:
        self.screen = filters.screen
        self.resource = filters.resource
        self.model = filters.model
        self.filters = filters

    def open(self, what: str, body: ListBody[T]) -> None:
        """Offer one of them.

        Args:
            what: "order", "columns" or "views".
            body: What shows the rows.
        """
        match what:
            case "order":
                self.orders(body.table.columns)
            case "columns":
                self._offer_columns(body.show_columns)
            case _:
                self._offer_views()

    def orders(self, columns: Sequence[Column[T]]) -> None:
        """Show the sort levels as a list.

        Args:
            columns: Those of the table; by some of them the server does not sort.
        """
        fields, is_whole = list(self.resource.sort_fields), self.model.is_whole
        if not fields and not is_whole:
            told = f"The API does not document sorting for {self.resource.plural}."
            self.screen.warn(f"{told} {self.filters.way_here}")
            return

        others = [one for one in columns if not one.sort_field and one.name not in fields]
        *names, last = [column.title.lower() for column in others] or [""]
        if is_whole:
            fields += [column.name for column in others]
        listed = ", ".join(names)
        listed = f"{listed} {'and' if is_whole else 'or'} {last}" if names else last
        told = f"Sorted here: {listed}." if is_whole else f"The server cannot sort by {listed}."
        titles = {one.sort_field or one.name: one.title for one in columns if len(one.title) > 1}
        editor = SortEditor(self.filters.asked_order, fields, told if others else "", titles)
        editor.ask(self.screen.app, self.filters.sort)

    def _offer_columns(self, show: Callable[[], None]) -> None:
        """Offer all columns that there are.

        Args:
            show: Shows those that the list has then.
        """

        def lay_out(columns: tuple[tuple[str, int], ...]) -> None:
            self.model.lay_out(columns)
            show()

        shown = self.model.shown
        items = [item for _, item in shown.loaded()] if shown is not None else []
        every, own = self.resource.all_columns(items), len(self.resource.columns_for(items))
        choice = ColumnChoice(every, own, self.model.view.columns)
        ColumnEditor(choice).ask(self.screen.app, lay_out)

    def _offer_views(self) -> None:
        """Show the views that were saved, and those that everybody has."""
        given, model = self.filters.given_views, self.model
        views, chips = self.screen.session.views, self.filters.chips
        dialog = ViewsDialog(self.resource.name, views, given, model.view, chips)
        dialog.ask(self.screen.app, self.filters.ask)

    def facets(self) -> None:
        """Show what the list can be narrowed to."""
        model = self.model
        if not self.resource.facets:
            self._offer_values()
            return

        def narrow(view: View) -> None:
            # The order may have been refused while the dialog was open.
            narrowed = replace(model.asked_view, filters=view.filters)
            if narrowed != model.asked_view:
                self.filters.ask(narrowed)

        choices = [
            Choice(facet.label, facet.parameter, value, look, facet.is_multiple)
            for facet in self.resource.facets
            for value, look in facet.choices
        ]
        dialog = FacetDialog(
            model.asked_view,
            narrowed=self.resource.narrowed,
            choices=choices,
            more=self._places,
            counts=lambda view: model.counts.beside(view, self.screen.session.clock.monotonic()),
            count=self._count,
        )
        dialog.ask(self.screen.app, narrow)

    def _offer_values(self) -> None:
        """Show by which values of columns the list can be filtered here."""
        model, names = self.model, self.screen.session.project_names.names
        columns = [column for column in self.filters.all_columns if column.has_values]
        told = f"The server cannot filter {self.resource.plural}."
        told = self.resource.cannot("filtered") or told
        whole = model.whole
        if whole is None or whole.page is None or not columns:
            self.screen.warn(f"{told} {self.filters.way_here}" if columns else told)
            return
        found = Counter(
            (column.name, text)
            for column in columns
            for item in whole.page.items
            if (text := column.text(item, names))
        )

        async def nothing(_view: View) -> list[Choice]:
            return []

        async def unknown(_view: View) -> None:
            return None

        labels = {column.name: column.title.lower() for column in columns}
        begun = View(filters=model.asked_view.here.values)
        dialog = FacetDialog(
            begun,
            narrowed=View.filtered,
            choices=[Choice(labels[name], name, text, Cell(text), True) for name, text in found],
            more=nothing,
            counts=lambda view: dict(found) if view == begun else {},
            count=unknown,
            title=f"○ Filters (here): the server cannot filter {self.resource.plural}",
        )
        dialog.ask(
            self.screen.app, lambda view: self.filters.ask(self.filters.here(values=view.filters))
        )

    async def _places(self, view: View) -> list[Choice]:
        """Return the projects, and the folders of the one that is chosen."""
        names, catalog_type = self.screen.session.project_names, self.resource.catalog_type
        if not catalog_type:
            return []
        try:
            projects = await names.projects(catalog_type)
            chosen = view.values("project_id")
            folders = await names.folders(chosen[0]) if chosen else []
        except KinescopeError as error:
            self.screen.show_problem(error)
            return []
        inside = [Choice("folder", "folder_id", one.id, _named(one.name)) for one in folders]
        return inside + [
            Choice("project", "project_id", one.id, _named(one.name)) for one in projects
        ]

    async def _count(self, view: View) -> int | None:
        try:
            return await self.model.count_in(view)
        except KinescopeError as error:
            self.screen.show_problem(error)
            return None


def _named(name: str) -> Cell:
    return Cell(one_line(name) or "(no name)")
