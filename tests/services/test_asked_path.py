"""The path of `get`, in the forms in which people and their shells give one."""

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.base_url import DEFAULT_BASE_URL
from kinescope_tui.api.client import parse_target
from kinescope_tui.api.errors import NotSentError
from kinescope_tui.services.asked_path import asked_path

LOCAL = "http://[::1]:8080"
PARTS = ["/", "\\", ":", "?", "#", "@", "//", "v1", "C:/", "http:", "https://", "[", "tags", "%2e"]


@pytest.mark.parametrize(
    "text",
    [
        "/v1/tags?page=2",
        "v1/tags?page=2",
        "//v1/tags?page=2",  # what Git Bash is said to leave alone
        " /v1/tags?page=2\n",
        "https://api.kinescope.io/v1/tags?page=2",
        "https://API.kinescope.io/v1/tags?page=2",
        "http://api.kinescope.io/v1/tags?page=2#top",
        "//api.kinescope.io/v1/tags?page=2",
        "api.kinescope.io/v1/tags?page=2",
        "C:/Program Files/Git/v1/tags?page=2",
        "D:/v1/tags?page=2",
        "c:\\msys64\\v1\\tags?page=2",
    ],
)
def test_it_is_understood(text: str) -> None:
    assert asked_path(text, DEFAULT_BASE_URL) == "/v1/tags?page=2"


def test_what_stands_behind_the_version_is_left_as_it_is() -> None:
    inner = "v2/live/v1/x\\y?at=C:/v3/"
    assert asked_path(f"/{inner}", DEFAULT_BASE_URL) == f"/{inner}"
    assert asked_path(f"{LOCAL}/v1/tags", LOCAL) == "/v1/tags"
    assert asked_path("/tags", DEFAULT_BASE_URL) == "/tags"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://evil.example/v1/tags", "The token is only sent to api.kinescope.io"),
        ("//evil.example/v1/tags", "The token is only sent to api.kinescope.io"),
        ("https://api.kinescope.io:8443/v1/tags", "The token is only sent to api.kinescope.io"),
        ("https://api.kinescope.io@evil.example/v1", "The token is only sent to api.kinescope.io"),
        ("https://me:pass@api.kinescope.io/v1", "The token is only sent to api.kinescope.io"),
        ("http://[/v1/tags", "This is not a valid path"),
        ("C:/Program Files/Git/tags", "starts with its version"),
        ("tags", "starts with its version"),
        ("ftp://api.kinescope.io/v1/tags", "starts with its version"),
        ("", "starts with its version"),
    ],
)
def test_what_is_no_path_of_the_api_is_refused_before_anything_is_sent(
    text: str, reason: str
) -> None:
    with pytest.raises(NotSentError, match=reason):
        asked_path(text, DEFAULT_BASE_URL)


@settings(max_examples=2_000 if FULL else 60, deadline=None, database=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=8).map("".join))
def test_whatever_is_typed_it_is_a_path_or_refused(text: str) -> None:
    for base_url in (DEFAULT_BASE_URL, LOCAL):
        try:
            path, _ = parse_target(asked_path(text, base_url))
        except NotSentError:
            continue
        assert path.startswith("/")
