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
        raise BaseUrlError("This is not a URL.") from None
    if parts.scheme not in {"https", "http"} or not host:
        raise BaseUrlError("The URL must begin with https:// and name a host.")
    if not text.isascii():
        raise BaseUrlError("The host has non-ASCII letters, which can imitate another host.")
    if "@" in parts.netloc:
        raise BaseUrlError("The URL must not contain a user name or password.")
    is_host = _is_address(host) if "[" in parts.netloc else _NAME.fullmatch(host)
    if not is_host or port == 0 or not text.isprintable():
        raise BaseUrlError("This is not a URL.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BaseUrlError("The URL must end after the host; the program adds /v1/… itself.")
    if parts.scheme == "http" and not is_loopback(host):
        raise BaseUrlError("Plain http would expose the token on the network; use https.")
    if _HOME in host and host != _HOME and not host.endswith("." + _HOME):
        raise BaseUrlError(f"This imitates {_HOME} but belongs to someone else.")
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port else "")
