"""HTTP/1.1 over a stream, as h11 speaks it: the only module that knows how."""

from collections.abc import AsyncIterator
from typing import Any

import h11

from kinescope_tui.api.stream import Stream

_LONGEST_HEAD = 100 * 2**10  # bytes of a status line and its headers

Headers = list[tuple[bytes, bytes]]
"""In their order, as they are written."""


class WireError(Exception):
    """What was said is no HTTP, or its end is missing."""


class Wire:
    """One question after the other, each answered in full before the next.

    Attributes:
        stream: What it is spoken over.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)

    async def ask(
        self, target: str, headers: Headers, *, method: str = "GET"
    ) -> tuple[int, str, Headers]:
        """Send a question without a body, and return the status, its reason and the headers.

        Raises:
            ValueError: It cannot be written so.
            WireError: The answer is none.
            OSError: The connection broke.
        """
        try:
            said = self._http.send(h11.Request(method=method, target=target, headers=headers))
            said = (said or b"") + (self._http.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError as error:
            raise ValueError(str(error)) from None
        self.stream.write(said)
        while True:
            event = await self._event()
            if isinstance(event, h11.Response):
                reason = bytes(event.reason).decode("latin-1")
                return event.status_code, reason, event.headers.raw_items()

    async def body(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes, to its end.

        Raises:
            WireError: The end is missing.
            OSError: The connection broke.
        """
        while not isinstance(event := await self._event(), h11.EndOfMessage):
            if isinstance(event, h11.Data):
                yield bytes(event.data)

    def renew(self) -> bool:
        """Be ready for the next question; return whether one may be asked."""
        if not (self._http.our_state is self._http.their_state is h11.DONE):
            return False
        self._http.start_next_cycle()
        return self.stream.is_quiet

    async def _event(self) -> Any:
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                self._http.receive_data(await self.stream.read())
        except h11.RemoteProtocolError as error:
            raise WireError(str(error)) from None
        return event
