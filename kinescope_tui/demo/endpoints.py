"""The endpoints of the demo server: requests in, answers about a workspace out."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kinescope_tui.demo import analytics, answers, parameters
from kinescope_tui.demo.analytics import Analytics, Question, TooManyRowsError
from kinescope_tui.demo.audience import Audience
from kinescope_tui.demo.billing import Billing, invoice_csv
from kinescope_tui.demo.collection import Collection, Thing
from kinescope_tui.demo.ids import number_in
from kinescope_tui.demo.library import Library
from kinescope_tui.demo.live import Live, chat_csv, chat_text
from kinescope_tui.demo.local_time import DEFAULT_ZONE, GROUPS, LocalTime
from kinescope_tui.demo.parameters import Refusal, TimeRange
from kinescope_tui.demo.pictures import landscape
from kinescope_tui.demo.quirks import checked_quirks
from kinescope_tui.demo.speak import Speak
from kinescope_tui.demo.viewers import Viewers
from kinescope_tui.demo.workspace import ORDER_FIELDS, Selection, Workspace

Handler = Callable[[Request, Exception], Awaitable[Response]]
Endpoint = Callable[[Request], Response]
Find = Callable[[Request], Collection]

_PICTURE, _AVATAR = (128, 72), (64, 64)
_MOST_DAYS = {"hour": 3 * 366, "day": 5 * 366, "week": 20 * 366, "month": 20 * 366}
_UTC = LocalTime(UTC)
_CUSTOM_FIELDS = (*analytics.FIELDS, *analytics.ENTITIES, "workspace_id", "external_id")
_NUMBERED = "/v1/billing/invoices"  # where ids are numbers


class Endpoints:
    """What can be asked, and the answers from a workspace.

    Raises:
        ValueError: There is no such quirk.
    """

    def __init__(self, workspace: Workspace, quirks: Iterable[str] = ()) -> None:
        self._workspace = workspace
        self._quirks = checked_quirks(quirks)
        self._library = Library(workspace)
        self._live = Live(workspace)
        self._speak = Speak(workspace)
        viewers = Viewers(workspace.seed)
        audience = Audience(workspace)
        self._billing = Billing(workspace, audience, viewers)
        self._analytics = Analytics(workspace, audience, viewers)

    @property
    def routes(self) -> list[Route]:
        """Every path, with its endpoint."""
        paths: dict[str, Endpoint] = {}
        for path, find in self._collections.items():
            paths[path] = partial(_collection, find)
            paths[f"{path}/{{item}}"] = partial(_thing, find)
        paths |= {
            "/v1/videos": self._videos,
            "/v1/videos/{id}": lambda request: answers.Json({"data": self._found(_id(request))}),
            "/v1/projects/{id}": lambda request: _one(self._workspace.project(_id(request))),
            "/v1/additional-materials/{id}/link": self._material_link,
            "/v1/analytics": self._custom,
            "/v1/analytics/overview": self._overview,
            "/v1/billing/usage": self._usage,
            "/v1/billing/invoices/{item}.csv": self._invoice_csv,
            "/v1/dictionaries/timezones": _timezones,
            "/v1/user/avatar/{id}": _avatar,
            "/v1/workspace/avatar/{id}": _avatar,
            "/v1/drm/auth": lambda _request: answers.Json({"data": self._library.drm}),
            "/v1/drm/auth/{id}": self._drm_of_project,
        }
        chat = "/v2/live/events/{id}/stream/{stream_id}/chat."
        # Guidelines, "CSV export": where CSV is not supported, JSON is returned.
        suffixed = {f"{path}.csv": endpoint for path, endpoint in paths.items()}
        paths |= {f"{chat}{form}": partial(self._chat, form) for form in ("json", "csv", "txt")}
        routes = [Route(path, _checked(path, it)) for path, it in (suffixed | paths).items()]
        return [*routes, Route("/posters/{size}/{name}", _poster)]

    @property
    def _collections(self) -> dict[str, Find]:
        """Every list but that of the videos, by its path."""
        library, live, speak = self._library, self._live, self._speak
        known = {path: partial(_known, of) for path, of in library.collections.items()}
        return {
            **known,
            "/v1/projects": self._projects,
            "/v1/projects/{id}/folders": self._folders,
            "/v1/videos/{id}/posters": lambda request: library.posters(self._found(_id(request))),
            "/v1/videos/{id}/subtitles": lambda request: library.subtitles(
                self._found(_id(request))
            ),
            "/v1/videos/{id}/annotations": lambda request: library.annotations(
                self._found(_id(request))
            ),
            "/v1/playlists/{id}/entities": partial(_part, library.entries),
            "/v1/speak/rooms": lambda _request: speak.rooms,
            "/v1/speak/rooms/{id}/participants": partial(_part, speak.participants),
            "/v2/live/events": lambda _request: live.events,
            "/v2/live/events/{id}/videos": partial(_part, live.recordings),
            "/v2/live/events/{id}/qos": partial(_part, live.quality),
            "/v2/live/events/{id}/restreams": partial(_part, live.restreams),
            "/v1/billing/invoices": self._invoices,
        }

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
        return _list(found, {"page": page, "per_page": per_page, "total": total}, levels)

    def _found(self, video_id: str) -> Thing:
        _check_id(video_id)
        video = self._workspace.video(video_id)
        if video is None:
            detail = "The requested video does not exist or has been deleted"
            not_found = answers.error(answers.NOT_FOUND, message="video not found", detail=detail)
            raise Refusal(not_found)
        return video

    def _material_link(self, request: Request) -> Response:
        return _one(self._library.material_link(_id(request)))

    # The catalogue.

    def _projects(self, request: Request) -> Collection:
        catalog = parameters.one_of(request.query_params, "catalog_type", ("vod", "live"), "vod")
        return Collection(
            self._workspace.projects(catalog), order_fields=("name", "created_at", "updated_at")
        )

    def _folders(self, request: Request) -> Collection:
        if self._workspace.project(_id(request)) is None:
            raise Refusal(answers.error(answers.NOT_FOUND))
        return Collection(
            self._workspace.folders(_id(request)), order_fields=("name", "created_at")
        )

    def _drm_of_project(self, request: Request) -> Response:
        project = self._workspace.project(_id(request))
        # That nothing is set up is told like this.
        return _one(self._library.drm if project and project["encrypted"] else None)

    def _chat(self, form: str, request: Request) -> Response:
        messages = self._live.chat(_id(request), str(request.path_params["stream_id"]))
        if messages is None or form == "json":
            return _one(messages)
        if form == "csv":
            return Response(chat_csv(messages), media_type="text/csv")
        return PlainTextResponse(chat_text(messages))

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

    # Billing.

    def _usage(self, request: Request) -> Response:
        query = request.query_params
        asked = TimeRange.of(query, _UTC, _MOST_DAYS["day"])
        project = None
        if query.get("project_id"):
            _check_id(query["project_id"])
            project = self._workspace.number_of_project(query["project_id"])
            if project < 0:
                return answers.error(answers.NOT_FOUND)
        grouped = parameters.one_of(query, "group_by", ("project_id",), "")
        first, last = _UTC.day(asked.begin), _UTC.day(max(asked.begin, asked.end - 1))
        rows = self._billing.usage(first, last, by_project=bool(grouped), project=project)
        return answers.Json({"data": rows})

    def _invoices(self, request: Request) -> Collection:
        is_list = "item" not in request.path_params
        if is_list and "no-invoice-list" in self._quirks:
            raise Refusal(answers.error(answers.NOT_FOUND))
        if is_list and "invoice-list-405" in self._quirks:
            raise Refusal(answers.error(answers.BAD_METHOD, headers={"Allow": "POST"}))
        return Collection(self._billing.invoices, ("created_at", "desc"), ("created_at",))

    def _invoice_csv(self, request: Request) -> Response:
        invoice = self._billing.invoice(str(request.path_params["item"]))
        if invoice is None or "no-csv" in self._quirks:
            return _one(invoice)
        return Response(invoice_csv(invoice), media_type="text/csv")


def _checked(path: str, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that is asked about well-formed ids only."""
    if path.startswith(_NUMBERED):
        return endpoint

    def checked(request: Request) -> Response:
        for text in request.path_params.values():
            _check_id(str(text))
        return endpoint(request)

    return checked


