"""Addresses that get the token, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import DEFAULT_BASE_URL, BaseUrlError, parse_base_url

ACCEPTED = {
    "https://api.kinescope.io": "https://api.kinescope.io",
    "https://api.kinescope.io/": "https://api.kinescope.io",
    "https://api.kinescope.io//": "https://api.kinescope.io",
    "  https://api.kinescope.io\n": "https://api.kinescope.io",
    "\u00a0https://api.kinescope.io": "https://api.kinescope.io",
    "HTTPS://API.Kinescope.IO": "https://api.kinescope.io",
    "https://kinescope.io": "https://kinescope.io",
    "https://api.kinescope.io:443": "https://api.kinescope.io:443",
    "https://api.kinescope.io:": "https://api.kinescope.io",
    "https://example.org:8443/": "https://example.org:8443",
    "https://my_proxy": "https://my_proxy",
    "https://192.0.2.1": "https://192.0.2.1",
    "https://[2001:db8::1]:8443": "https://[2001:db8::1]:8443",
    "http://localhost": "http://localhost",
    "http://LocalHost:8080/": "http://localhost:8080",
    "http://127.0.0.1:8080": "http://127.0.0.1:8080",
    "http://127.9.8.7": "http://127.9.8.7",
    "http://[::1]:8080": "http://[::1]:8080",
    "http://[::1]": "http://[::1]",
}
REFUSED = {
    "": "begin with https://",
    "api.kinescope.io": "begin with https://",
    "//api.kinescope.io": "begin with https://",
    "ftp://api.kinescope.io": "begin with https://",
    "file:///etc/passwd": "begin with https://",
    "javascript:alert(1)": "begin with https://",
    "https://": "begin with https://",
    "https:api.kinescope.io": "begin with https://",
    "https:///v1": "begin with https://",
    "https://:443": "begin with https://",
    "http://api.kinescope.io": "Plain http",
    "http://192.168.0.1": "Plain http",
    "http://0.0.0.0": "Plain http",
    "http://127.0.0.1.example.org": "Plain http",
    "http://localhost.example.org": "Plain http",
    "http://127.1": "Plain http",
    "http://2130706433": "Plain http",
    "http://[2001:db8::1]": "Plain http",
    "https://user@api.kinescope.io": "user name",
    "https://user:secret@api.kinescope.io": "user name",
    "https://api.kinescope.io@example.org": "user name",
    "https://@example.org": "user name",
    "https://api.kinescope.io/v1": "end after the host",
    "https://api.kinescope.io/..": "end after the host",
    "https://api.kinescope.io?x=1": "end after the host",
    "https://api.kinescope.io/#x": "end after the host",
    "https://api.kinescope.io.evil": "imitates",
    "https://api.kinescope.io.evil.example": "imitates",
    "https://kinescope.io-x.com": "imitates",
    "https://api.kinescope.io-x.com": "imitates",
    "https://notkinescope.io": "imitates",
    "https://API-Kinescope.io": "imitates",
    "https://api.kinesсope.io": "ASCII",  # a Cyrillic letter
    "https://api.kinescope.io\u2044v1": "ASCII",
    "https://api。kinescope。io": "ASCII",
    "https://пример.рф": "ASCII",
    "https://api.kinescope.io:99999": "not a URL",
    "https://api.kinescope.io:-1": "not a URL",
    "https://api.kinescope.io:http": "not a URL",
    "https://api.kinescope.io:0": "not a URL",
    "https://[::1": "not a URL",
    "https://[fe80::1%25eth0]": "not a URL",
    "https://[v1.x]": "not a URL",
    "https://evil.example\\.kinescope.io": "not a URL",
    "https://exa mple.org": "not a URL",
    "https://exa\nmple.org": "not a URL",
    "https://exa\x00mple.org": "not a URL",
    "https://%65xample.org": "not a URL",
    "https://a..b": "not a URL",
    "https://*": "not a URL",
}


def test_the_default_is_the_documented_one() -> None:
    assert parse_base_url(DEFAULT_BASE_URL) == "https://api.kinescope.io"


@pytest.mark.parametrize(("text", "address"), ACCEPTED.items(), ids=map(ascii, ACCEPTED))
def test_an_address_is_reduced_to_its_host(text: str, address: str) -> None:
    assert parse_base_url(text) == address


@pytest.mark.parametrize(("text", "why"), REFUSED.items(), ids=map(ascii, REFUSED))
def test_an_address_where_the_token_is_not_safe_is_refused_with_the_reason(
    text: str, why: str
) -> None:
    with pytest.raises(BaseUrlError, match=why) as caught:
        parse_base_url(text)
    assert "secret" not in str(caught.value)


@given(
    st.text(max_size=30)
    | st.text("htps:/[]@.%?#\\ :0123456789abckinescope.io-\n", max_size=40).map("https://".__add__)
)
def test_whatever_is_accepted_is_a_host_and_is_accepted_again(text: str) -> None:
    try:
        address = parse_base_url(text)
    except BaseUrlError:
        return
    assert parse_base_url(address) == address
    assert address.count("/") == 2
    assert not set(address) & set("@?#\\ \n%")
