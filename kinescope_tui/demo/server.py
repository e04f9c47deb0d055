"""The demo server: Kinescope's REST API, as its guidelines describe it, on loopback."""

import asyncio
import csv
import io
import math
import random
import socket
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kinescope_tui.demo import answers
from kinescope_tui.demo.case import REQUEST_ID_KEY, Connections
from kinescope_tui.demo.faults import Fault, FaultMiddleware
from kinescope_tui.demo.workspace import ORDER_FIELDS, Selection, Workspace, is_id

DEMO_TOKEN = "00000000-0000-4000-8000-0000000de300"  # noqa: S105 - opens invented data only
"""What `demo-server` accepts."""

_MOST_PER_PAGE = 100
_WINDOWS = ((1.0, 10), (60.0, 300))  # guidelines, "Limits and restrictions"


class _Refusal(Exception):  # noqa: N818 - carries an answer, which is the expected end
    """A request is answered before its endpoint is reached."""

    def __init__(self, response: Response) -> None:
        self.response = response


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as it arrived.

    Attributes:
        at: Seconds of a clock that only grows.
    """

    method: str
    target: str
    headers: dict[str, str]
    at: float


class _Gate:
    """What every request passes: its id, its token, the limits."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        latency: float,
        has_limits: bool,
        seed: int,
        arrivals: deque[Arrival],
    ) -> None:
        self._app = app
        self._token = token
        self._latency = latency
        self._has_limits = has_limits
        self._chance = random.Random(seed)
        self._arrivals = arrivals
        self._counted: deque[float] = deque(maxlen=300)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        now = time.monotonic()
        scope[REQUEST_ID_KEY] = request_id
        request = Request(scope)
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        self._arrivals.append(Arrival(request.method, target, dict(request.headers), now))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        if self._latency:
            await asyncio.sleep(self._latency)
        refusal = self._refusal(request, now)
        await (refusal or self._app)(scope, receive, send_with_id)

    def _refusal(self, request: Request, now: float) -> Response | None:
        authorization = request.headers.get("authorization")
        if not authorization:
            return answers.error(answers.NO_HEADER)
        if authorization != f"Bearer {self._token}":
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


