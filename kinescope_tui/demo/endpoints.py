"""The endpoints of the demo server: requests in, answers about a workspace out."""

import struct
import zlib
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kinescope_tui.demo import analytics, answers, parameters
from kinescope_tui.demo.analytics import Analytics, Question, TooManyRowsError
from kinescope_tui.demo.audience import Audience
from kinescope_tui.demo.billing import Billing, invoice_csv
from kinescope_tui.demo.crowd import Crowd
from kinescope_tui.demo.library import Library, Shelf, Thing
from kinescope_tui.demo.local_time import GROUPS, LocalTime
from kinescope_tui.demo.parameters import Refusal, TimeRange
from kinescope_tui.demo.quirks import checked_quirks
from kinescope_tui.demo.workspace import ORDER_FIELDS, Selection, Workspace, is_id

Handler = Callable[[Request, Exception], Awaitable[Response]]

_PICTURE = (320, 180)
_MOST_DAYS = {"hour": 3 * 366, "day": 5 * 366, "week": 20 * 366, "month": 20 * 366}
_UTC = LocalTime(UTC)
_CUSTOM_FIELDS = (*analytics.FIELDS, *analytics.ENTITIES, "workspace_id", "external_id")


class Endpoints:
    """What can be asked, and the answers from a workspace.

    Args:
        workspace: What there is to read.
        quirks: Names of `QUIRKS`.

    Raises:
        ValueError: There is no such quirk.
    """

    def __init__(self, workspace: Workspace, quirks: Iterable[str] = ()) -> None:
        self._workspace = workspace
        self._quirks = checked_quirks(quirks)
        self._library = Library(workspace)
        crowd = Crowd(workspace.seed)
        audience = Audience(workspace)
        self._billing = Billing(workspace, audience, crowd)
        self._analytics = Analytics(workspace, audience, crowd)

    @property
    def routes(self) -> list[Route]:
        """Every path, with its endpoint."""
        paths = {
            "/v1/videos": self._videos,
            "/v1/videos/{id}": self._video,
            "/v1/projects": self._projects,
            "/v1/projects/{id}": self._project,
            "/v1/projects/{id}/folders": self._folders,
            "/v1/projects/{id}/folders/{folder_id}": self._folder,
            "/v1/videos/{id}/posters": self._part(self._library.posters, ("created_at", "desc")),
            "/v1/videos/{id}/subtitles": self._part(self._library.subtitles),
            "/v1/videos/{id}/annotations": self._part(self._library.annotations),
            "/v1/additional-materials/{id}/link": self._material_link,
            "/v1/playlists/{id}/entities": self._entries,
            "/v2/live/events/{id}/videos": self._recordings,
            "/v2/live/events/{id}/qos": self._quality,
            "/v1/analytics": self._custom,
            "/v1/analytics/overview": self._overview,
            "/v1/billing/usage": self._usage,
            "/v1/billing/invoices": self._invoices,
            "/v1/billing/invoices/{id}.csv": self._invoice_csv,
            "/v1/billing/invoices/{id}": self._invoice,
        }
        for path, shelf in self._library.shelves.items():
            paths[path] = self._shelf(shelf)
            paths[f"{path}/{{id}}"] = self._thing(shelf)
        # Answered in a form of its own: an offset and a limit instead of pages.
        paths["/v1/access-tokens"] = self._access_tokens
        # Guidelines, "CSV export": where CSV is not supported, JSON is returned.
        pictures = [Route("/posters/{size}/{name}", _picture)]
        suffixed = {f"{path}.csv": endpoint for path, endpoint in paths.items()}
        routes = [Route(path, endpoint) for path, endpoint in (suffixed | paths).items()]
        return routes + pictures

    def _videos(self, request: Request) -> Response:
        query = request.query_params
        page, per_page = parameters.paging(query)
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

    def _video(self, request: Request) -> Response:
        return answers.Json({"data": self._found(_id(request))})

    def _found(self, video_id: str) -> Thing:
        if not is_id(video_id):
            raise Refusal(answers.error(answers.BAD_ID))
        video = self._workspace.video(video_id)
        if video is None:
            detail = "The requested video does not exist or has been deleted"
            not_found = answers.error(answers.NOT_FOUND, message="video not found", detail=detail)
            raise Refusal(not_found)
        return video

    def _part(
        self, parts: Callable[[Thing], list[Thing]], order: tuple[str, str] | None = None
    ) -> Callable[[Request], Response]:
        """Return the endpoint of a video's parts; without an order it knows no pages."""

        def endpoint(request: Request) -> Response:
            found = parts(self._found(_id(request)))
            return _window(found, request, (order,)) if order else answers.Json({"data": found})

        return endpoint

    def _material_link(self, request: Request) -> Response:
        return _one(self._library.material_link(_id(request)))

    # Whatever else there is.

    def _shelf(self, shelf: Shelf) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            wanted = request.query_params.get("order") if shelf.order_fields else None
            levels = _order(wanted, shelf.order_fields, shelf.order)
            found = shelf.things
            for field, direction in reversed(levels):
                found = _sorted(found, field, descending=direction == "desc")
            parent = request.query_params.get("project_id")
            if parent:
                found = [thing for thing in found if thing.get("parent_id") == parent]
            return _window(found, request, levels)

        return endpoint

    def _thing(self, shelf: Shelf) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            wanted = _id(request)
            return _one(next((t for t in shelf.things if t[shelf.key] == wanted), None))

        return endpoint

    def _access_tokens(self, _request: Request) -> Response:
        found = self._library.shelves["/v1/access-tokens"].things
        meta = {"offset": 0, "limit": 10, "total": len(found), "order": {"name": "asc"}}
        return answers.Json({"meta": {**meta, "parent_id": None}, "data": found})

    def _entries(self, request: Request) -> Response:
        return _all(self._library.entries(_id(request)))

    def _recordings(self, request: Request) -> Response:
        found = self._library.recordings(_id(request))
        if found is None:
            return answers.error(answers.NOT_FOUND)
        levels = _order(request.query_params.get("order"), ORDER_FIELDS, ("created_at", "desc"))
        return _window(found, request, levels)

    def _quality(self, request: Request) -> Response:
        return _all(self._library.quality(_id(request)))

    # Analytics.

    def _overview(self, request: Request) -> Response:
        query = request.query_params
        group = parameters.one_of(query, "group_time", GROUPS, "day")
        asked = TimeRange.of(query, self._workspace.local, _MOST_DAYS[group])
        number = 0
        if query.get("video_id"):
            number = self._workspace.number_of_video(self._found(query["video_id"])["id"])
        data = self._analytics.overview(group, asked.begin, asked.end, number)
        return answers.Json({"meta": {"time": self._time(asked)}, "data": data})

    def _custom(self, request: Request) -> Response:
        query = request.query_params
        group = parameters.one_of(query, "group", GROUPS, "day")
        asked = TimeRange.of(query, self._workspace.local, _MOST_DAYS[group])
        entities = parameters.some_of(query, "group_entities", analytics.ENTITIES)
        fields = parameters.some_of(query, "fields", _CUSTOM_FIELDS)
        levels = parameters.order(query.get("order"), analytics.ORDER_FIELDS)
        meta = {"order": dict(levels), "time": self._time(asked)}
        is_joined = any("," in names for names in query.getlist("fields"))
        if "no-custom" in self._quirks or ("empty-custom" in self._quirks and is_joined):
            return answers.Json({"meta": meta, "data": []})
        named = (*entities, *fields, *dict(levels))
        question = Question(
            tuple(dict.fromkeys(name for name in named if name not in analytics.FIELDS)),
            tuple(dict.fromkeys(name for name in named if name in analytics.FIELDS))
            or analytics.FIELDS,
            levels,
        )
        try:
            rows = self._analytics.rows(question, group, asked.begin, asked.end)
        except TooManyRowsError:
            message = f"More than {analytics.MOST_ROWS} rows; ask for less time or longer buckets"
            return answers.invalid("group", "max", message)
        return answers.Json({"meta": meta, "data": rows})

    def _time(self, asked: TimeRange) -> dict[str, str]:
        begin, end = asked.texts
        return {"from": begin, "to": end, "timezone": self._workspace.zone}

    # The catalogue.

    def _projects(self, request: Request) -> Response:
        catalog = request.query_params.get("catalog_type", "vod")
        if catalog not in {"vod", "live"}:
            return answers.invalid("catalog_type", "oneof", "Must be one of: vod, live")
        return _window(self._workspace.projects(catalog), request, (("name", "asc"),))

    def _project(self, request: Request) -> Response:
        return _one(self._workspace.project(_id(request)))

    def _folders(self, request: Request) -> Response:
        order = request.query_params.get("order")
        (field, direction), *_ = _order(order, ("name", "created_at"), ("name", "asc"))
        if self._workspace.project(_id(request)) is None:
            return answers.error(answers.NOT_FOUND)
        found = self._workspace.folders(_id(request), field, direction)
        return _window(found, request, ((field, direction),))

    def _folder(self, request: Request) -> Response:
        wanted = request.path_params["folder_id"]
        found = self._workspace.folders(_id(request), "name", "asc")
        return _one(next((folder for folder in found if folder["id"] == wanted), None))

    # Billing.

    def _usage(self, request: Request) -> Response:
        query = request.query_params
        asked = TimeRange.of(query, _UTC, _MOST_DAYS["day"])
        project = None
        if query.get("project_id"):
            if not is_id(query["project_id"]):
                return answers.error(answers.BAD_ID)
            project = self._workspace.number_of_project(query["project_id"])
            if project < 0:
                return answers.error(answers.NOT_FOUND)
        grouped = parameters.one_of(query, "group_by", ("project_id",), "")
        first, last = _UTC.day(asked.begin), _UTC.day(max(asked.begin, asked.end - 1))
        rows = self._billing.usage(first, last, by_project=bool(grouped), project=project)
        return answers.Json({"data": rows})

    def _invoices(self, request: Request) -> Response:
        if "no-invoice-list" in self._quirks:
            return answers.error(answers.NOT_FOUND)
        if "invoice-list-405" in self._quirks:
            return answers.error(answers.BAD_METHOD)
        order = request.query_params.get("order")
        (field, direction), *_ = _order(order, ("created_at",), ("created_at", "desc"))
        found = self._billing.invoices
        return _window(
            found[::-1] if direction == "desc" else found, request, ((field, direction),)
        )

    def _invoice(self, request: Request) -> Response:
        return _one(self._billing.invoice(_id(request)))

    def _invoice_csv(self, request: Request) -> Response:
        invoice = self._billing.invoice(_id(request))
        if invoice is None or "no-csv" in self._quirks:
            return _one(invoice)
        return Response(invoice_csv(invoice), media_type="text/csv")


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _one(found: dict[str, Any] | None) -> Response:
    return answers.error(answers.NOT_FOUND) if found is None else answers.Json({"data": found})


