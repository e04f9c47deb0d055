"""Where the rows of a list lead."""

from typing import Generic, TypeVar

import msgspec

from kinescope_tui.api.models import Identified
from kinescope_tui.resources.endpoint import csv_target, target_of
from kinescope_tui.resources.resource import Lead, Resource
from kinescope_tui.screens.navigation import OpenAnalytics, OpenEndpoint, OpenItem, opening
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.widgets.list_body import ListBody

T = TypeVar("T", bound=Identified)


class ListOpening(msgspec.Struct, Generic[T], frozen=True, eq=False):
    """Opens what is under a list's cursor, if the list is the screen on top.

    Attributes:
        screen: Over which it opens.
        resource: What the list is of.
        model: The list.
    """

    screen: SessionScreen
    resource: Resource[T]
    model: ListModel[T]

    def follow(self, body: ListBody[T]) -> None:
        """Go where the row leads: into the thing, else to its own page."""
        item = body.table.item
        lead = self._lead_of(item)
        if item is None or lead is None:
            self.open_page(body)
        elif self.screen.is_on_top:
            self.screen.session.project_names.take_in(item)

            async def neighbour(places: int) -> Identified | None:
                found = self._lead_of(await body.neighbour(places))
                return found.item if found is not None else None

            index = self.screen.session.index
            self.screen.post_message(opening(self.screen, lead, index, neighbour=neighbour))

    def open_page(self, body: ListBody[T]) -> None:
        """Open the thing's own page."""
        item = body.table.item
        if item is None or not self.screen.is_on_top:
            return
        if not item.id:
            self.screen.warn("This row has no id.")
            return
        neighbour, exchange = body.neighbour, self.screen.shown_exchange
        self.screen.post_message(
            OpenItem(self.screen, self.resource, item, neighbour=neighbour, exchange=exchange)
        )

    def open_analytics(self, body: ListBody[T]) -> None:
        """Show who watched the video that the row is, or stands for."""
        item = body.table.item
        video = self.resource.video_of(item) if item is not None else None
        if video is None or not video.id:
            self.screen.warn("Only videos have analytics.")
        elif self.screen.is_on_top:
            self.screen.post_message(OpenAnalytics(self.screen, video))

    def open_csv(self) -> None:
        """Try whether the server has a CSV of the list, as it is asked for now."""
        view, path = self.model.view, self.resource.path
        if path.endswith(".csv"):
            self.screen.warn("These rows come from the server's CSV.")
        elif self.screen.is_on_top:
            order = (("order", str(view.order)),) if view.order else ()
            query = (*self.resource.fixed, *view.query, *order)
            target = csv_target(target_of(path, query))
            self.screen.post_message(OpenEndpoint(self.screen, target))

    def _lead_of(self, item: T | None) -> Lead | None:
        return self.resource.leads_to(item, self.model.view.filters) if item is not None else None
