"""How the API is reached: which variable is in force, and no password in sight."""

import pytest

from kinescope_tui.services.setup.network_settings import network_settings, without_credentials
from kinescope_tui.services.workspace.session import ClientFactory, Profile

VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
FAR = ClientFactory(Profile("acme", "https://api.kinescope.io"))


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def proxy_of(client_factory: ClientFactory) -> tuple[str, str]:
    setting = network_settings(client_factory)[0]
    return setting.value, setting.source


def test_the_variable_in_force_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_of(FAR) == ("none", "no proxy variable is set")
    monkeypatch.setenv("ALL_PROXY", "socks5://all.example:1080")
    assert proxy_of(FAR) == ("socks5://all.example:1080", "ALL_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert proxy_of(FAR) == ("http://proxy.example:3128", "HTTPS_PROXY")
    monkeypatch.setenv("https_proxy", "http://lower.example:3128")
    assert proxy_of(FAR) == ("http://lower.example:3128", "https_proxy")
    monkeypatch.setenv("NO_PROXY", "kinescope.io")
    assert proxy_of(FAR)[0].startswith("none: NO_PROXY")
    near = ClientFactory(Profile("demo", "http://127.0.0.1:8000"))
    assert proxy_of(near)[0].startswith("none (local address)")


def test_authorities_say_which_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "truststore" in network_settings(FAR)[1].value
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/company.pem")
    assert network_settings(FAR)[1].source == "SSL_CERT_FILE"


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("proxy.example:3128", "proxy.example:3128"),
        ("http://user:hush@proxy.example:3128/", "http://···@proxy.example:3128"),
        ("user:hush@proxy.example", "···@proxy.example"),
        ("http://user:hu@sh@proxy.example:1", "http://···@proxy.example:1"),
        ("http://user:hu/sh@proxy.example:1", "http://···@proxy.example:1"),
        ("http://user:hu://sh@proxy.example:1", "···@proxy.example:1"),
        ("socks5h://user:hush@[::1]:1080", "socks5h://···@[::1]:1080"),
        ("http://us\x1b[2Jer:hush@proxy.example", "http://···@proxy.example"),
    ],
)
def test_credentials_of_a_proxy_are_masked(proxy: str, shown: str) -> None:
    assert without_credentials(proxy) == shown
    assert "hu" not in without_credentials(proxy)
