"""The index as a list: all videos as they were read, searched at every key, filtered, grouped."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from textual import work

from kinescope_tui.dialogs.command_line import Completions
from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.presentation.lists.index_words import IndexWords, status_lines
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.indexed_videos import INDEX, group_resource, in_server_words
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.screens.index_follower import IndexFollower
from kinescope_tui.screens.list_opening import ListOpening
from kinescope_tui.screens.navigation import OpenList
from kinescope_tui.services.command_line import Command, GoToPlace
from kinescope_tui.services.index.index_errors import IndexFaultError
from kinescope_tui.services.index.index_search import GROUPED_BY
from kinescope_tui.services.index.indexed_video import IndexedVideo
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.resources.resource import Resource
    from kinescope_tui.services.lists.facet_counts import Counts


class IndexScreen(IndexFollower[IndexedVideo]):
    """Shows the index; reads it where there is none yet, or what is new."""

    WORDS: ClassVar[tuple[str, ...]] = ("full", "pause", "forget", "status")

    def __init__(self, session: Session, view: View | None = None) -> None:
        super().__init__(session, INDEX, view=view)
        self.words = IndexWords(self.model, INDEX.noun, session.index, INDEX.sum_of)
        pages: Resource[Any] = VIDEOS  # a video's own page is what the server says now
        self.opening = ListOpening(self, pages, self.model)

    def action_search(self) -> None:
        """Let a search be typed; the index answers at every key."""
        self.filter_bar.begin(self.filters.search, is_here=True, is_quick=True)

    def action_facets(self) -> None:
        """Offer what the index can be narrowed to: at once, and with counts when they are here."""
        self._offer_facets()

    @work(exclusive=True, group="facets")
    async def _offer_facets(self) -> None:
        query = self.session.index.query
        counts: defaultdict[View, Counts] = defaultdict(dict)

        async def more(view: View) -> list[Choice]:
            try:
                found = await query.facets(view)
            except IndexFaultError as error:
                self.show_problem(error)
                return []
            counts[view].update({in_server_words(*pair): n for pair, n in found.items()})
            return self._choices_of(found)

        try:
            whole = await query.facets(View())  # kept with the rows
        except IndexFaultError as error:
            self.show_problem(error)
            return

        async def count(view: View) -> int | None:
            return await self.session.index.query.count(view)

        def narrow(view: View) -> None:
            self.ask(replace(self.model.asked_view, filters=view.filters))

        dialog = FacetDialog(
            self.model.asked_view,
            narrowed=self.resource.narrowed,
            choices=[],
            more=more,
            counts=counts.__getitem__,
            count=count,
            title="○ Filters (index)",
            until_more=self._choices_of(whole),
        )
        if self.is_on_top:
            dialog.ask(self.app, narrow)

    def _choices_of(self, counts: Mapping[tuple[str, str], int]) -> list[Choice]:
        """Return what some rows can be narrowed to, in each field the most frequent first."""
        names = self.session.project_names.names
        return [
            Choice(
                field,
                *in_server_words(field, value),
                Cell(names.get(value, value) if value != "none" else f"no {field}"),
                True,
            )
            for field, value in sorted(counts, key=lambda pair: (pair[0], -counts[pair]))
            if counts[field, value]
        ]

    async def action_index(self) -> None:
        """Go back to the list of the server."""
        await self.run_action("app.show('videos')")

    def action_csv(self) -> None:
        """Say where these rows are."""
        self.warn("These rows are already here; export them to get a CSV.")

    def go_to(self, command: Command) -> bool:
        """Do what was typed, and tell whether this screen knows how."""
        match command:
            case GoToPlace("index", words):
                self._do_with_index(words)
            case GoToPlace("group", by) if by in GROUPED_BY:
                self.post_message(OpenList(self, group_resource(self.model.view, by), View()))
            case GoToPlace("group", by):
                self.warn(f"Cannot group the index by {by!r}. Try one of: {', '.join(GROUPED_BY)}.")
            case _:
                return super().go_to(command)
        return True

    def _do_with_index(self, words: str) -> None:
        index = self.session.index
        match words:
            case "":
                if not index.start():
                    self.notify("Indexing is already running.")
            case "full":
                index.start(full=True)
            case "pause":
                told = (
                    "Indexing is paused; :index continues."
                    if index.pause()
                    else "Indexing is not running."
                )
                self.notify(told)
            case "forget":
                self._forget()
            case "status":
                told = "\n".join(status_lines(index, self.session.clock.utc_now()))
                self.notify(told, title="Index", markup=False)
            case _:
                self.warn(
                    f":index alone looks for changes. Other options: {', '.join(self.WORDS)}."
                )
        self.follow_index()

    @work
    async def _forget(self) -> None:
        try:
            await self.session.index.forget()
        except IndexFaultError as error:
            self.show_problem(error)
            return
        self.notify("The index has been erased. :index builds it again.", markup=False)
        self.ask(self.model.asked_view)

    @property
    def completions(self) -> Completions:
        """What a list has, and what is done with the index."""
        return {**super().completions, "index": lambda: list(self.WORDS)}
