"""Lets schemathesis judge the demo by a description of Kinescope's API in OpenAPI. No test.

pip install -e '.[judges]'
python tests/judge.py openapi.json [CASES] [SEED]

It asks every GET of the description so many times, with ids that there are and with odd ones, and
tells what is broken: errors of the server, answers without an id of their own or without the
envelope, answers that the description does not describe. The description that is at hand was made
from one example of each answer and claims more than is so; what it claims too much is listed here.
"""

import copy
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "demo"))

import hypothesis
import schemathesis
from plain_client import get
from schemathesis import checks
from schemathesis.core.failures import Failure, FailureGroup

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

_NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
_VIDEOS = 400

OVER_CLAIMS: dict[str, tuple[str, ...]] = {
    "/v1/videos": (
        "meta.order.created_at",
        "data.*.duration",
        "data.*.poster",
        "data.*.additional_materials",
        "data.*.privacy_domains.*",
    ),
    "/v1/videos/{video_id}": (
        "data.player_id",
        "data.tags",
        "data.privacy_share",
        "data.assets.*.md5",
        "data.assets.*.url",
        "data.poster",
        "data.additional_materials",
        "data.updated_at",
    ),
    "/v1/videos/{video_id}/subtitles": ("data",),
    "/v1/file-requests": ("data.*.updated_at",),
    "/v1/billing/usage": ("data.*.project_id",),
    "/v1/analytics/overview": (
        "data.total.duration",
        "data.timeline.*.duration",
    ),
    "/v1/analytics": (
        "meta.order.view",
        "meta.order.play",
        "data.*.video_id",
    ),
    "/v1/projects/{project_id}/folders": ("meta.order.name",),
}
"""By path, the places in an answer of which the description claims what is not always so."""
CONTENT_TYPES = {
    "/v1/user/avatar/{avatar_id}": "image/png",
    "/v1/workspace/avatar/{avatar_id}": "image/png",
}
"""Answers that it calls JSON though they are none."""
CHAT = "/v2/live/events/{event_id}/stream/{stream_id}/chat"
"""Three paths that it writes as one."""
_CHECKS = ("not_a_server_error", "content_type_conformance", "response_schema_conformance")


def main() -> None:
    """Judge, tell, and leave with 1 if anything is broken."""
    path, cases, seed = (*sys.argv[1:], "40", "1")[:3] if len(sys.argv) > 1 else sys.exit(__doc__)
    judged: Counter[str] = Counter()
    broken: Counter[tuple[str, str, str]] = Counter()
    with DemoServer(Workspace(_VIDEOS, now=_NOW), limits=False) as server:
        known = _known(server)
        schema = schemathesis.openapi.from_dict(_relaxed(json.loads(Path(path).read_text())))
        for result in schema.get_all_operations():
            operation = result.ok()
            if operation.method == "get":
                for status, wrongs in _judged(operation, server, known, int(cases), int(seed)):
                    judged.update(("answers", str(status)))
                    broken.update((operation.path, *words) for words in wrongs)
    claims = sum(map(len, OVER_CLAIMS.values())) + len(CONTENT_TYPES) + 1
    lines = [", ".join(f"{n} {name}" for name, n in sorted(judged.items()))]
    lines += [f"{claims} claims left out", f"{broken.total()} answers are broken"]
    lines += [" ".join((str(n), *place)) for place, n in sorted(broken.items())]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.exit(bool(broken))


def _relaxed(described: dict[str, Any]) -> dict[str, Any]:
    """Return a description without what it claims too much."""
    paths = described["paths"]
    chat = paths.pop(f"{CHAT}(.json|.csv|.txt)", None)
    forms = {".json": "application/json", ".csv": "text/csv", ".txt": "text/plain"}
    if chat:
        paths |= {f"{CHAT}{form}": copy.deepcopy(chat) for form in forms}
    types = CONTENT_TYPES | {f"{CHAT}{form}": kind for form, kind in forms.items()}
    for path, item in paths.items():
        for name in set(item) - {"get", "parameters"}:
            del item[name]
        if "get" in item:
            content = item["get"]["responses"]["200"]["content"]
            for place in OVER_CLAIMS.get(path, ()):
                _forget(content["application/json"]["schema"], place.split("."))
            if path in types:
                item["get"]["responses"]["200"]["content"] = {types[path]: {}}
    return described


