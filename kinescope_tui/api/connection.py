"""The wire: one attempt at one GET, with httpx, which no other module imports."""

import asyncio
import os
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import msgspec
import truststore
from msgspec.structs import replace

from kinescope_tui import __version__
from kinescope_tui.api import redaction
from kinescope_tui.api.base_url import is_loopback
from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import (
    BadAnswerError,
    CertificateDateError,
    CutAnswerError,
    DeadConnectionError,
    DeadlineError,
    KinescopeError,
    NameNotFoundError,
    NotKeptError,
    NotSentError,
    ProxyFailedError,
    StalledAnswerError,
    StoppedError,
    TlsError,
    TooLargeError,
    UnreachableError,
)
from kinescope_tui.api.exchange import Query
from kinescope_tui.api.left_out import left_out
from kinescope_tui.api.patience import Patience
from kinescope_tui.api.proxy import Proxy, proxy_to
from kinescope_tui.api.retry import asked_wait_s
from kinescope_tui.api.text import clean
from kinescope_tui.api.token import Token

# Its command line brings rich and pygments along, and takes longer than all the rest of it; httpx
# does without where they are not installed.
with left_out("httpx._main"):
    import httpx

USER_AGENT = f"kinescope-tui/{__version__}"
_PORTS = {"https": 443, "http": 80}
_DATE_FAULTS = {9, 10}  # OpenSSL's codes for a certificate not yet valid, and for an expired one

KEPT_S = 4.0
"""How long a kept connection may be silent, in seconds: after a computer slept, or a VPN came or
went, nobody is at its other end, and nobody says so."""

_LEAST = 4 * 2**10  # bytes of a body within the limit: a server that drips sends nothing
_PIECE = 2**18  # bytes of a body that are gone through at once
_REACH = 2**14  # bytes at the end of a piece in which the token may have begun
_LONGEST_LENGTH = 15  # digits of a Content-Length that anybody would wait for


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer whose body arrived whole, as far as the protocol can tell.

    Attributes:
        headers: By lower-case name, cleaned of control characters.
        body: Decoded from its content encoding; empty while it is to come. Of a download that went
            to a file the beginning.
        size: The whole body in bytes.
        size_confirmed: Whether a length, chunks or a checksum prove that nothing is missing.
        open_headers: The headers that may be shown.
        retry_after_s: How long it asks to wait, in seconds, by the server's own clock.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    size: int = 0
    size_confirmed: bool = True
    open_headers: dict[str, str] = msgspec.field(default_factory=dict)
    retry_after_s: float | None = None


class _Pool:
    """Kept connections to one host; once it is given up it closes with its last request."""

    def __init__(self, transport: httpx.AsyncHTTPTransport) -> None:
        self.transport = transport
        self._is_given_up = False
        self._users = 0

    async def give_up(self) -> None:
        """Close when nobody uses it any more."""
        self._is_given_up = True
        if not self._users:
            await self.transport.aclose()

    async def __aenter__(self) -> httpx.AsyncHTTPTransport:
        self._users += 1
        return self.transport

    async def __aexit__(self, *_exception: object) -> None:
        self._users -= 1
        if self._is_given_up and not self._users:
            await self.transport.aclose()


class Told(msgspec.Struct):
    """A listener that is told how far a request is.

    Attributes:
        on_send: There is a connection and the request leaves, with the headers that may be shown.
        on_head: The status and the headers came.
        on_progress: More of the body came: how many bytes so far, and of how many; None if the
            server does not say.
    """

    on_send: Callable[[dict[str, str]], None]
    on_head: Callable[[Answer], None]
    on_progress: Callable[[int, int | None], None]


