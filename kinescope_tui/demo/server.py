"""The demo server: Kinescope's REST API, as its guidelines describe it, on loopback."""

import asyncio
import random
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from kinescope_tui.demo.connections import Connections
from kinescope_tui.demo.endpoints import EXCEPTION_HANDLERS, Endpoints
from kinescope_tui.demo.faults import Fault, FaultMiddleware
from kinescope_tui.demo.gate import LOOK_S, Arrival, Arrivals, Gate
from kinescope_tui.demo.workspace import Workspace

_KEPT_S = 75  # for longer than clients use it an idle connection is open: none closes as it is used
DEMO_TOKEN = "00000000-0000-4000-8000-0000000de300"  # noqa: S105 - opens invented data only
"""What `demo-server` accepts."""


def create_app(
    workspace: Workspace,
    *,
    token: str = DEMO_TOKEN,
    latency: float = 0.0,
    faults: list[Fault] | None = None,
    limits: bool = True,
    quirks: Iterable[str] = (),
    arrivals: deque[Arrival] | None = None,
    refused: deque[Arrival] | None = None,
    held: threading.Event | None = None,
    chance: random.Random | None = None,
    clock: Callable[[], float] = time.monotonic,
    connections: Connections | None = None,
    go_offline: Callable[[float], None] = lambda _seconds: None,
    endpoints: Endpoints | None = None,
) -> Starlette:
    """Return the API over a workspace.

    Args:
        workspace: What there is to read.
        token: The one that is accepted.
        latency: Seconds before each answer.
        faults: What goes wrong.
        limits: Whether the rate windows are counted.
        quirks: Names of `QUIRKS`.
        arrivals: Where to note the requests.
        refused: Where to note those of them that came too soon.
        held: While it is set no answer leaves.
        chance: What decides on faults.
        clock: Seconds that only grow, by which the rate windows are counted.
        connections: The server's, for faults beneath HTTP, and for the ids of requests.
        go_offline: Makes the server unreachable for that many seconds.
        endpoints: Those of the workspace, where another server has them; they know its numbers.
    """
    connections = connections or Connections()
    middleware = [
        Middleware(
            Gate,
            token=token,
            latency=latency,
            has_limits=limits,
            new_id=connections.new_id,
            arrivals=arrivals if arrivals is not None else deque(maxlen=1),
            refused=refused if refused is not None else deque(maxlen=1),
            held=held or threading.Event(),
            clock=clock,
        ),
        Middleware(
            FaultMiddleware,
            faults=faults if faults is not None else [],
            connections=connections,
            go_offline=go_offline,
            chance=chance or random.Random(workspace.seed),
        ),
        Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=1),
    ]
    app = Starlette(
        routes=(endpoints or Endpoints(workspace, quirks)).routes,
        middleware=middleware,
        exception_handlers=EXCEPTION_HANDLERS,
    )
    app.router.redirect_slashes = False  # a slash too many was taken away
    return app


class DemoServer:
    """The server in a thread of its own, on a loopback port.

    Args:
        workspace: What there is to read.
        port: 0 takes a free one.
        token: The one that it accepts, beside the example of the guidelines.
        latency: Seconds before each answer.
        faults: What goes wrong.
        limits: Whether the rate windows are counted.
        quirks: Names of `QUIRKS`.
        clock: Seconds that only grow, by which the rate windows are counted.
        id_seed: What the ids of requests follow from, and from what is asked; without it they are
            like no others anywhere.
        endpoints: Those of the workspace, where another server has them; they know its numbers.

    Attributes:
        base_url: Its address.
        token: The one that it accepts.
        requests: The last 10,000 requests that arrived.
        refused: The last of them that came too soon, and were answered with 429.
        faults: What goes wrong; may be changed at any time.
        held: While it is set no answer leaves, and a server that went offline stays so.
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
        quirks: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
        id_seed: int | None = None,
        endpoints: Endpoints | None = None,
    ) -> None:
        self.token = token
        self.held = threading.Event()
        self.requests = Arrivals(maxlen=10_000)
        self.refused = Arrivals(maxlen=10_000)
        self.faults = list(faults)
        self._seed = workspace.seed
        self._chance = random.Random(self._seed)
        self._connections = Connections(id_seed)
        self._protocol = self._connections.protocol()
        app = create_app(
            workspace,
            token=token,
            latency=latency,
            faults=self.faults,
            limits=limits,
            quirks=quirks,
            arrivals=self.requests,
            refused=self.refused,
            held=self.held,
            chance=self._chance,
            clock=clock,
            connections=self._connections,
            go_offline=self._go_offline,
            endpoints=endpoints,
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
            timeout_keep_alive=_KEPT_S,
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

    def renew(self) -> None:
        """Be as if started just now: nothing asked, nothing wrong, the same chances again."""
        self.held.clear()
        for noted in (self.faults, self.requests, self.refused):
            noted.clear()
        self._chance.seed(self._seed)
        self._connections.renew()

    def stop(self) -> None:
        """Stop at once, whatever is under way."""
        self._server.should_exit = self._server.force_exit = True
        if self._thread.ident is None:  # it never started
            self._socket.close()
        else:
            self._thread.join(timeout=2)  # on a busy computer it ends by itself a little later

    def wait(self) -> None:
        """Serve until the process is told to end."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)

    def _serve(self) -> None:
        try:
            asyncio.run(self._serve_until_stopped())
        finally:
            self._socket.close()

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
        while self.held.is_set():  # noqa: ASYNC110 - set in another thread
            await asyncio.sleep(LOOK_S)
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
