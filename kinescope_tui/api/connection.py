"""The wire: one attempt at one GET, with httpx, which no other module imports."""

import asyncio
import os
import socket
import ssl
import time
import urllib.request
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import truststore

from kinescope_tui import __version__
from kinescope_tui.api import redaction
from kinescope_tui.api.base_url import is_loopback
from kinescope_tui.api.errors import (
    BadAnswerError,
    CertificateDateError,
    CutAnswerError,
    DeadlineError,
    KinescopeError,
    NameNotFoundError,
    NotSentError,
    ProxyFailedError,
    TlsError,
    TooLargeError,
    UnreachableError,
)
from kinescope_tui.api.exchange import Query
from kinescope_tui.api.text import clean
from kinescope_tui.api.token import Token

USER_AGENT = f"kinescope-tui/{__version__}"
_PORTS = {"https": 443, "http": 80}
_DATE_FAULTS = {9, 10}  # OpenSSL's codes for a certificate not yet valid, and for an expired one


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer whose body arrived whole, as far as the protocol can tell.

    Attributes:
        headers: By lower-case name, cleaned of control characters.
        body: Decoded from its content encoding.
        size_confirmed: Whether a length, chunks or a checksum prove that nothing is missing.
        open_headers: The headers that may be shown.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    size_confirmed: bool = True
    open_headers: dict[str, str] = field(default_factory=dict)


class BearerAuth(httpx.Auth):
    """Adds the token to requests to one origin and to no other.

    A default header would go to any address that a redirect or a mistake leads to.
    Source: guidelines, "Authorization".
    """

    def __init__(self, token: Token, base_url: str) -> None:
        self._token = token
        self._origin = _origin(base_url)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header if the request goes to the API."""
        if _origin(str(request.url)) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        yield request


class Connection:
    """Sends GETs to one API with one token and turns every failure into a `KinescopeError`.

    Raises:
        NotSentError: The environment's proxy or certificate settings cannot be used.
    """

    def __init__(self, base_url: str, token: Token, *, max_body: int) -> None:
        self._max_body = max_body
        self._token = token
        self._host = urlsplit(base_url).hostname or base_url
        local = is_loopback(self._host)
        try:
            self._client = httpx.AsyncClient(
                base_url=base_url,
                auth=BearerAuth(token, base_url),
                verify=_tls_context(),
                # A proxy named in the environment would take loopback traffic too.
                trust_env=not local,
                follow_redirects=False,
                # Without an upper bound a pool cannot run dry; the pacer bounds what is open.
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=10),
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            )
            self._proxy = "" if local else _proxy_for(self._host)
        except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
            raise NotSentError(_environment_trouble(error)) from None

    async def get(
        self,
        path: str,
        query: Query,
        headers: Mapping[str, str],
        *,
        on_send: Callable[[dict[str, str]], None],
        limit_s: float,
    ) -> Answer:
        """Send one GET and return the whole answer, or say in words why there is none.

        Args:
            path: The path on the API's host, its parts percent-encoded.
            query: Parameters in their order; names may repeat.
            headers: More request headers.
            on_send: Called when there is a connection and the request leaves, with the headers
                that may be shown.
            limit_s: The longest that all of it may take, in seconds.

        Raises:
            KinescopeError: One of its kinds without a status; see `errors`.
        """
        has_left = False

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            nonlocal has_left
            # A proxy's tunnel is opened by a request of its own, a CONNECT.
            if event.endswith("send_request_headers.started") and info["request"].method == b"GET":
                has_left = True
                on_send(redaction.sent_headers(info["request"].headers))

        stream = self._client.stream(
            "GET",
            path,
            params=list(query),
            headers=dict(headers),
            timeout=limit_s,
            extensions={"trace": trace},
        )
        started = time.monotonic()
        try:
            # httpx's own limits count from byte to byte, so that a server that drips never ends.
            async with asyncio.timeout(limit_s):
                return await self._receive(stream)
        except (TimeoutError, httpx.TimeoutException):
            raise self._deadline(time.monotonic() - started, has_left=has_left) from None
        except KinescopeError:
            raise
        except httpx.HTTPError as error:
            raise self._failure(error) from None
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise NotSentError(
                f"The request could not be written ({type(error).__name__})."
            ) from None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _receive(self, stream: AbstractAsyncContextManager[httpx.Response]) -> Answer:
        async with stream as response:
            inflate = _Inflater(response.headers.get("Content-Encoding", ""), self._max_body)
            async for chunk in response.aiter_raw():
                inflate.feed(chunk)
            sized = "Content-Length" in response.headers or "Transfer-Encoding" in response.headers
            strike = self._token.struck_from
            raw = [(strike(name), strike(value)) for name, value in response.headers.raw]
            headers = httpx.Headers(raw)
            return Answer(
                status=response.status_code,
                headers={clean(k).lower(): clean(v) for k, v in headers.items()},
                body=strike(inflate.finish()),
                size_confirmed=sized or inflate.is_checked,
                open_headers=redaction.answered_headers(raw),
            )

    def _deadline(self, took_s: float, *, has_left: bool) -> KinescopeError:
        if not has_left:
            return UnreachableError(f"No connection to {self._host} within {took_s:.0f} s.")
        return DeadlineError(f"{self._host} did not answer completely within {took_s:.0f} s.")

    def _failure(self, error: httpx.HTTPError) -> KinescopeError:
        """Word httpx's error: some of its own texts are empty, and some quote the request."""
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return self._tls_failure(causes)
        if isinstance(error, httpx.ProxyError):
            said = clean(str(error))[:100] or "it gave no reason"
            return ProxyFailedError(f"The proxy {self._proxy} does not connect: {said}.")
        if isinstance(error, httpx.ConnectError):
            return self._connect_failure(causes)
        if isinstance(error, httpx.RemoteProtocolError):
            return CutAnswerError(f"{self._host} closed the connection early, or broke HTTP.")
        if isinstance(error, httpx.ReadError | httpx.WriteError | httpx.CloseError):
            return CutAnswerError(f"The connection to {self._host} was reset.")
        return BadAnswerError(f"The request to {self._host} failed ({type(error).__name__}).")

    def _tls_failure(self, causes: list[BaseException]) -> TlsError:
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                reason = clean(cause.verify_message or "unknown reason").rstrip(".")
                if cause.verify_code in _DATE_FAULTS:
                    now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M %z}"
                    return CertificateDateError(
                        f"The certificate of {self._host}: {reason}. This computer's clock: {now}."
                    )
                return TlsError(f"The certificate of {self._host} is not trusted: {reason}.")
        return TlsError(f"No secure connection to {self._host} could be made.")

    def _connect_failure(self, causes: list[BaseException]) -> UnreachableError:
        if self._proxy:
            return ProxyFailedError(f"The proxy {self._proxy} cannot be reached.")
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            return NameNotFoundError(f"The name {self._host} was not found.")
        if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
            return UnreachableError(f"{self._host} refuses connections.")
        return UnreachableError(f"{self._host} cannot be reached.")


