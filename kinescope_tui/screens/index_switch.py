"""The way from a list of videos to the index of all, and what a list says of the index."""

from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from kinescope_tui.api.models import Identified, Video
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import Here, View

T = TypeVar("T", bound=Identified)


class IndexSwitch(SessionScreen, Generic[T]):
    """The part of a list's screen that knows the index.

    Attributes:
        resource: What the list is of.
        model: The list.
    """

    resource: Resource[T]
    model: ListModel[T]

    @property
    def told_of_index(self) -> list[str]:
        """How old rows of the index are, and how far it is read; nothing for other lists.

        Of a list that comes as one page the total is not known where that is not all of it.
        """
        if not self.resource.is_indexed:
            return []
        from kinescope_tui.presentation.lists.index_words import index_told, reading_told

        index, now = self.session.index, self.session.clock.utc_now()
        rows, shown = self.model.rows, ""
        if rows is not None and rows.total is None and not self.resource.is_paged:
            first = rows.page_of(0)
            shown = f"only the first {plural(len(first.items), 'row')}" if first else ""
        return [shown, reading_told(index.progress), index_told(index, now)]

    async def action_index(self) -> None:
        """Show the same in the index, where there is more to filter and to sort by."""
        if self.resource.model is not Video:
            self.warn("The index holds videos only.")
            return
        view = self.model.asked_view
        await self.run_action("app.show('index')")
        screen: Any = self.app.screen
        if isinstance(screen, IndexSwitch) and screen.resource.is_indexed and view.is_narrowed:
            screen.ask(replace(view, here=Here(), columns=()))

    def ask(self, view: View, *, keeps_item: bool = True) -> None:
        """Ask for the list in a view."""
        raise NotImplementedError
