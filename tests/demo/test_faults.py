"""Faults on demand, as they go over a real socket."""

import contextlib
import gzip
import http.client
import json
import resource
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from patience import until

from kinescope_tui.demo.faults import KINDS, Fault, kinds_table
from kinescope_tui.demo.field_faults import FIELDS, SHAPES
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

LIST = "/v1/videos?per_page=40&order=created_at.desc"
SLOW = {"hang", "slow", "offline", "flood", "bomb"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(200, now=datetime(2026, 8, 22, 12, tzinfo=UTC), hostile=False)


@pytest.fixture(scope="module")
def server_of_module(workspace: Workspace) -> Iterator[DemoServer]:
    with DemoServer(workspace, limits=False) as running:
        yield running


@pytest.fixture
def server(server_of_module: DemoServer) -> Iterator[DemoServer]:
    """The server of this module as if it were new."""
    yield server_of_module
    server_of_module.renew()


def raw(server: DemoServer, target: str = LIST, most: int = 3_000_000) -> bytes:
    """Return everything that comes until the connection ends, or as much of it."""
    address = ("127.0.0.1", urlsplit(server.base_url).port or 0)
    with socket.create_connection(address, timeout=240) as connection:
        lines = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        connection.sendall(f"{lines}Authorization: Bearer {server.token}\r\n\r\n".encode())
        got = bytearray()
        while len(got) < most and (part := connection.recv(2**16)):
            got += part
        return bytes(got)


class Answer:
    """An answer by HTTP's rules."""

    def __init__(self, server: DemoServer, target: str = LIST) -> None:
        host = urlsplit(server.base_url).netloc
        connection = http.client.HTTPConnection(host, timeout=240)
        connection.request("GET", target, headers={"Authorization": f"Bearer {server.token}"})
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def total(self) -> Any:
        return self.json["meta"]["pagination"]["total"]


def failing(server: DemoServer, kind: str, target: str = LIST) -> Answer:
    server.faults[:] = [Fault.parse(f"{kind}x1")]
    return Answer(server, target)


def failing_raw(server: DemoServer, kind: str, most: int = 3_000_000) -> bytes:
    server.faults[:] = [Fault.parse(f"{kind}x1")]
    return raw(server, most=most)


def texts(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# All of them.


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SLOW])
def test_a_fault_hits_a_path_so_many_times_and_then_all_is_well(
    server: DemoServer, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    well = Answer(server).body
    server.faults[:] = [Fault.parse(f"{kind}x1@/v1/videos")]
    assert Answer(server, "/v1/projects").status == 200
    try:
        wrong = raw(server)
    except ConnectionError:
        wrong = b""
    assert well not in wrong or kind in {"early-hints", "wrong-type", "no-id", "mixed"}
    assert Answer(server).body == well
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", sorted(SLOW))
def test_the_server_stops_at_once_whatever_goes_on(workspace: Workspace, kind: str) -> None:
    server = DemoServer(workspace, faults=[Fault.parse(kind)])
    server.start()
    address = ("127.0.0.1", urlsplit(server.base_url).port or 0)
    with socket.create_connection(address) as waiting:
        head = f"GET /v1/videos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n\r\n"
        waiting.sendall(head.encode())
        for _ in until(lambda: server.requests):
            time.sleep(0.01)
        server.stop()
        server.wait()


def test_a_share_of_the_requests_can_fail(workspace: Workspace) -> None:
    with DemoServer(workspace, faults=[Fault.parse("500=0.5")], limits=False) as server:
        failed = sum(Answer(server, "/v1/projects").status == 500 for _ in range(60))
    assert 15 < failed < 45


def test_every_kind_is_told_in_the_list() -> None:
    told = kinds_table().splitlines()
    for name, kind in KINDS.items():
        assert any(line.split(maxsplit=1) == [name, kind.told] for line in told)


@pytest.mark.parametrize(
    "text", ["", "418", "500@v1", "500=x", "500=2", "500=.", "500=1.2.3", "x2", "html=0.5=1"]
)
def test_a_fault_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fault"):
        Fault.parse(text)


# Connections.


def test_a_reset_is_a_reset(server: DemoServer) -> None:
    with pytest.raises(ConnectionResetError):
        failing_raw(server, "reset")


def test_a_connection_can_end_in_the_headers_or_speak_another_language(server: DemoServer) -> None:
    assert failing_raw(server, "close") == b"HTTP/1.1 200 OK\r\nContent-Ty"
    assert failing_raw(server, "junk").startswith(b"220 mail")


@pytest.mark.parametrize("kind", ["cut", "cut-unsized", "bad-chunk"])
def test_an_answer_can_end_in_its_middle(server: DemoServer, kind: str) -> None:
    whole = Answer(server).body
    got = failing_raw(server, kind)
    assert whole[: len(whole) // 2] in got
    assert whole not in got
    assert (b"Content-Length: %d" % len(whole) in got) == (kind == "cut")


def test_a_server_can_be_gone_for_a_while(server: DemoServer) -> None:
    assert failing_raw(server, "offline") == b""
    with pytest.raises(ConnectionRefusedError):
        raw(server)

    def is_back() -> bool:
        with contextlib.suppress(ConnectionRefusedError):
            assert Answer(server).status == 200
            return True
        return False

    for _ in until(is_back):
        time.sleep(0.01)


@pytest.mark.parametrize("kind", ["hang", "slow"])
def test_silence_and_drips_go_on(server: DemoServer, kind: str) -> None:
    server.faults[:] = [Fault.parse(kind)]
    address = ("127.0.0.1", urlsplit(server.base_url).port or 0)
    limit_s = 0.5 if kind == "hang" else None
    with socket.create_connection(address, timeout=limit_s) as connection:
        lines = f"GET {LIST} HTTP/1.1\r\nHost: x\r\n"
        connection.sendall(f"{lines}Authorization: Bearer {server.token}\r\n\r\n".encode())
        if kind == "hang":
            with pytest.raises(TimeoutError):
                connection.recv(1)
        else:
            assert connection.recv(2**16).startswith(b"HTTP/1.1 200")


# HTTP.


@pytest.mark.parametrize("status", [kind for kind in KINDS if kind.isdigit()])
def test_every_status_can_be_asked_for(server: DemoServer, status: str) -> None:
    failed = failing(server, status)
    assert failed.status == int(status)
    assert failed.headers["X-Request-ID"]
    if int(status) not in {413, 502, 503, 504}:
        assert failed.json["error"]["message"]


HTTP_FAULTS: dict[str, Callable[[bytes], bool]] = {
    "429-plain": lambda got: got.endswith(b"slow down") and b"etry-after" not in got.lower(),
    "429-hour": lambda got: b"retry-after: 3600" in got.lower(),
    "redirect": lambda got: b" 302 " in got and b"http://portal.invalid/login" in got,
    "no-content": lambda got: b" 204 " in got,
    "odd-error": lambda got: b'"message":null,"code":{}' in got,
    "huge-error": lambda got: b"m" * 1_000_000 in got,
    "hostile-error": lambda got: b"400 Bad\x9b31m" in got and b"id-\x9b31m" in got,
    "no-id": lambda got: b"x-request-id" not in got.lower() and b'"data"' in got,
    "odd-status": lambda got: got.startswith(b"HTTP/1.1 999 "),
    "early-hints": lambda got: got.count(b"103 Early Hints") == 1_000 and b'"data"' in got,
    "long-header": lambda got: b"x" * 200_000 in got,
}


@pytest.mark.parametrize("kind", HTTP_FAULTS)
def test_http_can_be_odd(server: DemoServer, kind: str) -> None:
    assert HTTP_FAULTS[kind](failing_raw(server, kind))


@pytest.mark.parametrize(
    "kind", ["no-id", "odd-status", "early-hints", "long-header", "hostile-error"]
)
def test_who_is_answered_on_a_connection_that_ends_then_is_told_so(
    server: DemoServer, kind: str
) -> None:
    """Else the next request may be sent on it, and fail for another reason than is asked for."""
    assert b"\r\nconnection: close\r\n" in failing_raw(server, kind).lower()


# Bodies.


@pytest.mark.parametrize(
    ("kind", "body"),
    [("empty", b""), ("null", b"null"), ("list", b"[]"), ("string", b'"data"'), ("number", b"3")],
)
def test_bodies_can_be_no_envelope(server: DemoServer, kind: str, body: bytes) -> None:
    failed = failing(server, kind)
    assert (failed.status, failed.body) == (200, body)
    assert failed.headers["X-Request-ID"]


def test_a_page_an_error_and_another_type_can_come_with_status_200(server: DemoServer) -> None:
    assert failing(server, "html").body.startswith(b"<html>")
    assert failing(server, "envelope").json["error"]["code"] == 1
    odd = failing(server, "wrong-type")
    assert odd.headers["Content-Type"].startswith("text/html")
    assert odd.data


def test_compression_can_break(server: DemoServer) -> None:
    with pytest.raises((zlib.error, gzip.BadGzipFile, EOFError)):
        gzip.decompress(failing(server, "bad-gzip").body)
    half = failing(server, "half-gzip")
    with pytest.raises(EOFError):
        gzip.decompress(half.body)
    assert half.headers["Content-Length"] is None
    twice = failing(server, "stacked-gzip")
    assert twice.headers["Content-Encoding"] == "gzip, gzip"
    assert json.loads(gzip.decompress(gzip.decompress(twice.body)))["data"]


def test_a_bomb_is_small_until_it_is_unpacked(server: DemoServer) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    body = failing(server, "bomb").body
    assert len(body) < 5 * 2**20
    unpacked = zlib.decompressobj(wbits=31)
    size, rest = 0, body
    while rest:
        size += len(unpacked.decompress(rest, 2**20))
        rest = unpacked.unconsumed_tail
    assert size > 290 * 2**20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # in KB


def test_a_flood_goes_on(server: DemoServer) -> None:
    assert len(failing_raw(server, "flood", most=30_000_000)) >= 30_000_000


# Lists.


def test_totals_can_lie(server: DemoServer) -> None:
    assert failing(server, "total-none").total is None
    assert failing(server, "total-zero").total == 0
    assert failing(server, "total-negative").total < 0
    assert failing(server, "total-text").total == "many"
    assert failing(server, "total-less").total == 100
    assert failing(server, "total-more").total == 2_000
    server.faults[:] = [Fault.parse("total-changing")]
    assert len({Answer(server).total for _ in range(10)}) > 1


def test_lists_can_have_other_shapes(server: DemoServer) -> None:
    whole = Answer(server).data
    assert failing(server, "data-null").data is None
    assert failing(server, "data-object").data["entries"] == whole
    assert isinstance(failing(server, "data-object", f"/v1/videos/{whole[0]['id']}").data, list)
    assert "meta" not in failing(server, "no-meta").json
    small = failing(server, "small-pages")
    assert len(small.data) == small.json["meta"]["pagination"]["per_page"] == 20
    ids = [item["id"] for item in failing(server, "repeated-ids").data]
    assert len(set(ids)) == len(ids) // 2
    assert failing(server, "shifting").data == whole[1:]
    kinds = {type(item) for item in failing(server, "not-objects").data}
    assert {dict, int, str, type(None)} == kinds


# Fields.


def test_fields_can_be_missing_null_or_of_another_type(server: DemoServer) -> None:
    whole = Answer(server).data
    some = failing(server, "missing").data
    assert all(
        set(item) < set(full) and "id" in item for item, full in zip(some, whole, strict=True)
    )
    none = failing(server, "nulls").data
    assert all(v is None for item in none for k, v in item.items() if k != "id")
    odd = failing(server, "wrong-types").data
    assert {"bool", "list", "dict", "int"} <= {type(item["title"]).__name__ for item in odd}
    alone = failing(server, "nulls", f"/v1/videos/{whole[0]['id']}").data
    assert alone["title"] is None


def test_ids_and_numbers_can_be_odd(server: DemoServer) -> None:
    ids = [item["id"] for item in failing(server, "odd-ids").data]
    assert {None, 7, "a/b", ".."} <= set(ids)
    durations = [item["duration"] for item in failing(server, "odd-numbers").data]
    assert -1 in durations
    assert "seven" in durations
    numerals = failing(server, "odd-numerals").body
    assert b"NaN" in numerals
    assert b"9" * 5_000 in numerals
    assert failing(server, "unknown-status").data[0]["status"] == "re-animating"


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("escapes", "\\u001b]52"), ("escapes", "\x9b31m"), ("markup", "[@click=app.quit]"),
        ("bidi", "\u202e"), ("lines", "\u2028"), ("wide", "👩‍👩‍👧‍👦"),
        ("marks", "\u0301" + "\u0334"), ("surrogates", "\ud800"),
        ("blank", '"title": "   "'), ("huge-texts", "T" * 5_000_000),
    ],
)  # fmt: skip
def test_texts_can_be_anything(server: DemoServer, kind: str, holds: str) -> None:
    data = failing(server, kind).data
    assert holds in texts(data)
    assert len({item["id"] for item in data}) == len(data)


