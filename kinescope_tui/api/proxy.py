"""The proxy that leads to a host, as the environment or the system says; read in one place."""

import ipaddress
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kinescope_tui.api.base_url import is_loopback
from kinescope_tui.api.text import clean

_PORT = 443
_LONGEST = 200  # characters of entries that anybody reads
_NAME = re.compile(r"[*]?[.]?[\w-]+([.][\w-]+)*[.]?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """The way to a host.

    Attributes:
        url: The proxy's address as it stands there, perhaps with a password; empty for no proxy.
        exempting: What exempts the host from the proxy that others take; empty if nothing does.
        unreadable: The entries of NO_PROXY that make no sense; they exempt nobody.
    """

    url: str = field(default="", repr=False)
    exempting: str = ""
    unreadable: tuple[str, ...] = ()

    @property
    def in_use(self) -> str:
        """The address of the proxy that is asked, with its scheme; empty if none is."""
        if not self.url or self.exempting:
            return ""
        return self.url if "://" in self.url else f"http://{self.url}"

    @property
    def trouble(self) -> str:
        """The trouble with NO_PROXY, as a sentence; empty if all of it can be read."""
        if not self.unreadable:
            return ""
        left_out = ", ".join(clean(entry) for entry in self.unreadable)[:_LONGEST]
        return f"Ignored unreadable entries in NO_PROXY: {left_out}."

    @property
    def host(self) -> str:
        """Its host, for people: nothing of a user name or a password."""
        try:
            host = clean(urlsplit(self.in_use).hostname or "")
        except ValueError:
            host = ""
        return host or "set in the environment"


def proxy_to(base_url: str) -> Proxy:
    """Return how an https address is reached; this machine is always reached directly."""
    parts = urlsplit(base_url)
    host, port = parts.hostname or "", parts.port or _PORT
    if is_loopback(host):
        return Proxy()
    named = urllib.request.getproxies()
    url = named.get("https") or named.get("all") or ""
    if not url:
        return Proxy()
    exempting, unreadable = "", []
    for entry in _entries(named.get("no", "")):
        try:
            exempting = exempting or (entry if _is_meant(entry, host, port) else "")
        except ValueError:
            unreadable.append(entry)
    if not exempting and "no" not in named and urllib.request.proxy_bypass(host):
        exempting = "the system"
    return Proxy(url, exempting, tuple(unreadable))


def _entries(text: str) -> Iterator[str]:
    return filter(None, (entry.strip() for entry in text.split(",")))


def _is_meant(entry: str, host: str, port: int) -> bool:
    """Tell whether an entry of NO_PROXY names a host: a name, its end, an address, a network.

    Raises:
        ValueError: It is none of them.
    """
    if entry == "*":
        return True
    scheme, _, place = entry.rpartition("://")
    if scheme not in {"", "https", "all", "http"}:
        raise ValueError(entry)
    address = _address(host)
    try:
        network = ipaddress.ip_network(place, strict=False)
    except ValueError:
        pass
    else:
        return address is not None and address in network
    parts = urlsplit(f"//{place}")
    name = (parts.hostname or "").rstrip(".")
    if parts.netloc != place or (_address(name) is None and not _NAME.fullmatch(name)):
        raise ValueError(entry)
    if scheme == "http" or parts.port not in {None, port}:
        return False
    end = name.removeprefix("*").removeprefix(".")
    is_end = f".{host}".endswith(f".{end}") and not (name.startswith(".") and host == end)
    return is_end or (address is not None and address == _address(name))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