class _Inflater:
    """Decodes a body, with a cap on the result and a check that its end was reached.

    httpx would take half of a gzip body for a whole one, and unpack a bomb to its end.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        coded = [name for name in names if name != "identity"]
        if coded and coded not in (["gzip"], ["x-gzip"]):
            raise BadAnswerError("The answer came in an encoding that was not asked for.")
        self.is_checked = bool(coded)
        self._gzip = zlib.decompressobj(wbits=31) if coded else None
        self._limit = limit
        self._begun = False
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        self._begun = self._begun or bool(chunk)
        while chunk:
            if self._gzip is None:
                self._keep(chunk)
                return
            if self._gzip.eof:  # several gzip members in a row are one body
                self._gzip = zlib.decompressobj(wbits=31)
            try:
                # One byte past the cap is enough to know.
                self._keep(self._gzip.decompress(chunk, self._limit - self._size + 1))
            except zlib.error:
                raise CutAnswerError("The compressed answer is damaged.") from None
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data

    def finish(self) -> bytes:
        if self._gzip is not None and self._begun and not self._gzip.eof:
            raise CutAnswerError("The compressed answer is not complete.")
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)
        if self._size > self._limit:
            raise TooLargeError(f"The answer is larger than {self._limit // 2**20} MB.")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from _causes(inner)
        error = error.__cause__ or error.__context__


def _proxy_for(host: str) -> str:
    """Return the host of the proxy that the environment names for an https address, or nothing."""
    proxies = urllib.request.getproxies()
    proxy = proxies.get("https") or proxies.get("all") or ""
    if not proxy or urllib.request.proxy_bypass(host):
        return ""
    return clean(urlsplit(proxy).hostname or "") or "named in the environment"


async def fetch_picture(url: str, *, most: int = 4 * 2**20, limit_s: float = 8.0) -> bytes:
    """Return a picture from the address that the API gave for it; no token goes there.

    Args:
        url: https, or http to this machine.
        most: The largest picture in bytes.
        limit_s: The longest that it may take, in seconds.

    Raises:
        NotSentError: Nobody should ask that address.
        UnreachableError: No picture came.
    """
    parts = urlsplit(url)
    local = is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise NotSentError("The picture's address is not https.")
    try:
        async with (
            asyncio.timeout(limit_s),
            httpx.AsyncClient(
                verify=_tls_context(), trust_env=not local, headers={"User-Agent": USER_AGENT}
            ) as client,
            client.stream("GET", url) as response,
        ):
            if not response.is_success:
                raise UnreachableError(f"The picture was refused with {response.status_code}.")
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > most:
                    raise UnreachableError("The picture is too large.")
            return bytes(content)
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise UnreachableError(f"The picture did not come ({type(error).__name__}).") from None


def check_environment(base_url: str) -> None:
    """Return if the environment's proxy and certificate settings can be used; nothing is sent.

    Raises:
        NotSentError: They cannot; it names the variable.
    """
    Connection(base_url, Token(""), max_body=0)


def _tls_context() -> ssl.SSLContext:
    """Return a context with the system's authorities, a company's own among them."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        value = os.environ.get(name)
        if value and not Path(value).exists():
            raise FileNotFoundError(name)
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _environment_trouble(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{error} names a file that does not exist."
    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
    named = [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]
    culprit = ", ".join(named) or "The network settings"
    if isinstance(error, ImportError):
        return f"{culprit} names a SOCKS proxy, which needs the package socksio: install it."
    return f"{culprit} cannot be used ({type(error).__name__})."
