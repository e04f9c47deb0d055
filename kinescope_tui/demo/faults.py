"""Answers that go wrong, on demand."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kinescope_tui.demo import answers

_FORM = re.compile(
    r"(?P<kind>[a-z0-9]+?)(x(?P<times>\d+))?(@(?P<path>/[^=]*))?(=(?P<rate>0|0?\.\d+|1(\.0*)?))?"
)


@dataclass
class Fault:
    """What goes wrong, where, and how often.

    Attributes:
        kind: A status, or a name of `KINDS`.
        path: Only requests whose path begins so.
        rate: The share of them, from 0 to 1.
        times: How many times at most; None for ever.
    """

    kind: str
    path: str = "/"
    rate: float = 1.0
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the fault in `KIND[xTIMES][@PATH][=RATE]`.

        Raises:
            ValueError: There is no such fault.
        """
        found = _FORM.fullmatch(text)
        if found is None or found["kind"] not in KINDS:
            raise ValueError(f"{text!r} is no fault. The kinds are {', '.join(KINDS)}.")
        times = int(found["times"]) if found["times"] else None
        return cls(found["kind"], found["path"] or "/", float(found["rate"] or 1), times)


Act = Callable[[Scope, Receive, Send], Awaitable[None]]


def _said(make: Callable[[], Response]) -> Act:
    async def act(scope: Scope, receive: Receive, send: Send) -> None:
        await make()(scope, receive, send)

    return act


def _status(status: int) -> Response:
    reason = HTTPStatus(status).phrase
    if status in {413, 502, 503, 504}:
        return answers.gateway(status, reason)
    if status in {400, 422}:
        return answers.error(
            (status, 400400, "validation error"),
            invalid_params=[
                {"name": "page", "reason": "required", "message": "Page is required"},
                {"name": "order", "reason": "oneof", "message": "Must be one of: title"},
            ],
        )
    codes = {401: 100102, 402: 100106, 403: 100103, 404: 404404, 500: 500500}
    headers = {"Retry-After": "2"} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
    known = (status, codes.get(status, 0), reason.lower())
    return answers.error(known, detail="Made to fail by the demo", headers=headers)


async def _begin(send: Send, length: int) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _cut(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Promise more than is sent; the connection then closes early."""
    await _begin(send, 5_000)
    await send({"type": "http.response.body", "body": b'{"data": [{"id": "', "more_body": True})
    raise ConnectionAbortedError


async def _hang(_scope: Scope, receive: Receive, _send: Send) -> None:
    """Never answer; leave when the client does."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _slow(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Drip for five minutes."""
    await _begin(send, 3_000)
    for _ in range(3_000):
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(0.1)


KINDS: dict[str, Act] = {
    **{
        str(status): _said(lambda status=status: _status(status))  # type: ignore[misc]  # bound early
        for status in (400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 503, 504)
    },
    "html": _said(lambda: HTMLResponse("<html><body>Log in to the Wi-Fi</body></html>")),
    "empty": _said(lambda: Response(b"")),
    "null": _said(lambda: answers.Json(None)),
    "envelope": _said(lambda: answers.Json({"error": {"code": 1, "message": "io error"}})),
    "cut": _cut,
    "hang": _hang,
    "slow": _slow,
}


class FaultMiddleware:
    """Lets some requests go wrong, by a seeded choice; the list of faults may change."""

    def __init__(self, app: ASGIApp, faults: list[Fault], seed: int = 1) -> None:
        self._app = app
        self._faults = faults
        self._chance = random.Random(seed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer wrongly, or let the request pass."""
        for fault in self._faults:
            if scope["type"] != "http" or fault.times == 0:
                continue
            if scope["path"].startswith(fault.path) and self._chance.random() < fault.rate:
                if fault.times is not None:
                    fault.times -= 1
                await KINDS[fault.kind](scope, receive, send)
                return
        await self._app(scope, receive, send)
