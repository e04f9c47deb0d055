"""The picture of a thing's tab: whole where the terminal can show it, else as half blocks."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.presentation.lists.poster_picture import poster_section
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.services.pictures.picture_file import PictureError
from kinescope_tui.widgets.picture import Picture, can_show_pictures, picture

if TYPE_CHECKING:
    from kinescope_tui.screens.detail_screen import DetailScreen

_POSTER_LINES, _AROUND_POSTER = 10, 18  # at least; and what else stands on its tab


class TabPicture:
    """Shows the picture of the tab that is looked at.

    Args:
        screen: Which shows the tab.
        link: Returns where that tab's picture is; empty if it has none.
        show: Shows the tab anew, now that its picture is here.
    """

    def __init__(
        self, screen: "DetailScreen[Any]", link: Callable[[], str], show: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._link = link
        self._show = show

    @property
    def sections(self) -> list[Section]:
        """The picture as half blocks, asked for if nobody did; empty where it is shown whole."""
        link = self._link()
        if not link or can_show_pictures():
            return []
        found = self._screen.session.posters.get(link)
        if found is None:
            self._screen.in_background(partial(self._ask, link))
        lines = max(_POSTER_LINES, self._screen.size.height - _AROUND_POSTER)
        return [poster_section(found, lines)]

    def mount(self) -> None:
        """Show the picture whole beneath the sections, where the terminal can."""
        link = self._link()
        if link and can_show_pictures():
            self._screen.run_worker(self._mount(link), exclusive=True, group="picture")

    def _is_wanted(self, link: str) -> bool:
        """Tell whether a picture is still looked at: another tab may be by now, or thing."""
        return self._screen.is_attached and link == self._link()

    async def _ask(self, link: str) -> None:
        await self._screen.session.posters.ask(link)
        if self._is_wanted(link):
            self._show()

    async def _mount(self, link: str) -> None:
        """Fetch a picture and show it; one that does not come is no problem of the API's."""
        from kinescope_tui.api.connection import fetch_picture

        found: Picture | None = None
        trouble = ""
        try:
            found = await picture(await fetch_picture(link))
        except (KinescopeError, PictureError) as error:
            trouble = str(error)
        if not self._is_wanted(link):
            return
        if found is None:
            self._screen.warn(trouble)
        else:
            await self._screen.page.mount(found)
