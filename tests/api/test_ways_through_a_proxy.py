"""A proxy is gone through by CONNECT or SOCKS 5, and nothing that it says is taken for the API."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scripted_server import page

from kinescope_tui.api import KinescopeClient, RetryPolicy, Token, errors

API = "kinescope.test"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate with its key, for the API and for the proxy."""
    x509 = pytest.importorskip("cryptography.x509")
    ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from cryptography.hazmat.primitives import hashes, serialization

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, API)])
    names = [x509.DNSName(API), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "one.pem"
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8
    own = key.private_bytes(pem, private, serialization.NoEncryption())
    file.write_bytes(own + made.public_bytes(pem))
    return file


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as server:
        yield server.sockets[0].getsockname()[1]


class Proxy:
    """Leads to one port, whatever host is asked for.

    Attributes:
        asked: For what, and with which words to log in.
        answer: What it says instead of leading there.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[tuple[str, str]] = []
        self.answer = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        try:
            await (self._socks if first == b"\5" else self._http)(reader, writer)
            if self.answer:
                writer.write(self.answer)
            else:
                there = await asyncio.open_connection("127.0.0.1", self._port)
                await asyncio.gather(pipe(reader, there[1]), pipe(there[0], writer))
        finally:
            writer.close()

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        login = base64.b64decode(headers.get("Proxy-Authorization", "")[6:]).decode()
        self.asked.append((first.split(" ")[1], login))
        if not self.answer:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def sized() -> str:
            return (await reader.readexactly((await reader.readexactly(1))[0])).decode()

        way = await sized()
        writer.write(b"\5" + way.encode())
        login = ""
        if way == "\2":
            await reader.readexactly(1)
            login = f"{await sized()}:{await sized()}"
            writer.write(b"\1\0")
        assert await reader.readexactly(4) == b"\5\1\0\3"
        host, port = await sized(), int.from_bytes(await reader.readexactly(2))
        self.asked.append((f"{host}:{port}", login))
        if not self.answer:
            writer.write(b"\5\0\0\1" + bytes(6))


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()
        writer.close()


async def ask(token: Token, base_url: str = f"https://{API}") -> int:
    once = RetryPolicy(attempts=1)
    async with KinescopeClient(token, base_url=base_url, retry=once) as client:
        await client.videos()
        return len((await client.videos()).items)


async def api(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer on one connection, with a body that comes in many pieces."""
    with suppress(asyncio.IncompleteReadError):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            answer = page(*({"id": str(n), "title": "x" * 9_000} for n in range(100)))
            writer.write(answer.replace(b"Connection: close\r\n", b""))
    writer.close()


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def context_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize(
    ("way", "login"),
    [
        ("http://127.0.0.1", ""),
        ("http://user:p%40ss@127.0.0.1", "user:p@ss"),
        ("https://localhost", ""),
        ("socks5://127.0.0.1", ""),
        ("socks5h://user:p%40ss@127.0.0.1", "user:p@ss"),
    ],
)
async def test_a_proxy_leads_to_the_api_and_its_connection_is_kept(
    monkeypatch: pytest.MonkeyPatch, certificate: Path, token: Token, way: str, login: str
) -> None:
    context = context_of(certificate)
    async with listening(api, context) as port:
        proxy = Proxy(port)
        tls = context if way.startswith("https") else None
        async with listening(proxy.serve, tls) as port_of_proxy:
            monkeypatch.setenv("HTTPS_PROXY", f"{way}:{port_of_proxy}")
            assert await ask(token) == 100
    assert proxy.asked == [(f"{API}:443", login)]


async def test_without_one_there_is_one_connection_with_tls(
    certificate: Path, token: Token
) -> None:
    came: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer.get_extra_info("ssl_object").version())
        await api(reader, writer)

    async with listening(serve, context_of(certificate)) as port:
        assert await ask(token, f"https://localhost:{port}") == 100
    assert came == ["TLSv1.3"]


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        ("http", b"HTTP/1.1 503 Busy\r\n\r\n"),
        ("http", b"nonsense\r\n\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\n\r\nand no TLS at all"),
        ("socks5", b"\5\2\0\1" + bytes(6)),
        ("socks5", b"\5"),
    ],
)
async def test_one_that_leads_nowhere_is_told_and_gets_no_token(
    monkeypatch: pytest.MonkeyPatch, token: Token, way: str, answer: bytes
) -> None:
    proxy = Proxy(0)
    proxy.answer = answer
    async with listening(proxy.serve) as port:
        monkeypatch.setenv("ALL_PROXY", f"{way}://127.0.0.1:{port}")
        with pytest.raises((errors.ProxyFailedError, errors.TlsError)) as failed:
            await ask(token)
    assert token.reveal() not in str(failed.value)
