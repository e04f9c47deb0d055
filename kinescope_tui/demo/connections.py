"""The connections of a server, beneath HTTP."""

import asyncio
import random
import re
import uuid
from collections import Counter

import h11
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from kinescope_tui.demo import answers

REQUEST_ID_KEY = "kinescope.request_id"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Connections:
    """The open connections of a server, by the client's address, for faults beneath HTTP.

    Args:
        id_seed: What the ids of requests follow from, and from what is asked, whatever came before;
            without it none is given twice, not even by the next server.
    """

    def __init__(self, id_seed: int | None = None) -> None:
        self._id_seed = id_seed
        self._asked: Counter[str] = Counter()
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}

    def new_id(self, target: str = "") -> str:
        """Return the id of another request for a target."""
        chance: random.Random = random.SystemRandom()
        if self._id_seed is not None:
            self._asked[target] += 1
            chance = random.Random(f"{self._id_seed} {target} {self._asked[target]}")
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))

    def renew(self) -> None:
        """Give ids as if nothing had been asked yet."""
        self._asked.clear()

    def protocol(self) -> type[H11Protocol]:
        """Return uvicorn's protocol, which notes every connection here and words what it refuses.

        A target is also taken in plain UTF-8, as curl sends what is not escaped.
        """
        transports, new_id = self._transports, self.new_id

        class Noted(H11Protocol):
            _is_past_target = False

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as asyncio calls it
                super().connection_made(transport)
                transports[transport.get_extra_info("peername")[:2]] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                transports.pop(self.transport.get_extra_info("peername")[:2], None)
                super().connection_lost(exc)

            def data_received(self, data: bytes) -> None:
                if self.conn.their_state is h11.IDLE and not self._is_past_target:
                    line, end, others = data.partition(b"\n")
                    self._is_past_target = bool(end)
                    data = (
                        _NOT_ASCII.sub(lambda found: b"%%%02X" % ord(found[0]), line) + end + others
                    )
                super().data_received(data)
                if self.conn.their_state is not h11.IDLE:
                    self._is_past_target = False

            def send_400_response(self, msg: str) -> None:
                if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                    body = bytes(answers.error(answers.MALFORMED, detail=msg).body)
                    head = (
                        f"HTTP/1.1 400 Bad Request\r\nX-Request-ID: {new_id()}\r\n"
                        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                        "Connection: close\r\n\r\n"
                    )
                    self.transport.write(head.encode() + body)
                self.transport.close()

        return Noted

    def of(self, scope: Scope) -> asyncio.Transport:
        """Return the connection on which a request came."""
        host, port = scope["client"]
        return self._transports[host, port]

    def abort(self) -> None:
        """End all of them at once."""
        for transport in list(self._transports.values()):
            transport.abort()
