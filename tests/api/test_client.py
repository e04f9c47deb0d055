"""The client over a real socket: what goes over the wire, and what comes of each answer."""

import asyncio
import gzip
import ipaddress
import json
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import TOKEN
from patience import until
from scripted_server import REQUEST_ID, Part, ScriptedServer, answer, page, reset
from turned_clock import TurnedClock

from kinescope_tui.api import DateRange, Exchange, KinescopeClient, Order, Pacer, Token, errors
from kinescope_tui.api.exchange import Outcome

ERROR_404 = {
    "error": {
        "code": 404404,
        "message": "video not found",
        "detail": "The requested video does not exist or has been deleted",
    }
}
VIDEO = {"id": "v1", "title": "First Video", "status": "done", "duration": 59.96}


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
async def client(
    server: ScriptedServer, token: Token, clock: TurnedClock
) -> AsyncIterator[KinescopeClient]:
    """A client of the scripted server whose pauses are over as soon as they begin."""

    def turn(exchange: Exchange) -> None:
        if exchange.outcome is Outcome.RETRYING and exchange.wait_s is not None:
            asyncio.get_running_loop().call_soon(clock.turn, exchange.wait_s + 0.001)

    options = {"clock": clock, "pacer": Pacer((), clock=clock), "on_change": turn}
    async with KinescopeClient(token, base_url=server.url, **options) as made:  # type: ignore[arg-type]  # passed through
        yield made


async def come(server: ScriptedServer, requests: int = 1) -> None:
    """Wait until that many requests came."""
    for _ in until(lambda: len(server.requests) >= requests):
        await asyncio.sleep(0.001)


