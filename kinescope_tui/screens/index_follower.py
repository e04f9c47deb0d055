"""A list that comes from the index: it is read where there is none, and followed while it is."""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work

from kinescope_tui.api.models import Identified
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.api.errors import KinescopeError

T = TypeVar("T", bound=Identified)

_LOOK_S = 1.0


class IndexFollower(ListScreen[T]):
    """Shows rows of the index; reads it where there is none yet, or what is new."""

    SHOWN_EVERY: ClassVar[int] = 10  # looks, while rows come

    def __init__(self, session: Session, resource: Resource[T], view: View | None = None) -> None:
        super().__init__(session, resource, view=view)
        self._was_reading = False
        self._looks = 0
        self._told: KinescopeError | None = None

    def on_mount(self) -> None:
        """Show what was read, and read what is not."""
        super().on_mount()
        self.set_interval(_LOOK_S, self.follow_index)
        self._begin()

    @work
    async def _begin(self) -> None:
        index = self.session.index
        # It may end before the first look, and be followed meanwhile.
        was_reading = self._was_reading = index.is_reading
        try:
            await index.look()
            self.session.project_names.names.update(await index.query.names())
        except IndexFaultError as error:
            if index.exists and not was_reading:
                self.show_problem(error)
                return
            if index.start() and not was_reading:
                self.notify(
                    "Indexing the workspace. :index pause pauses it, :index continues it.",
                    markup=False,
                )
        else:
            index.freshen()
            self.index_is_read()
        self.follow_index()

    def index_is_read(self) -> None:
        """Do what needs an index: there is one, or it was read just now."""

    def follow_index(self) -> None:
        """Show how far a reading is, and from time to time what it brought."""
        if not self.is_on_top:
            return
        index = self.session.index
        self._looks += 1
        has_ended = self._was_reading and not index.is_reading
        self._was_reading = index.is_reading
        is_empty = self.model.rows is not None and not self.model.rows.row_count
        has_news = index.is_reading and index.state is not None and index.state.count > 0
        is_time = is_empty or self._looks % self.SHOWN_EVERY == 0
        if (has_ended or (has_news and is_time)) and not self.filter_bar.is_typing:
            self.ask(self.model.asked_view)
        if has_ended:
            self._learn_names()
            self.index_is_read()
        if index.failure is not None and index.failure is not self._told:
            self._told = index.failure
            self.show_problem(index.failure)
        self.tell_position()

    @work
    async def _learn_names(self) -> None:
        try:
            self.session.project_names.names.update(await self.session.index.query.names())
        except IndexFaultError:
            return  # told with the rows
        if self.is_attached:
            self.body.show_rows()

    def _show_rows(self) -> None:
        """Show the rows that came; why no more are read is as true as before."""
        super()._show_rows()
        if self.is_attached and self.session.index.failure is not None:
            self.show_problem(self.session.index.failure)

    def action_refresh_all(self) -> None:
        """Read what is new, and then show it."""
        self.session.index.start()
        self.follow_index()
