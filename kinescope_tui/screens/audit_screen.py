"""The audits: what is public, left, twice, large, unwatched, each opening its videos."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import AnyRow
from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.presentation.lists.audit_words import audit_help, audits_told
from kinescope_tui.presentation.lists.index_words import IndexWords
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.audits import AUDIT_LIST
from kinescope_tui.resources.indexed_videos import INDEX
from kinescope_tui.screens.index_follower import IndexFollower
from kinescope_tui.screens.navigation import OpenList
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.index.audit import AUDITS, find_audit
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.services.lists.view import View


class AuditScreen(IndexFollower[AnyRow]):
    """Shows what the audits found, at once; how often videos were watched is asked meanwhile."""

    SHOWN_EVERY: ClassVar[int] = 60  # each time all rows are counted

    def __init__(self, session: Session, view: "View | None" = None) -> None:
        super().__init__(session, AUDIT_LIST, view=view)
        self.words = IndexWords(self.model, AUDIT_LIST.noun, session.index)

    def index_is_read(self) -> None:
        """Ask how often videos were watched, if that was not done today."""
        self._count_views()

    def action_refresh_all(self) -> None:
        """Read what is new, and ask for views and prices again."""
        super().action_refresh_all()
        self._count_views(again=True)

    @work(description="count views", exclusive=True, group="views")
    async def _count_views(self, *, again: bool = False) -> None:
        index = self.session.index
        try:
            await index.count_views(again=again)
        except KinescopeError as error:
            if self.is_attached:
                self.show_problem(error)
            return
        finally:
            if self.is_attached:
                self.tell_position()
        if self.is_attached:
            self.ask(self.model.asked_view)

    @property
    def leads_on(self) -> Sequence[Section]:
        """What audits look for, where nothing is found yet."""
        if self.model.view.is_narrowed or self.has_problem:
            return super().leads_on
        return [audits_told(), audit_help(is_reading=self.session.index.is_reading)]

    @property
    def told_of_index(self) -> list[str]:
        """What is said of the index, and that views are asked for."""
        asking = "○ loading view counts" if self.session.index.is_counting else ""
        return [asking, *super().told_of_index]

    def go_to(self, command: Command) -> bool:
        """Open the audit that was named."""
        match command:
            case GoToPlace("audit", name) if not name:
                self.refresh_view()
            case GoToPlace("audit", name) if (audit := find_audit(name)) is not None:
                self.post_message(OpenList(self, INDEX, audit.view))
            case GoToPlace("audit", name):
                names = ", ".join(audit.name for audit in AUDITS)
                self.warn(f"No audit is called {name!r}. Available: {names}.")
            case _:
                return super().go_to(command)
        return True

    @property
    def completions(self) -> Completions:
        """The names of the audits."""
        return {**super().completions, "audit": lambda: [audit.name for audit in AUDITS]}