def _sorted(things: list[Thing], field: str, *, descending: bool) -> list[Thing]:
    return sorted(things, key=lambda thing: str(thing.get(field) or ""), reverse=descending)


def _all(found: list[Thing] | None) -> Response:
    return answers.error(answers.NOT_FOUND) if found is None else answers.Json({"data": found})


def _window(
    found: list[dict[str, Any]], request: Request, levels: tuple[tuple[str, str], ...]
) -> Response:
    page, per_page = parameters.paging(request.query_params)
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


def _order(
    text: str | None, allowed: Iterable[str], default: tuple[str, str]
) -> tuple[tuple[str, str], ...]:
    return parameters.order(text, allowed) or (default,)


def _picture(request: Request) -> Response:
    """Return a picture: a sunset of its own for each name."""
    hue = sum(request.path_params["name"].encode()) % 256
    rows = bytearray()
    for y in range(_PICTURE[1]):
        rows.append(0)  # a row without a filter
        for x in range(_PICTURE[0]):
            rows += bytes((x * 255 // _PICTURE[0], (hue + y) % 256, 255 - y))
    head = struct.pack(">IIBBBBB", *_PICTURE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return Response(b"\x89PNG\r\n\x1a\n" + made, media_type="image/png")


async def _unknown(_request: Request, error: Exception) -> Response:
    is_method = isinstance(error, HTTPException) and error.status_code == answers.BAD_METHOD[0]
    return answers.error(answers.BAD_METHOD if is_method else answers.NOT_FOUND)


async def _refuse(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refusal):
        raise refusal
    return refusal.response


EXCEPTION_HANDLERS: dict[Any, Handler] = {HTTPException: _unknown, Refusal: _refuse}
"""Answers for what ends an endpoint early."""
