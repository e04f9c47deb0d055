"""One attempt at one GET: what is sent, what comes, and what a failure is called."""

import asyncio
import errno
import os
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlencode, urlsplit

import truststore

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
from kinescope_tui.api.patience import Patience
from kinescope_tui.api.proxy import Proxy, proxy_to
from kinescope_tui.api.retry import asked_wait_s
from kinescope_tui.api.text import clean
from kinescope_tui.api.token import Token
from kinescope_tui.api.tunnel import TunnelError, check_proxy, open_stream
from kinescope_tui.api.wire import Headers, Wire, WireError

USER_AGENT = f"kinescope-tui/{__version__}"
_PORTS = {"https": 443, "http": 80}
_SAFE = "/%:@!$&'()*+,;=~"  # in a path, besides letters and digits; what is escaped stays so
_QUERY = f"{_SAFE}?"
_MAX_KEPT = 10  # connections that nobody uses
_KEPT_FOR_S = 5.0  # that they are, before servers close them
# Of several addresses that all failed asyncio tells no more than this.
_REFUSED = f"[Errno {errno.ECONNREFUSED}]"
_DATE_FAULTS = {9, 10}  # OpenSSL's codes for a certificate not yet valid, and for an expired one

KEPT_S = 4.0
"""How long a kept connection may be silent, in seconds: after a computer slept, or a VPN came or
went, nobody is at its other end, and nobody says so."""

_LEAST = 4 * 2**10  # bytes of a body within the limit: a server that drips sends nothing
_PIECE = 2**18  # bytes of a body that are gone through at once
_REACH = 2**14  # bytes at the end of a piece in which the token may have begun
_LONGEST_LENGTH = 15  # digits of a Content-Length that anybody would wait for


@dataclass(frozen=True, slots=True)
class Answer:
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
    open_headers: dict[str, str] = field(default_factory=dict)
    retry_after_s: float | None = None


class _NoConnectionError(Exception):
    """There is none; its cause says why."""


class _Pool:
    """Connections to one host, kept for a while; once it is given up none is."""

    def __init__(self, base_url: str, proxy: Proxy, clock: Clock) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        self._tls = _tls_context() if parts.scheme == "https" else None
        self._proxy = proxy.in_use
        self._clock = clock
        self._kept: list[tuple[float, Wire]] = []
        self._is_given_up = False

    def kept(self) -> Wire | None:
        """Return a connection that was used before and is still open, if there is one."""
        oldest = self._clock.monotonic() - _KEPT_FOR_S
        while self._kept:
            since, wire = self._kept.pop()
            if since >= oldest and wire.stream.is_quiet:
                return wire
            wire.stream.abort()
        return None

    async def open(self) -> Wire:
        """Return a new connection."""
        try:
            return Wire(await open_stream(self._host, self._port, self._tls, self._proxy))
        except OSError as error:
            raise _NoConnectionError from error

    def take_back(self, wire: Wire) -> None:
        """Keep a connection if it can be used again, or close it."""
        if self._is_given_up or len(self._kept) >= _MAX_KEPT or not wire.renew():
            wire.stream.abort()
        else:
            self._kept.append((self._clock.monotonic(), wire))

    def give_up(self) -> None:
        """Use none of them again."""
        self._is_given_up = True
        for _, wire in self._kept:
            wire.stream.abort()
        self._kept.clear()

    async def aclose(self) -> None:
        """Close those that nobody uses."""
        self._is_given_up = True
        while self._kept:
            await self._kept.pop()[1].stream.aclose()


