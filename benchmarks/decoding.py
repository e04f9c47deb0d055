"""P6: what an answer costs until it is models."""

import json
import time
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

from benchmarks.dashboard import served
from benchmarks.figure import Figure, beside
from benchmarks.measure import Extent
from kinescope_tui.api import decode
from kinescope_tui.api.models import Video
from kinescope_tui.demo.server import DemoServer

_EACH = 20  # times in a row, so that one outlier does not count


def page(extent: Extent) -> Iterator[Figure]:
    """Decode a page of 100 videos."""
    with served() as server:
        body = _body(server)
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(_EACH * extent.rounds):
        ours.append(_took(lambda: decode.decode_page(body, Video)))
        plain.append(_took(lambda: json.loads(body)))
    what = f"decode 100 videos, {len(body) / 1e3:.0f} KB"
    yield beside(what, ours, "json.loads", plain, most=0.35)


def _body(server: DemoServer) -> bytes:
    headers = {"Authorization": f"Bearer {server.token}"}
    request = Request(f"{server.base_url}/v1/videos?per_page=100", headers=headers)  # noqa: S310 - loopback
    with urlopen(request) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
    return body


def _took(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began