def _forget(schema: dict[str, Any], place: list[str]) -> None:
    *parents, last = place
    for name in parents:
        schema = schema["items"] if name == "*" else schema["properties"][name]
    if last == "*":
        schema["items"] = {}
    else:
        schema["properties"][last] = {}
        schema["required"] = [name for name in schema.get("required", []) if name != last]


def _judged(
    operation: Any, server: DemoServer, known: dict[str, list[str]], cases: int, seed: int
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the status of each answer, and what is broken in it: where, and what is said of it."""
    said: list[tuple[int, list[tuple[str, str]]]] = []
    ids: set[str] = set()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(operation.as_strategy(), hypothesis.strategies.randoms(use_true_random=False))
    def ask(case: Any, chance: Any) -> None:
        case.path_parameters = {
            name: chance.choice(known[name]) if name in known and chance.random() < 0.7 else value
            for name, value in (case.path_parameters or {}).items()
        }
        if chance.random() < 0.5:
            asked = {q["name"] for q in operation.definition.raw.get("parameters", ())}
            case.query = {"from": "2026-07-01", "to": "2026-07-31"} if "from" in asked else {}
        headers = {"Authorization": f"Bearer {server.token}"}
        response = case.call(base_url=server.base_url, headers=headers)
        wrongs = _own_wrongs(response, ids)
        for name in _CHECKS:
            try:
                case.validate_response(response, checks=checks.CHECKS.get_by_names([name]))
            except FailureGroup as group:
                wrongs += [_told(name, failure) for failure in group.exceptions]
            except Failure as failure:
                wrongs.append(_told(name, failure))
        said.append((response.status_code, wrongs))

    ask()
    yield from said


def _told(name: str, failure: Any) -> tuple[str, str]:
    place = [
        "*" if isinstance(at, int) else str(at) for at in getattr(failure, "instance_path", [])
    ]
    return ".".join(place) or name, " ".join(str(failure).split())[:120]


def _own_wrongs(response: Any, ids: set[str]) -> list[tuple[str, str]]:
    given = response.headers.get("x-request-id", [""])[0]
    wrongs = [] if given and given not in ids else [("X-Request-ID", "none of its own")]
    ids.add(given)
    if "json" in response.headers.get("content-type", [""])[0]:
        key = "data" if response.status_code < 400 else "error"
        if key not in json.loads(response.content):
            wrongs.append(("envelope", f"no {key}"))
    return wrongs


def _known(server: DemoServer) -> dict[str, list[str]]:
    """Return ids that there are, by the name of the parameter."""

    def of(path: str, key: str = "id") -> list[str]:
        return [str(thing[key]) for thing in get(server, f"{path}?per_page=100").data]

    videos = get(server, "/v1/videos?per_page=100").data
    events = get(server, "/v2/live/events").data
    projects, rooms = of("/v1/projects"), of("/v1/speak/rooms")
    known = {
        "video_id": [video["id"] for video in videos],
        "material_id": [m["id"] for v in videos for m in v["additional_materials"] or []],
        "event_id": [event["id"] for event in events],
        "stream_id": [event["stream"]["id"] for event in events],
        "restream_id": [restream["id"] for event in events for restream in event["restreams"]],
        "project_id": projects,
        "folder_id": of(f"/v1/projects/{projects[0]}/folders"),
        "room_id": rooms,
        "participant_id": of(f"/v1/speak/rooms/{rooms[0]}/participants"),
        "moderator_id": of("/v1/moderators", "user_id"),
        "avatar_id": rooms,
    }
    for name in ("access-tokens", "players", "file-requests", "playlists"):
        known[f"{name.replace('-', '_').rstrip('s')}_id"] = of(f"/v1/{name}")
    known["token_id"] = known.pop("access_token_id")
    for kind in ("posters", "subtitles", "annotations"):
        found = (of(f"/v1/videos/{video['id']}/{kind}") for video in videos[:20])
        known[f"{kind[:-1]}_id"] = [each for part in found for each in part]
    return known


if __name__ == "__main__":
    main()
