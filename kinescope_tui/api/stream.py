"""A connection as bytes that come and go, with TLS or without."""

import asyncio
import ssl
from typing import Self, cast

_AHEAD = 2**18  # bytes that may come before they are read
_NEXT_ADDRESS_S = 0.25  # RFC 8305: after so long another address of the host is tried beside it


class Stream(asyncio.Protocol):
    """Reads no further ahead than a little, and closes without waiting for the other end."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._came = bytearray()
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self._is_over = False
        self._error: Exception | None = None

    @classmethod
    async def open(cls, host: str, port: int, tls: ssl.SSLContext | None) -> Self:
        """Return a stream to a host, with TLS if there is a context for it.

        Raises:
            OSError: There is no connection, or none that is safe.
        """
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(
            cls, host, port, ssl=tls, happy_eyeballs_delay=_NEXT_ADDRESS_S
        )
        return stream

    async def begin_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Go on with TLS.

        Raises:
            OSError: It is not safe.
        """
        loop = asyncio.get_running_loop()
        began = await loop.start_tls(self._transport, self, context, server_hostname=host)
        if began is None:  # it went meanwhile
            raise ConnectionResetError
        self._transport = began

    @property
    def is_quiet(self) -> bool:
        """Whether it is open, and nothing came that is not read."""
        return not self._came and not self._is_over

    async def read(self) -> bytes:
        """Return what came, at least a byte; none at the end.

        Raises:
            OSError: The connection broke.
        """
        while self.is_quiet:
            self._news.clear()
            await self._news.wait()
        if not self._came and self._error is not None:
            raise ConnectionResetError from self._error
        came = bytes(self._came)
        self._came.clear()
        self._transport.resume_reading()
        return came

    def write(self, data: bytes) -> None:
        """Send bytes, of which there are few."""
        self._transport.write(data)

    def abort(self) -> None:
        """Close it at once."""
        self._transport.abort()

    async def aclose(self) -> None:
        """Close it, and return when it is closed."""
        self.abort()
        await self._gone.wait()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take what comes."""
        self._came += data
        self._news.set()
        if len(self._came) >= _AHEAD:
            self._transport.pause_reading()

    def eof_received(self) -> None:
        """Take note that no more comes."""
        self._is_over = True
        self._news.set()

    def connection_lost(self, error: Exception | None) -> None:
        """Take note that it is closed."""
        self._is_over, self._error = True, error
        self._news.set()
        self._gone.set()
