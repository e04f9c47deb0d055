"""The way to a host through a proxy: by HTTP's CONNECT, or by SOCKS 5."""

import base64
import ssl
from urllib.parse import unquote, urlsplit

from kinescope_tui.api.stream import Stream
from kinescope_tui.api.wire import Wire, WireError

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_VERSION, _BY_NAME, _NO_LOGIN, _BY_PASSWORD = 5, 3, 0, 2  # RFC 1928
_ADDRESS_SIZES = {1: 4, 4: 16}
_LONGEST = 255
_OK = range(200, 300)


class TunnelError(Exception):
    """The proxy leads nowhere; the text is what it said."""


def check_proxy(url: str) -> None:
    """Return if that is a proxy's address.

    Raises:
        ValueError: It is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.port == 0:
        raise ValueError


async def open_stream(host: str, port: int, tls: ssl.SSLContext | None, proxy: str = "") -> Stream:
    """Return a stream to a host.

    Args:
        host: Its name or address.
        port: Its port.
        tls: With what TLS is spoken, to a proxy too; without it none is.
        proxy: The address of the proxy on the way; empty if there is none.

    Raises:
        TunnelError: The proxy does not lead there.
        OSError: There is no connection, or none that is safe.
    """
    if not proxy:
        return await Stream.open(host, port, tls)
    parts = urlsplit(proxy)
    to = (parts.hostname or "", parts.port or _PORTS[parts.scheme])
    stream = await Stream.open(*to, tls if parts.scheme == "https" else None)
    login = (unquote(parts.username or ""), unquote(parts.password or ""))
    lead = _by_socks if parts.scheme.startswith("socks") else _by_http
    try:
        await lead(stream, host, port, login if any(login) else None)
        if tls is not None:
            await stream.begin_tls(tls, host)
    except BaseException:
        stream.abort()
        raise
    return stream


async def _by_http(stream: Stream, host: str, port: int, login: tuple[str, str] | None) -> None:
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    headers = [(b"Host", place.encode()), (b"Accept", b"*/*")]
    if login is not None:
        told = base64.b64encode(":".join(login).encode())
        headers.append((b"Proxy-Authorization", b"Basic " + told))
    try:
        status, reason, _ = await Wire(stream).ask(place, headers, method="CONNECT")
    except WireError:
        raise TunnelError from None
    if status not in _OK:
        raise TunnelError(f"{status} {reason}")


async def _by_socks(stream: Stream, host: str, port: int, login: tuple[str, str] | None) -> None:
    way = _NO_LOGIN if login is None else _BY_PASSWORD
    stream.write(bytes([_VERSION, 1, way]))
    reading = _Exactly(stream)
    if (await reading(2))[1] != way:
        raise TunnelError("it wants another way to log in")
    if login is not None:
        stream.write(b"\1" + b"".join(map(_sized, login)))
        if (await reading(2))[1]:
            raise TunnelError("it refused the user name or password")
    stream.write(bytes([_VERSION, 1, 0, _BY_NAME]) + _sized(host) + port.to_bytes(2))
    _, status, _, kind = await reading(4)
    if status:
        raise TunnelError(f"error {status}")
    await reading((_ADDRESS_SIZES.get(kind) or (await reading(1))[0]) + 2)


def _sized(text: str) -> bytes:
    data = text.encode()[:_LONGEST]
    return bytes([len(data)]) + data


class _Exactly:
    """Reads so many bytes; nobody says more before the last of them is answered."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._ahead = b""

    async def __call__(self, size: int) -> bytes:
        while len(self._ahead) < size:
            came = await self._stream.read()
            if not came:
                raise TunnelError("it closed the connection")
            self._ahead += came
        found, self._ahead = self._ahead[:size], self._ahead[size:]
        return found
