"""One video, with everything that the API gives of it."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from kinescope_tui.api.client import Item
from kinescope_tui.api.errors import KinescopeError, NotFoundError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Video
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.presentation.cell import one_line
from kinescope_tui.presentation.problems import problem_of
from kinescope_tui.presentation.video_page import video_sections
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.session import Session
from kinescope_tui.widgets.facts import Facts
from kinescope_tui.widgets.scroll_page import ScrollPage


class VideoScreen(SessionScreen):
    """Shows what the list knew at once, and the whole video when it is here."""

    page = query_one(ScrollPage)

    def __init__(self, session: Session, video: Video) -> None:
        super().__init__(session)
        self._video = video
        self._item: Item[Video] | None = None
        self._names: dict[str, str] = {}

    def compose_content(self) -> ComposeResult:
        """Lay out the page; its sections come with the video."""
        yield ScrollPage(Static(Content("░░░░░░ asking …"), id="waiting"))

    def on_mount(self) -> None:
        """Ask for the video."""
        super().on_mount()
        self.header.place = f"› {VIDEOS.title_of(self._video)}"
        self.page.focus()
        self._ask()

    @work
    async def _ask(self) -> None:
        item = await self.attempt(self.session.client.video(self._video.id))
        if item is None or not self.is_attached:
            return
        self._item, self._video = item, item.value
        self.session.gone.discard(item.value.id)
        await self._show(item)
        if item.value.project_id and item.value.project_id not in self._names:
            await self._name_project(item, item.value.project_id)

    async def _name_project(self, item: Item[Video], project_id: str) -> None:
        """Put the names of project and folder in the place of their ids, if they can be known."""
        try:
            project = (await self.session.client.project(project_id)).value
        except KinescopeError:
            return  # the ids stand there already
        self._names = {folder.id: one_line(folder.name) for folder in project.folders or []}
        self._names[project_id] = one_line(project.name)
        if self.is_attached and self._item is item:
            await self._show(item)

    async def _show(self, item: Item[Video]) -> None:
        self.header.place = f"› {VIDEOS.title_of(item.value)}"
        odd = f"{len(item.drift)} fields did not fit" if item.drift else ""
        self.status_bar.position = (f"id {one_line(item.value.id)}", odd)
        self.update_status()
        sections = video_sections(item.value, item.raw, self._names)
        top = self.page.scroll_offset.y
        async with self.batch():
            await self.page.remove_children()
            await self.page.mount_all(Facts(section) for section in sections)
        self.page.scroll_to(y=top, animate=False)

    @property
    def shown_exchange(self) -> Exchange | None:
        """The exchange that brought the video."""
        return self._item.exchange if self._item is not None else None

    @property
    def copyables(self) -> list[Copyable]:
        """The video's id and link."""
        return [
            Copyable("id", "id", self._video.id),
            Copyable("play-link", "play link", VIDEOS.play_link(self._video)),
        ]

    def show_problem(self, error: KinescopeError) -> None:
        """Show it; the list then marks the row of a video that is gone."""
        if isinstance(error, NotFoundError):
            self.session.gone.add(self._video.id)
        super().show_problem(error)
        if self._item is None:
            told = problem_of(error)
            for waiting in self.page.query("#waiting").results(Static):
                waiting.update(Content(f"{told.headline}.\n\n{told.next_step}"))

    def refresh_view(self) -> None:
        """Ask again; what is shown stays until the answer is here."""
        self._ask()