class Connection:
    """Sends GETs to one API with one token and turns every failure into a `KinescopeError`.

    Nothing of httpx's that reads answers is between: no cookies, no redirects.

    Attributes:
        proxy: What leads there.

    Raises:
        NotSentError: The environment's proxy or certificate settings cannot be used.
    """

    def __init__(self, base_url: str, token: Token, *, clock: Clock) -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._clock = clock
        self._host = urlsplit(base_url).hostname or base_url
        self._reading = asyncio.Lock()
        self._is_slow = False  # the last answer took longer than a dead connection is given
        try:
            self.proxy = proxy_to(base_url)
            self._pool = _Pool(_transport(self.proxy))
        except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
            raise NotSentError(_environment_trouble(error)) from None

    async def get(
        self,
        path: str,
        query: Query,
        headers: Mapping[str, str],
        told: Told,
        *,
        limit_s: float,
        max_body: int,
        file: IO[bytes] | None = None,
        is_anew: bool = False,
    ) -> Answer:
        """Send one GET and return the whole answer, or say in words why there is none.

        Args:
            path: The path on the API's host, its parts percent-encoded.
            query: Parameters in their order; names may repeat.
            headers: More request headers.
            told: Who is told how far it is.
            limit_s: How long the connection and the beginning of the answer may take together,
                and how long the rest may stop coming, in seconds.
            max_body: The largest decoded body in bytes.
            file: Where the body goes instead of the memory; what is in it goes.
            is_anew: Whether a kept connection was just found to be dead: then there is a new one.

        Raises:
            KinescopeError: One of its kinds; see `errors`.
        """
        sending = _Sending(told)
        body = _Body(max_body, self._token.struck_from, file)
        began = self._clock.monotonic()
        try:
            request = self._request(path, query, headers)
        except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
            raise NotSentError(
                f"The request could not be written ({type(error).__name__})."
            ) from None

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            if sending.hears(event, info) and sending.is_kept and suspects:
                patience.renew(KEPT_S)

        suspects = not is_anew and not self._is_slow and limit_s > KEPT_S
        request.extensions = {"trace": trace}
        pool = self._pool
        try:
            async with pool as transport, Patience(self._clock, limit_s) as patience:
                response = await transport.handle_async_request(request)
                try:
                    self._is_slow = self._clock.monotonic() - began > KEPT_S
                    patience.renew(limit_s)
                    return await self._receive(response, sending, patience, limit_s, body)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            took_s = self._clock.monotonic() - began
            if sending.is_kept and sending.has_left and not sending.has_head and suspects:
                await self._give_up(pool)
                raise DeadConnectionError(
                    f"No response on an open connection to {self._host} for {took_s:.0f} s."
                ) from None
            raise self._deadline(took_s, limit_s, sending) from None
        except KinescopeError:
            raise
        except httpx.HTTPError as error:
            raise self._failure(error) from None
        except Exception as error:  # noqa: BLE001 - the border: whatever a server sends ends here
            raise BadAnswerError(
                f"The response from {self._host} could not be read ({type(error).__name__})."
            ) from None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.transport.aclose()

    async def _give_up(self, pool: _Pool) -> None:
        """Use none of these connections again: what killed one killed all."""
        if self._pool is pool:
            self._pool = _Pool(_transport(self.proxy))
        await pool.give_up()

    def _request(self, path: str, query: Query, headers: Mapping[str, str]) -> httpx.Request:
        """Return the request with the token, which goes to the API's origin alone.

        Source: guidelines, "Authorization".
        """
        request = httpx.Request(
            "GET",
            self._base_url + path,
            params=list(query) or None,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers},
        )
        if _origin(str(request.url)) != _origin(self._base_url):
            raise ValueError
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request

    async def _receive(
        self,
        response: httpx.Response,
        sending: "_Sending",
        patience: Patience,
        limit_s: float,
        body: "_Body",
    ) -> Answer:
        head = self._head(response)
        sending.has_head = True
        sending.told.on_head(head)
        inflate = _Inflater(head.headers.get("content-encoding", ""))
        length = head.headers.get("content-length", "")
        is_length = length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH
        expected = int(length) if is_length else None
        received = renewed_at = 0
        async for chunk in response.aiter_raw():
            async with self._reading:  # of several answers that came at once, each in its turn
                for part in inflate.parts(chunk):
                    if body.add(part):
                        await asyncio.sleep(0)  # however much came at once, keys are heard
            received += len(chunk)
            if received >= renewed_at + _LEAST:
                renewed_at = received
                patience.renew(limit_s)
            sending.told.on_progress(received, expected)
        inflate.check_end()
        is_sized = "content-length" in head.headers or "transfer-encoding" in head.headers
        return replace(
            head,
            body=body.finish(),
            size=body.size,
            size_confirmed=is_sized or inflate.is_checked,
        )

    def _head(self, response: httpx.Response) -> Answer:
        strike = self._token.struck_from
        raw = [(strike(name), strike(value)) for name, value in response.headers.raw]
        headers = {clean(k).lower(): clean(v) for k, v in httpx.Headers(raw).items()}
        return Answer(
            status=response.status_code,
            headers=headers,
            open_headers=redaction.answered_headers(raw),
            retry_after_s=asked_wait_s(headers, self._clock.utc_now()),
        )

    def _deadline(self, took_s: float, limit_s: float, sending: "_Sending") -> KinescopeError:
        if not sending.has_left:
            return UnreachableError(f"Could not connect to {self._host} within {took_s:.0f} s.")
        if sending.has_head:
            return StalledAnswerError(
                f"{self._host} started to respond, then stalled for {limit_s:.0f} s."
            )
        return DeadlineError(f"{self._host} did not respond within {took_s:.0f} s.")

    def _failure(self, error: httpx.HTTPError) -> KinescopeError:
        """Word httpx's error: some of its own texts are empty, and some quote the request."""
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return self._tls_failure(causes)
        if isinstance(error, httpx.ProxyError):
            said = clean(str(error))[:100] or "no reason given"
            return ProxyFailedError(f"The proxy {self.proxy.host} did not connect: {said}.")
        if isinstance(error, httpx.ConnectError):
            return self._connect_failure(causes)
        if isinstance(error, httpx.RemoteProtocolError):
            return CutAnswerError(f"{self._host} closed the connection early or sent invalid HTTP.")
        if isinstance(error, httpx.ReadError | httpx.WriteError | httpx.CloseError):
            return CutAnswerError(f"The connection to {self._host} was reset.")
        return BadAnswerError(f"The request to {self._host} failed ({type(error).__name__}).")

    def _tls_failure(self, causes: list[BaseException]) -> TlsError:
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                reason = clean(cause.verify_message or "unknown reason").rstrip(".")
                if cause.verify_code in _DATE_FAULTS:
                    now = f"{self._clock.utc_now().astimezone():%Y-%m-%d %H:%M %z}"
                    return CertificateDateError(
                        f"Certificate of {self._host}: {reason}. This computer's clock: {now}."
                    )
                return TlsError(f"The certificate of {self._host} is not trusted: {reason}.")
        return TlsError(f"Could not make a secure connection to {self._host}.")

    def _connect_failure(self, causes: list[BaseException]) -> UnreachableError:
        if self.proxy.in_use:
            return ProxyFailedError(
                f"Could not reach the proxy {self.proxy.host}. {self.proxy.trouble}".strip()
            )
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            return NameNotFoundError(f"The host name {self._host} was not found.")
        if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
            return UnreachableError(f"{self._host} refused the connection.")
        return UnreachableError(f"Could not reach {self._host}.")


