"""What is copied from a screen, or opened in a browser."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from kinescope_tui.dialogs.bundle_dialog import BundleDialog
from kinescope_tui.dialogs.copy_menu import CopyMenu
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.presentation.copier import Copier
from kinescope_tui.presentation.copyable import Copyable, exchange_copyables
from kinescope_tui.services.desktop.browser import NoBrowserError, open_in_browser
from kinescope_tui.widgets.wrapped_text import made_beside

if TYPE_CHECKING:
    from kinescope_tui.screens.session_screen import SessionScreen

_MAX_TOLD = 200  # characters of a link, in a message


class Copying:
    """Leads from what a screen offers to the clipboard."""

    def __init__(self, screen: "SessionScreen") -> None:
        self._screen = screen

    def offer(self) -> None:
        """Open the menu of what can be copied."""
        screen = self._screen
        of_exchange = exchange_copyables(screen.copied_exchange, screen.session.profile.base_url)
        # Pushed here and now: the letter may come in one go with the y.
        CopyMenu([*of_exchange, *screen.copyables]).ask(screen.app, self.take)

    def take(self, chosen: Copyable) -> None:
        """Copy what was chosen, after showing it where it is shown first."""
        if not chosen.is_shown_first:
            self.copy(chosen)
            return

        if chosen.make is not None:
            self._screen.in_background(partial(self._take_made, chosen))
            return
        if chosen.text_for is not None:
            text_for = chosen.text_for

            def copy_with(sentence: str) -> None:
                self.copy(replace(chosen, text=text_for(sentence)))

            BundleDialog(chosen).ask(self._screen.app, copy_with)
            return
        title = f"Preview of the {chosen.label}"
        preview = Preview(title, chosen.text, "copies", "copy", is_table=chosen.kind == "rows")
        preview.ask(self._screen.app, lambda _agreed: self.copy(chosen))

    async def _take_made(self, chosen: Copyable) -> None:
        made = await asyncio.to_thread(chosen.made)
        if self._screen.is_on_top:
            self.take(made)

    def copy(self, chosen: Copyable) -> None:
        """Copy it, and tell how it went out."""
        self._screen.in_background(partial(self._copy, chosen))

    async def _copy(self, chosen: Copyable) -> None:
        screen = self._screen
        copier = Copier(screen.session.clipboard, screen.app.copy_to_clipboard)
        if chosen.ask is not None:
            text = await screen.or_show_problem(chosen.ask(), "copy")
            if text == "":
                screen.warn("Not available here.")
            if not text:
                return
            chosen = replace(chosen, text=text)
        chosen = await asyncio.to_thread(chosen.made) if chosen.make is not None else chosen
        report = await copier.copy(chosen)
        if report.title:
            tell = screen.warn if report.is_warning else screen.notify
            tell(report.text, title=report.title)
        if not report.heading:
            return
        shown, is_table = await made_beside(chosen.text), chosen.kind == "rows"
        if screen.is_on_top:
            preview = Preview(report.heading, shown, report.question, is_table=is_table)
            preview.ask(screen.app, lambda _arrives: copier.trust())

    def open_link(self, link: str) -> None:
        """Open a link in a browser; where there is none with a window, it is copied."""
        if urlsplit(link).scheme in {"http", "https"}:
            self._screen.in_background(partial(self._open_link, link))
        else:
            self._screen.warn("No link here.")

    async def _open_link(self, link: str) -> None:
        try:
            program = await open_in_browser(link)
        except NoBrowserError as error:
            self._screen.notify(f"{error} The link is copied to the clipboard instead.")
            await self._copy(Copyable("link", "link", link))
        else:
            self._screen.notify(link[:_MAX_TOLD], title=f"Sent to {program}")
