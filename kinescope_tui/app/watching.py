"""`:notify`: watches what is in work here, and tells when it ends."""

from typing import TYPE_CHECKING, Any

from kinescope_tui import screens
from kinescope_tui.presentation.inbox.watch_words import ended_told, has_failed
from kinescope_tui.presentation.lists.export_words import export_told
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.desktop.terminal_note import terminal_note
from kinescope_tui.services.files.export import State
from kinescope_tui.services.inbox.inbox import ENDED

if TYPE_CHECKING:
    from kinescope_tui.api.models import Video
    from kinescope_tui.app.kinescope_app import KinescopeApp
    from kinescope_tui.services.files.export import Export
    from kinescope_tui.services.inbox.watch_list import Watch, WatchList

WORDS = ("video", "export", "reload")
"""What may be typed behind it; without any it is what is in work, in this order."""

_LONG_S = 20.0
_NOTHING = (
    "Nothing to watch here. :notify watches a video in progress, or a running export or reload."
)


class Watching:
    """Watches, and rings the terminal's bell when something ends, wherever one is by then."""

    def __init__(self, app: "KinescopeApp") -> None:
        self._app = app

    def begin(self, text: str) -> None:
        """Watch what is in work where one is.

        Args:
            text: One of `WORDS`, or nothing.
        """
        screen, word = self._app.screen, text.strip().casefold()
        if word and word not in WORDS:
            self._app.warn(f":notify accepts {', '.join(WORDS)} or nothing.")
            return
        if not isinstance(screen, SessionScreen):
            return
        watch_list = screen.session.watch_list
        watch_list.on_end = self._tell_end
        told = ""
        for name, watch in zip(WORDS, (_videos, _export, _refresh), strict=True):
            if not told and word in {"", name}:
                told = watch(screen, watch_list)
        if told:
            self._app.notify(f"{told} The inbox lists everything you watch.", title="Watching")
        else:
            self._app.warn(_NOTHING)

    def _tell_end(self, watch: "Watch", how: str) -> None:
        told = ended_told(watch, how)
        tell = self._app.warn if has_failed(watch, how) else self._app.notify
        tell(told, title="Finished", timeout=_LONG_S)
        driver = self._app._driver  # noqa: SLF001 - as Textual's bell does; it has no other way
        if driver is not None:
            driver.write(terminal_note(told))
            driver.flush()


def _videos(screen: SessionScreen, watch_list: "WatchList") -> str:
    chosen = _chosen_videos(screen)
    videos = [one for one in chosen if one.id and one.status and one.status not in ENDED]
    watched: list[Video] = []
    for video in videos:
        if watch_list.has_room:
            watch_list.watch_video(video, one_line(video.title) or video.id)
            watched.append(video)
    if not watched:
        return ""
    name = one_line(watched[0].title) or watched[0].id
    one = name if len(watched) == 1 else plural(len(watched), "video")
    verb = "is" if len(watched) == 1 else "are"
    left = (
        f" {len(videos) - len(watched)} more could not be added."
        if len(watched) < len(videos)
        else ""
    )
    return f"You'll be notified when {one} {verb} done.{left}"


def _export(screen: SessionScreen, watch_list: "WatchList") -> str:
    export: Export[Any] | None = screen.session.export
    if export is None or export.state is not State.RUNNING:
        return ""

    def ended() -> str:
        return "" if export.state is State.RUNNING else export_told(export)[0].removesuffix(".")

    watch_list.watch(f"export {export.path}", f"Export to {export.path.name}", ended)
    return "You'll be notified when the export ends."


def _refresh(screen: SessionScreen, watch_list: "WatchList") -> str:
    if not _is_refreshing(screen):
        return ""

    def ended() -> str:
        if not screen.is_attached:
            return "the screen was closed"
        if _is_refreshing(screen):
            return ""
        return "loading failed" if screen.problem is not None else "loaded"

    name = one_line(screen.crumbs[-1]) if screen.crumbs else "The response"
    watch_list.watch(f"refresh {id(screen)}", name, ended)
    return "You'll be notified when it has loaded."


def _chosen_videos(screen: SessionScreen) -> "list[Video]":
    """Return the videos that are marked on a screen, or under its cursor, or that it shows."""
    things: list[Any] = []
    if isinstance(screen, screens.ListScreen):
        things = screen.model.chosen
    elif isinstance(screen, screens.DetailScreen):
        things = [screen.model.thing]
    else:
        return []
    found = map(screen.resource.video_of, things)
    return [video for video in found if video is not None]


def _is_refreshing(screen: SessionScreen) -> bool:
    """Return whether another answer is waited for, or rows of a list that is read as a whole."""
    if isinstance(screen, screens.ListScreen):
        return screen.model.is_asking or screen.model.held.reading is not None
    return any(not exchange.is_bulk for exchange in screen.session.journal.under_way)