class _Sending:
    """The progress of a request, as httpx tells it.

    Attributes:
        is_kept: Whether nothing but sending was needed: the connection was there already.
        has_left: Whether it is on the wire.
        has_head: Whether the beginning of the answer is here.
    """

    def __init__(self, told: Told) -> None:
        self.told = told
        self.is_kept = True
        self.has_left = False
        self.has_head = False

    def hears(self, event: str, info: Mapping[str, Any]) -> bool:
        """Take in an event; tell whether it is that the request leaves."""
        # A proxy's tunnel is opened by a request of its own, a CONNECT.
        request: Any = info.get("request")
        leaves = event.endswith("send_request_headers.started") and request.method == b"GET"
        if leaves:
            self.has_left = True
            self.told.on_send(redaction.sent_headers(request.headers))
        elif not self.has_left:
            self.is_kept = False
        return leaves


class _Inflater:
    """Decodes a body by pieces, with a check that its end was reached.

    httpx would take half of a gzip body for a whole one, and unpack a bomb to its end.
    """

    def __init__(self, encoding: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        coded = [name for name in names if name != "identity"]
        if coded and coded not in (["gzip"], ["x-gzip"]):
            raise BadAnswerError("The response uses an encoding that was not requested.")
        self.is_checked = bool(coded)
        self._gzip = zlib.decompressobj(wbits=31) if coded else None
        self._begun = False

    def parts(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a piece of a body stands for, never much at once."""
        self._begun = self._begun or bool(chunk)
        while chunk:
            if self._gzip is None:
                yield chunk
                return
            if self._gzip.eof:  # several gzip members in a row are one body
                self._gzip = zlib.decompressobj(wbits=31)
            try:
                yield self._gzip.decompress(chunk, _PIECE)
            except zlib.error:
                raise CutAnswerError("The compressed response is damaged.") from None
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data

    def check_end(self) -> None:
        """Raise a `CutAnswerError` where a compressed body is not whole."""
        if self._gzip is not None and self._begun and not self._gzip.eof:
            raise CutAnswerError("The compressed response is incomplete.")


class _Body:
    """A body as it comes, without the token, piece by piece: each takes a few milliseconds.

    Attributes:
        size: Of all that came, in bytes.

    Args:
        most: The largest that is taken, in bytes.
        strike: Strikes out the token.
        file: Where it goes instead of the memory.
    """

    def __init__(
        self,
        most: int,
        strike: Callable[[bytes], bytes] = bytes,
        file: IO[bytes] | None = None,
    ) -> None:
        self._most = most
        self._strike = strike
        self._file = file
        self._kept: list[bytes] = []
        self._ahead = bytearray()
        self.size = 0
        if file is not None:
            file.seek(0)
            file.truncate()

    def add(self, part: bytes) -> bool:
        """Take more of it; tell whether that took a while."""
        self.size += len(part)
        if self.size > self._most:
            raise TooLargeError(f"The response is larger than {self._most // 2**20} MB.")
        self._ahead += part
        if len(self._ahead) < _PIECE:
            return False
        self._put(_REACH)
        return True

    def finish(self) -> bytes:
        """Return the whole body, or the beginning of one that is in a file."""
        self._put(0)
        return b"".join(self._kept)

    def _put(self, held: int) -> None:
        """Put away what is here but for the last bytes, where the token may have just begun."""
        ahead = self._strike(bytes(self._ahead))
        done = max(0, len(ahead) - held)
        self._ahead = bytearray(ahead[done:])
        if self._file is None or not self._kept:
            self._kept.append(ahead[:done])
        if self._file is not None:
            self._write(self._file, ahead[:done])

    @staticmethod
    def _write(file: IO[bytes], part: bytes) -> None:
        if file.closed:
            raise StoppedError("This file is no longer needed.")
        try:
            file.write(part)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise NotKeptError(f"The response could not be stored here: {reason}.") from None


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


async def fetch_picture(
    url: str, *, most: int = 4 * 2**20, limit_s: float = 8.0, clock: Clock | None = None
) -> bytes:
    """Return a picture from the address that the API gave for it; no token goes there.

    Args:
        url: https, or http to this machine.
        most: The largest picture in bytes.
        limit_s: The longest that it may take, in seconds.
        clock: By which that is counted.

    Raises:
        NotSentError: Nobody should ask that address.
        UnreachableError: No picture came.
    """
    try:
        async with (clock or Clock()).timeout(limit_s):
            return await _picture(url, most)
    except (NotSentError, UnreachableError):
        raise
    except TooLargeError:
        raise UnreachableError("The image is too large.") from None
    except KinescopeError as error:
        raise UnreachableError(f"The image cannot be used. {error.message}") from None
    except Exception as error:  # noqa: BLE001 - the border: whatever a server sends ends here
        raise UnreachableError(f"The image could not be loaded ({type(error).__name__}).") from None


async def _picture(url: str, most: int) -> bytes:
    parts = urlsplit(url)
    is_near = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not is_near:
        raise NotSentError("The image URL is not https.")
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    async with _transport(proxy_to(url)) as transport:
        request = httpx.Request("GET", url, headers=headers)
        response = await transport.handle_async_request(request)
        try:
            if not response.is_success:
                raise UnreachableError(f"The server refused the image with {response.status_code}.")
            inflate, body = _Inflater(response.headers.get("Content-Encoding", "")), _Body(most)
            async for chunk in response.aiter_raw():
                for part in inflate.parts(chunk):
                    body.add(part)
            inflate.check_end()
            return body.finish()
        finally:
            await response.aclose()


def check_environment(base_url: str) -> str:
    """Return what is left out of the environment's proxy settings; nothing is sent.

    Raises:
        NotSentError: They cannot; it names the variable.
    """
    return Connection(base_url, Token(""), clock=Clock()).proxy.trouble


def _transport(proxy: Proxy) -> httpx.AsyncHTTPTransport:
    """Return kept connections, through a proxy if there is one."""
    return httpx.AsyncHTTPTransport(
        verify=_tls_context(),
        trust_env=False,
        proxy=httpx.Proxy(proxy.in_use) if proxy.in_use else None,
        # Without an upper bound a pool cannot run dry; the pacer bounds what is open.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=10),
    )


def _tls_context() -> ssl.SSLContext:
    """Return a context with the system's authorities, a company's own among them."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        value = os.environ.get(name)
        if value and not Path(value).exists():
            raise FileNotFoundError(name)
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _environment_trouble(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{error} points to a file that does not exist."
    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
    named = [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]
    culprit = ", ".join(named) or "The network settings"
    if isinstance(error, ImportError):
        return (
            f"{culprit} sets a SOCKS proxy, which needs the socksio package: pip install socksio."
        )
    return f"{culprit} cannot be used ({type(error).__name__})."
