"""Faults of bodies: no JSON, no envelope, compression that breaks, sizes beyond reason."""

import gzip
import zlib
from functools import cache
from typing import Any

from starlette.responses import HTMLResponse, Response

from kinescope_tui.demo import answers
from kinescope_tui.demo.fault_context import Act, FaultContext, Kind

_MB = 2**20
_BOMB_MB, _FLOOD_MB = 300, 200


def _fixed(response: Response) -> Act:
    async def act(context: FaultContext) -> None:
        await context.answer(response)

    return act


def _json(value: Any) -> Act:
    return _fixed(answers.Json(value))


async def _bad_gzip(context: FaultContext) -> None:
    body = bytearray(gzip.compress((await context.real()).body))
    body[len(body) // 2 :] = b"\xff" * (len(body) - len(body) // 2)
    await context.answer(_compressed(bytes(body)))


async def _half_gzip(context: FaultContext) -> None:
    body = gzip.compress((await context.real()).body)
    await context.write(body[: len(body) // 2], headers={"Content-Encoding": "gzip"})


async def _stacked_gzip(context: FaultContext) -> None:
    body = gzip.compress(gzip.compress((await context.real()).body))
    await context.answer(_compressed(body, "gzip, gzip"))


async def _bomb(context: FaultContext) -> None:
    await context.answer(_compressed(_bomb_bytes()))


@cache
def _bomb_bytes() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    parts = [packer.compress(b'{"data": [')]
    parts += [packer.compress(b" " * _MB) for _ in range(_BOMB_MB)]
    return b"".join([*parts, packer.flush()])


async def _flood(context: FaultContext) -> None:
    head = [(b"content-type", b"application/json")]
    await context.send({"type": "http.response.start", "status": 200, "headers": head})
    for _ in range(_FLOOD_MB):
        await context.send({"type": "http.response.body", "body": b" " * _MB, "more_body": True})
        if context.transport.is_closing():
            return
    await context.send({"type": "http.response.body", "body": b""})


async def _wrong_type(context: FaultContext) -> None:
    await context.answer(Response((await context.real()).body, media_type="text/html"))


def _compressed(body: bytes, encoding: str = "gzip") -> Response:
    headers = {"Content-Encoding": encoding}
    return Response(body, media_type="application/json", headers=headers)


BODIES = {
    "html": Kind(
        _fixed(HTMLResponse("<html><body>Log in to the Wi-Fi</body></html>")),
        "a network login page, with status 200",
    ),
    "empty": Kind(_fixed(Response(b"")), "status 200 with an empty body"),
    "null": Kind(_json(None), "null"),
    "list": Kind(_json([]), "a bare list"),
    "string": Kind(_json("data"), "a bare string"),
    "number": Kind(_json(3), "a bare number"),
    "envelope": Kind(
        _json({"error": {"code": 1, "message": "io error"}}), "an error with status 200"
    ),
    "wrong-type": Kind(_wrong_type, "the response claims to be a web page"),
    "bad-gzip": Kind(_bad_gzip, "compressed and damaged"),
    "half-gzip": Kind(_half_gzip, "compressed and cut off, with no length to reveal it"),
    "stacked-gzip": Kind(_stacked_gzip, "compressed twice"),
    "bomb": Kind(_bomb, f"{_BOMB_MB} MB, compressed to 1"),
    "flood": Kind(_flood, f"{_FLOOD_MB} MB, not compressed"),
}
