"""What a list is sorted by and narrowed to: by the cell under the cursor, or in popups."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.models import Identified, Video
from kinescope_tui.api.order import Order
from kinescope_tui.dialogs.column_editor import ColumnEditor
from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.dialogs.sort_editor import SortEditor
from kinescope_tui.dialogs.views_dialog import ViewsDialog
from kinescope_tui.presentation.lists.here_words import here_needed, here_told
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.column_choice import ColumnChoice
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.command_line import Command, GoToPlace, Sort
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.setup.settings import PER_PAGE, page_size

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
        """The views that are there already, and those that were saved, by name."""
        return self._given_views | self.screen.session.views.views(self.resource.name)

    @property
    def _given_views(self) -> dict[str, View]:
        """The views that everybody has; in the index also those that were saved of the videos."""
        is_of_videos = self.resource.is_indexed and issubclass(self.resource.model, Video)
        others = self.screen.session.views.views("videos") if is_of_videos else {}
        return dict(self.resource.views) | others

    def chips(self, view: View) -> list[str]:
        """Return what a view is narrowed to, for people."""
        return self.resource.chips(view, self.screen.session.project_names.names)

    def _searches(self, name: str, text: str) -> bool:
        """Tell whether a text after a list's name is searched for in this one, which has all."""
        is_whole = self.resource.is_searchable and not self.model.home.is_narrowed
        return bool(text) and name == self.resource.name and is_whole

    @property
    def asked_order(self) -> Order:
        """The order that was asked for, of the server or here; the next key builds on it."""
        asked = self.model.asked_view
        return asked.here.order or asked.order

    def sort(self, order: Order) -> None:
        """Ask for an order: of the server if it can make it, else here if all rows are here."""
        asked = self.model.asked_view
        fields = self.resource.sort_fields
        here = {
            column.name: column.title.lower()
            for column in self._columns
            if not column.sort_field and column.name not in fields
        }
        lacks = [here[level.field] for level in order.levels if level.field in here]
        if not lacks and not (asked.here.is_narrowing and self.model.is_whole):
            is_undone = not order and asked.here.order
            self.ask(self._here(order=Order()).ordered(asked.order if is_undone else order))
        elif self.model.is_whole:
            self.ask(self._here(order=order))
        else:
            self._warn(f"The server cannot sort by {', '.join(lacks)}. {self._way_here}")

    def toggle(self, column: Column[T], item: T | None) -> None:
        """Ask for what has the same as an item in a column, or for all again."""
        names = self.screen.session.project_names.names
        text = column.text(item, names) if item is not None else ""
        value = column.value(item) if item is not None and column.parameter else text
        if not column.parameter and not self.model.is_whole:
            told = f"The server cannot filter by {column.title.lower()}."
            told = self.resource.cannot("filtered") or told
            self._warn(f"{told} {self._way_here}")
        elif not value:
            self._warn("This cell is empty: nothing to filter by.")
        elif column.parameter:
            self.ask(self.model.steps.toggled(column.parameter, value))
        else:
            asked = self.model.asked_view
            is_set = (column.name, value) in asked.here.values
            here = asked.here.with_values(column.name, () if is_set else [value])
            self.ask(replace(asked, here=here))

    def take(self, command: Command) -> bool:
        """Do what was typed, and tell whether it asks for another view of the list."""
        match command:
            case Sort(order):
                self.sort(order)
            case GoToPlace("here", words):
                self.screen.run_worker(self.bring_here(words), exclusive=True, group="whole")
            case GoToPlace("per-page", text):
                self.page_by(text)
            case GoToPlace("view", name) if (view := self.views.get(name)) is not None:
                self.ask(view)
            case GoToPlace("view", name):
                self._warn(f"There is no view {name!r}; {hint('{list.views}')} lists them.")
            case GoToPlace(name, text) if self._searches(name, text):
                self.ask(self.model.asked_view.searched(text))
                if text in self.views:
                    self.screen.notify(f"This is a search; :view {text} shows the saved view.")
            case _:
                return False
        return True

    @property
    def completions(self) -> Completions:
        """The fields by which rows are sorted, the saved views, and what filters here."""
        return {
            "sort": lambda: self.fields,
            "view": lambda: list(self.views),
            "here": list,
            "per-page": lambda: ["25", "50", "100"],
        }

    def in_search(self, view: View, text: str) -> View:
        """Return a view with something looked for: by the server where it can, else here."""
        if self.resource.is_searchable:
            return view.searched(text)
        return replace(view, here=replace(view.here, text=text))

    async def bring_here(self, words: str) -> None:
        """Load all rows, so that what the server cannot is done here; leave those with words."""
        was_here = self.model.is_whole
        try:
            await self.model.read_whole()
        except StoppedError:
            self._warn(f"Stopped. {self._way_here}")
        except KinescopeError as error:
            self.screen.show_problem(error)
        else:
            if not was_here and not words:
                self.screen.notify(here_told(self.model), markup=False)
            if words or self.model.asked_view.here.text:
                self.ask(self._here(text=words))

    @property
    def fields(self) -> list[str]:
        """The fields that a list can be sorted by."""
        own = list(self.resource.sort_fields)
        here = [column.name for column in self._columns] if self.model.is_whole else []
        return list(dict.fromkeys([*own, *here]))

    def page_by(self, text: str) -> None:
        """Ask for so many rows at a time from now on."""
        size = page_size(text)
        if size is None:
            self._warn(f"per-page needs a number from 1 to {PER_PAGE}: per-page 25")
            return
        self.screen.session.per_page = size
        self.ask(self.model.asked_view)
        told = f"Pages of {size} rows in this session; per_page in config.toml is for all."
        self.screen.notify(told, markup=False)

    @property
    def search(self) -> str:
        """What is looked for."""
        asked = self.model.asked_view
        return asked.search if self.resource.is_searchable else asked.here.text

    @property
    def lacking_search(self) -> str:
        """Why nothing can be looked for; empty if something can."""
        if self.resource.is_searchable or self.model.is_whole:
            return ""
        told = f"The server does not search in {self.resource.plural}."
        return f"{self.resource.cannot('searched') or told} {self._way_here}"

    def _here(self, **changes: Any) -> View:
        """Return the view that is asked for with something else done here."""
        asked = self.model.asked_view
        return replace(asked, here=replace(asked.here, **changes))

    @property
    def _columns(self) -> Sequence[Column[T]]:
        return self.resource.all_columns(self.model.loaded)

    @property
    def _way_here(self) -> str:
        """What to do where the server cannot."""
        return here_needed(self.model)

    def offer_orders(self, columns: Sequence[Column[T]]) -> None:
        """Show the sort levels as a list.

        Args:
            columns: Those of the table; by some of them the server does not sort.
        """
        fields, is_whole = list(self.resource.sort_fields), self.model.is_whole
        if not fields and not is_whole:
            told = f"The API documents no order for {self.resource.plural}."
            self._warn(f"{told} {self._way_here}")
            return

        others = [one for one in columns if not one.sort_field and one.name not in fields]
        names = ", ".join(column.title.lower() for column in others)
        if is_whole:
            fields += [column.name for column in others]
        told = f"Sorted here: {names}." if is_whole else f"The server cannot sort by {names}."
        editor = SortEditor(self.asked_order, fields, told if others else "")
        editor.ask(self.screen.app, self.sort)

    def offer_columns(self, show: Callable[[], None]) -> None:
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

    def offer_views(self) -> None:
        """Show the views that were saved, and those that everybody has."""
        given, model = self._given_views, self.model
        dialog = ViewsDialog(self.resource.name, self.screen.session.views, given, model.view)
        dialog.ask(self.screen.app, self.ask)

    def offer_facets(self) -> None:
        """Show what the list can be narrowed to."""
        model = self.model
        if not self.resource.facets:
            self._offer_values()
            return

        def narrow(view: View) -> None:
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
            counts=model.counts.beside(model.asked_view, self.screen.session.clock.monotonic()),
            count=self._count,
        )
        dialog.ask(self.screen.app, narrow)

    def _offer_values(self) -> None:
        """Show by which values of columns the list can be filtered here."""
        model, names = self.model, self.screen.session.project_names.names
        columns = [column for column in self._columns if column.has_values]
        told = f"The server does not filter {self.resource.plural}."
        told = self.resource.cannot("filtered") or told
        whole = model.whole
        if whole is None or whole.page is None or not columns:
            self._warn(f"{told} {self._way_here}" if columns else told)
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
        dialog = FacetDialog(
            View(filters=model.asked_view.here.values),
            narrowed=View.filtered,
            choices=[Choice(labels[name], name, text, Cell(text), True) for name, text in found],
            more=nothing,
            counts=dict(found),
            count=unknown,
            title=f"○ Filters, done here: the server does not filter {self.resource.plural}",
        )
        dialog.ask(self.screen.app, lambda view: self.ask(self._here(values=view.filters)))

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
