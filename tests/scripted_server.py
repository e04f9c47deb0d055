"""A real HTTP server on loopback that answers with bytes, so that every fault can be sent."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

REQUEST_ID = "7127f2d7-0e96-40d0-9a03-2e987c096466"
"""The example of the guidelines."""

Part = bytes | float | Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What is done in turn: bytes are sent, a number is waited in seconds, a function is awaited."""


@dataclass
class Request:
    """A request as it arrived."""

    target: str
    headers: dict[str, str]


def answer(
    body: Any = None,
    status: str = "200 OK",
    *,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
    sized: bool = True,
) -> bytes:
    """Return an HTTP answer; a body that is neither bytes nor text is sent as JSON."""
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", "Connection: close"]
    if sized:
        lines.append(f"Content-Length: {len(raw)}")
    given = {"X-Request-ID": REQUEST_ID, **(headers or {})}
    lines += [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + raw


def overview(*dates: str | None, zone: str = "") -> bytes:
    """Return an answer of analytics with three views at each of these dates."""
    timeline = [{"date": date, "views": 3} for date in dates]
    meta = {"time": {"timezone": zone}} if zone else {}
    return answer({"meta": meta, "data": {"total": {"views": 9}, "timeline": timeline}})


def page(*items: Any, total: Any = None, number: int = 1, per_page: int = 100) -> bytes:
    """Return a list's answer, as the guidelines show it."""
    pagination = {
        "page": number,
        "per_page": per_page,
        "total": len(items) if total is None else total,
    }
    return answer({"meta": {"pagination": pagination, "order": {}}, "data": list(items)})


def reset(writer: asyncio.StreamWriter) -> Awaitable[None]:
    """Close the connection with a TCP reset."""
    plain: socket.socket = writer.get_extra_info("socket")
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return asyncio.sleep(0)


class Hold:
    """A part of an answer: what is behind it waits until it is let go."""

    def __init__(self) -> None:
        self._go = asyncio.Event()

    async def __call__(self, _writer: asyncio.StreamWriter) -> None:
        await self._go.wait()

    def let_go(self) -> None:
        """Send the rest."""
        self._go.set()


@dataclass
class ScriptedServer:
    """Answers the requests one after the other as the script says; the last answer repeats.

    Attributes:
        script: An answer, or the parts of one, for each request.
        requests: What arrived.
        answered: How many of them are through, however they ended.
    """

    script: list[bytes | list[Part]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    answered: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._tasks: set[asyncio.Task[Any]] = set()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            head = await reader.read(1)
            if head == b"\x16":  # a TLS greeting has no lines
                writer.write(answer({}))
                return
            head += await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines if ": " in line)
            named = {name.lower(): value for name, value in headers.items()}
            self.requests.append(Request(first.split(" ")[1], named))
            said = self.script[min(len(self.requests), len(self.script)) - 1]
            for part in said if isinstance(said, list) else [said]:
                if isinstance(part, bytes):
                    writer.write(part)
                    await writer.drain()
                elif isinstance(part, float | int):
                    await asyncio.sleep(part)
                else:
                    await part(writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client left first, or the test is over
        finally:
            self.answered += 1
            writer.close()
