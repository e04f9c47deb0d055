"""What changed from one reading of the index to the next: `:changes -7d`."""

from typing import TYPE_CHECKING

from kinescope_tui.api.models import AnyRow
from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.presentation.lists.change_words import ChangeWords
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.changes import changes_list
from kinescope_tui.screens.index_follower import IndexFollower
from kinescope_tui.screens.navigation import OpenList
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.index.index_database import MOST_CHANGES
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_filter import moment_of
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.resources.resource import Resource


class ChangesScreen(IndexFollower[AnyRow]):
    """Shows what was new, gone, renamed, moved, or otherwise different, the latest first."""

    def __init__(self, session: Session, resource: "Resource[AnyRow] | None" = None) -> None:
        resource = resource or changes_list(None)
        super().__init__(session, resource)
        self.words = ChangeWords(self.model, resource.noun, session.index)

    @property
    def told_of_index(self) -> list[str]:
        """What is said of the index, and that older changes are kept no more, where that is so."""
        rows = self.model.rows
        is_full = rows is not None and (rows.total or 0) >= MOST_CHANGES
        kept = f"only the latest {count(MOST_CHANGES)} are kept" if is_full else ""
        return [kept, *super().told_of_index]

    def go_to(self, command: Command) -> bool:
        """Show what changed since the moment that was typed."""
        match command:
            case GoToPlace("changes", text):
                try:
                    since = moment_of(text, self.session.clock.utc_now()) if text else None
                except QueryError as error:
                    self.warn(error.message)
                else:
                    self.post_message(OpenList(self, changes_list(since)))
            case _:
                return super().go_to(command)
        return True

    @property
    def completions(self) -> Completions:
        """Some spans of time."""
        return {**super().completions, "changes": lambda: ["-1d", "-7d", "-30d"]}
