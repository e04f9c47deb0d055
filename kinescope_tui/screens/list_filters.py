"""What a list is sorted by and narrowed to: by the cell under the cursor, or in popups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.api.order import Order
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.dialogs.sort_editor import SortEditor
from kinescope_tui.dialogs.views_dialog import ViewsDialog
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View

T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListFilters(Generic[T]):
    """Asks for other views of one list; says so where the server has none.

    Attributes:
        screen: Over which the popups open.
        resource: What the list is of.
        model: The list.
        ask: Asks for the view that was chosen.
    """

    screen: SessionScreen
    resource: Resource[T]
    model: ListModel[T]
    ask: Callable[[View], None]

    @property
    def views(self) -> dict[str, View]:
        """The views that everybody has, and those that were saved, by name."""
        return dict(self.resource.views) | self.screen.session.views.views(self.resource.name)

    def chips(self, view: View) -> list[str]:
        """Return what a view is narrowed to, for people."""
        return self.resource.chips(view, self.screen.session.project_names.names)

    def searches(self, name: str, text: str) -> bool:
        """Tell whether a text after a list's name is searched for in this one, which has all."""
        is_whole = self.resource.is_searchable and not self.model.home.is_narrowed
        return bool(text) and name == self.resource.name and is_whole

    def sort(self, column: Column[T], order_by: Callable[[str], Order]) -> None:
        """Ask for the order that a column's field makes, if the server sorts by it."""
        if column.sort_field:
            self.ask(self.model.asked_view.ordered(order_by(column.sort_field)))
        else:
            self._warn(f"The server cannot sort by {column.title.lower()}.")

    def toggle(self, column: Column[T], item: T | None) -> None:
        """Ask for what has the same as an item in a column, or for all again."""
        value = column.value(item) if item is not None else ""
        if not column.parameter:
            told = f"The server cannot filter by {column.title.lower()}."
            self._warn(self.resource.cannot("filtered") or told)
        elif not value:
            self._warn("There is nothing in this cell to filter by.")
        else:
            self.ask(self.model.toggled(column.parameter, value))

    def offer_orders(self, columns: Sequence[Column[T]]) -> None:
        """Show the sort levels as a list.

        Args:
            columns: Those of the table; by some of them the server does not sort.
        """
        fields = self.resource.sort_fields
        if not fields:
            self._warn(f"The API documents no order for {self.resource.plural}.")
            return

        def sort(order: Order | None) -> None:
            if order is not None:
                self.ask(self.model.asked_view.ordered(order))

        others = [column.title.lower() for column in columns if not column.sort_field]
        editor = SortEditor(self.model.asked_view.order, fields, others)
        self.screen.app.push_screen(editor, sort)

    def offer_views(self) -> None:
        """Show the views that were saved, and those that everybody has."""

        def show(view: View | None) -> None:
            if view is not None:
                self.ask(view)

        own = dict(self.resource.views)
        dialog = ViewsDialog(self.resource.name, self.screen.session.views, own, self.model.view)
        self.screen.app.push_screen(dialog, show)

    def offer_facets(self) -> None:
        """Show what the list can be narrowed to."""
        model = self.model
        if not self.resource.facets:
            told = f"The server does not filter {self.resource.plural}."
            self._warn(self.resource.cannot("filtered") or told)
            return

        def narrow(view: View | None) -> None:
            if view is None:
                return
            # The order may have been refused while the dialog was open.
            narrowed = replace(model.asked_view, filters=view.filters)
            if narrowed != model.asked_view:
                self.ask(narrowed)

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
            counts=model.counts(self.screen.session.clock.monotonic()),
            count=self._count,
        )
        self.screen.app.push_screen(dialog, narrow)

    def _warn(self, text: str) -> None:
        self.screen.warn(text)

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
