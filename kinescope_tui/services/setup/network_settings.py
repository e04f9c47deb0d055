"""Network settings: how the API is reached, with where each value comes from."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from kinescope_tui.api.base_url import is_loopback
from kinescope_tui.api.client import PER_PAGE
from kinescope_tui.api.pacing import LONGEST_PAUSE_S, PER_MINUTE, PER_SECOND
from kinescope_tui.api.proxy import Proxy, proxy_to
from kinescope_tui.api.text import clean
from kinescope_tui.services.setup.sourced_value import BUILT_IN, NO_VARIABLE, SourcedValue
from kinescope_tui.services.workspace.session import ClientFactory

_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def network_settings(
    client_factory: ClientFactory, environment: Mapping[str, str] = os.environ
) -> list[SourcedValue]:
    """Return proxy, authorities, time limits, retries and paging as they are in force."""
    retry, proxy = client_factory.retry, proxy_to(client_factory.profile.base_url)
    left_out = [SourcedValue("Ignored", proxy.trouble, "NO_PROXY")] if proxy.trouble else []
    guidelines = f"{PER_SECOND.requests} a second, {PER_MINUTE.requests} a minute"
    return [
        _proxy(client_factory.profile.base_url, proxy, environment),
        _authorities(environment),
        SourcedValue(
            "Timeout",
            f"{client_factory.deadline_s:g} s until the response starts, and between its parts",
            BUILT_IN,
        ),
        SourcedValue(
            "Attempts",
            f"{retry.attempts}, pausing {retry.base_s:g} → {retry.cap_s:g} s; Retry-After "
            f"takes precedence, up to {LONGEST_PAUSE_S / 3_600:g} h, and after a 429 applies to "
            "all requests",
            BUILT_IN,
        ),
        SourcedValue("Limits", guidelines, BUILT_IN, "the API's guidelines"),
        SourcedValue(
            "Per page", f"{client_factory.per_page}; exports {PER_PAGE}", BUILT_IN, "per_page"
        ),
        *left_out,
    ]


def _proxy(base_url: str, proxy: Proxy, environment: Mapping[str, str]) -> SourcedValue:
    if is_loopback(urlsplit(base_url).hostname or ""):
        return SourcedValue("Proxy", "none (local address)", BUILT_IN)
    if not proxy.url:
        return SourcedValue("Proxy", "none", NO_VARIABLE, "HTTPS_PROXY")
    source = next((n for n in _PROXY_VARIABLES if environment.get(n) == proxy.url), "the system")
    if proxy.exempting:
        exempts = f"none: NO_PROXY lists this host, as {clean(proxy.exempting)}"
        return SourcedValue("Proxy", exempts, f"{source} sets another one")
    return SourcedValue("Proxy", without_credentials(proxy.url), source)


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


def _authorities(environment: Mapping[str, str]) -> SourcedValue:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if environment.get(name):
            return SourcedValue("Certificates", clean(environment[name]), name)
    return SourcedValue(
        "Certificates", "the system's store, via truststore", BUILT_IN, "SSL_CERT_FILE"
    )