# Statistics.

STATISTICS = (
    "/v1/analytics/overview?from=2026-08-01&to=2026-08-22",
    "/v1/analytics?from=2026-08-01&to=2026-08-22&group_entities=device",
    "/v1/billing/usage?from=2026-08-01&to=2026-08-22",
    "/v1/billing/invoices",
)


@cache
def well(server: DemoServer, target: str) -> bytes:
    """What is answered where nothing goes wrong; it takes longer than to go wrong."""
    return Answer(server, target).body


@pytest.mark.parametrize("kind", [*SHAPES, *FIELDS])
def test_statistics_can_go_wrong_as_lists_can(
    server: DemoServer, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for target in STATISTICS:
        server.faults[:] = [Fault.parse(f"{kind}x1")]
        with contextlib.suppress(ConnectionError):
            raw(server, target)
    for target in STATISTICS[1:]:
        assert Answer(server, target).body == well(server, target)
    assert capfd.readouterr().err == ""


def test_the_numbers_dates_and_names_of_statistics_can_be_odd(server: DemoServer) -> None:
    overview, custom, usage, invoices = STATISTICS
    assert "seven" in {
        point["views"] for point in failing(server, "odd-numbers", overview).data["timeline"]
    }
    assert b'"view":1e999' in failing(server, "odd-numerals", custom).body
    assert b"9" * 5_000 in failing(server, "odd-numerals", usage).body
    assert {row["product"] for row in failing(server, "unknown-status", usage).data} == {
        "re-animating"
    }
    assert {row["device"] for row in failing(server, "unknown-status", custom).data} == {
        "re-animating"
    }
    dates = [row["date"] for row in failing(server, "odd-dates", usage).data]
    assert {"yesterday", "2026-02-30"} <= {date for date in dates if isinstance(date, str)}
    assert "due_date" in failing(server, "odd-dates", invoices).data[0]
    zones = {
        str(failing(server, "odd-dates", overview).json["meta"]["time"]["timezone"])
        for _ in range(40)
    }
    assert "Mars/Olympus" in zones
    assert "Europe/Moscow" not in zones
