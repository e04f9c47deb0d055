"""The filters beside one list: what it can be narrowed to, counted while nothing else is asked."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import on, work

from kinescope_tui.api.pacing import Priority
from kinescope_tui.presentation.text.times import second
from kinescope_tui.resources.filter_choices import Choices, filter_choices
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_counts import ViewCounts
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.filters_pane import FiltersPane
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.project_tree import Place, ProjectTree

_IDLE_S = 3.0  # without a request, after which filters are counted


class ListFiltersPane(FiltersPane):
    """Shows a list's filters, asks for what is chosen, and counts.

    Args:
        session: Whose list.
        resource: What it is of.
        model: The list.
        ask: Asks for the view that is chosen.
    """

    def __init__(
        self,
        session: Session,
        resource: Resource[Any],
        model: ListModel[Any],
        ask: Callable[[View], None],
    ) -> None:
        super().__init__(session.project_names, resource.catalog_type or "vod")
        self._session = session
        self._resource = resource
        self._model = model
        self._ask_for = ask
        self._counts = ViewCounts(partial(model.count_in, priority=Priority.AHEAD), session.clock)
        self._count_pause = Pause(self, session.clock, _IDLE_S)

    def show_choices(self) -> None:
        """Show what the list can be narrowed to, and count that once nothing else is asked for."""
        if not self.display:
            return
        counted_at = self._counts.counted_at(self._counted)
        told = f"counted at {second(counted_at)[:5]}" if counted_at else ""
        self.show(self._groups(), self._list_place, self._counts.get, told)
        self._count_soon()

    def forget_choices(self) -> None:
        """Ask anew for projects and counts."""
        self._counts.forget()
        self.forget()
        self.show_choices()

    @on(ProjectTree.Chosen)
    def narrow(self, event: ProjectTree.Chosen) -> None:
        """Ask for what is in a project or a folder, or for what else was chosen; or no longer."""
        event.stop()
        choice, place = self.choice(event.place), event.place
        if choice is not None:
            self._ask_for(choice.view)
        elif place == self._list_place:
            self._ask_for(self._model.steps.in_place("", ""))
        else:
            self._ask_for(self._model.steps.in_place(place.project_id, place.folder_id))
        self.show_choices()

    @property
    def _list_place(self) -> Place:
        """The project and the folder that the list is narrowed to."""
        asked = self._model.asked_view
        project, folder = ("".join(asked.values(name)[:1]) for name in ("project_id", "folder_id"))
        return Place("", project, folder)

    @property
    def _counted(self) -> list[View]:
        groups = self._groups()
        return [choice.counted for group in groups.values() for choice in group.values()]

    def _groups(self) -> dict[str, Choices]:
        resource = self._resource
        views = dict(resource.views) | self._session.views.known(resource.name)
        return filter_choices(resource, views, self._model.asked_view)

    def _count_soon(self) -> None:
        if self.display and self._counts.next_of(self._counted) is not None:
            self._count_pause.then(self._count_if_idle)

    def _count_if_idle(self) -> None:
        if not self.screen.is_current:
            return  # it comes back to it
        if self._session.journal.under_way:
            self._count_soon()
        else:
            self._count_all()

    @work(exclusive=True, group="counts")
    async def _count_all(self) -> None:
        """Count one thing after the other, as long as nobody asks for anything else."""
        while (view := self._counts.next_of(self._counted)) is not None:
            if self._session.journal.under_way or not self.screen.is_current:
                break
            await self._counts.count(view)
        self.show_choices()
