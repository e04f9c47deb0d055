"""The address of the API: which ones are accepted, and why others are not."""

import ipaddress
import re
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://api.kinescope.io"
"""Guidelines, "Base URL"."""

_HOME = "kinescope.io"
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")


class BaseUrlError(ValueError):
    """The token is not sent to such an address; the message says why."""


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(host: str) -> bool:
    try:
        return not getattr(ipaddress.ip_address(host), "scope_id", None)
    except ValueError:
        return False


def parse_base_url(text: str) -> str:
    """Return the address as `scheme://host[:port]`.

    https anywhere, plain http on this machine only: everything else shows the token to others.

    Raises:
        BaseUrlError: It is refused; the text says why.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BaseUrlError("It is not an address.") from None
    if parts.scheme not in {"https", "http"} or not host:
        raise BaseUrlError("It must begin with https:// and name a host.")
    if not text.isascii():
        raise BaseUrlError("Its host has letters outside ASCII, which can imitate another one.")
    if "@" in parts.netloc:
        raise BaseUrlError("It holds a user name or a password.")
    is_host = _is_address(host) if "[" in parts.netloc else _NAME.fullmatch(host)
    if not is_host or port == 0 or not text.isprintable():
        raise BaseUrlError("It is not an address.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BaseUrlError("It must end after the host: the program adds /v1/… itself.")
    if parts.scheme == "http" and not is_loopback(host):
        raise BaseUrlError("Plain http would show the token on the network; use https.")
    if _HOME in host and host != _HOME and not host.endswith("." + _HOME):
        raise BaseUrlError(f"It imitates {_HOME} but belongs to somebody else.")
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port else "")
