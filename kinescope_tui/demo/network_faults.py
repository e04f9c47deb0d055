"""Faults beneath HTTP and of HTTP itself: connections, status lines, headers."""

import asyncio
from http import HTTPStatus
from typing import Any

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kinescope_tui.demo import answers
from kinescope_tui.demo.fault_context import Act, FaultContext, Kind
from kinescope_tui.demo.field_faults import HOSTILE

_OFFLINE_S = 3.0
_STATUSES = (400, 401, 402, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503, 504)
_HOSTILE = " ".join(HOSTILE)


async def _reset(context: FaultContext) -> None:
    await context.reset()


async def _close(context: FaultContext) -> None:
    context.transport.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await context.close()


async def _cut(context: FaultContext) -> None:
    body = (await context.real()).body
    half = body[: len(body) // 2]
    await context.write(half, headers={"Content-Length": str(len(body))})


async def _cut_unsized(context: FaultContext) -> None:
    body = (await context.real()).body
    await context.write(body[: len(body) // 2])


async def _bad_chunk(context: FaultContext) -> None:
    body = (await context.real()).body
    half = body[: len(body) // 2]
    chunk = b"%x\r\n%b\r\n" % (len(half), half)
    await context.write(chunk, b"zz\r\n", headers={"Transfer-Encoding": "chunked"})


async def _hang(context: FaultContext) -> None:
    await context.gone()


async def _slow(context: FaultContext) -> None:
    head = [(b"content-type", b"application/json"), (b"content-length", b"3000")]
    await context.send({"type": "http.response.start", "status": 200, "headers": head})
    for _ in range(3_000):
        await context.send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.sleep(0.1)  # quicker than any limit between two bytes, never done


async def _offline(context: FaultContext) -> None:
    context.go_offline(_OFFLINE_S)
    await context.gone()


async def _junk(context: FaultContext) -> None:
    context.transport.write(b"220 mail.example ESMTP\r\n")
    await context.close()


async def _odd_status(context: FaultContext) -> None:
    await context.write(b"{}", first=b"HTTP/1.1 999 Whatever", headers={"Content-Length": "2"})


async def _early_hints(context: FaultContext) -> None:
    body = (await context.real()).body
    context.transport.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1_000)
    await context.write(body, headers={"Content-Length": str(len(body))})


async def _long_header(context: FaultContext) -> None:
    await context.write(b"{}", headers={"X-Long": "x" * 200_000, "Content-Length": "2"})


async def _no_id(context: FaultContext) -> None:
    body = (await context.real()).body
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n"
    )
    context.transport.write(head % len(body) + body)
    await context.close()


async def _hostile_error(context: FaultContext) -> None:
    param = {"name": _HOSTILE, "reason": _HOSTILE, "message": _HOSTILE}
    said = {"code": 400400, "message": _HOSTILE, "detail": _HOSTILE, "invalid_params": [param]}
    body = answers.Json({"error": said}).body
    await context.write(
        bytes(body),
        first=b"HTTP/1.1 400 Bad\x9b31m",
        headers={"X-Request-ID": "id-\x9b31m-\x85-end", "Content-Length": str(len(body))},
    )


_NAMED = (
    answers.UNAUTHORIZED,
    answers.ACCESS_DENIED,
    answers.NOT_FOUND,
    answers.BAD_METHOD,
    answers.TOO_MANY,
    answers.BROKEN,
)
_CODES = {402: 100106} | {status: code for status, code, _ in _NAMED}


def _error(context: FaultContext, status: int) -> Response:
    reason = HTTPStatus(status).phrase
    if status in {413, 502, 503, 504}:
        return answers.gateway(status, reason)
    if status in {400, 422}:
        return answers.error(
            (status, 400400, "validation error"),
            invalid_params=[
                {"name": "page", "reason": "required", "message": "Page is required"},
                {"name": "order", "reason": "oneof", "message": "Must be one of: title"},
            ],
        )
    headers = {"Retry-After": "2"} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
    known = (status, _CODES.get(status, 0), reason.lower())
    detail = f"Made to fail by the demo at {context.scope['path']}"
    return answers.error(known, detail=detail, headers=headers)


def _says(status: int) -> Act:
    async def act(context: FaultContext) -> None:
        await context.answer(_error(context, status))

    return act


def _fixed(response: Response) -> Act:
    async def act(context: FaultContext) -> None:
        await context.answer(response)

    return act


_ODD_ERROR: dict[str, Any] = {
    "message": None,
    "code": {},
    "detail": ["x"],
    "invalid_params": "none",
}

NETWORK = {
    "reset": Kind(_reset, "the connection is reset before the response"),
    "close": Kind(_close, "the connection is closed within the headers"),
    "cut": Kind(_cut, "half of the response arrives, then the connection is closed"),
    "cut-unsized": Kind(_cut_unsized, "the same, with no length to reveal it"),
    "bad-chunk": Kind(_bad_chunk, "an invalid chunk in the middle of the response"),
    "hang": Kind(_hang, "no response, ever"),
    "slow": Kind(_slow, "the response drips for five minutes"),
    "offline": Kind(_offline, "the whole server refuses connections for three seconds"),
}
HTTP = {
    **{str(s): Kind(_says(s), HTTPStatus(s).phrase) for s in _STATUSES},
    "429-plain": Kind(
        _fixed(PlainTextResponse("slow down", 429)), "429 as plain text, without Retry-After"
    ),
    "429-hour": Kind(
        _fixed(answers.error(answers.TOO_MANY, headers={"Retry-After": "3600"})),
        "429 with a Retry-After of an hour",
    ),
    "redirect": Kind(
        _fixed(RedirectResponse("http://portal.invalid/login", 302)),
        "302 to a network login page",
    ),
    "no-content": Kind(_fixed(Response(status_code=204)), "204 instead of a list or an item"),
    "odd-error": Kind(
        _fixed(answers.Json({"error": _ODD_ERROR}, 500)), "500 with fields of the wrong type"
    ),
    "huge-error": Kind(
        _fixed(answers.Json({"error": {"code": 500500, "message": "m" * 1_000_000}}, 500)),
        "500 with a message of 1 MB",
    ),
    "hostile-error": Kind(_hostile_error, "400 with escape sequences in every text and header"),
    "no-id": Kind(_no_id, "the response has no X-Request-ID"),
    "junk": Kind(_junk, "the response is not HTTP"),
    "odd-status": Kind(_odd_status, "status 999"),
    "early-hints": Kind(_early_hints, "a thousand 103s before the response"),
    "long-header": Kind(_long_header, "a header of 200 KB"),
}