async def calm() -> None:
    """Let everybody go on who can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def for_ever(_writer: asyncio.StreamWriter) -> None:
    """Say nothing more."""
    await asyncio.get_running_loop().create_future()


async def failure(question: Any) -> errors.KinescopeError:
    with pytest.raises(errors.KinescopeError) as caught:
        await question
    return caught.value


def self_signed(folder: Path, *, begins: int = 2020, ends: int = 2090) -> Path:
    """Make a certificate that nobody vouches for, with its key."""
    x509 = pytest.importorskip("cryptography.x509")
    ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from cryptography.hazmat.primitives import hashes, serialization

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    begin = datetime(begins, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin.replace(year=ends))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / "nobody.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    return file


# What goes over the wire.


async def test_a_request_carries_the_token_and_an_id_of_its_own(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page(VIDEO)]
    await client.videos()
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert len(headers["x-request-id"]) == 36
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("kinescope-tui/")


async def test_paging_and_sorting_are_spelled_as_documented(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page(VIDEO)]
    await client.videos(page=2, per_page=25, order=Order.parse("created_at.desc,title"))
    assert server.requests[0].target == (
        "/v1/videos?page=2&per_page=25&order=created_at.desc%2Ctitle.asc"
    )


async def test_filters_repeat_their_names_and_empty_ones_are_left_out(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page(VIDEO)]
    await client.videos(search="демо & co", statuses=["done", "error"])
    query = server.requests[0].target.partition("?")[2]
    assert query.endswith("q=%D0%B4%D0%B5%D0%BC%D0%BE+%26+co&status%5B%5D=done&status%5B%5D=error")
    assert "project_id" not in query


@pytest.mark.parametrize("video_id", ["a/b", "x?y=1", "a#b", "a b", "é", "..%2f", "a\nb"])
async def test_an_id_stays_one_part_of_the_path(
    client: KinescopeClient, server: ScriptedServer, video_id: str
) -> None:
    server.script = [answer({"data": VIDEO})]
    await client.video(video_id)
    target = server.requests[0].target
    assert target.startswith("/v1/videos/")
    assert not set(target.removeprefix("/v1/videos/")) & set("/?# \n")


@pytest.mark.parametrize("video_id", ["", ".", ".."])
async def test_an_id_that_would_lead_elsewhere_is_not_sent(
    client: KinescopeClient, server: ScriptedServer, video_id: str
) -> None:
    assert isinstance(await failure(client.video(video_id)), errors.NotSentError)
    assert server.requests == []


async def test_any_path_can_be_read_but_on_the_apis_host_only(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({"data": [{"id": "t"}]})]
    assert await client.get("/v1/tags?page=2") == {"data": [{"id": "t"}]}
    assert server.requests[0].target == "/v1/tags?page=2"
    for elsewhere in ("https://example.org/v1/tags", "//example.org/v1", "v1/tags"):
        assert isinstance(await failure(client.get(elsewhere)), errors.NotSentError)
    assert len(server.requests) == 1


# What comes of an answer.


async def test_a_page_reports_what_the_server_made_of_the_question(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [
        answer(
            {
                "meta": {
                    "pagination": {"page": 1, "per_page": 10, "total": 156},
                    "order": {"created_at": "desc", "title": "asc"},
                },
                "data": [VIDEO, {"id": "v2", "title": "Second"}],
            }
        )
    ]
    got = await client.videos()
    assert [video.id for video in got.items] == ["v1", "v2"]
    assert (got.number, got.per_page, got.total) == (1, 10, 156)
    assert str(got.order) == "created_at.desc,title.asc"
    assert got.exchange.request_id == REQUEST_ID
    assert got.exchange.outcome is Outcome.DONE


async def test_one_video_comes_as_a_model_and_as_it_was(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({"data": {**VIDEO, "novelty": {"x": 1}}})]
    item = await client.video("v1")
    assert item.value.duration_s == 59.96
    assert item.raw["novelty"] == {"x": 1}


async def test_projects_and_folders_are_lists_too(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    folder = {"id": "f", "name": "Inside", "project_id": "p", "parent_id": None}
    server.script = [page({"id": "p", "name": "Academy", "folders": [folder]}), page(folder)]
    project = (await client.projects(catalog_type="live")).items[0]
    assert project.folders is not None
    assert project.folders[0].name == "Inside"
    assert "catalog_type=live" in server.requests[0].target
    assert (await client.folders("p")).items[0].parent_id is None
    assert server.requests[1].target.startswith("/v1/projects/p/folders?page=1")


async def test_an_odd_field_costs_the_field_and_an_odd_row_the_row(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [
        page(
            {"id": 7, "title": None, "duration": "57.5", "created_at": "yesterday"},
            "not an object",
            {"title": "no id", "duration": {"s": 1}, "tags": "x", "assets": [3, {"id": "a"}]},
            VIDEO,
        )
    ]
    got = await client.videos()
    odd, nameless, good = got.items
    assert (odd.id, odd.title, odd.duration_s, odd.created_at) == ("7", "", 57.5, None)
    assert (nameless.id, nameless.duration_s, nameless.tags) == ("", None, None)
    assert [asset.id for asset in nameless.assets or []] == ["a"]
    assert good.title == "First Video"
    assert got.dropped == 1
    assert any("created_at" in line for line in got.drift)


@pytest.mark.parametrize(
    ("duration", "read"),
    [("1e999", None), ("NaN", None), ("-3", -3.0), ("9" * 5000, None), ("true", None), ("0", 0.0)],
)
async def test_numbers_that_are_none_are_missing(
    client: KinescopeClient, server: ScriptedServer, duration: str, read: float | None
) -> None:
    server.script = [answer(f'{{"data": [{{"id": "v", "duration": {duration}}}]}}')]
    video = (await client.videos()).items[0]
    assert video.duration_s == read or (read is None and video.duration_s == 1.0)


async def test_meta_may_be_missing_or_nonsense(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [
        answer({"data": [VIDEO]}),
        answer({"meta": {"pagination": {"total": "156", "per_page": -1}}, "data": [VIDEO]}),
        answer({"meta": [], "data": [VIDEO]}),
    ]
    assert (await client.videos()).total is None
    second = await client.videos()
    assert (second.total, second.per_page) == (156, 100)
    assert (await client.videos()).total is None


async def test_strings_are_cleaned_where_they_come_in(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    hostile = "a\x1b]52;c;eA==\x07\u202eb\x9bc\ud800\u2028d\U000e0041"
    server.script = [
        page({"id": "v", "title": hostile}),
        answer({"data": {"id": "v", hostile: hostile}}),
    ]
    title = (await client.videos()).items[0].title
    assert title == "a␛]52;c;eA==␇⟨RLO⟩b\ufffdc\ufffd\nd\ufffd"
    assert set((await client.video("v")).raw) == {"id", title}


# Errors.


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (
            "400 Bad Request",
            {"error": {"code": 400400, "message": "x"}},
            errors.InvalidRequestError,
        ),
        ("400 Bad Request", {"error": {"code": 400216, "message": "x"}}, errors.OrderFieldError),
        ("400 Bad Request", {"error": {"code": 100101, "message": "x"}}, errors.UnauthorizedError),
        ("401 Unauthorized", {"error": {"code": 100102, "message": "x"}}, errors.UnauthorizedError),
        ("402 Payment Required", {}, errors.PaymentRequiredError),
        ("403 Forbidden", {"error": None}, errors.ForbiddenError),
        ("404 Not Found", ERROR_404, errors.NotFoundError),
        ("409 Conflict", [], errors.ApiError),
        ("413 Too Large", "<html>nginx</html>", errors.RequestTooLargeError),
        ("422 Unprocessable Entity", "nope", errors.ValidationFailedError),
        ("429 Too Many Requests", "slow down", errors.RateLimitedError),
        ("500 Internal Server Error", {"error": {"code": "500500"}}, errors.ServerError),
        ("503 Service Unavailable", "<html>", errors.ServerError),
        ("302 Found", "", errors.RedirectedError),
        ("999 Odd", "", errors.ServerError),
    ],
)
async def test_every_status_has_its_error_with_the_request_id(
    client: KinescopeClient, server: ScriptedServer, status: str, body: Any, kind: type[Exception]
) -> None:
    server.script = [answer(body, status)]
    error = await failure(client.videos())
    assert type(error) is kind
    assert error.status == int(status[:3])
    assert error.request_id == REQUEST_ID
    assert error.message


async def test_an_error_carries_everything_that_the_envelope_says(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer(ERROR_404, "404 Not Found")]
    error = await failure(client.video("x"))
    assert (error.code, error.code_name) == (404404, "NO_SUCH_ENTITY")
    assert error.message == "video not found"
    assert error.detail.startswith("The requested video")
    assert error.attempts == 1


async def test_validation_errors_list_their_parameters(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    params = [
        {"name": "title", "reason": "required", "message": "Title is required"},
        {"name": None, "reason": 3},
        "odd",
    ]
    body = {"error": {"code": 400400, "message": "validation error", "invalid_params": params}}
    server.script = [answer(body, "400 Bad Request")]
    error = await failure(client.videos())
    assert type(error) is errors.ValidationFailedError
    assert [(p.name, p.reason, p.message) for p in error.invalid_params] == [
        ("title", "required", "Title is required"),
        ("", "3", ""),
    ]


async def test_an_error_envelope_under_status_200_is_an_error(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer(ERROR_404)]
    assert isinstance(await failure(client.videos()), errors.ApiError)
    assert isinstance(await failure(client.video("x")), errors.ApiError)


async def test_hostile_error_texts_are_cleaned_and_cut(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    body = {"error": {"code": {}, "message": {"x": "\x1b[2J"}, "detail": "d" * 1_000_000}}
    server.script = [answer(body, "400 Bad Request", headers={"X-Request-ID": "a\x9bb\x85"})]
    error = await failure(client.videos())
    assert error.code is None
    assert "\x1b" not in error.message
    assert len(error.detail) < 3000
    assert error.request_id is not None
    assert error.request_id.isprintable()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (answer("<html>Please log in</html>", content_type="text/html"), errors.WebPageError),
        (answer(""), errors.EmptyAnswerError),
        (answer("", "204 No Content"), errors.EmptyAnswerError),
        (answer('{"data": [{"id": "v'), errors.NotJsonError),
        (answer("null"), errors.UnexpectedShapeError),
        (answer("[]"), errors.UnexpectedShapeError),
        (answer("3"), errors.UnexpectedShapeError),
        (answer({"meta": {}}), errors.UnexpectedShapeError),
        (answer({"data": None}), errors.UnexpectedShapeError),
        (answer({"data": {"count": 3}}), errors.UnexpectedShapeError),
        (answer("[" * 100_000), errors.NotJsonError),
        (answer('{"data": [], "x": ' + "[" * 100_000), errors.NotJsonError),
    ],
)
async def test_bodies_that_are_no_answers_are_told_apart(
    client: KinescopeClient, server: ScriptedServer, raw: bytes, kind: type[Exception]
) -> None:
    server.script = [raw]
    error = await failure(client.videos())
    assert type(error) is kind
    assert error.status == int(raw[9:12])
    assert len(server.requests) == 1


async def test_json_under_another_content_type_is_read_all_the_same(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({"data": [VIDEO]}, content_type="text/plain")]
    assert len((await client.videos()).items) == 1


# The network.

JSON_PAGE = json.dumps({"data": [VIDEO]}).encode()
GZIPPED = gzip.compress(JSON_PAGE * 1000)


def gzipped(body: bytes) -> bytes:
    return answer(body, headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ([reset], errors.CutAnswerError),
        ([b"HTTP/1.1 200 OK\r\nContent-Le", reset], errors.CutAnswerError),
        ([b"HTTP/1.1 200 OK\r\nContent-Le"], errors.CutAnswerError),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"], errors.CutAnswerError),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"], errors.CutAnswerError),
        ([b"nonsense\r\n\r\n"], errors.CutAnswerError),
        ([b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"], errors.CutAnswerError),
        ([gzipped(GZIPPED[: len(GZIPPED) // 2])], errors.CutAnswerError),
        ([gzipped(b"not gzip")], errors.CutAnswerError),
        ([answer(JSON_PAGE, headers={"Content-Encoding": "br"})], errors.BadAnswerError),
        ([answer(GZIPPED, headers={"Content-Encoding": "gzip, gzip"})], errors.BadAnswerError),
    ],
)
async def test_a_broken_connection_is_told_in_words(
    client: KinescopeClient, server: ScriptedServer, said: list[Part], kind: type[Exception]
) -> None:
    server.script = [said]
    error = await failure(client.videos())
    assert type(error) is kind
    assert error.message
    assert error.sent_id


async def test_gzip_is_unpacked_also_in_several_members(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    half = len(JSON_PAGE) // 2
    members = gzip.compress(JSON_PAGE[:half]) + gzip.compress(JSON_PAGE[half:])
    server.script = [gzipped(gzip.compress(JSON_PAGE)), gzipped(members)]
    assert len((await client.videos()).items) == 1
    assert len((await client.videos()).items) == 1


async def test_a_bomb_is_refused_before_it_is_unpacked(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(60)) + packer.flush()
    server.script = [gzipped(bomb), answer(b" " * (3 * 2**20))]
    async with make_client(server.url, max_body=2 * 2**20) as client:
        assert isinstance(await failure(client.videos()), errors.TooLargeError)
        assert isinstance(await failure(client.videos()), errors.TooLargeError)


@pytest.mark.parametrize("said", [[for_ever], [b"HTTP/1.1 200 OK\r\nX: y\r\nX: ", for_ever]])
async def test_silence_ends_at_the_deadline(
    server: ScriptedServer, client: KinescopeClient, clock: TurnedClock, said: list[Part]
) -> None:
    server.script = [said]
    asked = asyncio.create_task(client.videos())
    await come(server)
    clock.turn(29.9)
    await calm()
    assert not asked.done()
    clock.turn(0.1)
    error = await failure(asked)
    assert type(error) is errors.DeadlineError
    assert error.request_id is None
    assert error.sent_id == server.requests[0].headers["x-request-id"]


async def test_a_closed_port_refuses(make_client: Callable[..., KinescopeClient]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        async with make_client(url) as client:
            error = await failure(client.videos())
    assert type(error) is errors.UnreachableError
    assert "refused" in error.message
    assert error.attempts == 3


async def test_a_name_that_nobody_has_is_not_found(
    make_client: Callable[..., KinescopeClient],
) -> None:
    async with make_client("https://kinescope.invalid") as client:
        error = await failure(client.videos())
    assert type(error) is errors.NameNotFoundError
    assert "kinescope.invalid" in error.message


async def test_https_spoken_to_a_plain_server_is_a_tls_error(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    server.script = [answer({})]
    async with make_client(server.url.replace("http:", "https:")) as client:
        error = await failure(client.videos())
    assert isinstance(error, errors.TlsError)


async def test_a_certificate_of_nobody_gets_no_token(
    make_client: Callable[..., KinescopeClient], tmp_path: Path
) -> None:
    seen: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read())
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    async with await asyncio.start_server(listen, "127.0.0.1", 0, ssl=context) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with make_client(f"https://127.0.0.1:{port}") as client:
            error = await failure(client.videos())
    assert type(error) is errors.TlsError
    assert "not trusted" in error.message
    assert error.attempts == 1
    assert not any(seen)


@pytest.mark.parametrize(("begins", "ends"), [(2020, 2021), (2080, 2090)])
async def test_a_certificate_out_of_its_dates_tells_this_computers_clock(
    make_client: Callable[..., KinescopeClient],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    begins: int,
    ends: int,
) -> None:
    file = self_signed(tmp_path, begins=begins, ends=ends)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    async with await asyncio.start_server(
        lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=context
    ) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with make_client(f"https://127.0.0.1:{port}") as client:
            days = {f"{datetime.now(UTC):%Y-%m-%d}"}
            error = await failure(client.videos())
    days.add(f"{datetime.now(UTC):%Y-%m-%d}")  # midnight may have come
    assert type(error) is errors.CertificateDateError
    assert any(day in error.message for day in days)


async def test_a_proxy_that_is_not_there_is_named_and_not_the_api(
    make_client: Callable[..., KinescopeClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with make_client("https://kinescope.invalid") as client:
        error = await failure(client.videos())
    assert type(error) is errors.ProxyFailedError
    assert "127.0.0.1" in error.message


async def test_a_proxy_that_refuses_is_quoted(
    server: ScriptedServer,
    make_client: Callable[..., KinescopeClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.script = [answer("", "407 Proxy Authentication Required")]
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    async with make_client("https://kinescope.invalid") as client:
        error = await failure(client.videos())
    assert type(error) is errors.ProxyFailedError
    assert "407" in error.message


async def test_a_redirect_to_another_host_is_not_followed(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    async with ScriptedServer([page(VIDEO)]) as elsewhere:
        server.script = [answer("", "302 Found", headers={"Location": elsewhere.url})]
        error = await failure(client.videos())
        assert isinstance(error, errors.RedirectedError)
        assert "127.0.0.1" in error.message
        assert elsewhere.requests == []


async def test_a_missing_certificate_file_names_its_variable(
    make_client: Callable[..., KinescopeClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "does-not-exist.pem")
    async with make_client("https://127.0.0.1:1") as client:
        error = await failure(client.videos())
    assert type(error) is errors.NotSentError
    assert "SSL_CERT_FILE" in error.message


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x", "http://[::1"])
async def test_a_proxy_variable_that_cannot_be_used_is_named(
    make_client: Callable[..., KinescopeClient], monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    async with make_client("https://example.invalid") as client:
        error = await failure(client.videos())
    assert type(error) is errors.NotSentError
    assert "HTTPS_PROXY" in error.message


# Repeating.


async def test_a_passing_failure_is_repeated_under_new_ids(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer({}, "503 Service Unavailable"), [reset], page(VIDEO)]
    got = await client.videos()
    assert len(got.exchange.attempts) == 3
    assert len({request.headers["x-request-id"] for request in server.requests}) == 3


async def test_a_failure_that_lasts_is_told_with_its_last_id(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [
        answer({}, "500 Internal Server Error", headers={"X-Request-ID": f"try-{n}"})
        for n in range(1, 4)
    ]
    error = await failure(client.videos())
    assert (error.attempts, error.request_id, len(server.requests)) == (3, "try-3", 3)


@pytest.mark.parametrize("status", ["400 Bad", "401 No", "403 No", "404 No", "409 No", "422 No"])
async def test_a_refusal_is_not_repeated(
    client: KinescopeClient, server: ScriptedServer, status: str
) -> None:
    server.script = [answer({}, status)]
    await failure(client.videos())
    assert len(server.requests) == 1


async def test_a_caller_who_leaves_does_not_cancel_the_request(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page(VIDEO)]
    asked = asyncio.create_task(client.videos())
    await come(server)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert len((await client.videos()).items) == 1


async def test_closing_ends_what_hangs(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    server.script = [[for_ever]]
    client = make_client(server.url)
    asked = [asyncio.create_task(client.videos()) for _ in range(10)]
    await come(server, 10)
    await client.aclose()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(result, errors.ClosedError) for result in results)


async def test_every_change_of_an_exchange_is_told(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    server.script = [answer({}, "500 Oops"), page(VIDEO)]
    seen: list[Outcome] = []

    def look(exchange: Exchange) -> None:
        seen.append(exchange.outcome)

    async with make_client(server.url, on_change=look) as client:
        await client.videos()
    assert seen == [
        Outcome.WAITING, Outcome.ASKING, Outcome.RETRYING, Outcome.ASKING, Outcome.DONE,
    ]  # fmt: skip


# What is kept of it, and what the user can do meanwhile.


async def test_an_exchange_tells_what_was_sent_and_answered_without_the_secrets(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    told: list[Exchange] = []
    hidden = {"Set-Cookie": "session=5ecret", "X-Echo": f"Bearer {TOKEN}", "X-Open": "é"}
    server.script = [answer({"data": {"id": TOKEN.upper()}}, headers=hidden)]
    async with make_client(server.url, on_change=told.append) as client:
        item = await client.video("v1")
    (attempt,) = told[-1].attempts
    assert attempt.sent_headers["Authorization"] == "····"
    assert attempt.sent_headers["X-Request-ID"] == attempt.sent_id
    assert attempt.headers["set-cookie"] == "····"
    assert attempt.headers["x-open"] == "é"
    assert attempt.headers["x-request-id"] == attempt.request_id == REQUEST_ID
    assert attempt.duration_s is not None
    assert told[-1].size == len(told[-1].body)
    assert set(item.value.id) == {"-"}
    for shown in (repr(told[-1]), told[-1].body.decode(), str(item.raw)):
        assert TOKEN.lower() not in shown.lower()
        assert "5ecret" not in shown


async def test_only_the_beginning_of_a_long_answer_is_kept(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    told: list[Exchange] = []
    server.script = [page({**VIDEO, "description": "d" * 500_000})]
    async with make_client(server.url, on_change=told.append) as client:
        await client.videos()
    assert told[-1].size is not None
    assert told[-1].size > 500_000
    assert len(told[-1].body) <= 2**15


async def test_the_pause_before_the_next_attempt_can_be_cut_short(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient], clock: TurnedClock
) -> None:
    server.script = [answer({}, "429 Too Many", headers={"Retry-After": "4"}), page(VIDEO)]
    pauses = asyncio.Event()

    def look(exchange: Exchange) -> None:
        if exchange.outcome is Outcome.RETRYING:
            pauses.set()

    pacer = Pacer(clock=clock)
    async with make_client(server.url, on_change=look, clock=clock, pacer=pacer) as client:
        asked = asyncio.create_task(client.videos())
        await pauses.wait()
        await calm()
        client.hurry()
        assert len((await asked).items) == 1


async def test_waiting_for_the_next_attempt_can_be_stopped_with_the_last_error(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient], clock: TurnedClock
) -> None:
    server.script = [answer({}, "503 Oops", headers={"Retry-After": "4"})]
    pauses = asyncio.Event()

    def look(exchange: Exchange) -> None:
        if exchange.outcome is Outcome.RETRYING:
            pauses.set()

    async with make_client(server.url, on_change=look, clock=clock) as client:
        asked = asyncio.create_task(client.videos())
        await pauses.wait()
        client.stop()
        error = await failure(asked)
    assert type(error) is errors.ServerError
    assert len(server.requests) == 1


async def test_waiting_for_an_answer_can_be_stopped_and_the_client_still_works(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient]
) -> None:
    told: list[Exchange] = []
    may_answer = asyncio.Event()

    async def late(_writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()

    server.script = [[late, page(VIDEO)], page(VIDEO)]
    async with make_client(server.url, on_change=told.append) as client:
        asked = asyncio.create_task(client.videos())
        await come(server)
        client.stop()
        error = await failure(asked)
        assert type(error) is errors.StoppedError
        assert (error.request_id, error.sent_id) == (None, told[0].attempts[0].sent_id)
        assert told[-1].outcome is Outcome.FAILED
        assert len((await client.videos()).items) == 1
        may_answer.set()
        # The answer that nobody waits for comes.
        for _ in until(lambda: told[0].attempts[0].status):
            await asyncio.sleep(0.001)
    assert told[0].outcome is Outcome.FAILED


async def test_waiting_for_a_turn_can_be_stopped_before_anything_is_sent(
    server: ScriptedServer, make_client: Callable[..., KinescopeClient], clock: TurnedClock
) -> None:
    pacer = Pacer(clock=clock)
    pacer.pause(60)
    async with make_client(server.url, pacer=pacer, clock=clock) as client:
        asked = asyncio.create_task(client.videos())
        await calm()
        assert pacer.pace.wait_s == 60
        assert pacer.pace.is_paused
        client.stop()
        error = await failure(asked)
    assert type(error) is errors.StoppedError
    assert (error.attempts, error.request_id) == (0, None)
    assert server.requests == []


async def test_an_exchange_is_asked_again_to_the_letter(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [page(VIDEO)]
    first = (await client.videos(search="a&b=ü [x]", statuses=["done", "error"])).exchange
    await client.again(first)
    assert server.requests[0].target == server.requests[1].target
    assert server.requests[1].headers["accept"] == "application/json"


# CSV.

CSV = 'Период;Сумма\n"июль";"=1+1"\n'.encode()


async def test_csv_comes_by_suffix_and_unchanged(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer(CSV, content_type="text/csv; charset=utf-8")]
    file = await client.invoice_csv("123")
    assert file.content == CSV
    assert file.size_confirmed
    request = server.requests[0]
    assert request.target == "/v1/billing/invoices/123.csv"
    assert request.headers["accept-encoding"] == "identity"


async def test_json_instead_of_csv_is_recognised_by_type_and_by_body(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    for content_type in ("application/json", "text/csv"):
        server.script = [answer({"data": {"id": 123}}, content_type=content_type)]
        error = await failure(client.invoice_csv("123"))
        assert isinstance(error, errors.CsvUnavailableError)
        assert error.data == {"id": 123}


async def test_an_error_or_a_web_page_instead_of_csv_is_one(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer(ERROR_404, "404 Not Found"), answer(ERROR_404), answer("<html>")]
    assert isinstance(await failure(client.invoice_csv("1")), errors.NotFoundError)
    assert isinstance(await failure(client.invoice_csv("1")), errors.ApiError)
    assert isinstance(await failure(client.invoice_csv("1")), errors.NotJsonError)


async def test_a_download_without_a_length_is_not_confirmed(
    client: KinescopeClient, server: ScriptedServer
) -> None:
    server.script = [answer(CSV, content_type="text/csv", sized=False)]
    assert not (await client.invoice_csv("1")).size_confirmed


def test_a_range_is_spelled_in_both_formats() -> None:
    moment = datetime(2024, 1, 31, 3, 0, tzinfo=UTC)
    assert DateRange(moment.date(), moment).query() == (
        ("from", "2024-01-31"), ("to", "2024-01-31T03:00:00Z"),
    )  # fmt: skip


def test_the_token_shows_in_no_error_and_no_representation(token: Token) -> None:
    client = KinescopeClient(token, base_url="http://127.0.0.1:1")
    shown = f"{token} {token!r} {token!s:>40} {vars(client)}"
    assert TOKEN not in shown
