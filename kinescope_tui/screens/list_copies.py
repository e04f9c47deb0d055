"""What can be copied from a list, and opened in a browser."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.item_copyables import item_copyables, link_of, row_copyables
from kinescope_tui.services.lists.list_model import ListModel
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)


class ListCopies(msgspec.Struct, Generic[T], frozen=True, eq=False):
    """Copies of the row under the cursor, and of the rows that are marked.

    Attributes:
        session: Whose list.
        resource: What it is of.
        model: The list.
        column: Returns the column under the cursor.
    """

    session: Session
    resource: Resource[T]
    model: ListModel[T]
    column: Callable[[], Column[T]]

    def link(self) -> str:
        """Return what opens in a browser; of a video's stand-in the video's, where that is here."""
        item = self.model.item
        return link_of(self.session, self.resource, item) if item is not None else ""

    def copyables(self) -> list[Copyable]:
        """Return what the menu offers besides the exchange."""
        item, lacks = self.model.item, self.model.marking.lacks
        cell = self.column().cell(item).text if item is not None else ""
        return [
            *item_copyables(self.session, self.resource, item),
            *row_copyables(self.model.chosen, self.resource.model, cell, lacks),
        ]
