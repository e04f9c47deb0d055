"""The preview of the row under a table's cursor, beside or beneath the table."""

from collections.abc import Callable

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.content import Content
from textual.style import Style

from kinescope_tui.api.clock import Clock
from kinescope_tui.presentation.lists.poster_picture import natural_lines, poster_lines
from kinescope_tui.presentation.lists.preview import (
    DAYS_LINES,
    DayViews,
    Preview,
    preview_lines,
    title_lines,
)
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.services.pictures.picture_file import Pixels
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.frame_title import FrameTitle
from kinescope_tui.widgets.pause import Pause
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.styled import drawn, styled

_PAUSE_S = 0.06  # a cursor that runs is not followed
_BROADEST_POSTER = 48  # cells
_MARGIN = 1  # before the scrollbar
_LEAST_SHARE = 0.6  # of a poster's lines; with fewer too much of it would be left out


class PreviewPane(FrameTitle, ScrollPage):
    """Shows the row under a cursor, and follows that as soon as it does not run.

    It is reached by the keys that change the focus, and scrolled like a page.
    """

    DEFAULT_CLASSES = "pane -titled"

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._shown: tuple[Preview | None, DayViews | None] = (None, None)
        self._poster: Pixels | str | None = ""
        self._was_typing = False  # which leaves the keys out
        self._lines = DiffedStatic()
        self._pause = Pause(self, clock, _PAUSE_S)

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield self._lines

    def on_mount(self) -> None:
        """Name the key that takes it away."""
        self.tell_key()

    def tell_key(self) -> None:
        """Name the key that takes it away, if letters are keys now."""
        is_typing = self.screen.has_class("-typing")
        self.tell("Preview", "" if is_typing else hint("{list.preview}"))

    def follow(self, show: Callable[[], None]) -> None:
        """Have another row shown in a moment; one that comes meanwhile takes its place.

        Args:
            show: Shows it.
        """
        self._pause.then(show)

    def show(
        self,
        preview: Preview | None,
        days: DayViews | None = None,
        poster: Pixels | str | None = "",
    ) -> None:
        """Show that; nothing where there is no row.

        Args:
            preview: Of the row.
            days: How often it was viewed lately; None if nobody asked.
            poster: Of the row, or why there is none; None while it is to come.
        """
        is_typing = self.screen.has_class("-typing")
        is_same = (preview, days) == self._shown and poster is self._poster
        if is_same and is_typing == self._was_typing:
            return
        self._was_typing = is_typing
        if preview != self._shown[0]:  # else it is more of the same row
            self.scroll_home(animate=False)
        self._shown, self._poster = (preview, days), poster
        self._draw()

    def _draw(self) -> None:
        preview, days = self._shown
        if preview is not None and self.screen.has_class("-typing"):
            preview = replace(preview, keys=())
        width, height = self.scrollable_content_region.size
        width -= _MARGIN
        if preview is None or width <= 0:
            self._lines.show("")
            return
        room = height - (0 if days is not None else DAYS_LINES) - 1
        lines = preview_lines(preview, width, days, height=height)
        picture = self._picture(width, room - len(lines))
        if not picture and self._poster != "":  # the footer has the keys, and nothing the poster
            shorter = preview_lines(replace(preview, keys=()), width, days)
            if picture := self._picture(width, room - len(shorter)):
                lines = shorter
        titles = len(title_lines(preview, width))
        texts = [Content("").join(styled(cell) for cell in line) for line in lines]
        texts[:titles] = [line.stylize(Style(bold=True)) for line in texts[:titles]]
        texts = [*picture, *texts]
        blank = [Content()] * (height - len(texts))  # as high as before: nothing is laid out anew
        self._lines.show(Content("\n").join([*texts, *blank]))

    def _picture(self, width: int, room: int) -> list[Content]:
        """Return the poster's lines, as many as nothing else needs, and a blank one."""
        if self._poster == "":
            return []
        columns = min(width, _BROADEST_POSTER)
        wanted = natural_lines(columns)
        if room < wanted * _LEAST_SHARE:
            return []
        lines = poster_lines(self._poster, columns, min(room, wanted))
        return [*(drawn(line, self) for line in lines), *([Content()] if lines else [])]

    def on_resize(self) -> None:
        """Fit what is shown into another width."""
        self._draw()

    def notify_style_update(self) -> None:
        """Show it in the colours of another theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._draw()
