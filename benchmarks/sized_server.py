"""The demo server with as much of everything as is wanted, made up as it is asked for."""

import json
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kinescope_tui.demo.server import DEMO_TOKEN, create_app
from kinescope_tui.demo.workspace import Selection, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

_VIDEOS = 100  # that differ
_PER_PAGE = 100
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is of what.

    Attributes:
        folders: In each project.
        lines: Of the newest invoice.
        large: Videos, of about 4 kB each, in the answer of `/v1/large`.
        requests: That were kept of earlier sessions.
    """

    videos: int
    projects: int
    folders: int
    lines: int
    large: int
    requests: int


class SizedServer:
    """Serves the API in a thread of its own, on a loopback port, without rate limits."""

    def __init__(self, amounts: Amounts) -> None:
        self._amounts = amounts
        self._workspace = Workspace(_VIDEOS, hostile=False)
        self._demo = create_app(self._workspace, limits=False)
        self.token = DEMO_TOKEN
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._answer, interface="asgi3", log_config=None, access_log=False, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=[[self._socket]], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(timeout=5)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked for by its size; what has none the demo server answers."""
        query = {name: one[0] for name, one in parse_qs(scope["query_string"].decode()).items()}
        page = int(query.get("page", 1))
        words = scope["path"].removeprefix("/v1/").split("/")
        makers: dict[tuple[str, ...], Callable[[], bytes]] = {
            ("videos",): lambda: self._videos(page),
            ("projects",): lambda: self._projects(page),
            ("analytics", "overview"): lambda: self._hours(query["from"], query["to"]),
            ("billing", "invoices", "101"): lambda: self._invoice,
            ("large",): lambda: self._large,
        }
        made = makers.get(tuple(words))
        if words[0] == "projects" and words[-1] == "folders":
            body = self._folders(words[1], page)
        elif made is None or (words[0] == "analytics" and query.get("group_time") != "hour"):
            await self._demo(scope, receive, send)
            return
        else:
            body = made()
        await Response(body, media_type="application/json")(scope, receive, send)

    def _videos(self, page: int) -> bytes:
        rows = [
            {**row, "id": f"{number:08x}-0000-4000-8000-000000000000", "title": f"Video {number}"}
            for number, row in zip(_on(page, self._amounts.videos), self._rows, strict=False)
        ]
        return _listed(rows, page, self._amounts.videos)

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return self._workspace.videos(Selection(), 0, _PER_PAGE)[0]

    def _projects(self, page: int) -> bytes:
        plain = {**self._workspace.projects("vod")[0], "folders": []}
        named = (
            {"id": f"{number:08x}-0000-4000-9000-000000000000", "name": f"Project {number}"}
            for number in _on(page, self._amounts.projects)
        )
        return _listed([{**plain, **one} for one in named], page, self._amounts.projects)

    def _folders(self, project_id: str, page: int) -> bytes:
        plain = self._workspace.folders(str(self._workspace.projects("vod")[0]["id"]))[0]
        rows = [
            {**plain, "id": f"{number:08x}-{project_id[9:]}", "name": f"Folder {number}",
             "project_id": project_id, "parent_id": None}
            for number in _on(page, self._amounts.folders)
        ]  # fmt: skip
        return _listed(rows, page, self._amounts.folders)

    def _hours(self, first: str, last: str) -> bytes:
        start = datetime.combine(date.fromisoformat(first[:10]), datetime.min.time(), UTC)
        end = datetime.combine(date.fromisoformat(last[:10]), datetime.min.time(), UTC)
        points = [
            {"date": f"{start + n * _HOUR:%Y-%m-%dT%H:%M:%SZ}", "views": n % 997,
             "unique_views": n % 97, "watch_time": n % 9_973, "player_loads": n % 1_009}
            for n in range((end - start) // _HOUR + 24)
        ]  # fmt: skip
        time = {"timezone": "UTC", "from": first, "to": last}
        return json.dumps({"meta": {"time": time}, "data": {"timeline": points}}).encode()

    @cached_property
    def _invoice(self) -> bytes:
        line = {"product": "cdn", "quantity": "3", "unit": "GB", "price": "0.5", "amount": "1.5"}
        lines = [{**line, "description": f"Line {n}"} for n in range(self._amounts.lines)]
        total = f"{self._amounts.lines * 3 / 2:.2f}"
        invoice = {"id": 101, "number": "101", "total": total, "currency": "EUR", "items": lines}
        return json.dumps({"data": invoice}).encode()

    @cached_property
    def _large(self) -> bytes:
        rows = [
            {
                **self._rows[number % len(self._rows)],
                "id": f"{number:08x}",
                "title": f"Video number {number}",
            }
            for number in range(self._amounts.large)
        ]
        return json.dumps({"data": {"id": "large", "rows": rows}}).encode()


def _on(page: int, total: int) -> range:
    """Return the numbers of the things on a page."""
    return range(1 + (page - 1) * _PER_PAGE, 1 + min(page * _PER_PAGE, total))


def _listed(rows: list[dict[str, Any]], page: int, total: int) -> bytes:
    pagination = {"page": page, "per_page": _PER_PAGE, "total": total}
    return json.dumps({"meta": {"pagination": pagination}, "data": rows}).encode()
