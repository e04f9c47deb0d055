"""What the videos of the index come to by a field: `:group tag`."""

from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.index_words import IndexWords
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.index_follower import IndexFollower
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session


class GroupScreen(IndexFollower[AnyRow]):
    """Shows the groups, and more of them while the index is read."""

    def __init__(self, session: Session, resource: Resource[AnyRow], view: View | None) -> None:
        super().__init__(session, resource, view)
        self.words = IndexWords(self.model, resource.noun, session.index, resource.sum_of)
