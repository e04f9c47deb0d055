"""What every request passes: its id, its size, its token, the limits."""

import asyncio
import math
import threading
from collections import deque
from collections.abc import Callable, Iterator
from http import HTTPStatus

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kinescope_tui.demo import answers
from kinescope_tui.demo.connections import REQUEST_ID_KEY

# The guidelines' example of a token, and what stands for one in their curl lines.
_EXAMPLES = ("e51e55a1-7615-493e-9055-10ac9cc44ccd", "YOUR_API_TOKEN")
LOOK_S = 0.005
"""Between two looks whether answers are held back still."""

_MOST_BYTES = 10 * 2**20  # of a request; guidelines, "Limits and restrictions"
_WINDOWS = ((1.0, 10), (60.0, 300))  # the same


class Arrival(msgspec.Struct, frozen=True):
    """A request as it arrived.

    Attributes:
        at: Seconds of a clock that only grows.
    """

    method: str
    target: str
    headers: dict[str, str]
    at: float


class Arrivals(deque[Arrival]):
    """Requests, gone through as they are at that moment: the server's thread adds to them."""

    def __iter__(self) -> Iterator[Arrival]:
        return iter(list(super().__iter__()))  # taken in one go, as nothing else comes between


class Gate:
    """What every request passes: its id, its token, the limits."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        latency: float,
        has_limits: bool,
        new_id: Callable[[str], str],
        arrivals: deque[Arrival],
        refused: deque[Arrival],
        held: threading.Event,
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._accepted = {f"Bearer {one}" for one in (token, *_EXAMPLES)}
        self._latency = latency
        self._has_limits = has_limits
        self._new_id = new_id
        self._arrivals = arrivals
        self._refused = refused
        self._held = held
        self._clock = clock
        self._counted: deque[float] = deque(maxlen=300)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or let it pass; whatever comes of it is answered with its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        now = self._clock()
        scope["path"] = scope["path"].rstrip("/") or "/"
        is_begun = False
        request = Request(scope)
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        request_id = scope[REQUEST_ID_KEY] = self._new_id(target)
        arrival = Arrival(request.method, target, dict(request.headers), now)
        self._arrivals.append(arrival)

        async def send_with_id(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        if self._latency:
            await asyncio.sleep(self._latency)
        while self._held.is_set():  # noqa: ASYNC110 - set in another thread
            await asyncio.sleep(LOOK_S)
        if await _is_too_large(request.headers, receive):
            refusal: Response | None = answers.error(answers.TOO_LARGE)
        else:
            refusal = self._refusal(request, now)
        if refusal is not None and refusal.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            self._refused.append(arrival)
        try:
            await (refusal or self._app)(scope, receive, send_with_id)
        except Exception as error:
            if is_begun:
                raise
            broken = answers.error(answers.BROKEN, detail=type(error).__name__)
            await broken(scope, receive, send_with_id)

    def _refusal(self, request: Request, now: float) -> Response | None:
        if request.url.path.startswith("/posters/"):
            return None  # pictures are public, and no part of the API
        authorization = request.headers.get("authorization")
        if not authorization:
            return answers.error(answers.NO_HEADER)
        if authorization not in self._accepted:
            return answers.error(answers.UNAUTHORIZED)
        if not self._has_limits:
            return None
        for length, most in _WINDOWS:
            recent = [moment for moment in self._counted if moment > now - length]
            if len(recent) >= most:
                # Rounded up: whoever waits as long as told must be let in.
                wait = math.ceil(recent[-most] + length - now)
                return answers.error(answers.TOO_MANY, headers={"Retry-After": str(wait)})
        self._counted.append(now)
        return None


async def _is_too_large(headers: Headers, receive: Receive) -> bool:
    """Read what a request carries; return whether it is more than is allowed."""
    if not {"content-length", "transfer-encoding"} & set(headers):
        return False
    if headers.get("expect") and int(headers.get("content-length", "0")) > _MOST_BYTES:
        return True  # it waits to be told
    size, goes_on = 0, True
    while goes_on and size <= 10 * _MOST_BYTES:
        message = await receive()
        size += len(message.get("body", b""))
        goes_on = message.get("more_body", False)
    return size > _MOST_BYTES
