"""Posters of videos: each asked for once, one at a time, and kept small."""

import asyncio
from collections import OrderedDict
from functools import partial

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.pictures.picture_file import (
    MOST_BYTES,
    PictureError,
    Pixels,
    pixels,
)

_ROOM = 60
_LIMIT_S = 5.0  # for what takes longer, it was made to


class Posters:
    """Asks for a poster once, whatever came of it, and keeps the last ones.

    No request of the API is one of these: they go where the pictures lie, without the token.

    Args:
        clock: By which the time is limited that a picture may take.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Lock()
        self._known: OrderedDict[str, Pixels | str] = OrderedDict()

    def get(self, link: str) -> Pixels | str | None:
        """Return a poster, or why there is none, for people; None while nobody asked."""
        return self._known.get(link)

    async def ask(self, link: str) -> None:
        """Ask for a poster unless that was done; a failure is nobody's problem."""
        async with self._turn:
            if link not in self._known:
                self._known[link] = await self._asked(link)
                while len(self._known) > _ROOM:
                    self._known.popitem(last=False)

    async def _asked(self, link: str) -> Pixels | str:
        from kinescope_tui.api.connection import fetch_picture

        try:
            content = await fetch_picture(link, most=MOST_BYTES, clock=self._clock)
            return await call_in_daemon(partial(pixels, content), limit_s=_LIMIT_S)
        except (KinescopeError, PictureError) as error:
            return str(error)
        except TimeoutError:
            return "The image took too long to load."
