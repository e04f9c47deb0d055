"""Which proxy leads to the API; what cannot be read of NO_PROXY exempts nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import KinescopeClient, RetryPolicy, Token, errors
from kinescope_tui.api.proxy import Proxy, proxy_to

API = "https://api.kinescope.io"


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "user:hush@proxy.example:3128")


@pytest.mark.parametrize(
    ("base_url", "entries", "exempting"),
    [
        (API, "", ""),
        (API, "kinescope.io", "kinescope.io"),
        (API, "other.example, .kinescope.io ,x", ".kinescope.io"),
        (API, "*.kinescope.io", "*.kinescope.io"),
        (API, "API.KINESCOPE.IO", "API.KINESCOPE.IO"),
        (API, "api.kinescope.io:443", "api.kinescope.io:443"),
        (API, "api.kinescope.io:8443", ""),
        (API, "https://api.kinescope.io", "https://api.kinescope.io"),
        (API, "http://api.kinescope.io", ""),
        (API, "escope.io", ""),
        (API, ".api.kinescope.io", ""),
        (API, "*", "*"),
        (API, "10.0.0.0/8,::1", ""),
        ("https://10.1.2.3", "10.0.0.0/8", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3", "10.1.2.3"),
        ("https://[fe80::7]", "fe80::/10", "fe80::/10"),
        ("https://[fe80::7]:444", "[fe80::7]:444", "[fe80::7]:444"),
    ],
)
def test_an_entry_exempts_a_host_its_subdomains_an_address_or_a_network(
    monkeypatch: pytest.MonkeyPatch, base_url: str, entries: str, exempting: str
) -> None:
    monkeypatch.setenv("NO_PROXY", entries)
    found = proxy_to(base_url)
    assert (found.exempting, found.unreadable) == (exempting, ())
    assert bool(found.in_use) is not bool(exempting)


@pytest.mark.parametrize(
    "entry",
    ["http://[", "[::1", "a b", "fe80::/999", "api.kinescope.io:port", "ftp://x", "x/y", "\x1b[2J"],
)
async def test_an_entry_that_makes_no_sense_is_told_and_the_rest_counts(
    monkeypatch: pytest.MonkeyPatch, token: Token, entry: str
) -> None:
    monkeypatch.setenv("NO_PROXY", f"{entry}, kinescope.io")
    found = proxy_to(API)
    assert (found.exempting, found.unreadable) == ("kinescope.io", (entry,))
    monkeypatch.setenv("NO_PROXY", entry)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    once = RetryPolicy(attempts=1)
    async with KinescopeClient(token, base_url="https://kinescope.invalid", retry=once) as client:
        with pytest.raises(errors.ProxyFailedError):
            await client.videos()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_no_entry_does_more_than_be_left_out(entry: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("NO_PROXY", entry)
        found = proxy_to(API)
    assert found.exempting or found.in_use


def test_a_proxys_password_shows_nowhere() -> None:
    found = proxy_to(API)
    assert "hush" in found.in_use
    assert found.host == "proxy.example"
    assert "hush" not in repr(found)
    assert Proxy("http://[").host == "set in the environment"
