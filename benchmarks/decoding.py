"""P6: what an answer costs until it is models."""

import gc
import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

from benchmarks.dashboard import served
from benchmarks.figure import Figure, Reference, beside
from benchmarks.measure import Extent
from kinescope_tui.api import decode
from kinescope_tui.api.later import read_later_fields
from kinescope_tui.api.models import Video
from kinescope_tui.demo.server import DemoServer

_EACH = 20  # times in a row, so that one outlier does not count


def page(extent: Extent) -> Iterator[Figure]:
    """Decode a page of 100 videos, also with a text to be cleaned in it, and with odd rows.

    A list shows no files, chapters and posters: they are read when they are asked for.
    """
    with served() as server:
        body = _body(server)
    marked, odd = _with_marks(body), _with_odd_fields(body)
    ours: list[float] = []
    whole: list[float] = []
    plain: list[float] = []
    ours_marked: list[float] = []
    ours_odd: list[float] = []
    for _ in range(_EACH * extent.rounds):
        ours.append(_took(lambda: decode.decode_page(body, Video)))
        plain.append(_took(lambda: json.loads(body)))
        whole.append(_took(lambda: _whole(body)))
        ours_marked.append(_took(lambda: decode.decode_page(marked, Video)))
        ours_odd.append(_took(lambda: decode.decode_page(odd, Video)))
    what = f"decode 100 videos, {len(body) / 1e3:.0f} KB"
    yield beside(what, ours, "json.loads", plain, most=0.30)
    yield beside("… and all parts of the rows", whole, "json.loads", plain)
    yield beside("with one \\r\\n and one RTL mark", ours_marked, "without", ours, most=3.0)
    yield beside("with an odd field in each row", ours_odd, "without", ours)
    read = Reference("with all parts read", _kept_mb(lambda: _whole(bytes(bytearray(body)))))
    kept = _kept_mb(lambda: decode.decode_page(bytes(bytearray(body)), Video))
    yield Figure("memory of a page that is kept", kept, "MB", read)


def _whole(body: bytes) -> object:
    """Decode a page, and what its rows read when they are asked for it."""
    page = decode.decode_page(body, Video)
    for video in page.items if page is not None else ():
        read_later_fields(video)
    return page


def _kept_mb(make: Callable[[], object]) -> float:
    """Return how much memory something takes, with what it holds on to."""
    make()  # fills caches
    gc.collect()
    tracemalloc.start()
    kept = make()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size / 2**20


def _with_marks(body: bytes) -> bytes:
    first, second, rest = body.split(b'"description":"', 2)
    return b"".join(
        (first, b'"description":"a\\r\\nb', second, b'"description":"\xe2\x80\x8f', rest)
    )


def _with_odd_fields(body: bytes) -> bytes:
    return body.replace(b'"title":"', b'"title":5,"was":"')


def _body(server: DemoServer) -> bytes:
    headers = {"Authorization": f"Bearer {server.token}"}
    request = Request(f"{server.base_url}/v1/videos?per_page=100", headers=headers)  # noqa: S310 - loopback
    with urlopen(request) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
    return body


def _took(function: Callable[[], object]) -> float:
    """Return the processor time of a call: nothing in it waits, and other programs may be busy."""
    began = time.process_time()
    function()
    return time.process_time() - began
