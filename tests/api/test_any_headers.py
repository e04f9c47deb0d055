"""Whatever a server writes into its headers, only our errors come of it."""

import asyncio
from typing import Any

import pytest
from conftest import FULL, TOKEN
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient, RetryPolicy, Token, errors
from kinescope_tui.api.connection import fetch_picture
from kinescope_tui.presentation.requests.exchange_page import exchange_sections
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.requests.support_bundle import support_bundle

NAMES = [
    b"Location", b"Retry-After", b"Date", b"Content-Length", b"Content-Encoding", b"Content-Type",
    b"X-Request-ID", b"Set-Cookie", b"Transfer-Encoding", b"Link", b"Connection", b"X-Odd", b"",
]  # fmt: skip
URLS = [
    b"http://[", b"//[", b"http://[::1", b"http://a:99999999/", b"http://\xff/", b"http://", b"//",
    b"http://xn--0/", "http://１/".encode(), b"https://user:pass@[v1.x]/", b"js:0", b"\\\\x",
]  # fmt: skip
DATES = [
    b"Fri, 31 Dec 9999 23:59:59 -2359", b"Mon, 01 Jan 0001 00:00:00 +2359", b"1 Jan 0 0:0:0",
    b"9" * 400, b"-1", b"nan", b"1e999", b"Fri, 99 Xxx 2026 99:99:99 +99999999999", b"\xb2",
]  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=60), st.sampled_from(URLS), st.sampled_from(DATES), st.just(TOKEN.encode())
)
STATUSES = [b"200 OK", b"204 No", b"301 Gone", b"302 Found", b"401 No", b"429 Slow", b"503 \xff"]


async def asked(raw: bytes) -> None:
    """Ask a server that answers so, as JSON and as CSV, and show what came."""
    once = RetryPolicy(attempts=1)
    exchanges: list[Any] = []
    async with (
        ScriptedServer([raw]) as server,
        KinescopeClient(
            Token(TOKEN), base_url=server.url, retry=once, on_change=exchanges.append
        ) as client,
    ):
        for question in (client.videos(), client.invoice_csv("1")):
            (came,) = await asyncio.gather(question, return_exceptions=True)
            if isinstance(came, BaseException):
                assert isinstance(came, errors.KinescopeError)
                assert problem_of(came).title
        for exchange in exchanges:
            assert exchange_sections(exchange, server.url)
            assert TOKEN not in support_bundle(exchange, server.url)


@settings(max_examples=400 if FULL else 12, deadline=None)
@given(
    st.sampled_from(STATUSES),
    st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6),
    st.sampled_from([b"", b"{}", b'{"data": []}', b"\xff", b"<html>"]),
)
@example(b"302 Found", [(b"Location", b"http://[")], b"")
@example(b"429 Slow", [(b"Retry-After", b"\xb2"), (b"Date", b"\xff")], b"")
@example(b"200 OK", [(b"Content-Encoding", b"\xff, gzip")], b"{}")
def test_any_bytes_in_any_header(
    status: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    lines = [b"HTTP/1.1 " + status, *(name + b": " + value for name, value in headers)]
    asyncio.run(asked(b"\r\n".join(lines) + b"\r\n\r\n" + body))


@pytest.mark.parametrize("location", URLS, ids=ascii)
async def test_a_redirect_to_nowhere_is_a_redirect(
    client: KinescopeClient, server: ScriptedServer, location: bytes
) -> None:
    head = answer("", "302 Found").replace(b"\r\n\r\n", b"\r\nLocation: " + location + b"\r\n\r\n")
    server.script = [head]
    with pytest.raises(errors.RedirectedError, match="are not followed"):
        await client.videos()


@pytest.mark.parametrize("url", ["http://[", "https://[", "https://", "", "https://a:b/", "x" * 9])
async def test_a_picture_at_no_address_is_refused(url: str) -> None:
    with pytest.raises(errors.KinescopeError):
        await fetch_picture(url)


async def test_no_cookie_is_kept(client: KinescopeClient, server: ScriptedServer) -> None:
    server.script = [answer({"data": []}, headers={"Set-Cookie": "a=b; Max-Age=99999"})]
    await client.videos()
    await client.videos()
    assert "cookie" not in server.requests[1].headers