@dataclass(slots=True)
class Told:
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

    No cookies are kept, and no redirects followed.

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
            if self.proxy.in_use:
                check_proxy(self.proxy.in_use)
            _check_certificates()
        except (ValueError, OSError) as error:
            raise NotSentError(_environment_trouble(error)) from None
        self._pool = _Pool(self._base_url, self.proxy, clock)

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
        sending = _Sending()
        body = _Body(max_body, self._token.struck_from, file)
        began = self._clock.monotonic()
        try:
            target, asked = _target(path, query), self._headers(headers)
        except (UnicodeError, ValueError, TypeError) as error:
            raise NotSentError(
                f"The request could not be written ({type(error).__name__})."
            ) from None
        suspects = not is_anew and not self._is_slow and limit_s > KEPT_S
        pool = self._pool
        try:
            async with Patience(self._clock, limit_s) as patience:
                wire = pool.kept()
                sending.is_kept = wire is not None
                if wire is None:
                    wire = await pool.open()
                elif suspects:
                    patience.renew(KEPT_S)
                try:
                    sending.has_left = True
                    told.on_send(redaction.sent_headers(asked))
                    status, _, answered = await wire.ask(target, asked)
                    head = self._head(status, answered)
                    sending.has_head = True
                    told.on_head(head)
                    self._is_slow = self._clock.monotonic() - began > KEPT_S
                    patience.renew(limit_s)
                    return await self._receive(
                        wire, head, told, patience, limit_s=limit_s, body=body
                    )
                finally:
                    pool.take_back(wire)
        except TimeoutError:
            took_s = self._clock.monotonic() - began
            if sending.is_kept and sending.has_left and not sending.has_head and suspects:
                self._give_up(pool)
                raise DeadConnectionError(
                    f"No response on an open connection to {self._host} for {took_s:.0f} s."
                ) from None
            raise self._deadline(took_s, limit_s, sending) from None
        except KinescopeError:
            raise
        except (_NoConnectionError, TunnelError, WireError, OSError) as error:
            raise self._failure(error) from None
        except Exception as error:  # noqa: BLE001 - the border: whatever a server sends ends here
            raise BadAnswerError(
                f"The response from {self._host} could not be read ({type(error).__name__})."
            ) from None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    def _give_up(self, pool: _Pool) -> None:
        """Use none of these connections again: what killed one killed all."""
        if self._pool is pool:
            self._pool = _Pool(self._base_url, self.proxy, self._clock)
        pool.give_up()

    def _headers(self, headers: Mapping[str, str]) -> Headers:
        """Return all headers of a request, the token among them: it goes to the API's host alone.

        Source: guidelines, "Authorization".
        """
        found = {
            "Host": _authority(self._base_url),
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip",
            **headers,
            "Authorization": f"Bearer {self._token.reveal()}",
        }
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in found.items()]

    async def _receive(
        self,
        wire: Wire,
        head: Answer,
        told: Told,
        patience: Patience,
        *,
        limit_s: float,
        body: "_Body",
    ) -> Answer:
        inflate = _Inflater(head.headers.get("content-encoding", ""))
        length = head.headers.get("content-length", "")
        is_length = length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH
        expected = int(length) if is_length else None
        received = renewed_at = 0
        async for chunk in wire.body():
            async with self._reading:  # of several answers that came at once, each in its turn
                for part in inflate.parts(chunk):
                    if body.add(part):
                        await asyncio.sleep(0)  # however much came at once, keys are heard
            received += len(chunk)
            if received >= renewed_at + _LEAST:
                renewed_at = received
                patience.renew(limit_s)
            told.on_progress(received, expected)
        inflate.check_end()
        is_sized = "content-length" in head.headers or "transfer-encoding" in head.headers
        return replace(
            head,
            body=body.finish(),
            size=body.size,
            size_confirmed=is_sized or inflate.is_checked,
        )

    def _head(self, status: int, answered: Headers) -> Answer:
        strike = self._token.struck_from
        raw = [(strike(name), strike(value)) for name, value in answered]
        headers = _named(raw)
        return Answer(
            status=status,
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

    def _failure(self, error: Exception) -> KinescopeError:
        """Word what failed: some texts are empty, and some quote what others said."""
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return self._tls_failure(causes)
        if isinstance(error, TunnelError):
            said = clean(str(error))[:100] or "no reason given"
            return ProxyFailedError(f"The proxy {self.proxy.host} did not connect: {said}.")
        if isinstance(error, _NoConnectionError):
            return self._connect_failure(causes)
        if isinstance(error, WireError):
            return CutAnswerError(f"{self._host} closed the connection early or sent invalid HTTP.")
        return CutAnswerError(f"The connection to {self._host} was reset.")

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
        if any(isinstance(c, ConnectionRefusedError) or _REFUSED in str(c) for c in causes):
            return UnreachableError(f"{self._host} refused the connection.")
        return UnreachableError(f"Could not reach {self._host}.")


@dataclass(slots=True)
class _Sending:
    """The progress of a request.

    Attributes:
        is_kept: Whether nothing but sending was needed: the connection was there already.
        has_left: Whether it is on the wire.
        has_head: Whether the beginning of the answer is here.
    """

    is_kept: bool = False
    has_left: bool = False
    has_head: bool = False


class _Inflater:
    """Decodes a body by pieces, with a check that its end was reached.

    Half of a gzip body is none, and a bomb is not unpacked to its end.
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


def _target(path: str, query: Query) -> str:
    """Return what is asked for, as it stands in a request.

    Raises:
        ValueError: That would be of another host.
    """
    if not path.startswith("/") or not path.isprintable():
        raise ValueError
    return quote(path, safe=_SAFE) + (f"?{urlencode(query)}" if query else "")


def _authority(url: str) -> str:
    """Return the host, with the port if it is not the usual one, as a request names it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    place = f"[{host}]" if ":" in host else host
    return place if parts.port in {None, _PORTS[parts.scheme]} else f"{place}:{parts.port}"


def _named(raw: Headers) -> dict[str, str]:
    """Return headers by lower-case name, cleaned; what came several times is joined by commas."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = clean(_text(name)).lower(), clean(_text(value))
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


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
    port = parts.port or _PORTS[parts.scheme]
    tls = None if is_near else _tls_context()
    asked = {"Host": _authority(url), "User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    stream = await open_stream(parts.hostname or "", port, tls, proxy_to(url).in_use)
    try:
        wire = Wire(stream)
        headers = [(name.encode(), value.encode()) for name, value in asked.items()]
        status, _, answered = await wire.ask(quote(parts.path or "/", safe=_SAFE) + query, headers)
        if status not in range(200, 300):
            raise UnreachableError(f"The server refused the image with {status}.")
        inflate, body = _Inflater(_named(answered).get("content-encoding", "")), _Body(most)
        async for chunk in wire.body():
            for part in inflate.parts(chunk):
                body.add(part)
        inflate.check_end()
        return body.finish()
    finally:
        await stream.aclose()


def check_environment(base_url: str) -> str:
    """Return what is left out of the environment's proxy settings; nothing is sent.

    Raises:
        NotSentError: They cannot; it names the variable.
    """
    return Connection(base_url, Token(""), clock=Clock()).proxy.trouble


def _check_certificates() -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        value = os.environ.get(name)
        if value and not Path(value).exists():
            raise FileNotFoundError(name)


def _tls_context() -> ssl.SSLContext:
    """Return a context with the system's authorities, a company's own among them."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _environment_trouble(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{error} points to a file that does not exist."
    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
    named = [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]
    culprit = ", ".join(named) or "The network settings"
    return f"{culprit} cannot be used ({type(error).__name__})."
