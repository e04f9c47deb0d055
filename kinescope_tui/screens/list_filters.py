"""What a list is sorted by and narrowed to: by the cell under the cursor, or by what is typed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.errors import KinescopeError, StoppedError
from kinescope_tui.api.models import Identified, Video
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.here_words import here_needed, here_told
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.command_line import Command, GoToPlace, Sort
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.setup.settings import PER_PAGE, page_size

if TYPE_CHECKING:
    from kinescope_tui.dialogs.command_line import Completions

T = TypeVar("T", bound=Identified)


class ListFilters(msgspec.Struct, Generic[T], frozen=True, eq=False):
    """Asks for other views of one list; says so where the server has none.

    Attributes:
        screen: Which shows the list.
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
        return self.given_views | self.screen.session.views.known(self.resource.name)

    @property
    def given_views(self) -> dict[str, View]:
        """The views that everybody has; in the index also those that were saved of the videos."""
        is_of_videos = self.resource.is_indexed and issubclass(self.resource.model, Video)
        others = self.screen.session.views.known("videos") if is_of_videos else {}
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
            for column in self.all_columns
            if not column.sort_field and column.name not in fields
        }
        lacks = [here[level.field] for level in order.levels if level.field in here]
        if not lacks and not (asked.here.is_narrowing and self.model.is_whole):
            is_undone = not order and asked.here.order
            self.ask(self.here(order=Order()).ordered(asked.order if is_undone else order))
        elif self.model.is_whole:
            self.ask(self.here(order=order))
        else:
            self.screen.warn(f"The server cannot sort by {', '.join(lacks)}. {self.way_here}")

    def toggle(self, column: Column[T], item: T | None) -> None:
        """Ask for what has the same as an item in a column, or for all again."""
        names = self.screen.session.project_names.names
        text = column.text(item, names) if item is not None else ""
        value = column.value(item) if item is not None and column.parameter else text
        if not column.parameter and not self.model.is_whole:
            told = f"The server cannot filter by {column.title.lower()}."
            told = self.resource.cannot("filtered") or told
            self.screen.warn(f"{told} {self.way_here}")
        elif not value:
            self.screen.warn("This cell is empty, so there is nothing to filter by.")
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
                self.screen.in_background(partial(self._open_view, name))
            case GoToPlace(name, text) if self._searches(name, text):
                self.ask(self.model.asked_view.searched(text))
                if text in self.views:
                    self.screen.notify(
                        f"This is a search. To open the saved view, use :view {text}."
                    )
            case _:
                return False
        return True

    async def _open_view(self, name: str) -> None:
        """Ask for a view that is not known: another window may just have saved it."""
        await self.screen.session.views.look()
        if (view := self.views.get(name)) is not None:
            self.ask(view)
        else:
            self.screen.warn(
                f"No saved view is called {name!r}; {hint('{list.views}')} lists them."
            )

    @property
    def completions(self) -> "Completions":
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
            self.screen.warn(f"Stopped. {self.way_here}")
        except KinescopeError as error:
            self.screen.show_problem(error)
        else:
            if not was_here and not words:
                self.screen.notify(here_told(self.model), markup=False)
            if words or self.model.asked_view.here.text:
                self.ask(self.here(text=words))

    @property
    def fields(self) -> list[str]:
        """The fields that a list can be sorted by."""
        own = list(self.resource.sort_fields)
        here = [column.name for column in self.all_columns] if self.model.is_whole else []
        return list(dict.fromkeys([*own, *here]))

    def page_by(self, text: str) -> None:
        """Ask for so many rows at a time from now on."""
        size = page_size(text)
        if size is None:
            self.screen.warn(f"per-page takes a number from 1 to {PER_PAGE}: per-page 25")
            return
        self.screen.session.per_page = size
        self.ask(self.model.asked_view)
        told = (
            f"Loading {plural(size, 'row')} per page in this session; set per_page in config.toml "
            "to keep it."
        )
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
        told = f"The server cannot search {self.resource.plural}."
        return f"{self.resource.cannot('searched') or told} {self.way_here}"

    @property
    def other_ways(self) -> list[tuple[str, str]]:
        """The keys that lead on where nothing matches, and what they do."""
        is_of_videos = issubclass(self.resource.model, Video)
        has_index = is_of_videos and not self.resource.is_indexed
        return [
            *([("{list.index}", "searches the index: also tags, links")] if has_index else []),
            ("{view.command}", "opens a pasted link or id"),
            *([("{list.facets}", "sets other filters")] if self.resource.facets else []),
            ("{list.views}", "opens a saved view"),
            ("{view.refresh}", "reloads"),
        ]

    def here(self, **changes: Any) -> View:
        """Return the view that is asked for with something else done here."""
        asked = self.model.asked_view
        return replace(asked, here=replace(asked.here, **changes))

    @property
    def all_columns(self) -> Sequence[Column[T]]:
        """The columns that rows of this list may have."""
        return self.resource.all_columns(self.model.loaded)

    @property
    def way_here(self) -> str:
        """What to do where the server cannot."""
        return here_needed(self.model)
