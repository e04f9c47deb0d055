"""Answers as Kinescope words them."""

import json
import re
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response

_SURROGATE = re.compile("[\ud800-\udfff]")

MALFORMED = (400, 400400, "malformed request")
NO_HEADER = (400, 100101, "authorization header not found")
UNAUTHORIZED = (401, 100102, "unauthorized")
ACCESS_DENIED = (403, 100103, "access denied")
ORDER_FIELD = (400, 400216, "order by this field is not allowed")
BAD_ID = (400, 400301, "invalid uuid format")
VALIDATION = (400, 400400, "validation error")
BAD_METHOD = (405, 400405, "method not allowed")
NOT_FOUND = (404, 404404, "no such entity")
TOO_LARGE = (413, 413413, "request entity too large")
TOO_MANY = (429, 429429, "too many requests")
BROKEN = (500, 500500, "internal server error")


class Json(JSONResponse):
    """JSON in UTF-8, with lone surrogates escaped, since UTF-8 has no bytes for them."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        try:
            return msgspec.json.encode(content)  # nine times as quick
        except UnicodeEncodeError:
            if isinstance(content, list):
                return b"[%s]" % b",".join(map(self.render, content))
            if isinstance(content, dict):
                parts = (
                    b"%s:%s" % (self.render(str(name)), self.render(one))
                    for name, one in content.items()
                )
                return b"{%s}" % b",".join(parts)
            text = json.dumps(content, ensure_ascii=False)
            return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def error(
    known: tuple[int, int, str],
    *,
    message: str = "",
    detail: str = "",
    invalid_params: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an error (guidelines, "Error format" and "Validation error")."""
    status, code, usual = known
    body: dict[str, Any] = {"code": code, "message": message or usual}
    if not code:
        del body["code"]
    if detail:
        body["detail"] = detail
    if invalid_params:
        body["invalid_params"] = invalid_params
    return Json({"error": body}, status, headers=headers)


def invalid(name: str, reason: str, message: str) -> Response:
    """Return a validation error about one parameter."""
    params = [{"name": name, "reason": reason, "message": message}]
    return error(VALIDATION, invalid_params=params)


def gateway(status: int, reason: str) -> Response:
    """Return what a gateway before the API says."""
    page = f"<html><head><title>{status} {reason}</title></head><body>nginx</body></html>"
    return Response(page, status, media_type="text/html")
