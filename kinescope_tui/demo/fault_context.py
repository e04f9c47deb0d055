"""One request that goes wrong: what the demo would have answered, and the wire to spoil it on."""

import asyncio
import json
import random
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kinescope_tui.demo.connections import REQUEST_ID_KEY

Act = Callable[["FaultContext"], Awaitable[None]]

_RESET = struct.pack("ii", 1, 0)  # to linger for no time ends a connection by a reset


class Kind(msgspec.Struct, frozen=True):
    """A way to go wrong: what is done, and how it is told in a list."""

    act: Act
    told: str


class Real(msgspec.Struct, frozen=True):
    """What the demo would have answered, not compressed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class FaultContext(msgspec.Struct, frozen=True):
    """One request that goes wrong.

    Attributes:
        transport: The connection on which it came.
        chance: Seeded, so that the same faults come in the same order.
        go_offline: Makes the whole server unreachable for that many seconds.
    """

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    transport: asyncio.Transport
    chance: random.Random
    go_offline: Callable[[float], None]

    @property
    def request_id(self) -> str:
        """The id of the answer."""
        return str(self.scope[REQUEST_ID_KEY])

    async def real(self) -> Real:
        """Return what the demo would have answered."""
        headers = [pair for pair in self.scope["headers"] if pair[0] != b"accept-encoding"]
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app({**self.scope, "headers": headers}, self.receive, keep)
        start, *parts = messages
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        return Real(start["status"], told, b"".join(part.get("body", b"") for part in parts))

    async def answer(self, response: Response) -> None:
        """Send an answer over HTTP as it should be."""
        await response(self.scope, self.receive, self.send)

    async def pass_on(self) -> None:
        """Let the demo answer."""
        await self.app(self.scope, self.receive, self.send)

    async def write(
        self,
        *parts: bytes,
        first: bytes = b"HTTP/1.1 200 OK",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Write an answer byte by byte, whatever HTTP says to that, and close the connection."""
        named = {
            "Content-Type": "application/json",
            "X-Request-ID": self.request_id,
            "Connection": "close",
            **(headers or {}),
        }
        lines = [first, *(f"{name}: {value}".encode("latin-1") for name, value in named.items())]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n")
        for part in parts:
            self.transport.write(part)
        await self.close()

    async def close(self) -> None:
        """Close the connection after what was written."""
        self.transport.close()
        await self.gone()

    async def reset(self) -> None:
        """Reset the connection."""
        plain: socket.socket = self.transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()
        await self.gone()

    async def gone(self) -> None:
        """Wait until the client is gone; the server would complain of no answer otherwise."""
        while (await self.receive())["type"] != "http.disconnect":
            pass