def _check_id(text: str) -> None:
    if number_in(text) < 0:
        raise Refusal(answers.error(answers.BAD_ID))


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _known(found: Collection, _request: Request) -> Collection:
    return found


def _part(find: Callable[[str], Collection | None], request: Request) -> Collection:
    """Return what belongs to the thing of a request."""
    found = find(_id(request))
    if found is None:
        raise Refusal(answers.error(answers.NOT_FOUND))
    return found


def _collection(find: Find, request: Request) -> Response:
    query = request.query_params
    collection = find(request)
    allowed = (*collection.order_fields, *(collection.order or ())[:1])
    levels = _order(query.get("order"), allowed, collection.order)
    found = collection.found(levels, {name: query.getlist(name) for name in query})
    if not collection.paging:
        return answers.Json({"data": found})
    if collection.paging == "offset":
        offset, limit = parameters.offset_and_limit(query)
        place = {"offset": offset, "limit": limit, "total": len(found)}
        meta = {**place, "order": dict(levels), "parent_id": None}
        return answers.Json({"meta": meta, "data": found[offset : offset + limit]})
    page, per_page = parameters.paging(query)
    begin = (page - 1) * per_page
    pagination = {"page": page, "per_page": per_page, "total": len(found)}
    return _list(found[begin : begin + per_page], pagination, levels)


def _thing(find: Find, request: Request) -> Response:
    return _one(find(request).thing(str(request.path_params["item"])))


def _one(found: Any) -> Response:
    return answers.error(answers.NOT_FOUND) if found is None else answers.Json({"data": found})


def _list(
    found: list[Thing], pagination: dict[str, int], levels: Iterable[tuple[str, str]]
) -> Response:
    """Return a list (guidelines, "List response with pagination")."""
    return answers.Json({"meta": {"pagination": pagination, "order": dict(levels)}, "data": found})


def _order(
    text: str | None, allowed: Iterable[str], default: tuple[str, str] | None
) -> tuple[tuple[str, str], ...]:
    return parameters.order(text, allowed) or ((default,) if default else ())


def _timezones(_request: Request) -> Response:
    return answers.Json({"data": sorted({*available_timezones(), DEFAULT_ZONE})})


def _poster(request: Request) -> Response:
    return _picture(request.path_params["name"], _PICTURE)


def _avatar(request: Request) -> Response:
    return _picture(_id(request), _AVATAR)


def _picture(name: str, size: tuple[int, int]) -> Response:
    return Response(landscape(name, *size), media_type="image/png")


async def _unknown(_request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == answers.BAD_METHOD[0]:
        return answers.error(answers.BAD_METHOD, headers=dict(error.headers or {}))
    return answers.error(answers.NOT_FOUND)


async def _refuse(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refusal):
        raise refusal
    return refusal.response


EXCEPTION_HANDLERS: dict[Any, Handler] = {HTTPException: _unknown, Refusal: _refuse}
"""Answers for what ends an endpoint early."""
