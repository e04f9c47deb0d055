"""How the API is reached, with where each setting comes from."""

import os
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from kinescope_tui.api.base_url import is_loopback
from kinescope_tui.api.client import PER_PAGE
from kinescope_tui.api.pacing import PER_MINUTE, PER_SECOND
from kinescope_tui.api.text import clean
from kinescope_tui.services.fact import BUILT_IN, Fact
from kinescope_tui.services.session import Connector

_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def network_settings(
    connector: Connector, environment: Mapping[str, str] = os.environ
) -> list[Fact]:
    """Return proxy, authorities, time limits, retries and paging as they are in force."""
    retry = connector.retry
    guidelines = f"{PER_SECOND.requests} a second, {PER_MINUTE.requests} a minute"
    return [
        _proxy(connector.profile.base_url, environment),
        _authorities(environment),
        Fact("Time limit", f"{connector.deadline_s:g} s for a call, all of it", BUILT_IN),
        Fact(
            "Attempts",
            f"{retry.attempts}, with pauses up to {retry.base_s:g} → {retry.cap_s:g} s; a "
            f"Retry-After up to {retry.patience_s:g} s goes first",
            BUILT_IN,
        ),
        Fact("Limits", guidelines, "the API's guidelines"),
        Fact("Per page", str(PER_PAGE), BUILT_IN),
    ]


def _proxy(base_url: str, environment: Mapping[str, str]) -> Fact:
    host = urlsplit(base_url).hostname or ""
    if is_loopback(host):
        return Fact("Proxy", "none: this computer is reached directly", BUILT_IN)
    found = urllib.request.getproxies()
    proxy = found.get("https") or found.get("all") or ""
    if not proxy:
        return Fact("Proxy", "none", "no proxy variable is set")
    source = next((n for n in _PROXY_VARIABLES if environment.get(n) == proxy), "the system")
    if urllib.request.proxy_bypass(host):
        return Fact("Proxy", "none: NO_PROXY names this host", f"{source} names another")
    return Fact("Proxy", without_credentials(proxy), source)


def without_credentials(proxy: str) -> str:
    """Return a proxy's address with nothing of its user name and password."""
    scheme, separator, rest = proxy.rpartition("://")
    before, at, place = rest.rpartition("@")
    for end in "/?#":
        place = place.partition(end)[0]
    hidden = "···@" if before or at else ""
    # What stands before a second :// may be a password, too.
    scheme = scheme if scheme.isalnum() else ""
    return clean(f"{scheme}{separator if scheme else ''}{hidden}{place}")


def _authorities(environment: Mapping[str, str]) -> Fact:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if environment.get(name):
            return Fact("Authorities", clean(environment[name]), name)
    return Fact("Authorities", "the system's store, through truststore", BUILT_IN)
