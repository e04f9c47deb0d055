"""What any endpoint answers; rows of a list are shown as a list in the place of this."""

from pathlib import PurePosixPath
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from kinescope_tui.api.content import ContentKind
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.redaction import redact_text
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.requests.endpoint_words import (
    content_told,
    file_told,
    notice_of,
    text_told,
)
from kinescope_tui.presentation.requests.path_help import path_sections
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.resources.endpoint import EndpointResource, csv_target, list_in
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.screens.navigation import OpenEndpoint, OpenInstead
from kinescope_tui.screens.offer_file import offer_file
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.endpoint_model import EndpointModel, ShownContent
from kinescope_tui.services.pictures.picture_file import PictureError
from kinescope_tui.services.workspace.session import Session
from kinescope_tui.widgets.json_tree import JsonTree
from kinescope_tui.widgets.list_summary import ListSummary
from kinescope_tui.widgets.picture import Picture, can_show_pictures, picture
from kinescope_tui.widgets.scroll_page import ScrollPage

_PLACES = {listing.path: name for name, listing in LISTINGS.items() if "{" not in listing.path}


class EndpointScreen(SessionScreen):
    """Shows JSON as a tree, a text as a text, and says what else came."""

    AUTO_FOCUS = ""
    BINDINGS = keymap.bindings("endpoint", "token")
    KEY_GROUPS: ClassVar[tuple[str, ...]] = ("endpoint", "json", "scroll", "token")

    page = query_one(ScrollPage)
    text = query_one("#waiting", Static)
    notice = query_one("#notice", Static)
    ways = query_one(ListSummary)
    json_tree = query_one(JsonTree)

    def __init__(self, session: Session, target: str) -> None:
        super().__init__(session)
        self.model = EndpointModel(session.client.content, target)
        self._listed: EndpointResource | None = None  # waits until this is on top

    def compose_content(self) -> ComposeResult:
        """Lay out the tree and the page, of which one is shown."""
        yield Static(id="notice")
        yield ScrollPage(Static(Content("░░░░░░ loading …"), id="waiting"), ListSummary())
        yield JsonTree()

    def on_mount(self) -> None:
        """Ask."""
        super().on_mount()
        self.json_tree.display = self.notice.display = False
        self.tell_place(redact_text(one_line(self.model.target)))
        self.page.focus()
        self._ask()

    @work
    async def _ask(self) -> None:
        listed = None
        try:
            if not await self.model.ask():
                return
            shown = self.model.shown
            if shown is not None and not shown.content.is_refused_csv:
                listed = await list_in(self.session.client, self.model.target, shown.content)
        except KinescopeError as error:
            if self.is_attached:
                self._show_failure(error)
            return
        if not self.is_attached or shown is None or shown is not self.model.shown:
            return  # it was asked for again meanwhile
        self.clear_problem()
        self.refresh_bindings()
        self._show_ways()
        if listed is not None:
            self._listed = listed
            self._show_list()
        else:
            await self._show(shown)

    def _show_failure(self, error: KinescopeError) -> None:
        self.show_problem(error)
        if self.model.shown is None:
            self.text.update("")  # the problem tells all
            self.call_after_refresh(self._show_ways)  # beside the panel, once that has its lines

    def _show_ways(self) -> None:
        """Show what leads on from a path that brought nothing, where there is room for that."""
        has_room = self.has_problem and self.model.shown is None and is_framed(*self.size)
        room = self.page.content_size
        sections = (
            path_sections(self.model.path, _PLACES, self.session.journal.newest_first)
            if has_room
            else ()
        )
        self.ways.show(sections, room.width, room.height)

    def on_resize(self) -> None:
        """Show what there is room for."""
        self.call_after_refresh(self._show_ways)

    def _show_list(self) -> None:
        if self._listed is not None and self.is_on_top:
            listed, self._listed = self._listed, None
            self.post_message(OpenInstead(self, listed))

    def on_screen_resume(self) -> None:
        """Go on to the list that came while something stood over this."""
        self._show_list()

    async def _show(self, shown: ShownContent) -> None:
        content = shown.content
        is_json = content.kind in {ContentKind.JSON, ContentKind.LIST}
        self.status_bar.position = (content_told(content), "")
        told = notice_of(content)
        self.notice.update(Content(told))
        self.notice.display = bool(told)
        self.json_tree.display, self.page.display = is_json, not is_json
        if is_json:
            document = shown.unredacted
            self.json_tree.show(document if isinstance(document, dict | list) else [document])
            if not self.json_tree.has_pseudo_class("focus-within"):
                self.json_tree.focus_tree()  # not while something is typed there
            return
        self.page.focus()
        is_file = content.kind is ContentKind.FILE
        self.text.update(Content(file_told(content) if is_file else text_told(shown.text)))
        await self.page.query(Picture).remove()
        if content.media_type.startswith("image/") and can_show_pictures():
            try:
                drawn = await picture(content.body)
                if shown is self.model.shown:
                    await self.page.mount(drawn)
            except PictureError as error:
                self.notify(str(error), severity="warning", markup=False)

    @property
    def shown_exchange(self) -> Exchange | None:
        """What brought the answer."""
        return self.model.shown.content.exchange if self.model.shown is not None else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing came yet."""
        return self.model.shown is None

    @property
    def copyables(self) -> list[Copyable]:
        """All of the answer as a text."""
        shown = self.model.shown
        if shown is None:
            return [Copyable("json", "JSON", "")]
        if shown.content.kind is ContentKind.TEXT:
            return [Copyable("rows", "text", shown.text)]
        if shown.is_large:
            told = content_told(shown.content)
            return [Copyable("json", "JSON", told, make=lambda: shown.text)]
        return [Copyable("json", "JSON", shown.text)]

    def refresh_view(self) -> None:
        """Ask again; what is shown stays until the answer is here."""
        self._ask()

    # What else can be done with it.

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense now; empty if it does."""
        shown = self.model.shown
        if action == "save" and shown is None:
            return "Nothing to save yet."
        if action == "list" and (shown is None or shown.content.kind is not ContentKind.LIST):
            return "No rows in this response."
        if action == "csv" and self.model.path.endswith(".csv"):
            return "This is already the server's CSV."
        return super().disabled_reason(action, parameters)

    @work
    async def action_list(self) -> None:
        """Show rows that came in the place of CSV as a list."""
        shown = self.model.shown
        if shown is None:
            return
        target = self.model.target.replace(".csv", "", 1)
        self._listed = await list_in(self.session.client, target, shown.content)
        self._show_list()

    def action_csv(self) -> None:
        """Try whether the server has a CSV of this."""
        if self.is_on_top:
            self.post_message(OpenEndpoint(self, csv_target(self.model.target)))

    def action_save(self) -> None:
        """Offer to save what is shown: without secrets, or a file as it came."""
        shown = self.model.shown
        if shown is None:
            return
        path = PurePosixPath(self.model.path)
        is_file = shown.content.kind is ContentKind.FILE
        told = "As received." if is_file else "Everything, without secrets."
        name = f"{path.name.removesuffix(path.suffix) or 'answer'}{shown.ending}"
        offer_file(
            self,
            f"Save {content_told(shown.content)}",
            told,
            name,
            lambda _name, _choice: shown.content.body if is_file else f"{shown.text.rstrip()}\n",
        )

    def action_back(self) -> None:
        """Leave the search first."""
        if not self.json_tree.leave_field():
            super().action_back()
