"""What stands on the first tab of a thing besides its facts."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.models import Video
from kinescope_tui.presentation.lists.copy_panel import copy_section
from kinescope_tui.presentation.lists.day_chart import days_section, days_to_come
from kinescope_tui.presentation.lists.part_pages import broad
from kinescope_tui.presentation.lists.poster_picture import poster_link, poster_section
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.resource import Tab, TabContent
from kinescope_tui.screens.frame_screen import is_framed
from kinescope_tui.services.pictures.picture_file import Pixels
from kinescope_tui.widgets.pause import Pause

if TYPE_CHECKING:
    from kinescope_tui.screens.detail_screen import DetailScreen

_REST_S = 1.0  # on a video, after which it is asked how often it was viewed
_POSTER_REST_S = 0.3
_TO_COME = "░" * 8  # in the place of an id


class DetailOverview:
    """Adds what can be copied, and how often a video was viewed, where there is room for that."""

    def __init__(self, screen: "DetailScreen[Any]", show: Callable[[], None]) -> None:
        self._screen = screen
        self._show = show
        self._rest = Pause(screen, screen.session.clock, _REST_S)
        self._poster_rest = Pause(screen, screen.session.clock, _POSTER_REST_S)

    def with_more(self, sections: Sequence[Section]) -> list[Section]:
        """Return the tab's sections: facts first, then what can be copied, the days last."""
        screen = self._screen
        exchange = screen.shown_exchange
        request_id = (exchange.request_id or exchange.sent_id or "") if exchange else ""
        if exchange is None and screen.resource.has_item and screen.model.failure is None:
            request_id = _TO_COME
        more = [section for section in sections if section.rows]
        more.insert(1, copy_section(screen.copyables, request_id, screen.link))
        if (poster := self._poster) is not None:
            more.insert(0, poster)
        days = self._days
        return more if days is None else [*more, days]

    def is_wide(self, tab: Tab[Any]) -> bool:
        """Return whether a tab has a page of its own for the room that is here."""
        return tab.wide is not None and is_framed(*self._screen.size)

    def wide_page(
        self,
        first: Tab[Any],
        tab: Tab[Any],
        listed: Sequence[Section],
        page: TabContent | None,
    ) -> list[Section]:
        """Return a tab's page for much room, and beneath it the thing that the parts belong to.

        Without that room, or where its list did not come, it is the page as it is elsewhere.

        Args:
            first: Of the screen; it tells what the thing is.
            tab: Which.
            listed: Its sections as they are elsewhere.
            page: What came for it; None if nothing was asked.
        """
        if tab.wide is None or not self.is_wide(tab) or (tab.lists is not None and page is None):
            return list(listed)
        screen = self._screen
        below, thing = screen.screens_below, screen.model.thing
        beneath = getattr(below[-1], "model", None) if below else None
        others = [one for one in getattr(beneath, "here", []) if isinstance(one, type(thing))]
        items = page.items if page is not None else ()
        is_whole = page is None or page.is_whole  # else its list tells what is missing
        sections = tab.wide(thing, listed, items, others) if is_whole else broad(listed)
        shown = [section for section in sections if section.rows]
        titles = {section.title for section in shown}
        return [*shown, *(one for one in self._in_sight(first) if one.title not in titles)]

    def _in_sight(self, first: Tab[Any]) -> list[Section]:
        """Return what tells of the thing itself: facts, copies, and days if they are known."""
        screen, session = self._screen, self._screen.session
        exchange, thing = screen.shown_exchange, screen.model.thing
        request_id = (exchange.request_id or exchange.sent_id or "") if exchange else ""
        copies = copy_section(screen.copyables, request_id, screen.link)
        names, raw = session.project_names.names, screen.model.raw
        told = first.sections(thing, raw, names) if first.sections is not None else []
        facts = [section for section in told if section.rows][:1]
        link = poster_link(thing) if isinstance(thing, Video) else ""
        found = session.posters.get(link) if session.shows_posters else None
        pictures = [poster_section(found)] if isinstance(found, Pixels) else []
        known = session.video_days.get(thing.id)
        days = [days_section(known, session.analytics.zone)] if known is not None else []
        return [*pictures, *facts, copies, *days]

    @property
    def _poster(self) -> Section | None:
        """The poster of a video; it is asked for once, and never waited for."""
        thing, session = self._screen.model.thing, self._screen.session
        link = poster_link(thing) if isinstance(thing, Video) and session.shows_posters else ""
        if not link or not is_framed(*self._screen.size):
            return None
        found = session.posters.get(link)
        if found is None and self._screen.model.item is not None:
            ask = partial(self._ask_poster, link)
            self._poster_rest.then(lambda: self._screen.in_background(ask))
        return poster_section(found)

    async def _ask_poster(self, link: str) -> None:
        screen = self._screen
        if screen.is_current and link == poster_link(screen.model.thing):
            await screen.session.posters.ask(link)
            if screen.is_attached:
                self._show()

    @property
    def _days(self) -> Section | None:
        """The last days of a video; it is asked for them once, and never waited for."""
        model, session = self._screen.model, self._screen.session
        video_id, known = model.thing.id, session.video_days
        is_video = isinstance(model.thing, Video) and bool(video_id)
        is_closed = "analytics" in session.token_access.unreadable
        if not is_video or is_closed or not is_framed(*self._screen.size):
            return None
        if (found := known.get(video_id)) is not None:
            return days_section(found, session.analytics.zone)
        if known.is_known(video_id):
            return None
        if model.item is not None and not known.is_asked(video_id):
            ask = partial(self._ask_days, video_id)
            self._rest.then(lambda: self._screen.in_background(ask))
        return days_to_come()

    async def _ask_days(self, video_id: str) -> None:
        screen = self._screen
        if screen.is_current and video_id == screen.model.thing.id:
            await screen.session.video_days.ask(video_id)
            if screen.is_attached:
                self._show()
