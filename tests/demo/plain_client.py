"""A client of the demo server that knows nothing but HTTP."""

import gzip
import json
import urllib.error
import urllib.request
from typing import Any

from kinescope_tui.demo.server import DemoServer


class Answer:
    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers = status, headers
        self.body = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def code(self) -> int:
        return int(self.json["error"]["code"])


def get(
    server: DemoServer,
    target: str,
    *,
    token: str | None = "",
    method: str = "GET",
    headers: dict[str, str] | None = None,
) -> Answer:
    request = urllib.request.Request(  # noqa: S310 - loopback
        server.base_url + target, method=method, headers=headers or {}
    )
    if token is not None:
        request.add_header("Authorization", f"Bearer {token or server.token}")
    try:
        with urllib.request.urlopen(request, timeout=240) as response:  # noqa: S310 - loopback
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def complaint(answer: Answer) -> tuple[int, int, str, str]:
    """Return status and code, and which parameter is refused for which reason."""
    params = answer.json["error"].get("invalid_params", [{"name": "", "reason": ""}])
    return answer.status, answer.code, params[0]["name"], params[0]["reason"]