class _Api:
    """The endpoints."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def routes(self) -> list[Route]:
        """Every path, with its endpoint."""
        paths = {
            "/v1/videos": self.videos,
            "/v1/videos/{id}": self.video,
            "/v1/projects": self.projects,
            "/v1/projects/{id}": self.project,
            "/v1/projects/{id}/folders": self.folders,
            "/v1/projects/{id}/folders/{folder_id}": self.folder,
            "/v1/billing/invoices": self.invoices,
            "/v1/billing/invoices/{id}.csv": self.invoice_csv,
            "/v1/billing/invoices/{id}": self.invoice,
        }
        # Guidelines, "CSV export": where CSV is not supported, JSON is returned.
        suffixed = {f"{path}.csv": endpoint for path, endpoint in paths.items()}
        return [Route(path, endpoint) for path, endpoint in (suffixed | paths).items()]

    def videos(self, request: Request) -> Response:
        query = request.query_params
        page, per_page = _paging(query)
        levels = _order(query.get("order"), ORDER_FIELDS, ("title", "asc"))
        found, total = self._workspace.videos(
            Selection(
                levels=levels,
                statuses=tuple(query.getlist("status[]")),
                ids=tuple(query.getlist("video_ids[]")),
                project_id=query.get("project_id", ""),
                folder_id=query.get("folder_id", ""),
                without_folder=query.get("without_folder") == "true",
                search=query.get("q", ""),
            ),
            (page - 1) * per_page,
            per_page,
        )
        return _list(found, page, per_page, total, levels)

    def video(self, request: Request) -> Response:
        video_id = _id(request)
        if not is_id(video_id):
            return answers.error(answers.BAD_ID)
        video = self._workspace.video(video_id)
        if video is None:
            return answers.error(
                answers.NOT_FOUND,
                message="video not found",
                detail="The requested video does not exist or has been deleted",
            )
        return answers.Json({"data": video})

    def projects(self, request: Request) -> Response:
        catalog = request.query_params.get("catalog_type", "vod")
        if catalog not in {"vod", "live"}:
            return answers.invalid("catalog_type", "oneof", "Must be one of: vod, live")
        return _window(self._workspace.projects(catalog), request, (("name", "asc"),))

    def project(self, request: Request) -> Response:
        return _one(self._workspace.project(_id(request)))

    def folders(self, request: Request) -> Response:
        order = request.query_params.get("order")
        (field, direction), *_ = _order(order, ("name", "created_at"), ("name", "asc"))
        if self._workspace.project(_id(request)) is None:
            return answers.error(answers.NOT_FOUND)
        found = self._workspace.folders(_id(request), field, direction)
        return _window(found, request, ((field, direction),))

    def folder(self, request: Request) -> Response:
        wanted = request.path_params["folder_id"]
        found = self._workspace.folders(_id(request), "name", "asc")
        return _one(next((folder for folder in found if folder["id"] == wanted), None))

    def invoices(self, request: Request) -> Response:
        order = request.query_params.get("order")
        (field, direction), *_ = _order(order, ("created_at",), ("created_at", "desc"))
        found = self._workspace.invoices(newest_first=direction == "desc")
        return _window(found, request, ((field, direction),))

    def invoice(self, request: Request) -> Response:
        return _one(self._workspace.invoice(_id(request)))

    def invoice_csv(self, request: Request) -> Response:
        invoice = self._workspace.invoice(_id(request))
        if invoice is None:
            return answers.error(answers.NOT_FOUND)
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Продукт", "Количество", "Ед.", "Цена", "Сумма"))
        writer.writerows(item.values() for item in invoice["items"])
        writer.writerow(("=SUM(E2:E4)", "", "", "Итого", invoice["total"]))
        return Response(file.getvalue(), media_type="text/csv")


def create_app(
    workspace: Workspace,
    *,
    token: str = DEMO_TOKEN,
    latency: float = 0.0,
    faults: list[Fault] | None = None,
    limits: bool = True,
    arrivals: deque[Arrival] | None = None,
    connections: Connections | None = None,
    go_offline: Callable[[float], None] = lambda _seconds: None,
) -> Starlette:
    """Return the API over a workspace.

    Args:
        workspace: What there is to read.
        token: The one that is accepted.
        latency: Seconds before each answer.
        faults: What goes wrong.
        limits: Whether the rate windows are counted.
        arrivals: Where to note the requests.
        connections: The server's, for faults beneath HTTP.
        go_offline: Makes the server unreachable for that many seconds.
    """
    middleware = [
        Middleware(
            _Gate,
            token=token,
            latency=latency,
            has_limits=limits,
            seed=workspace.seed,
            arrivals=arrivals if arrivals is not None else deque(maxlen=1),
        ),
        Middleware(
            FaultMiddleware,
            faults=faults if faults is not None else [],
            connections=connections or Connections(),
            go_offline=go_offline,
            seed=workspace.seed,
        ),
        Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=1),
    ]
    return Starlette(
        routes=_Api(workspace).routes,
        middleware=middleware,
        exception_handlers={HTTPException: _unknown, _Refusal: _refuse},
    )


class DemoServer:
    """The server in a thread of its own, on a loopback port.

    Attributes:
        base_url: Its address.
        token: The one that it accepts.
        requests: The last 10,000 requests that arrived.
        faults: What goes wrong; may be changed at any time.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        port: int = 0,
        token: str = DEMO_TOKEN,
        latency: float = 0.0,
        faults: Iterable[Fault] = (),
        limits: bool = True,
    ) -> None:
        self.token = token
        self.requests: deque[Arrival] = deque(maxlen=10_000)
        self.faults = list(faults)
        self._connections = Connections()
        self._protocol = self._connections.protocol()
        app = create_app(
            workspace,
            token=token,
            latency=latency,
            faults=self.faults,
            limits=limits,
            arrivals=self.requests,
            connections=self._connections,
            go_offline=self._go_offline,
        )
        self._socket = _bound(port)
        self._port = self._socket.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self._port}"
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=0,
            http=self._protocol,
        )
        self._config = config
        self._server = uvicorn.Server(config)
        self._absence: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._serve, name="demo-server", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; requests are taken from now on."""
        self._socket.listen(256)
        self._thread.start()

    def stop(self) -> None:
        """Stop at once, whatever is under way."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(timeout=2)
        self._socket.close()

    def wait(self) -> None:
        """Serve until the process is told to end."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)

    def _serve(self) -> None:
        asyncio.run(self._serve_until_stopped())

    async def _serve_until_stopped(self) -> None:
        await self._server.serve(sockets=[self._socket])
        self._connections.abort()  # also those whose clients do not take what is sent
        await asyncio.sleep(0)

    def _go_offline(self, seconds: float) -> None:
        self._absence = asyncio.get_running_loop().create_task(self._be_absent(seconds))

    async def _be_absent(self, seconds: float) -> None:
        """Refuse connections for a while, and then listen on the same port again."""
        for server in self._server.servers:
            server.close()
        self._connections.abort()
        await asyncio.sleep(seconds)
        self._socket = _bound(self._port)
        again = await asyncio.get_running_loop().create_server(
            lambda: self._protocol(self._config, self._server.server_state, {}),
            sock=self._socket,
        )
        self._server.servers = [again]


def _bound(port: int) -> socket.socket:
    # With this protocol named asyncio switches Nagle's delay off: 40 ms less a request.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _one(found: dict[str, Any] | None) -> Response:
    return answers.error(answers.NOT_FOUND) if found is None else answers.Json({"data": found})


def _window(
    found: list[dict[str, Any]], request: Request, levels: tuple[tuple[str, str], ...]
) -> Response:
    page, per_page = _paging(request.query_params)
    begin = (page - 1) * per_page
    return _list(found[begin : begin + per_page], page, per_page, len(found), levels)


def _list(
    found: list[dict[str, Any]],
    page: int,
    per_page: int,
    total: int,
    levels: Iterable[tuple[str, str]],
) -> Response:
    """Return a list (guidelines, "List response with pagination")."""
    pagination = {"page": page, "per_page": per_page, "total": total}
    return answers.Json({"meta": {"pagination": pagination, "order": dict(levels)}, "data": found})


def _paging(query: QueryParams) -> tuple[int, int]:
    """Return page and page size (guidelines, "Pagination")."""
    numbers = []
    for name, default in (("page", "1"), ("per_page", "10")):
        text = query.get(name, default)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
            raise _Refusal(answers.invalid(name, "min", f"{name} must be 1 or greater"))
        numbers.append(int(text))
    return numbers[0], min(numbers[1], _MOST_PER_PAGE)


def _order(
    text: str | None, allowed: Iterable[str], default: tuple[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the levels of an order (guidelines, "Sorting")."""
    levels: dict[str, str] = {}
    for part in filter(None, (text or "").split(",")):
        field, _, direction = part.partition(".")
        if field not in allowed:
            message = f"order by {field!r} is not allowed"
            raise _Refusal(answers.error(answers.ORDER_FIELD, message=message))
        if direction not in {"", "asc", "desc"}:
            raise _Refusal(answers.invalid("order", "oneof", "Must be one of: asc, desc"))
        levels.setdefault(field, direction or "asc")
    return tuple(levels.items()) or (default,)


async def _unknown(_request: Request, error: Exception) -> Response:
    is_method = isinstance(error, HTTPException) and error.status_code == answers.BAD_METHOD[0]
    return answers.error(answers.BAD_METHOD if is_method else answers.NOT_FOUND)


async def _refuse(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, _Refusal):
        raise refusal
    return refusal.response
